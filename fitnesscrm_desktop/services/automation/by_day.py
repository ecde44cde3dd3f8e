"""Triggers that go by the calendar: each finds the occasions of some days, by an index."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from fitnesscrm_desktop.models.automation import ClientRhythm
from fitnesscrm_desktop.models.client import Client, StageSpan
from fitnesscrm_desktop.models.membership import Membership, MembershipHold
from fitnesscrm_desktop.models.progress import Goal
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.services.automation.due_soon import due_soon
from fitnesscrm_desktop.services.automation.ends_of_memberships import ended, ending
from fitnesscrm_desktop.services.automation.looking import Look
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.automation.overdue import overdue
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.clients.rules import birthday_in, births_with_birthday
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from fitnesscrm_desktop.services.messaging.settled_clients import MAY_COME

_LEAP_DAY = (2, 29)


def _birthdays(look: Look) -> Iterator[Found]:
    """Whoever was born on 29 February is greeted on the 28th in other years. Once a year, come what may."""
    born = births_with_birthday(look.first, look.last)
    for some in portions(born):
        rows = look.session.execute(select(Client.id, Client.born).where(Client.born.in_(some)))
        for client_id, day_of_birth in rows:
            if day_of_birth is not None:
                yield from _birthdays_of(look, client_id, day_of_birth)


def _birthdays_of(look: Look, client_id: int, born: date) -> Iterator[Found]:
    for year in range(max(look.first.year, born.year + 1), look.last.year + 1):
        day = birthday_in(year, born)
        if look.first <= day <= look.last:
            yield Found(client_id, f"year:{year}", day, day, year - born.year)


def _returned(look: Look) -> Iterator[Found]:
    """A hold is over, by itself or because somebody resumed the membership."""
    rows = look.session.execute(
        select(MembershipHold.id, MembershipHold.to_day, Membership.id, Membership.client_id)
        .join(Membership, Membership.id == MembershipHold.membership_id)
        .where(
            MembershipHold.to_day.between(look.first - ONE_DAY, look.last - ONE_DAY),
            Membership.ends_on > MembershipHold.to_day,
            or_(Membership.cancelled_on.is_(None), Membership.cancelled_on > MembershipHold.to_day),
        )
    )
    for hold_id, to_day, membership_id, client_id in rows:
        if to_day is not None:
            day = to_day + ONE_DAY
            yield Found(client_id, f"hold:{hold_id}", day, day, membership_id=membership_id)


def _inactive(look: Look) -> Iterator[Found]:
    """Somebody who may come has stayed away longer than is usual for this very client, n days ago."""
    may_come = exists().where(
        StageSpan.client_id == ClientRhythm.client_id,
        StageSpan.stage.in_(MAY_COME),
        StageSpan.from_day <= look.last,
        or_(StageSpan.to_day.is_(None), StageSpan.to_day >= look.last),
    )
    rows = look.session.execute(
        select(ClientRhythm.client_id, ClientRhythm.last_visit_on, ClientRhythm.quiet_on).where(
            ClientRhythm.quiet_on.between(*look.before()), may_come
        )
    )
    for client_id, last_visit_on, quiet_on in rows:
        day = quiet_on + timedelta(days=look.n)
        yield Found(client_id, f"quiet:{last_visit_on}", day, last_visit_on, (day - last_visit_on).days)


def _anniversaries(look: Look) -> Iterator[Found]:
    """The first membership began n years ago, and the client is still a member."""
    days = [look.first + timedelta(days=offset) for offset in range((look.last - look.first).days + 1)]
    joined = {start: day for day in days for start in _same_day(day, look.n)}
    earlier = aliased(Membership)
    had_earlier = exists().where(
        earlier.client_id == Membership.client_id, earlier.starts_on < Membership.starts_on
    )
    is_member = exists().where(
        StageSpan.client_id == Membership.client_id,
        StageSpan.stage.in_(MAY_COME),
        StageSpan.from_day <= look.last,
        or_(StageSpan.to_day.is_(None), StageSpan.to_day >= look.last),
    )
    for some in portions(joined):
        rows = look.session.execute(
            select(Membership.client_id, Membership.starts_on)
            .where(Membership.starts_on.in_(some), ~had_earlier, is_member)
            .distinct()
        )
        for client_id, starts_on in rows:
            yield Found(client_id, f"years:{look.n}", joined[starts_on], joined[starts_on], look.n)


def _same_day(day: date, years: int) -> list[date]:
    """The days *years* earlier whose anniversary is *day*; who joined on 29 February has it on the 28th."""
    year = day.year - years
    days = [date(year, day.month, day.day)] if (day.month, day.day) != _LEAP_DAY or isleap(year) else []
    if (day.month, day.day) == (2, 28) and not isleap(day.year) and isleap(year):
        days.append(date(year, *_LEAP_DAY))
    return days


def _goals_reached(look: Look) -> Iterator[Found]:
    """The day of the value that got there; which goal it was is nobody's business in a message."""
    rows = look.session.execute(
        select(Goal.id, Goal.client_id, Goal.reached_on).where(
            Goal.reached_on.between(look.first, look.last), Goal.dropped_at.is_(None)
        )
    )
    for goal_id, client_id, reached_on in rows:
        if reached_on is not None:
            yield Found(client_id, f"goal:{goal_id}", reached_on, reached_on)


BY_DAY: dict[Trigger, Callable[[Look], Iterator[Found]]] = {
    Trigger.BIRTHDAY: _birthdays,
    Trigger.MEMBERSHIP_ENDING: ending,
    Trigger.MEMBERSHIP_ENDED: ended,
    Trigger.MEMBERSHIP_RETURNED: _returned,
    Trigger.DUE_SOON: due_soon,
    Trigger.OVERDUE: overdue,
    Trigger.INACTIVITY: _inactive,
    Trigger.ANNIVERSARY: _anniversaries,
    Trigger.GOAL_REACHED: _goals_reached,
}
