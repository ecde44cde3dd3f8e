"""Makes reports and writes them as PDF and CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select

from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.csv_text import write_csv
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.noted_exports import nothing_leaves_unnoted
from fitnesscrm_desktop.services.core.sane_days import sane_day
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.reports.clients import clients_report
from fitnesscrm_desktop.services.reports.results import Report, ReportFile, ReportKind
from fitnesscrm_desktop.services.reports.takings import takings_report
from fitnesscrm_desktop.services.settings.profile import studio_profile

_NEEDED = {ReportKind.TAKINGS: Permission.VIEW_TAKINGS, ReportKind.CLIENTS: Permission.EXPORT_CLIENTS}


class ReportService:
    """Every report needs ``VIEW_REPORTS``, and the right to see what stands in it."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def takings(self, actor: Actor, first: date, last: date) -> Report:
        """Every payment and refund from *first* to *last*. Raises ``RuleBroken`` if *last* is before."""
        return self._made(actor, ReportKind.TAKINGS, first, last)

    def clients(self, actor: Actor, first: date, last: date) -> Report:
        """Who was a client between *first* and *last*. Raises ``RuleBroken`` as ``takings`` does."""
        return self._made(actor, ReportKind.CLIENTS, first, last)

    def save_csv(self, actor: Actor, report: Report, path: Path) -> ReportFile:
        """Write *report* as CSV: ISO days, decimal amounts, no formulas. Raises ``StorageTrouble``."""
        from fitnesscrm_desktop.services.reports.plain_cells import csv_rows

        _require(actor, report.kind)
        with self._core.read() as session:
            profile = studio_profile(session)
        rows = write_csv(csv_rows(report, profile), path, lambda _rows: self._note(actor, report, "csv")) - 1
        return ReportFile(str(path), rows)

    def render_pdf(self, actor: Actor, report: Report) -> bytes:
        """*report* as pages with the studio's head, totals and "page x of y"."""
        return self._rendered(actor, report)[0]

    def save_pdf(self, actor: Actor, report: Report, path: Path) -> ReportFile:
        """Write *report* as PDF, whole or not at all. Raises ``StorageTrouble``."""
        from fitnesscrm_desktop.services.core.pdf import store

        content, pages = self._rendered(actor, report)
        store(content, path, lambda: self._note(actor, report, "pdf"))
        return ReportFile(str(path), len(report.rows), pages)

    def _made(self, actor: Actor, kind: ReportKind, first: date, last: date) -> Report:
        _require(actor, kind)
        sane_day(first)
        sane_day(last)
        if last < first:
            raise RuleBroken(
                "The period ends before it begins. Swap the two days.",
                fields={"last": "before the first day"},
            )
        make = takings_report if kind is ReportKind.TAKINGS else clients_report
        with self._core.read() as session:
            return make(session, studio_profile(session), first, last, self._core.clock.now())

    def _rendered(self, actor: Actor, report: Report) -> tuple[bytes, int]:
        from fitnesscrm_desktop.services.reports.report_page import report_document

        _require(actor, report.kind)
        with self._core.read() as session:
            profile = studio_profile(session)
            logo = session.scalar(select(Studio.logo).where(Studio.id == 1))
        document = report_document(report, profile, logo)
        return document.render(), document.pages

    def _note(self, actor: Actor, report: Report, form: str) -> None:
        """A report leaves the studio: who took it along is written down first."""
        with nothing_leaves_unnoted(), self._core.write() as work:
            work.audit(
                actor,
                "report.save",
                "report",
                report=report.kind,
                first=report.first,
                last=report.last,
                form=form,
                rows=len(report.rows),
            )


def _require(actor: Actor, kind: ReportKind) -> None:
    actor.require(Permission.VIEW_REPORTS)
    actor.require(_NEEDED[kind])
