"""What the dialog of reports reads, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fitnesscrm_desktop.models.values import ConsentKind, Permission, ReportState
from fitnesscrm_desktop.services.clients.rules import photos_in_reports
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.report_results import ReportInfo, ReportPages
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.progress.words import tr

NO_PAGES = ReportPages(b"", "")

Choose = Callable[[tuple[ReportInfo, ...]], ReportInfo | None]
"""Picks one of all reports of a client; None: a new one."""


@dataclass(frozen=True, slots=True)
class ShownReport:
    """What was read: who it is about, all reports, the one in sight and its pages."""

    name: str
    reports: tuple[ReportInfo, ...]
    report: ReportInfo | None
    pages: ReportPages
    measured: tuple[MetricInfo, ...]
    said: Mapping[ConsentKind, bool]
    """What the client has agreed to, or not."""


def newest_draft(reports: tuple[ReportInfo, ...]) -> ReportInfo | None:
    """Where somebody has begun one, they go on with it."""
    return next((each for each in reports if each.state is ReportState.DRAFT), None)


def numbered(report_id: int) -> Choose:
    """The report with this id."""
    return lambda reports: next((each for each in reports if each.id == report_id), None)


def read_report(desk: Desk, client_id: int, choose: Choose) -> ShownReport:
    """All that is shown of one report. Runs off the UI thread."""
    services, actor = desk.services, desk.actor
    reports = tuple(services.progress_reports.list(actor, client_id))
    report = choose(reports)
    pages = NO_PAGES if report is None else services.progress_reports.pages(actor, report.id)
    latest = services.progress.overview(actor, client_id).latest.values()
    return ShownReport(
        services.directory.detail(actor, client_id).name,
        reports,
        report,
        pages,
        tuple(each.metric for each in latest),
        services.progress_reports.said_about_photos(actor, client_id),
    )


def report_word(report: ReportInfo, formats: Formats) -> str:
    """``3 Dec 2025 – 4 Mar 2026, draft``."""
    state = tr("draft") if report.state is ReportState.DRAFT else tr("approved")
    text = tr("{first} – {last}, {state}")
    return text.format(first=formats.day(report.first), last=formats.day(report.last), state=state)


def why_no_photos(actor: Actor, said: Mapping[ConsentKind, bool]) -> str:
    """Why photos cannot go with it; empty: they can."""
    if not actor.may(Permission.VIEW_PHOTOS):
        return tr("You may not see photos of clients.")
    if not said.get(ConsentKind.PHOTO, False):
        return tr("The client has not agreed to photos: see Consents on their page.")
    if not photos_in_reports(said):
        return tr("The client wants no photos in reports: see Consents on their page.")
    return ""
