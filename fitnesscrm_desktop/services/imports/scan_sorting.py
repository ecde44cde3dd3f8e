"""Which values of a file are new, which are there already, and which are far from the others."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.progress import Measurement
from fitnesscrm_desktop.services.imports.results import RowError
from fitnesscrm_desktop.services.imports.scan_rows import Scanned
from fitnesscrm_desktop.services.progress import rules
from fitnesscrm_desktop.services.progress.results import Value

_DIGITS = 6
"""Two values that agree so far are one value, written by two programs."""


def sort_out(
    session: Session, client_id: int, values: Sequence[Scanned], *, confirmed: bool
) -> tuple[list[Scanned], int, list[RowError]]:
    """What may be stored, how many are there already, and what is asked about unless it is *confirmed*."""
    known = _Known(session, client_id, {each.typed.metric.key for each in values})
    fresh = [each for each in sorted(values, key=lambda each: (each.at, each.row)) if known.is_new(each)]
    kept: list[Scanned] = []
    doubts: list[RowError] = []
    doubted: set[int] = set()
    for each in fresh:
        question = "" if confirmed else rules.doubt(each.typed, each.day, known.near(each))
        if each.of_weight and each.row in doubted:
            question = f"{each.typed.metric.name} is per cent of this weight: is it right?"
        if question:
            doubts.append(RowError(each.row, each.column, question))
            if each.typed.metric.key == "weight":
                doubted.add(each.row)
        else:
            kept.append(each)
            known.believe(each)
    return kept, len(values) - len(fresh), doubts


class _Known:
    """What is stored already, and what came earlier in the file."""

    def __init__(self, session: Session, client_id: int, metrics: Iterable[str]) -> None:
        self._moments: set[tuple[str, datetime]] = set()
        self._days: set[tuple[str, date, float]] = set()
        self._series: dict[str, list[Value]] = defaultdict(list)
        query = (
            select(Measurement.metric, Measurement.at, Measurement.day, Measurement.value)
            .where(
                Measurement.client_id == client_id,
                Measurement.metric.in_(sorted(metrics)),
                Measurement.removed_at.is_(None),
            )
            .order_by(Measurement.at, Measurement.id)
        )
        for metric, at, day, value in session.execute(query):
            self._moments.add((metric, at.replace(microsecond=0)))
            self._days.add((metric, day, round(value, _DIGITS)))
            self._series[metric].append(Value(value, at, day))

    def is_new(self, each: Scanned) -> bool:
        """Whether it is not there yet; from now on it is."""
        key = each.typed.metric.key
        moment = (key, each.at.replace(microsecond=0))
        day = (key, each.day, round(each.typed.value, _DIGITS))
        known = moment in self._moments if each.timed else day in self._days
        self._moments.add(moment)
        self._days.add(day)
        return not known

    def near(self, each: Scanned) -> Value | None:
        """The value before it; if there is none, the one after it."""
        series = self._series[each.typed.metric.key]
        place = bisect_right(series, each.at, key=_at)
        return series[place - 1] if place else next(iter(series), None)

    def believe(self, each: Scanned) -> None:
        """Compare later values with this one, too."""
        insort(self._series[each.typed.metric.key], Value(each.typed.value, each.at, each.day), key=_at)


def _at(value: Value) -> datetime:
    return value.at
