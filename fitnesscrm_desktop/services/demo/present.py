"""Makes the demo studio look alive right now: somebody is training, somebody has a birthday."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from random import Random

from fitnesscrm_desktop.models.values import PlanKind
from fitnesscrm_desktop.services.demo.lives import World
from fitnesscrm_desktop.services.demo.records import History, Sold, left_at
from fitnesscrm_desktop.services.demo.seasons import CLOSES, OPENS

FEWEST_INSIDE = 4
CLIENTS_PER_PERSON_INSIDE = 75
LONGEST_AGO = 34 * 60
BIRTHDAYS = 2
LEAP_DAY = (2, 29)


def come_in(history: History, world: World) -> None:
    """Send a few members in during the last half hour, if hardly anybody is inside."""
    draw = Random(f"present {world.seed}")
    visited = {
        history.sold[index].person.index: at for _day, _hour, at, index in history.visits.of(world.today)
    }
    inside = sum(left_at(at, person)[0] > world.now for person, at in visited.items())
    wanted = (
        max(FEWEST_INSIDE, len(history.people) // CLIENTS_PER_PERSON_INSIDE)
        if _is_open(world)
        else FEWEST_INSIDE
    )
    able = [sold for sold in _may_come(history, world) if sold.person.index not in visited]
    for sold in draw.sample(able, max(0, min(len(able), wanted - inside))):
        at = world.now - draw.randrange(120, LONGEST_AGO)
        if world.almanac.day_at(at) == world.today and at > sold.at:
            history.visits.add(world.today, at, sold)


def _is_open(world: World) -> bool:
    minute = (world.now - world.almanac[world.today].midnight) // 60
    return OPENS[world.today.weekday()] <= minute < CLOSES[world.today.weekday()]


def _may_come(history: History, world: World) -> Iterator[Sold]:
    owing = {row.person.index for row in history.charges if row.settled < row.amount}
    for sold in history.sold:
        plan = sold.plan
        always = (
            plan.kind is PlanKind.RECURRING and plan.visits_per_week is None and plan.to_minute == 24 * 60
        )
        current = sold.starts_on <= world.today <= sold.last_day
        rests = any(hold.first <= world.today <= hold.last for hold in sold.holds)
        if always and current and not rests and sold.person.index not in owing:
            yield sold


def celebrate(history: History, world: World) -> None:
    """Let two members have their birthday today."""
    draw = Random(f"birthday {world.seed}")
    members = [sold.person for sold in _may_come(history, world) if sold.person.tells_age]
    for person in draw.sample(members, min(BIRTHDAYS, len(members))):
        year = person.born.year
        if (world.today.month, world.today.day) == LEAP_DAY and not isleap(year):
            year -= year % 4
        person.born = world.today.replace(year=year)
