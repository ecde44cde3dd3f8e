"""The people of the demo studio, before anything has happened to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from fitnesscrm_desktop.services.demo import words
from fitnesscrm_desktop.services.demo.names import POOLS, NamePool, mail_name
from fitnesscrm_desktop.services.demo.seasons import JOINING, is_closed

FICTION_PREFIX = "+353209"
"""Numbers that Ireland keeps free for films and books: nobody has them."""
FICTION_NUMBERS = 100_000
YOUNGEST_MEMBER = 12
ADULT = 18
OPENING_DAYS = 30
OPENING_RUSH = 0.38
"""How many join while the studio opens, for each one who joins later."""


@dataclass(slots=True)
class Person:
    """Somebody and the form they filled in. *joined* is the day they were written down."""

    index: int
    joined: date
    minute: int
    first: str
    last: str
    born: date
    tells_age: bool = True
    email: str | None = None
    phone: str | None = None
    street: str = ""
    postal_code: str = ""
    household: int | None = None
    payer: int | None = None
    """Index of the parent who pays."""
    referral: str = ""
    goals: str = ""
    alert: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    tags: list[str] = field(default_factory=list)

    def age_on(self, day: date) -> int:
        """Years of age on *day*."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


class Crowd:
    """Makes people, alone and as families, in no order of time."""

    def __init__(self, seed: int, count: int, first: date, last: date) -> None:
        self._random = Random(f"people {seed}")
        self._count, self._first, self._last = count, first, last
        self._phone_step = self._random.randrange(FICTION_NUMBERS)
        days = (last - first).days + 1
        self._days = [first + timedelta(days=n) for n in range(days)]
        self._weights = list(accumulate(self._pull_of(day) for day in self._days))
        self._shares = list(accumulate(pool.share for pool in POOLS))
        self._households = 0

    def people(self) -> Iterator[Person]:
        """As many as were asked for."""
        made = 0
        while made < self._count:
            room = self._count - made
            family = (
                self._family(made, room)
                if room > 2 and self._random.random() < 0.07
                else [self._single(made)]
            )
            made += len(family)
            yield from family

    def _pull_of(self, day: date) -> float:
        since = (day - self._first).days
        if since < OPENING_DAYS:
            return 1 + OPENING_RUSH * (self._last - self._first).days / OPENING_DAYS
        if is_closed(day):
            return 0.0
        return (1 + 0.05 * since / 365) * JOINING[day.month - 1]

    def _single(self, index: int) -> Person:
        pool = self._pool()
        woman = self._random.random() < 0.52
        return self._adult(index, pool, self._random.choice(pool.families), woman=woman, joined=self._day())

    def _family(self, index: int, room: int) -> list[Person]:
        pool = self._pool()
        surname = self._random.choice(pool.families)
        self._households += 1
        joined = self._day()
        first = self._adult(index, pool, surname, woman=self._random.random() < 0.5, joined=joined)
        first.born = joined - timedelta(days=self._random.randrange(36 * 365, 54 * 365))
        family = [first]
        if self._random.random() < 0.7:
            woman = first.first not in pool.women
            family.append(self._adult(index + 1, pool, surname, woman=woman, joined=self._soon_after(joined)))
            family[1].born = first.born + timedelta(days=self._random.randrange(-1200, 1200))
        for _ in range(self._random.choice((0, 1, 1, 2)) if len(family) > 1 else 1):
            if len(family) < room:
                family.append(self._child(index + len(family), pool, first))
        for person in family:
            person.household = self._households
            person.street, person.postal_code = first.street, first.postal_code
        return family

    def _child(self, index: int, pool: NamePool, parent: Person) -> Person:
        draw = self._random
        joined = self._soon_after(parent.joined)
        age = draw.randrange(YOUNGEST_MEMBER * 365 + 20, 17 * 365)
        first = draw.choice(pool.women if draw.random() < 0.5 else pool.men)
        child = Person(index, joined, self._minute(), first, parent.last, joined - timedelta(days=age))
        child.payer, child.referral = parent.index, "Family"
        child.emergency_name, child.emergency_phone = f"{parent.first} {parent.last}", parent.phone or ""
        return child

    def _adult(self, index: int, pool: NamePool, surname: str, *, woman: bool, joined: date) -> Person:
        draw = self._random
        first = draw.choice(pool.women if woman else pool.men)
        years = 18 + min(60.0, draw.expovariate(1 / 9) + draw.random() * 14)
        born = joined - timedelta(days=int(years * 365.25) + draw.randrange(1, 360))
        person = Person(index, joined, self._minute(), first, surname, born)
        person.tells_age = draw.random() < 0.93
        self._make_reachable(person)
        person.street = (
            f"{draw.randrange(1, 140)} {draw.choice(words.STREETS)}" if draw.random() < 0.8 else ""
        )
        person.postal_code = draw.choice(words.DISTRICTS) if person.street else ""
        person.referral = draw.choice(words.REFERRALS) if draw.random() < 0.75 else ""
        person.goals = draw.choice(words.GOALS) if draw.random() < 0.3 else ""
        person.alert = draw.choice(words.ALERTS) if draw.random() < 0.025 else ""
        if draw.random() < 0.55:
            relative = draw.choice(pool.men if woman else pool.women)
            person.emergency_name = f"{relative} {surname} ({draw.choice(words.RELATIONS)})"[:200]
            person.emergency_phone = self._phone(index * 7 + 3)
        person.tags = [name for name, _color, share in words.TAGS if draw.random() * 100 < share]
        return person

    def _make_reachable(self, person: Person) -> None:
        draw = self._random
        if draw.random() < 0.9:
            person.phone = self._phone(person.index)
        if draw.random() < 0.92:
            name = ".".join(filter(None, (mail_name(person.first), mail_name(person.last)))) or "client"
            person.email = f"{name}{person.index + 1}@{draw.choice(words.MAIL_HOSTS)}"

    def _phone(self, number: int) -> str:
        return f"{FICTION_PREFIX}{(number * 61 + self._phone_step) % FICTION_NUMBERS + FICTION_NUMBERS}"

    def _pool(self) -> NamePool:
        return self._random.choices(POOLS, cum_weights=self._shares)[0]

    def _day(self) -> date:
        return self._random.choices(self._days, cum_weights=self._weights)[0]

    def _soon_after(self, day: date) -> date:
        return min(self._last, day + timedelta(days=int(self._random.expovariate(1 / 25))))

    def _minute(self) -> int:
        return self._random.randrange(10 * 60, 19 * 60)
