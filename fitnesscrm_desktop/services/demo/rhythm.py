"""When somebody comes through the door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from fitnesscrm_desktop.services.demo.catalogue import DemoPlan
from fitnesscrm_desktop.services.demo.records import Sold
from fitnesscrm_desktop.services.demo.seasons import CLOSES, OPENS, Almanac
from fitnesscrm_desktop.services.demo.temper import Temper
from fitnesscrm_desktop.services.lifecycle.rules import Days

ZEAL_DAYS = 45
FADING_DAYS = 40
BEFORE_CLOSING = 35
SCATTER_MINUTES = 44


class Rhythm:
    """One person's visits: habits, seasons, holidays, and the zeal that fades before somebody leaves."""

    def __init__(self, temper: Temper, almanac: Almanac, draw: Random) -> None:
        self._temper, self._almanac, self._draw = temper, almanac, draw
        self._away: list[Days] = []

    def plan_holidays(self, first: date, last: date) -> None:
        """Be away for a week or three in most summers, and now and then in between."""
        for year in range(first.year, last.year + 1):
            if self._draw.random() < 0.7:
                self._leave(date(year, 7, 1) + timedelta(days=self._draw.randrange(55)), 7, 22)
            if self._draw.random() < 0.5:
                self._leave(date(year, 1, 8) + timedelta(days=self._draw.randrange(330)), 4, 15)

    def _leave(self, day: date, shortest: int, longest: int) -> None:
        self._away.append(Days(day, day + timedelta(days=self._draw.randrange(shortest, longest))))

    def visits(
        self, sold: Sold, last: date, *, shut: Iterable[Days] = (), leaving: bool
    ) -> Iterator[tuple[date, int]]:
        """Day and moment of each visit on *sold* until *last*; none while the door is *shut*."""
        kept_out = [*shut, *(Days(hold.first, hold.last) for hold in sold.holds), *self._away]
        plan = sold.plan
        week, this_week = (0, 0), 0
        for offset in range((last - sold.starts_on).days + 1):
            day = sold.starts_on + timedelta(days=offset)
            likely = self._likelihood(day, sold, last if leaving else None)
            if self._draw.random() >= likely or any(day in days for days in kept_out):
                continue
            if not plan.weekdays >> day.weekday() & 1:
                continue
            if plan.visits_per_week is not None:
                this_week = this_week + 1 if day.isocalendar()[:2] == week else 1
                week = day.isocalendar()[:2]
                if this_week > plan.visits_per_week:
                    continue
            yield day, self.moment(day, plan)

    def moment(self, day: date, plan: DemoPlan) -> int:
        """A likely moment of *day* at which *plan* lets in and the studio is open."""
        usual, other = self._temper.hours
        minute = round(
            (usual if self._draw.random() < 0.78 else other) * 60 + self._draw.gauss(0, SCATTER_MINUTES)
        )
        weekday = day.weekday()
        earliest = max(OPENS[weekday], plan.from_minute) + self._draw.randrange(2, 30)
        latest = min(CLOSES[weekday] - BEFORE_CLOSING, plan.to_minute - 2) - self._draw.randrange(25)
        return self._almanac.at(day, max(earliest, min(latest, minute)), self._draw.randrange(60))

    def _likelihood(self, day: date, sold: Sold, leaves_on: date | None) -> float:
        likely = self._temper.weekdays[day.weekday()] * self._almanac[day].pull
        if (day - sold.starts_on).days < ZEAL_DAYS and sold.is_first:
            likely *= 1.25
        if leaves_on is not None and (leaves_on - day).days < FADING_DAYS:
            likely *= 0.15 + 0.85 * (leaves_on - day).days / FADING_DAYS
        return min(likely, 0.94)
