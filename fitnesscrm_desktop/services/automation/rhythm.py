"""How often each client usually comes, so that "stays away" means something for every one of them.

Kept for the clients who came lately; a median of gaps, because one long holiday says nothing about a habit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import ClientRhythm
from fitnesscrm_desktop.models.client import Client, ClientFigures
from fitnesscrm_desktop.models.job import Job
from fitnesscrm_desktop.models.visit import Visit, VisitCancellation
from fitnesscrm_desktop.services.automation.by_row import LOOK_BACK
from fitnesscrm_desktop.services.clients.ranges import portions

JOB = "rhythm"
"""The job that learns."""
GAPS = 12
FEWEST_VISITS = 4
PATIENCE = 2.5
SHORTEST_PATIENCE = 7


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is usual for one client."""

    gap_days: int
    last_visit_on: date
    quiet_on: date


def rhythm_of(days: Iterable[date]) -> Rhythm | None:
    """The rhythm of somebody who came on these days; None for fewer than four, which are no habit yet.

    The usual gap is the median of the last twelve; 2.5 of them, and a week at least, are an unusual absence.
    """
    last = sorted(set(days))[-(GAPS + 1) :]
    if len(last) < FEWEST_VISITS:
        return None
    gap = math.ceil(median((later - earlier).days for earlier, later in pairwise(last)))
    absence = max(SHORTEST_PATIENCE, math.ceil(PATIENCE * gap))
    return Rhythm(gap, last[-1], last[-1] + timedelta(days=absence))


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which visit and which cancellation the rhythms are known."""

    visit: int = 0
    cancellation: int = 0

    @classmethod
    def read(cls, text: str) -> Mark:
        """A mark as it is stored with the job."""
        visit, _, cancellation = text.partition(" ")
        return cls(int(visit or 0), int(cancellation or 0))

    def written(self) -> str:
        """What is stored with the job."""
        return f"{self.visit} {self.cancellation}"


def newest(session: Session) -> Mark:
    """The last visit and cancellation there are."""
    visit = session.scalar(select(func.max(Visit.id))) or 0
    return Mark(visit, session.scalar(select(func.max(VisitCancellation.id))) or 0)


def changed_since(session: Session, mark: Mark) -> list[int]:
    """Whose visits are different from what was known at *mark*, and who comes often and has no rhythm yet."""
    visits = select(Visit.client_id).where(Visit.id > mark.visit - LOOK_BACK)
    undone = (
        select(Visit.client_id)
        .join(VisitCancellation, VisitCancellation.visit_id == Visit.id)
        .where(VisitCancellation.id > mark.cancellation - LOOK_BACK)
    )
    unknown = select(ClientFigures.client_id).where(
        ClientFigures.visits >= FEWEST_VISITS,
        ~exists().where(ClientRhythm.client_id == ClientFigures.client_id),
    )
    new = () if mark == Mark() else (visits, undone)
    return sorted({client_id for query in (*new, unknown) for client_id in session.scalars(query)})


def refresh(session: Session, client_ids: Sequence[int]) -> int:
    """Make the rhythms of these clients anew; how many were different."""
    changed = 0
    for some in portions(client_ids):
        stored, real = _stored(session, some), rhythms(session, some)
        wrong = [each for each in some if stored.get(each) != real.get(each)]
        if wrong:
            session.execute(delete(ClientRhythm).where(ClientRhythm.client_id.in_(wrong)))
        rows = [{"client_id": each, **asdict(real[each])} for each in wrong if each in real]
        if rows:
            session.execute(insert(ClientRhythm), rows)
        changed += len(wrong)
    return changed


def _stored(session: Session, client_ids: Sequence[int]) -> dict[int, Rhythm]:
    rows = session.scalars(select(ClientRhythm).where(ClientRhythm.client_id.in_(client_ids)))
    return {row.client_id: Rhythm(row.gap_days, row.last_visit_on, row.quiet_on) for row in rows}


def rhythms(session: Session, client_ids: Sequence[int]) -> dict[int, Rhythm]:
    """What is usual for each of these clients, from their visits."""
    place = func.dense_rank().over(partition_by=Visit.client_id, order_by=Visit.day.desc())
    ranked = (
        select(Visit.client_id, Visit.day, place.label("place"))
        .where(Visit.client_id.in_(client_ids), Visit.cancelled_at.is_(None))
        .subquery()
    )
    rows = session.execute(
        select(ranked.c.client_id, ranked.c.day).where(ranked.c.place <= GAPS + 1).distinct()
    )
    days: dict[int, list[date]] = {}
    for client_id, day in rows:
        days.setdefault(client_id, []).append(day)
    found = {client_id: rhythm_of(each) for client_id, each in days.items()}
    return {client_id: it for client_id, it in found.items() if it is not None}


def differing(session: Session) -> list[int]:
    """Whose stored rhythm is not what the visits say, and is not about to be learned anew; for the doctor."""
    mark = session.scalar(select(Job.mark).where(Job.name == JOB)) or ""
    about_to_be = set(changed_since(session, Mark.read(mark)))
    ids = session.scalars(select(Client.id).order_by(Client.id)).all()
    wrong: list[int] = []
    for some in portions(ids):
        stored, real = _stored(session, some), rhythms(session, some)
        wrong += [each for each in some if stored.get(each) != real.get(each)]
    return [each for each in wrong if each not in about_to_be]


def rebuild(session: Session) -> int:
    """Learn everybody's rhythm anew; how many were different."""
    return refresh(session, session.scalars(select(Client.id).order_by(Client.id)).all())
