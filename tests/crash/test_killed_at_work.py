"""Kill -9 at random moments: every acknowledged write is there, nothing is twice, all sums are right."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from fitnesscrm_desktop.bootstrap import Services
from tests.crash import deeds
from tests.support.other_desks import OtherDesk, Place, await_quiet, interrupted
from tests.support.soundness import assert_sound

SHORT = [pytest.param(seed, 2, id=f"seed{seed}-2kills") for seed in (1,)]
LONG = [pytest.param(seed, 12, id=f"seed{seed}-12kills", marks=pytest.mark.soak) for seed in (11, 12)]
kills_at_random = pytest.mark.parametrize(("seed", "kills"), [*SHORT, *LONG])

LONGEST_DELAY = 0.025
"""Seconds; several writes fit in."""


@dataclass(slots=True)
class Studio:
    """A studio whose desks get killed."""

    place: Place
    plan_id: int
    episode: int = 0

    def next_day(self) -> Place:
        """The same studio a while later; nobody's clock goes back."""
        self.episode += 1
        return replace(self.place, moment=self.place.moment + timedelta(days=self.episode))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the studio holds, looked at after opening it again as the program does."""
        await_quiet(self.place)
        services = self.place.open()
        try:
            assert_sound(services)
            return _rows(services, query)
        finally:
            services.close()


def _rows(services: Services, query: str) -> list[tuple[Any, ...]]:
    with services.core.read() as session:
        return [tuple(row) for row in session.execute(text(query))]


@pytest.fixture
def studio(database_url: str, private_home: Path) -> Studio:
    place = Place(private_home, database_url)
    return Studio(place, deeds.furnish(place))


def moments(seed: int, kills: int) -> Iterator[dict[str, Any]]:
    """When to kill: after so many acknowledgements, and a bit."""
    dice = random.Random(seed)
    for _ in range(kills):
        yield {"after": dice.randint(0, 12), "delay": dice.uniform(0, LONGEST_DELAY)}


@kills_at_random
def test_killed_while_people_come_in(studio: Studio, seed: int, kills: int) -> None:
    came: dict[int, int] = {}
    undone: set[int] = set()
    for kill, moment in enumerate(moments(seed, kills)):
        desk = OtherDesk(studio.next_day(), deeds.check_people_in, seed + kill)
        unknown = 0
        for what, visit_id, client_id in interrupted(desk, **moment):
            came[visit_id] = client_id
            undone |= {visit_id} if what == "undone" else set()
        stored = {
            visit_id: (client_id, taken_back)
            for visit_id, client_id, taken_back in studio.rows(
                "SELECT id, client_id, cancelled_at IS NOT NULL FROM visit"
            )
        }
        assert came.items() <= {visit: client for visit, (client, _) in stored.items()}.items(), moment
        assert undone <= {visit for visit, (_, taken_back) in stored.items() if taken_back}, moment
        unknown = len(stored) - len(came)
        assert 0 <= unknown <= 1 + kill, f"more visits than anybody asked for: {moment}"


@kills_at_random
def test_killed_while_money_is_taken(studio: Studio, seed: int, kills: int) -> None:
    known: dict[str, tuple[int, int]] = {}
    first = 0
    for moment in moments(seed, kills):
        for number, key, *booked in interrupted(
            OtherDesk(studio.next_day(), deeds.take_payments, first), **moment
        ):
            known[key] = (booked[0], booked[1])
            first = max(first, number + 1) if key.startswith("pay") else first
        stored = studio.rows("SELECT key, id, receipt_number FROM payment")
        assert max(Counter(key for key, _, _ in stored).values(), default=1) == 1, moment
        assert known.items() <= {key: (row, receipt) for key, row, receipt in stored}.items(), moment
        numbers = {int(key.partition("-")[2]) for key, _, _ in stored}
        assert numbers <= set(range(first + 1)), f"more payments than anybody asked for: {moment}"


@kills_at_random
def test_killed_while_memberships_are_sold(studio: Studio, seed: int, kills: int) -> None:
    """Membership, term, fact, charge and sign-up fee are one thing; so is a payment with what it settles."""
    known: dict[int, tuple[int, ...]] = {}
    for moment in moments(seed, kills):
        desk = OtherDesk(studio.next_day(), deeds.sell_memberships, len(known), studio.plan_id)
        known |= {
            number: (sold, charge, renewal) for number, sold, charge, renewal in interrupted(desk, **moment)
        }
        terms = studio.rows(
            "SELECT t.membership_id, t.charge_id FROM membership_term t WHERE t.charge_id IS NOT NULL"
        )
        for sold, charge, renewal in known.values():
            assert {(sold, charge), (sold, renewal)} <= set(terms), moment
        keys = [key for (key,) in studio.rows("SELECT key FROM membership_fact WHERE key IS NOT NULL")]
        assert len(keys) == len(set(keys)), moment
        assert 2 * len(known) <= len(keys) <= 2 * len(known) + 2, moment
        fees = studio.rows("SELECT client_id FROM charge WHERE kind = 'signup_fee'")
        assert len(fees) == len(set(fees)), moment
