"""Gathers what a progress report tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.values import GoalState
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.progress import reading
from fitnesscrm_desktop.services.progress.bodies import body_of
from fitnesscrm_desktop.services.progress.chart_marks import phases_of, remarks_of
from fitnesscrm_desktop.services.progress.goal_reading import goals_of
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo
from fitnesscrm_desktop.services.progress.metrics import metrics_of
from fitnesscrm_desktop.services.progress.report_results import MetricStory, NewReport, ReportFacts
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def gather(
    session: Session,
    profile: StudioProfile,
    client: Client,
    report: NewReport,
    *,
    photos: tuple[tuple[bytes, str], ...],
    trainer: str,
    draft: bool,
    now: datetime,
) -> ReportFacts:
    """Everything that *report* tells of *client*."""
    first, last = report.first, report.last
    day, until = min(last, profile.day_of(now)), start_of_day(last + timedelta(days=1), profile.zone)
    return ReportFacts(
        client_name=f"{client.first_name} {client.last_name}",
        first=first,
        last=last,
        units=body_of(session, client, profile).units,
        visits=_visits(session, client.id, first, last),
        stories=_stories(session, profile, client, report),
        goals=_goals(goals_of(session, client.id, day, until=until), first, last),
        remarks=tuple(each for each in remarks_of(session, client.id) if first <= each.day <= last),
        phases=tuple(
            each
            for each in phases_of(session, client.id)
            if each.from_day <= last and (each.to_day is None or each.to_day >= first)
        ),
        photos=photos,
        comment=report.comment,
        trainer=trainer,
        draft=draft,
        made_at=now,
    )


def _stories(
    session: Session, profile: StudioProfile, client: Client, report: NewReport
) -> tuple[MetricStory, ...]:
    metrics = metrics_of(session)
    keys = [key for key in metrics if not report.metrics or key in report.metrics]
    since = start_of_day(report.first, profile.zone)
    until = start_of_day(report.last + timedelta(days=1), profile.zone)
    found = reading.series(session, profile, client, keys, since, until)
    stories = ((metrics[key], reading.values_in(found[key], profile)) for key in keys)
    return tuple(MetricStory(metric, tuple(values)) for metric, values in stories if values)


def _goals(goals: Sequence[GoalInfo], first: date, last: date) -> tuple[GoalInfo, ...]:
    """Those that run at the end of these days, or were reached or missed in them."""
    return tuple(goal for goal in goals if _belongs(goal, first, last))


def _belongs(goal: GoalInfo, first: date, last: date) -> bool:
    if goal.state is GoalState.REACHED:
        return goal.reached_on is not None and first <= goal.reached_on <= last
    if goal.state is GoalState.MISSED:
        return goal.due_on is not None and goal.due_on >= first
    return goal.state is GoalState.ACTIVE and (goal.start is None or goal.start.day <= last)


def _visits(session: Session, client_id: int, first: date, last: date) -> int:
    query = select(func.count()).where(
        Visit.client_id == client_id, Visit.cancelled_at.is_(None), Visit.day >= first, Visit.day <= last
    )
    return session.scalar(query) or 0


def known_keys(session: Session, wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of *wanted* that are metrics, in the order of lists."""
    chosen = set(wanted)
    return tuple(key for key in metrics_of(session) if key in chosen)
