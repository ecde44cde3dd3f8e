"""Turns what was measured into what a chart shows, and says what it shows. Runs off the UI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.models.values import UnitSystem
from fitnesscrm_desktop.services.progress import units
from fitnesscrm_desktop.services.progress.projection import SHORTEST
from fitnesscrm_desktop.services.progress.results import MetricInfo, Series
from fitnesscrm_desktop.ui.charts.lines import Line, LineSet
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.progress.backdrop import Backdrop, aim_of, marks_of, phases_of
from fitnesscrm_desktop.ui.progress.comparing import Earlier
from fitnesscrm_desktop.ui.progress.metric_names import panel_names
from fitnesscrm_desktop.ui.progress.words import (
    decimals_of,
    metric_word,
    number_text,
    tr,
    unit_of,
    value_text,
)

DAY = 86_400.0
WEEK = 7 * DAY
RECENT = 8 * WEEK
FEWEST = 5
"""From fewer values nobody says how it goes."""
AVERAGES, FEW = (7, 28, 91), 3
SPARKS = 40
NAMED = 3
"""More metrics than this have no room in a title."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all lines of one chart have in common."""

    system: UnitSystem
    formats: Formats
    places: Mapping[str, int]
    """Key of a metric -> its place among all of them, which decides its colour."""
    averaged: bool = False
    """With a moving average."""


def chart_of(
    drawing: Drawing,
    found: Sequence[tuple[MetricInfo, Series]],
    earlier: Earlier | None,
    behind: Backdrop,
) -> LineSet:
    """The chart of these metrics; *earlier* are the days that lie under it."""
    lines: list[Line] = []
    for metric, series in found:
        before = None if earlier is None else earlier.series.get(metric.key)
        if earlier is not None and before is not None and before.values:
            lines.append(_line(drawing, metric, before, earlier.name(drawing.formats), earlier.shift))
        goal = behind.goal_of(metric.key)
        line = _line(drawing, metric, series, tr("Now") if earlier is not None else metric_word(metric), 0)
        aim = None if goal is None else aim_of(goal, drawing.system, drawing.formats)
        average = average_days(series.at) if drawing.averaged else 0
        lines.append(replace(line, aim=aim, average_days=average))
    without = "" if earlier is None else earlier.nothing(drawing.formats)
    return LineSet(
        _title(drawing, found),
        tuple(lines),
        marks_of(behind.remarks, [metric.key for metric, _ in found], drawing.formats),
        phases_of(behind.phases, drawing.formats),
        note=" ".join(filter(None, (_note(drawing, found), without))),
    )


def _line(drawing: Drawing, metric: MetricInfo, series: Series, name: str, shift: float) -> Line:
    unit = unit_of(metric, drawing.system)
    word = metric_word(metric)
    panel = panel_names().get(metric.key, word)
    return Line(
        name,
        unit.code,
        series.at,
        units.all_from_stored(series.values, unit),
        decimals=decimals_of(metric),
        keys=series.ids,
        panel=panel,
        color=drawing.places.get(metric.key, 0),
        shift=shift,
        about="" if name == word else word,
    )


def _title(drawing: Drawing, found: Sequence[tuple[MetricInfo, Series]]) -> str:
    """The finding: ``Weight: 2.4 kg less since 3 Mar 2026``."""
    filled = [(metric, series) for metric, series in found if series.values]
    if not filled:
        return ", ".join(metric_word(metric) for metric, _ in found)
    if len(filled) > 1:
        since = min(series.at[0] for _, series in filled)
        names = [metric_word(metric) for metric, _ in filled]
        text = tr("{metrics}, since {day}") if len(names) <= NAMED else tr("{count} metrics since {day}")
        day = drawing.formats.day(_day(since, drawing.formats.zone))
        return text.format(metrics=", ".join(names), count=len(names), day=day)
    ((metric, series),) = filled
    name, first, last = metric_word(metric), series.values[0], series.values[-1]
    day = drawing.formats.day(_day(series.at[0], drawing.formats.zone))
    if len(series.values) == 1:
        value = value_text(last, metric, drawing.system, drawing.formats)
        return tr("{metric}: {value} on {day}").format(metric=name, value=value, day=day)
    by = value_text(abs(last - first), metric, drawing.system, drawing.formats)
    if number_text(abs(last - first), unit_of(metric, drawing.system), drawing.formats).strip("0.,") == "":
        text = tr("{metric}: the same as on {day}")
    elif last < first:
        text = tr("{metric}: {by} less since {day}")
    else:
        text = tr("{metric}: {by} more since {day}")
    return text.format(metric=name, by=by, day=day)


def _note(drawing: Drawing, found: Sequence[tuple[MetricInfo, Series]]) -> str:
    """How it went lately, where there is one metric with days enough, not all close together."""
    from fitnesscrm_desktop.ui.charts.trend import slope

    filled = [(metric, series) for metric, series in found if series.values]
    if len(filled) != 1:
        return ""
    ((metric, series),) = filled
    import numpy as np

    at, values = np.asarray(series.at, dtype=np.float64), np.asarray(series.values, dtype=np.float64)
    recent = at >= at[-1] - RECENT
    days = {_day(moment, drawing.formats.zone) for moment in at[recent].tolist()}
    if len(days) < FEWEST or (max(days) - min(days)).days < SHORTEST:
        return ""
    per_second = slope(at[recent], values[recent])
    if per_second is None:
        return ""
    unit = unit_of(metric, drawing.system)
    number = number_text(abs(per_second * WEEK), unit, drawing.formats)
    if number.strip("0.,") == "":
        return tr("In the last 8 weeks it stayed as it was.")
    text = (
        tr("In the last 8 weeks about {by} less per week.")
        if per_second < 0
        else tr("In the last 8 weeks about {by} more per week.")
    )
    return text.format(by=f"{number} {unit.code}".strip())


def average_days(at: Sequence[float]) -> int:
    """How many days a moving average of values at these times goes over: a few values have to be in them."""
    if len(at) < FEWEST:
        return 0
    usual = median(later - earlier for earlier, later in pairwise(at))
    return next((days for days in AVERAGES if usual * FEW <= days * DAY), AVERAGES[-1])


def sparks(series: Series) -> tuple[float, ...]:
    """The last values between 0 and 1, for a little line."""
    shown = series.values[-SPARKS:]
    if not shown:
        return ()
    low, high = min(shown), max(shown)
    if high == low:
        return (0.5,) * len(shown)
    return tuple((value - low) / (high - low) for value in shown)


def _day(moment: float, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(moment, zone).date()
