"""What may be measured, and what is asked about before it is believed. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fitnesscrm_desktop.models.values import UnitSystem
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.progress import units
from fitnesscrm_desktop.services.progress.catalogue import ALSO_CALLED, LOWER, UPPER
from fitnesscrm_desktop.services.progress.results import MetricInfo, Value

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
"""Between them lies whatever is told of a client."""
MOST_ASKED = 0.4
"""However long ago it was: a change by more than this share is asked about."""
MANY, MANIFOLD = 10, 5
"""Of what nobody knows how fast it changes: so many times as much, or as little, is asked about."""
_WEEK = 7
_ABOUT_A_WEEK = range(6, 9)
_MONTHS_FROM = 60
_DAYS_A_MONTH = 30.4
_TOO_LITTLE_TO_ASK = 1e-9


def metric_named(word: str, metrics: Mapping[str, MetricInfo]) -> MetricInfo:
    """The metric that *word* means: its key or its name, however written. Raises ``RuleBroken``."""
    key = "_".join(word.replace("-", " ").replace(",", " ").replace("_", " ").split()).casefold()
    found = metrics.get(ALSO_CALLED.get(key, key))
    if found is None:
        name = " ".join(word.split()).casefold()
        found = next((metric for metric in metrics.values() if metric.name.casefold() == name), None)
    if found is None:
        raise RuleBroken(f"There is no metric “{word[:40]}”. The list of metrics shows them all.")
    return found


@dataclass(frozen=True, slots=True)
class Typed:
    """A value that was typed, as it is stored, and the unit it was typed in."""

    metric: MetricInfo
    value: float
    unit: units.Unit


def read_value(metric: MetricInfo, typed: str, system: UnitSystem) -> Typed:
    """What was *typed* as a value of *metric*. Raises ``RuleBroken``."""
    if metric.derived:
        raise RuleBroken(f"{metric.name} is computed from what was measured; it cannot be typed.")
    usual = units.shown_unit(metric.quantity, system, metric.unit)
    value = units.read(typed, metric.quantity, usual)
    unit = units.unit_typed(typed, metric.quantity, usual)
    check_range(metric, value, unit)
    refuse_two_ways(metric, typed, unit)
    return Typed(metric, value, unit)


def refuse_two_ways(metric: MetricInfo, typed: str, unit: units.Unit) -> None:
    """Raise ``RuleBroken`` for 10,250 where that can be meant as well as ten and a quarter."""
    whole = units.as_thousands(typed)
    if whole is not None and metric.least <= units.to_stored(whole, unit) <= metric.most:
        raise units.two_ways(typed, whole, whole / 1000)


def check_range(metric: MetricInfo, value: float, unit: units.Unit) -> None:
    """Raise ``RuleBroken`` for what cannot be meant."""
    if not metric.least <= value <= metric.most:
        least, most = units.number_shown(metric.least, unit), units.shown(metric.most, unit)
        told = units.shown(value, unit)
        raise RuleBroken(f"{metric.name} lies between {least} and {most}; {told} cannot be meant.")


def check_pressure(values: Mapping[str, Typed]) -> None:
    """Raise ``RuleBroken`` where the two values of blood pressure are the wrong way round."""
    words = {each.metric.key: word for word, each in values.items()}
    upper, lower = words.get(UPPER), words.get(LOWER)
    if upper is not None and lower is not None and values[upper].value <= values[lower].value:
        sentence = "The upper value of blood pressure lies above the lower one. Write it like 120/80."
        raise RuleBroken(sentence, fields={upper: sentence})


def check_day(day: date, today: date, born: date | None) -> None:
    """Raise ``RuleBroken`` for a day on which nobody can have measured."""
    if day > today:
        raise RuleBroken("The day lies in the future. Measure first, then write it down.")
    if day < FIRST_DAY or (born is not None and day < born):
        raise RuleBroken("The day lies before the client was born.")


def doubt(typed: Typed, day: date, near: Value | None) -> str:
    """The question about a value that is far from the one *near* it; empty: it is believable."""
    metric, value, unit = typed.metric, typed.value, typed.unit
    if near is None:
        return ""
    difference = value - near.value
    if not metric.at_once:
        low, high = sorted(units.from_stored(each, unit) for each in (value, near.value))
        if high < MANY or low <= 0 or high < MANIFOLD * low:
            return ""
    else:
        days = abs((day - near.day).days)
        allowed = max(metric.at_once, min(MOST_ASKED, metric.at_once + metric.a_week * days / _WEEK))
        if abs(difference) <= allowed * abs(near.value) + _TOO_LITTLE_TO_ASK:
            return ""
    less = "less" if difference < 0 else "more"
    return f"{metric.name}: {units.shown(abs(difference), unit)} {less} than {_when(day, near.day)}?"


def twice(typed: Typed) -> str:
    """The question about a value that is stored for its day already."""
    told = units.shown(typed.value, typed.unit)
    return f"{typed.metric.name}: {told} is stored for this day already. Store it twice?"


def _when(day: date, other: date) -> str:
    """When the *other* day was, seen from *day*: ``last week``, ``3 months before``."""
    days = (day - other).days
    if days == 0:
        return "before on the same day"
    if days == 1:
        return "the day before"
    if days in _ABOUT_A_WEEK:
        return "last week"
    count, word = abs(days), "days"
    if count >= _MONTHS_FROM:
        count, word = round(count / _DAYS_A_MONTH), "months"
    if count == 1:
        word = word.removesuffix("s")
    return f"{count} {word} {'before' if days > 0 else 'later'}"


def day_before(day: date) -> date:
    """Yesterday, seen from *day*."""
    return day - timedelta(days=1)
