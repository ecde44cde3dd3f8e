"""What kind of member somebody is: how often they come, when, how they pay, how long they stay."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.demo.people import ADULT, Person

STUDENT_AGE = 27
RETIRED_AGE = 62

_HOURS = (6.8, 8.4, 9.9, 11.2, 12.4, 14.2, 15.7, 17.2, 18.3, 19.4, 20.4)
_WORKING = (12, 5, 4, 3, 8, 3, 5, 17, 24, 14, 5)
_STUDYING = (2, 4, 10, 10, 9, 11, 12, 13, 13, 9, 7)
_RETIRED = (5, 12, 30, 20, 7, 11, 9, 4, 2, 0, 0)
_AT_SCHOOL = (0, 0, 0, 0, 0, 15, 40, 30, 15, 0, 0)

_METHODS = (
    PaymentMethod.CARD,
    PaymentMethod.TRANSFER,
    PaymentMethod.CASH,
    PaymentMethod.VOUCHER,
    PaymentMethod.CHEQUE,
)
_METHOD_SHARES = (50, 27, 19, 3, 1)


@dataclass(frozen=True, slots=True)
class Temper:
    """Habits of one person."""

    visits_a_week: float
    weekdays: tuple[float, ...]
    """How often they come on each day of the week, Monday first, in an average week."""
    hours: tuple[float, float]
    """The hour they mostly come at, and the one they come at otherwise."""
    method: PaymentMethod
    pays_late: float
    """How many of their bills they pay too late."""
    stops_paying: bool
    leaves: float
    """How likely they are to leave in an average month."""

    @classmethod
    def of(cls, person: Person, draw: Random) -> Temper:
        """Roll the dice for *person*."""
        often = min(5.5, max(0.4, draw.lognormvariate(1.08, 0.42)))
        likes = [draw.random() ** 2 + 0.05 for _ in range(7)]
        hours = draw.choices(_HOURS, _hours_of(person), k=2)
        slow = draw.random()
        return cls(
            visits_a_week=often,
            weekdays=tuple(often * like / sum(likes) for like in likes),
            hours=(hours[0], hours[1]),
            method=draw.choices(_METHODS, _METHOD_SHARES)[0],
            pays_late=0.3 if slow < 0.07 else 0.012,
            stops_paying=slow > 0.965,
            leaves=0.06 if often < 1.4 else 0.026 if often < 3 else 0.015,
        )


def _hours_of(person: Person) -> tuple[int, ...]:
    age = person.age_on(person.joined)
    if age < ADULT:
        return _AT_SCHOOL
    if age < STUDENT_AGE:
        return _STUDYING
    return _RETIRED if age >= RETIRED_AGE else _WORKING
