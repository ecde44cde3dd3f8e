"""Kill -9 while rules look: each occasion is acted on once, with all that belongs to it, or found again."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.models.automation import RuleMatch, StaffTask
from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import MatchState, Role, RuleAction, Trigger
from tests.support.actors import an_actor
from tests.support.clock import START
from tests.support.other_desks import OtherDesk, Place, Seat, await_quiet, interrupted
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.soundness import assert_sound

PEOPLE = 60
DAYS = 30
kills_at_random = pytest.mark.parametrize(
    ("seed", "kills"),
    [
        pytest.param(1, 3, id="seed1-3kills"),
        pytest.param(2, 40, id="seed2-40kills", marks=pytest.mark.soak),
    ],
)


def furnish(place: Place) -> None:
    """Somebody has a birthday on each of the coming days; one rule writes, another gives a task."""
    services = place.open()
    people, book = People(services), RuleBook(services, an_actor(Role.OWNER))
    for number in range(PEOPLE):
        born = date(1990, 3, 4) + timedelta(days=number % DAYS)
        people.add(f"Anna Number{number}", born=born, email=f"anna{number}@example.org")
    book.add(Trigger.BIRTHDAY, action=RuleAction.EMAIL, template_id=book.words(), by_itself=True)
    book.add(Trigger.BIRTHDAY)
    services.close()


def look_day_by_day(seat: Seat) -> None:
    """Let the rules look twice a day."""
    services = seat.open()
    seat.meet()
    for _ in range(2 * DAYS):
        services.rules.look(seat.actor)
        seat.clock.advance(hours=12)
        seat.tell(seat.clock.now())


@kills_at_random
def test_every_occasion_is_acted_on_once(
    database_url: str, private_home: Path, seed: int, kills: int
) -> None:
    dice = random.Random(seed)
    place = Place(private_home, database_url)
    furnish(place)
    reached = START
    for _ in range(kills):
        desk = OtherDesk(replace(place, moment=reached), look_day_by_day)
        seen = interrupted(desk, after=dice.randint(0, 4), delay=dice.uniform(0, 0.05))
        reached = max([reached, *seen])
        await_quiet(place)
        assert_complete(place)
    services = replace(place, moment=START + timedelta(days=6)).open()
    services.rules.look(an_actor(Role.OWNER))
    with services.core.read() as session:
        keys = {(row.rule_id, row.client_id) for row in session.scalars(select(RuleMatch))}
        due = [number + 1 for number in range(PEOPLE) if number % DAYS <= 6]
    services.close()
    assert {(rule, client) for rule in (1, 2) for client in due} <= keys


def assert_complete(place: Place) -> None:
    """What was found has its message with its first event, or its task; and nothing is there without."""
    services = place.open()
    assert_sound(services)
    with services.core.read() as session:
        queued = set(session.scalars(select(RuleMatch.id).where(RuleMatch.state == MatchState.QUEUED)))
        messages = list(session.scalars(select(Message.match_id)))
        tasks = list(session.scalars(select(StaffTask.match_id)))
        begun = list(session.scalars(select(MessageEvent.message_id)))
    services.close()
    assert sorted(queued) == sorted(each for each in (*messages, *tasks) if each is not None)
    assert len(begun) == len(messages)
