"""What progress tells in the timeline of a client: only to those who may see it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from fitnesscrm_desktop.models.progress import Annotation, Goal, Injury, Measurement, Phase, ProgressReport
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Permission, ReportState
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.services.clients.timeline_sources import Ask, Source
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.progress import units
from fitnesscrm_desktop.services.progress.bodies import body_of
from fitnesscrm_desktop.services.progress.history_entries import entries_of
from fitnesscrm_desktop.services.progress.metrics import metrics_of

MOST_NAMED = 6
"""Values of one occasion that are named; of more it is told how many."""
_M = Measurement


def measured(ask: Ask) -> Iterator[TimelineEntry]:
    """Everything that was measured at one time is one entry."""
    if not ask.actor.may(Permission.VIEW_PROGRESS):
        return
    occasions = (
        select(func.min(_M.id).label("id"), _M.at)
        .where(_M.client_id == ask.client_id, _M.removed_at.is_(None))
        .group_by(_M.at)
        .order_by(_M.at.desc())
        .limit(ask.limit + 1)
    )
    if ask.after is not None:
        occasions = occasions.where(_M.at <= ask.after[0])
    found = {at: row_id for row_id, at in ask.session.execute(occasions)}
    if not found:
        return
    told, by = _told(ask, list(found))
    for at, row_id in found.items():
        names = told[at]
        entry = TimelineEntry(
            TimelineKind.MEASURED,
            row_id,
            at,
            "",
            text=" · ".join(names[:MOST_NAMED]),
            staff=by.get(at, ""),
            number=max(0, len(names) - MOST_NAMED),
        )
        if ask.shows(entry):
            yield entry


def _told(ask: Ask, moments: list[object]) -> tuple[dict[object, list[str]], dict[object, str]]:
    """The values of each of *moments* in words, and who measured."""
    client = find_client(ask.session, ask.client_id)
    system, metrics = body_of(ask.session, client, ask.profile).units, metrics_of(ask.session)
    query = (
        select(_M.at, _M.metric, _M.value, Staff.name)
        .outerjoin(Staff, Staff.id == _M.staff_id)
        .where(_M.client_id == ask.client_id, _M.removed_at.is_(None), _M.at.in_(moments))
        .order_by(_M.id)
    )
    told: dict[object, list[str]] = {}
    by: dict[object, str] = {}
    for at, key, value, staff in ask.session.execute(query):
        metric = metrics[key]
        unit = units.shown_unit(metric.quantity, system, metric.unit)
        told.setdefault(at, []).append(f"{metric.name} {units.shown(value, unit)}")
        by[at] = staff or ""
    return told, by


def goals(ask: Ask) -> Iterator[TimelineEntry]:
    """The day a goal was set, and the one it was reached."""
    if not ask.actor.may(Permission.VIEW_PROGRESS):
        return
    client, metrics = find_client(ask.session, ask.client_id), metrics_of(ask.session)
    system = body_of(ask.session, client, ask.profile).units
    query = select(Goal, Staff.name).outerjoin(Staff, Staff.id == Goal.staff_id)
    for row, staff in ask.session.execute(query.where(Goal.client_id == ask.client_id)):
        metric = metrics[row.metric]
        target = units.shown(row.target_value, units.shown_unit(metric.quantity, system, metric.unit))
        text = f"{row.title or metric.name}: {target}"
        entries = [
            TimelineEntry(
                TimelineKind.GOAL, row.id, row.created_at, "set", text=text, staff=staff or "", day=row.due_on
            )
        ]
        if row.reached_on is not None:
            at = start_of_day(row.reached_on, ask.profile.zone)
            entries.append(TimelineEntry(TimelineKind.GOAL_REACHED, row.id, at, "reached", text=text))
        yield from filter(ask.shows, entries)


def injuries(ask: Ask) -> Iterator[TimelineEntry]:
    """Injuries stand at the day they began."""
    if not (ask.actor.may(Permission.VIEW_PROGRESS) and ask.actor.may(Permission.VIEW_HEALTH)):
        return
    for row, staff in ask.session.execute(entries_of(Injury, ask.client_id)):
        at = start_of_day(row.from_day, ask.profile.zone)
        entry = TimelineEntry(
            TimelineKind.INJURY, row.id, at, row.kind, text=row.text, staff=staff or "", day=row.to_day
        )
        if ask.shows(entry):
            yield entry


def chart_marks(ask: Ask) -> Iterator[TimelineEntry]:
    """Remarks and phases stand at their day."""
    if not ask.actor.may(Permission.VIEW_PROGRESS):
        return
    remarks = entries_of(Annotation, ask.client_id).where(Annotation.day <= ask.today)
    phases = entries_of(Phase, ask.client_id).where(Phase.from_day <= ask.today)
    entries = [
        TimelineEntry(
            TimelineKind.REMARK, row.id, start_of_day(row.day, ask.profile.zone), row.metric, text=row.text
        )
        for row in ask.session.scalars(remarks)
    ]
    entries += [
        TimelineEntry(
            TimelineKind.PHASE,
            row.id,
            start_of_day(row.from_day, ask.profile.zone),
            row.kind,
            text=row.name,
            day=row.to_day,
        )
        for row in ask.session.scalars(phases)
    ]
    yield from filter(ask.shows, entries)


def reports(ask: Ask) -> Iterator[TimelineEntry]:
    """Reports stand at the moment they were approved."""
    if not ask.actor.may(Permission.VIEW_PROGRESS):
        return
    query = select(ProgressReport).where(
        ProgressReport.client_id == ask.client_id, ProgressReport.state == ReportState.APPROVED
    )
    for row in ask.session.scalars(query):
        if row.approved_at is None:
            continue
        entry = TimelineEntry(
            TimelineKind.PROGRESS_REPORT,
            row.id,
            row.approved_at,
            "approved",
            staff=row.approved_by,
            day=row.to_day,
        )
        if ask.shows(entry):
            yield entry


SOURCES: tuple[Source, ...] = (measured, goals, injuries, chart_marks, reports)
