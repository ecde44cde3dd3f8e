"""The session brief: what a trainer should know of a client before a session, on one card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.values import GoalState, MembershipState, Permission
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.clients.notes import notes_of
from fitnesscrm_desktop.services.clients.results import NoteInfo
from fitnesscrm_desktop.services.clients.rules import age_on, birthday_in
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.memberships.queries import memberships_of
from fitnesscrm_desktop.services.progress import reading
from fitnesscrm_desktop.services.progress.catalogue import USUAL
from fitnesscrm_desktop.services.progress.goal_reading import goals_of
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo
from fitnesscrm_desktop.services.progress.history_results import InjuryInfo
from fitnesscrm_desktop.services.progress.injuries import injuries_of
from fitnesscrm_desktop.services.progress.results import BodyInfo, Latest
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

MOST_MEASURED, MOST_VISITS = 4, 3
VISITS_COUNTED = 30
"""Days."""
BIRTHDAY_SOON = 14
"""Days ahead, and a few behind: congratulations are still in place."""
BIRTHDAY_JUST_BEEN = 3


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One of the last visits."""

    visit_id: int
    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class PackLine:
    """What is left of what the client has bought."""

    membership_id: int
    plan_name: str
    visits_left: int | None
    """None: as often as the client likes."""
    ends_on: date | None
    """None: it rests until it is resumed."""


@dataclass(frozen=True, slots=True)
class BirthdayLine:
    """A birthday about now."""

    on: date
    turns: int


@dataclass(frozen=True, slots=True)
class SessionBrief:
    """One card. What its reader may not see is None or empty, and is not counted either."""

    client_id: int
    name: str
    age: int | None
    day: date
    body: BodyInfo
    measured: tuple[Latest, ...]
    """The usual metrics first, then what was measured last."""
    visits: tuple[VisitLine, ...]
    """The last ones, the newest first."""
    visits_lately: int
    """In the last 30 days."""
    health_shown: bool
    """Whether the reader may see what concerns health."""
    medical_alert: str
    injuries: tuple[InjuryInfo, ...]
    """What holds today."""
    notes: tuple[NoteInfo, ...]
    """Pinned ones."""
    goals: tuple[GoalInfo, ...]
    """Active ones."""
    packs: tuple[PackLine, ...]
    """What lets in today."""
    birthday: BirthdayLine | None


class BriefService:
    """Puts the card together."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, actor: Actor, client_id: int) -> SessionBrief:
        """The brief of a client as of now. Raises ``NotFound``."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            profile, client = studio_profile(session), find_client(session, client_id)
            return _brief(session, actor, profile, client, self._core.clock.now())


def _brief(
    session: Session, actor: Actor, profile: StudioProfile, client: Client, now: datetime
) -> SessionBrief:
    today = profile.day_of(now)
    seen = reading.overview(session, profile, client, now)
    health = actor.may(Permission.VIEW_HEALTH)
    goals = goals_of(session, client.id, today)
    return SessionBrief(
        client_id=client.id,
        name=f"{client.first_name} {client.last_name}",
        age=None if client.born is None else age_on(client.born, today),
        day=today,
        body=seen.body,
        measured=_newest(tuple(seen.latest.values())),
        visits=_last_visits(session, client.id),
        visits_lately=_count_visits(session, client.id, today),
        health_shown=health,
        medical_alert=client.medical_alert if health else "",
        injuries=tuple(injuries_of(session, client.id, today, over=False)) if health else (),
        notes=tuple(note for note in notes_of(session, actor, client.id) if note.pinned),
        goals=tuple(goal for goal in goals if goal.state is GoalState.ACTIVE),
        packs=_packs(session, profile, client.id, today),
        birthday=birthday_about(client.born, today),
    )


def birthday_about(born: date | None, today: date) -> BirthdayLine | None:
    """The birthday within two weeks, or of the last three days."""
    if born is None:
        return None
    for year in (today.year - 1, today.year, today.year + 1):
        day = birthday_in(year, born)
        if -BIRTHDAY_JUST_BEEN <= (day - today).days <= BIRTHDAY_SOON and year > born.year:
            return BirthdayLine(day, year - born.year)
    return None


def _newest(latest: tuple[Latest, ...]) -> tuple[Latest, ...]:
    """A few: what was measured on the last day, the usual metrics first."""
    measured = [each for each in latest if not each.metric.derived]
    measured.sort(key=lambda each: (-each.now.day.toordinal(), _place(each.metric.key)))
    return tuple(sorted(measured[:MOST_MEASURED], key=lambda each: _place(each.metric.key)))


def _place(key: str) -> int:
    return USUAL.index(key) if key in USUAL else len(USUAL)


def _last_visits(session: Session, client_id: int) -> tuple[VisitLine, ...]:
    query = (
        select(Visit.id, Visit.at, Visit.day)
        .where(Visit.client_id == client_id, Visit.cancelled_at.is_(None))
        .order_by(Visit.at.desc(), Visit.id.desc())
        .limit(MOST_VISITS)
    )
    return tuple(VisitLine(*row) for row in session.execute(query))


def _count_visits(session: Session, client_id: int, today: date) -> int:
    since = today - timedelta(days=VISITS_COUNTED)
    query = select(func.count()).where(
        Visit.client_id == client_id, Visit.cancelled_at.is_(None), Visit.day > since
    )
    return session.scalar(query) or 0


def _packs(session: Session, profile: StudioProfile, client_id: int, today: date) -> tuple[PackLine, ...]:
    """Packs before everything else: these run out by coming."""
    running = [
        view
        for view in memberships_of(session, profile, client_id, today)
        if view.state in {MembershipState.RUNNING, MembershipState.FROZEN}
    ]
    running.sort(key=lambda view: view.visits_left is None)
    return tuple(PackLine(view.id, view.plan_name, view.visits_left, view.ends_on) for view in running)
