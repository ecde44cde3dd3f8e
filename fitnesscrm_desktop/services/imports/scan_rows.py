"""Rows of a body scanner's file made into values as they are stored, or a sentence for what cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.models.values import Quantity
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.imports.csv_table import Unclosed
from fitnesscrm_desktop.services.imports.dates import NoDay, doubtful_day, month_first, parse_day
from fitnesscrm_desktop.services.imports.results import RowError
from fitnesscrm_desktop.services.imports.scan_columns import LITRE
from fitnesscrm_desktop.services.imports.scan_results import (
    DAY,
    PERSON,
    TIME,
    DoubtfulDay,
    ScanColumn,
    ScanMapping,
)
from fitnesscrm_desktop.services.imports.table import Row
from fitnesscrm_desktop.services.progress import rules, units
from fitnesscrm_desktop.services.progress.catalogue import LOWER, UPPER
from fitnesscrm_desktop.services.progress.results import BodyInfo, MetricInfo
from fitnesscrm_desktop.services.progress.rules import Typed
from fitnesscrm_desktop.services.settings.profile import StudioProfile

SHOWN = 40
MIDDAY = time(12)
_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "null", "none"})
_IN_ONE = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})")
"""As InBody writes it: 20210103083015."""
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp])?\.?[Mm]?\.?")
_HAS_UNIT = re.compile(r"\d\s*[^\d\s.,+\-−]")
_HALF_DAY = 12
_SHARES = frozenset({"body_fat", "water"})
"""Scanners give them in kilograms, too."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A value of the file as it may be stored."""

    row: int
    column: str
    typed: Typed
    at: datetime
    day: date
    timed: bool
    """The file says at what time it was."""
    of_weight: bool = False
    """It was kilograms in the file, and is per cent of the weight in the same row."""


