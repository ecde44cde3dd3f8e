"""What the trainers of the demo studio have measured: weights that go somewhere, with their daily noise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, sin
from random import Random

from fitnesscrm_desktop.models.progress import ClientBody, Measurement
from fitnesscrm_desktop.models.values import ActivityLevel, Method, Sex
from fitnesscrm_desktop.services.demo.aims import AimStore, Measured
from fitnesscrm_desktop.services.demo.insert import Rows
from fitnesscrm_desktop.services.demo.lives import World
from fitnesscrm_desktop.services.demo.names import POOLS
from fitnesscrm_desktop.services.demo.people import ADULT, Person
from fitnesscrm_desktop.services.demo.records import History
from fitnesscrm_desktop.services.demo.seasons import moment
from fitnesscrm_desktop.services.demo.staff import Roster

SHARE = 0.3
"""Of the clients so many let themselves be measured."""
MOST = 400
"""More of them would make a large studio no more believable, only larger."""
FEWEST_VISITS = 6
AFTER_MINUTES = 8
_WOMEN = frozenset(name for pool in POOLS for name in pool.women)
_ACTIVITY = (ActivityLevel.SEDENTARY, ActivityLevel.LIGHT, ActivityLevel.MODERATE, ActivityLevel.HIGH)


@dataclass(frozen=True, slots=True)
class _Body:
    """One body and where it goes."""

    woman: bool
    height: float
    start: float
    aim: float
    """The weight it comes near to, in kilograms."""
    slowness: float
    """Days after which a third of the way is left."""
    fat: float
    gap: int
    """Days between two measurements."""
    with_tape: bool
    with_folds: bool
    pulse: int

    @classmethod
    def of(cls, person: Person, draw: Random) -> _Body:
        """The body of *person*."""
        woman = person.first in _WOMEN
        height = draw.gauss(166, 6.5) if woman else draw.gauss(179, 7)
        start = max(19.0, draw.gauss(27, 4)) * (height / 100) ** 2
        way = draw.choices((-0.11, -0.06, -0.02, 0.0, 0.05), (22, 30, 18, 18, 12))[0]
        return cls(
            woman=woman,
            height=round(height) / 100,
            start=start,
            aim=start * (1 + way * draw.uniform(0.6, 1.3)),
            slowness=draw.uniform(70, 190),
            fat=draw.gauss(32, 5) if woman else draw.gauss(23, 5),
            gap=draw.choice((6, 7, 13, 14, 14, 20, 27)),
            with_tape=draw.random() < 0.45,
            with_folds=draw.random() < 0.12,
            pulse=draw.randrange(54, 78),
        )

    def weight_after(self, days: int, day: date) -> float:
        """Where it has come to, with the weight of the feasts on top."""
        feast = 0.9 if (day.month, day.day) > (12, 20) or (day.month, day.day) < (1, 20) else 0.0
        wave = 0.35 * sin(days / 19)
        return self.aim + (self.start - self.aim) * exp(-days / self.slowness) + feast + wave


class BodyStore:
    """Stores what was measured on visits."""

    def __init__(self, world: World, history: History, rows: Rows, roster: Roster) -> None:
        self._world, self._history, self._rows, self._roster = world, history, rows, roster

    def store(self, clients: dict[int, int]) -> None:
        """Measure some of the *clients* (ids by index of the person), always the same ones."""
        visits = self._visits()
        aims = AimStore(self._rows, self._world.today, self._world.seed)
        for person in self._measured():
            days = visits.get(person.index, [])
            if len(days) >= FEWEST_VISITS:
                aims.store(self._measure(person, clients[person.index], days))

    def _measured(self) -> Iterator[Person]:
        draw = Random(f"bodies {self._world.seed}")
        found = 0
        for person in self._history.people:
            grown_up = person.age_on(person.joined) >= ADULT
            if draw.random() < SHARE and grown_up and found < MOST:
                found += 1
                yield person

    def _visits(self) -> dict[int, list[tuple[int, date]]]:
        """Moment and day of each visit, by index of the person."""
        wanted = {person.index for person in self._measured()}
        sold = self._history.sold
        found: dict[int, list[tuple[int, date]]] = {index: [] for index in wanted}
        for day, _hour, at, index in self._history.visits:
            who = sold[index].person.index
            if who in wanted:
                found[who].append((at, day))
        return found

    def _measure(self, person: Person, client_id: int, visits: list[tuple[int, date]]) -> Measured:
        draw = Random(f"body {self._world.seed} {person.index}")
        body = _Body.of(person, draw)
        self._rows.add(
            ClientBody,
            client_id=client_id,
            sex=Sex.FEMALE if body.woman else Sex.MALE,
            activity=draw.choice(_ACTIVITY),
            version=1,
        )
        first = visits[0][1]
        last: date | None = None
        noise = 0.0
        for came, day in sorted(visits):
            at = came + AFTER_MINUTES * 60
            if at > self._world.now:
                break
            if last is not None and day - last < timedelta(days=body.gap):
                continue
            noise = 0.5 * noise + draw.gauss(0, 0.45)
            weight = body.weight_after((day - first).days, day) + noise
            for metric, value, method in _values(body, weight, draw, first_time=last is None):
                self._add(client_id, person, metric, value, method, at, day)
            last = day
        return Measured(
            client_id=client_id,
            staff_id=self._roster.trainer(person.index),
            first_at=min(visits)[0] + AFTER_MINUTES * 60,
            first=first,
            last=last or first,
            weight=body.start,
            aim=body.aim,
        )

    def _add(
        self, client_id: int, person: Person, metric: str, value: float, method: Method, at: int, day: date
    ) -> None:
        self._rows.add(
            Measurement,
            id=self._rows.next_id(Measurement),
            client_id=client_id,
            metric=metric,
            at=moment(at),
            day=day,
            value=value,
            method=method,
            note="",
            staff_id=self._roster.trainer(person.index),
            created_at=moment(at),
        )


def _values(
    body: _Body, weight: float, draw: Random, *, first_time: bool
) -> Iterator[tuple[str, float, Method]]:
    """What is measured at one time, in what is stored."""
    gone = (body.start - weight) / body.start
    lean = 0.35 if weight > body.start else 0.75
    fat = min(48.0, max(8.0, body.fat - 100 * gone * lean + draw.gauss(0, 0.5)))
    if first_time:
        yield "height", body.height, Method.TAPE
    yield "weight", round(weight, 1), Method.SCALES
    yield "body_fat", round(fat, 1), Method.SCALES
    yield "muscle_mass", round(weight * (1 - fat / 100) * 0.95, 1), Method.SCALES
    if draw.random() < 0.4:
        yield (
            "resting_pulse",
            float(body.pulse - round(30 * max(0.0, gone)) + draw.randrange(-3, 4)),
            Method.MONITOR,
        )
    if body.with_tape and (first_time or draw.random() < 0.6):
        waist = (0.47 if body.woman else 0.5) * body.height * (weight / body.height**2 / 24) ** 0.75
        yield "waist", _tape(waist, draw), Method.TAPE
        yield "hips", _tape(waist * (1.28 if body.woman else 1.1), draw), Method.TAPE
        yield "neck", _tape((0.19 if body.woman else 0.212) * body.height, draw), Method.TAPE
        yield "abdomen", _tape(waist * 1.04, draw), Method.TAPE
    if body.with_folds and (first_time or draw.random() < 0.3):
        for fold, share in _FOLDS.items():
            yield fold, round(max(0.004, fat * share / 1000 + draw.gauss(0, 0.0007)), 4), Method.CALIPERS


_FOLDS = {
    "fold_chest": 0.6,
    "fold_midaxillary": 0.6,
    "fold_triceps": 0.7,
    "fold_subscapular": 0.75,
    "fold_abdomen": 1.0,
    "fold_suprailiac": 0.8,
    "fold_thigh": 0.95,
}
"""Millimetres for each per cent of fat."""


def _tape(metres: float, draw: Random) -> float:
    """As a tape is read: to half a centimetre."""
    return round((metres * 100 + draw.gauss(0, 0.3)) * 2) / 200
