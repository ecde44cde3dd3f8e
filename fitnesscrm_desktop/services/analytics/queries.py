"""Looks at the roll-ups: a handful of rows each, however old the studio is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientFigures, StageSpan
from fitnesscrm_desktop.models.ledger import TakingsDay
from fitnesscrm_desktop.models.values import ClientStage
from fitnesscrm_desktop.models.visit import Visit, VisitHour
from fitnesscrm_desktop.services.lifecycle.ending import time_ends

COUNTED_AS_ACTIVE = (ClientStage.ACTIVE, ClientStage.OVERDUE)
"""A member who has not paid is still a member; leads, trials, frozen and ended ones are not counted."""


def takings(session: Session, first: date, last: date) -> tuple[int, int]:
    """Amount and number of payments of some days, both ends included."""
    query = select(func.sum(TakingsDay.amount), func.sum(TakingsDay.count))
    amount, count = session.execute(query.where(TakingsDay.day.between(first, last))).one()
    return int(amount or 0), int(count or 0)


def takings_of_days(session: Session, first: date, last: date) -> list[tuple[date, int, int]]:
    """Day, amount and number of payments of each day that has any."""
    query = (
        select(TakingsDay.day, func.sum(TakingsDay.amount), func.sum(TakingsDay.count))
        .where(TakingsDay.day.between(first, last))
        .group_by(TakingsDay.day)
    )
    return [(day, int(amount), int(count)) for day, amount, count in session.execute(query)]


def visits_on(session: Session, day: date) -> int:
    """How many visits a day has."""
    return int(session.scalar(select(func.sum(VisitHour.count)).where(VisitHour.day == day)) or 0)


def inside_since(session: Session, since: datetime) -> int:
    """Who came after *since* and has not left."""
    query = select(func.count()).where(
        Visit.at > since, Visit.left_at.is_(None), Visit.cancelled_at.is_(None)
    )
    return session.scalar(query) or 0


def active_on(session: Session, day: date) -> int:
    """How many clients counted as active on *day*. Who is archived today is not in the lists any more."""
    query = (
        select(func.count())
        .select_from(StageSpan)
        .join(Client, Client.id == StageSpan.client_id)
        .where(
            StageSpan.stage.in_(COUNTED_AS_ACTIVE),
            StageSpan.from_day <= day,
            or_(StageSpan.to_day.is_(None), StageSpan.to_day >= day),
            Client.archived_at.is_(None),
        )
    )
    return session.scalar(query) or 0


def ending_between(session: Session, first: date, last: date) -> int:
    """Clients in the lists whose time ends on one of these days."""
    query = select(func.count()).where(Client.id.in_(time_ends(first, last)), Client.archived_at.is_(None))
    return session.scalar(query) or 0


def owing(session: Session) -> tuple[int, int]:
    """How many owe something, and how much together. A debt stays one when its client is archived."""
    query = select(func.count(), func.sum(ClientFigures.balance)).where(ClientFigures.balance > 0)
    count, amount = session.execute(query).one()
    return int(count), int(amount or 0)


def joined_between(session: Session, first: date, last: date) -> int:
    """Clients whose first membership that is not a trial began on one of these days."""
    began = (
        select(func.min(StageSpan.from_day).label("day"))
        .where(StageSpan.stage.in_((*COUNTED_AS_ACTIVE, ClientStage.FROZEN)))
        .group_by(StageSpan.client_id)
        .subquery()
    )
    return session.scalar(select(func.count()).where(began.c.day.between(first, last))) or 0


def month_start(day: date, months_back: int = 0) -> date:
    """The first day of the month of *day*, or of a month before it."""
    months = day.year * 12 + day.month - 1 - months_back
    return date(months // 12, months % 12 + 1, 1)


def month_end(first: date) -> date:
    """The last day of the month that begins on *first*."""
    return month_start(first + timedelta(days=31)) - timedelta(days=1)