class ScanChecker:
    """Checks the rows of one file for one client."""

    def __init__(
        self,
        mapping: ScanMapping,
        columns: Sequence[ScanColumn],
        metrics: Mapping[str, MetricInfo],
        body: BodyInfo,
        profile: StudioProfile,
        now: datetime,
    ) -> None:
        self._mapping = dict(mapping)
        self._titles = {each.index: each.title or f"Column {each.index + 1}" for each in columns}
        self._metrics, self._body, self._profile = metrics, body, profile
        self._now, self._today = now, profile.day_of(now)
        self._month_leads = False
        self.doubtful: DoubtfulDay | None = None
        """A day that can be read in two ways, and how it is read."""
        self._with_unit: set[int] = set()
        self._check_mapping()

    def learn(self, rows: Iterable[Row], *, month_leads: bool | None = None) -> None:
        """Find out whether the month comes first, and in which columns the cells have units of their own.

        Where the days can be read in two ways, *month_leads* says which one is meant, else the country does.
        Raises ``RuleBroken`` for a file about several people.
        """
        seen = list(rows)
        days = self._index_of(DAY)
        cells = [row[days] for _number, row in seen if days is not None and days < len(row)]
        self._month_leads = month_first(cells, self._profile.country, chosen=month_leads)
        written = doubtful_day(cells)
        if written:
            self.doubtful = DoubtfulDay(written, self._parsed(written), self._month_leads)
        for index, choice in self._mapping.items():
            if choice.target in self._metrics:
                texts = [row[index] for _number, row in seen if index < len(row)]
                if any(_HAS_UNIT.search(text) for text in texts):
                    self._with_unit.add(index)
        self._refuse_several_people(seen)

    def check(self, number: int, row: Sequence[str]) -> tuple[list[Scanned], list[RowError]]:
        """The values of a row, and what is wrong with it."""
        if isinstance(row, Unclosed):
            text = "A quote is opened in this row and not closed, so it cannot be read."
            return [], [RowError(number, "", text)]
        try:
            at, day, timed = self._moment(row)
        except RuleBroken as error:
            return [], [RowError(number, self._titles.get(self._index_of(DAY) or 0, ""), error.text)]
        found: list[Scanned] = []
        later: list[Scanned] = []
        errors: list[RowError] = []
        for index, choice in self._mapping.items():
            cell = self._cell(row, index)
            if choice.target not in self._metrics or cell.casefold() in _NOTHING:
                continue
            try:
                typed = self._value(index, self._metrics[choice.target], choice.unit, cell)
            except RuleBroken as error:
                errors.append(RowError(number, self._titles[index], error.text))
                continue
            scanned = Scanned(number, self._titles[index], typed, at, day, timed)
            (later if typed.metric.quantity is Quantity.MASS and choice.target in _SHARES else found).append(
                scanned
            )
        weight = next((each.typed.value for each in found if each.typed.metric.key == "weight"), None)
        for scanned in later:
            try:
                found.append(self._share(scanned, weight))
            except RuleBroken as error:
                errors.append(RowError(number, scanned.column, error.text))
        try:
            rules.check_pressure({each.typed.metric.key: each.typed for each in found})
        except RuleBroken as error:
            upper = next(each for each in found if each.typed.metric.key == UPPER)
            errors.append(RowError(number, upper.column, error.text))
            found = [each for each in found if each.typed.metric.key not in {UPPER, LOWER}]
        return found, errors

    def _check_mapping(self) -> None:
        targets = [choice.target for choice in self._mapping.values()]
        if DAY not in targets:
            raise RuleBroken("No column holds the day of the measurements. Choose which one does.")
        if not any(target in self._metrics for target in targets):
            raise RuleBroken("No column holds a metric. Choose which one holds the weight.")
        for index, choice in self._mapping.items():
            metric = self._metrics.get(choice.target)
            known = choice.target in {DAY, TIME, PERSON} or (metric is not None and not metric.derived)
            if index not in self._titles or not known:
                raise RuleBroken(f"Column {index + 1} cannot be “{shortened(choice.target, SHOWN)}”.")
            if targets.count(choice.target) > 1:
                raise RuleBroken(f"Two columns are taken for “{choice.target}”. Choose one of them.")
            if metric is not None and choice.unit:
                self._unit(metric, choice.unit)

    def _unit(self, metric: MetricInfo, code: str) -> tuple[Quantity, units.Unit]:
        """What a column of *metric* is in: kilograms, maybe, where the metric is per cent."""
        if not code:
            return metric.quantity, units.shown_unit(metric.quantity, self._body.units, metric.unit)
        if metric.key in _SHARES:
            mass = units.KILOGRAM if code == LITRE else units.unit_named(code, Quantity.MASS)
            if mass is not None:
                return Quantity.MASS, mass
        unit = units.unit_named(code, metric.quantity, metric.unit)
        if unit is None:
            raise RuleBroken(f"{metric.name} is not measured in {shortened(code, SHOWN)}.")
        return metric.quantity, unit

    def _value(self, index: int, metric: MetricInfo, code: str, cell: str) -> Typed:
        quantity, unit = self._unit(metric, code)
        has_unit = bool(_HAS_UNIT.search(cell))
        if code and has_unit and (named := units.unit_typed(cell, quantity, unit)) != unit:
            raise RuleBroken(f"The heading says {unit.code}, but the cell says {named.code}.")
        if not code and not has_unit and index in self._with_unit:
            raise RuleBroken(
                f"“{shortened(cell, SHOWN)}” has no unit, while other cells of the column have one."
            )
        value = units.read(cell, quantity, unit)
        unit = units.unit_typed(cell, quantity, unit)
        if quantity is not metric.quantity:
            return Typed(_in_kilograms(metric), value, unit)
        rules.check_range(metric, value, unit)
        return Typed(metric, value, unit)

    def _share(self, scanned: Scanned, weight: float | None) -> Scanned:
        """Kilograms of fat or water as per cent of the weight in the same row."""
        metric = self._metrics[scanned.typed.metric.key]
        if weight is None:
            raise RuleBroken(f"{metric.name} is in kilograms, but the row has no weight to make per cent of.")
        share = round(scanned.typed.value / weight * 100, 2)
        rules.check_range(metric, share, units.PER_CENT)
        typed = Typed(metric, share, units.PER_CENT)
        return replace(scanned, typed=typed, of_weight=True)

    def _moment(self, row: Sequence[str]) -> tuple[datetime, date, bool]:
        index = self._index_of(DAY)
        cell = "" if index is None else self._cell(row, index)
        in_one = _IN_ONE.fullmatch(cell)
        day = _day(in_one.groups()) if in_one else self._parsed(cell)
        clock = _clock(":".join(in_one.groups()[3:]) if in_one else cell)
        times = self._index_of(TIME)
        if clock is None and times is not None:
            clock = _clock(self._cell(row, times))
        rules.check_day(day, self._today, self._body.born)
        local = datetime.combine(day, clock or MIDDAY, ZoneInfo(self._profile.zone))
        at = local.astimezone(self._now.tzinfo)
        if clock is None:
            return min(at, self._now) if day == self._today else at, day, False
        if at > self._now + timedelta(minutes=1):
            raise RuleBroken("The time lies in the future. Is the clock of the scanner right?")
        return at, day, True

    def _parsed(self, cell: str) -> date:
        try:
            day = parse_day(cell.removesuffix("."), self._today, month_leads=self._month_leads)
        except NoDay:
            try:
                day = parse_day(
                    _CLOCK.sub("", cell).strip(" .,T"), self._today, month_leads=self._month_leads
                )
            except NoDay:
                day = None
        if day is None:
            raise RuleBroken(f"“{shortened(cell, SHOWN)}” is not a date." if cell else "The row has no date.")
        return day

    def _refuse_several_people(self, rows: Iterable[Row]) -> None:
        index = self._index_of(PERSON)
        if index is None:
            return
        people = {self._cell(row, index).casefold(): self._cell(row, index) for _number, row in rows}
        people.pop("", None)
        if len(people) > 1:
            named = shortened(", ".join(sorted(people.values())), 3 * SHOWN)
            raise RuleBroken(f"The file is about several people ({named}). Export those of one client only.")

    def _index_of(self, target: str) -> int | None:
        return next((index for index, choice in self._mapping.items() if choice.target == target), None)

    def _cell(self, row: Sequence[str], index: int) -> str:
        return row[index].strip() if index < len(row) else ""


def _in_kilograms(metric: MetricInfo) -> MetricInfo:
    return MetricInfo(metric.key, metric.name, Quantity.MASS, metric.better, 0, 1000)


def _day(parts: Sequence[str]) -> date:
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        raise RuleBroken(f"“{''.join(parts[:3])}” is not a date.") from None


def _clock(text: str) -> time | None:
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % _HALF_DAY + (_HALF_DAY if found[4].casefold() == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise RuleBroken(f"“{shortened(found[0], SHOWN)}” is not a time.") from None
