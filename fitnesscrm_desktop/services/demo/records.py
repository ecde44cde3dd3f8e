"""What happens in the demo studio, before it is numbered and stored. Moments are seconds since 1970."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from fitnesscrm_desktop.models.values import CancelReason, ChargeKind, FactKind, PaymentMethod
from fitnesscrm_desktop.services.demo.catalogue import DemoPlan
from fitnesscrm_desktop.services.demo.people import Person
from fitnesscrm_desktop.services.demo.seasons import Almanac
from fitnesscrm_desktop.services.lifecycle.terms import Term

MEMBERSHIP_BITS = 24
DAYS_IN_A_BIN = 28
AUTOMATIC_LEAVE = 4 * 3600
"""After these seconds the studio's rule takes somebody for gone."""


@dataclass(slots=True)
class Fact:
    """Something that happened to a membership."""

    kind: FactKind
    at: int
    on_day: date
    days: int | None = None
    reason: str = ""


@dataclass(slots=True)
class Hold:
    """Days of rest."""

    first: date
    last: date
    reason: str


@dataclass(slots=True)
class SoldTerm:
    """A paid period and its charge."""

    term: Term
    price: int
    charge: Charged | None


@dataclass(slots=True)
class Sold:
    """A membership."""

    index: int
    person: Person
    plan: DemoPlan
    at: int
    starts_on: date
    ends_on: date
    is_first: bool = False
    """The person's first one."""
    visits_left: int | None = None
    cancelled_on: date | None = None
    cancel_reason: CancelReason | None = None
    terms: list[SoldTerm] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    id: int = 0

    @property
    def last_day(self) -> date:
        """The last day it lets in."""
        if self.cancelled_on is None:
            return self.ends_on
        return min(self.ends_on, date.fromordinal(self.cancelled_on.toordinal() - 1))


@dataclass(slots=True, eq=False)
class Charged:
    """Something to pay, and how much of it is paid."""

    person: Person
    kind: ChargeKind
    text: str
    amount: int
    due_on: date
    at: int
    tax_rate: int
    sold: Sold | None = None
    product: int | None = None
    """Position in the catalogue."""
    reverses: Charged | None = None
    settled: int = 0
    settled_at: int | None = None
    id: int = 0


@dataclass(slots=True, eq=False)
class Paid:
    """Money that changed hands, and what it settles."""

    person: Person
    amount: int
    method: PaymentMethod
    at: int
    note: str = ""
    refund_of: Paid | None = None
    parts: list[tuple[Charged, int, int]] = field(default_factory=list)
    """Which charge, how much of it, and when."""
    id: int = 0


class Visits:
    """A million visits in little room: one number each, sorted a few weeks at a time."""

    def __init__(self, almanac: Almanac) -> None:
        self._almanac = almanac
        self._bins: dict[int, array[int]] = defaultdict(lambda: array("Q"))
        self.count = 0

    def add(self, day: date, at: int, sold: Sold) -> None:
        """*sold* opened the door at the moment *at* of *day*."""
        self._bins[(day - self._almanac.first).days // DAYS_IN_A_BIN].append(
            at << MEMBERSHIP_BITS | sold.index
        )
        self.count += 1

    def __iter__(self) -> Iterator[tuple[date, int, int, int]]:
        """All of them in order of time, as (day, hour, moment, index of the membership)."""
        for number in sorted(self._bins):
            yield from self._bin(number)

    def of(self, day: date) -> Iterator[tuple[date, int, int, int]]:
        """Those of one day."""
        return (
            each for each in self._bin((day - self._almanac.first).days // DAYS_IN_A_BIN) if each[0] == day
        )

    def _bin(self, number: int) -> Iterator[tuple[date, int, int, int]]:
        low = (1 << MEMBERSHIP_BITS) - 1
        for each in sorted(self._bins.get(number, ())):
            at = each >> MEMBERSHIP_BITS
            day, hour = self._almanac.day_and_hour(at)
            yield day, hour, at, each & low


@dataclass(slots=True)
class History:
    """All that has happened."""

    visits: Visits
    people: list[Person] = field(default_factory=list)
    sold: list[Sold] = field(default_factory=list)
    charges: list[Charged] = field(default_factory=list)
    payments: list[Paid] = field(default_factory=list)


def dice(at: int, person: int, sides: int) -> int:
    """A number below *sides* that looks thrown, and is the same each time."""
    return ((at * 2654435761 + person * 40503) >> 9) % sides


def left_at(at: int, person: int) -> tuple[int, bool]:
    """When somebody leaves who came at *at*, and whether they forget to say so."""
    if dice(at, person, 100) < 3:
        return at + AUTOMATIC_LEAVE, True
    return at + 60 * (38 + dice(at, person, 75)), False
