"""Reads what was measured: fast, because ten years of daily values are nothing special."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Double, TextualSelect, bindparam, cast, extract, func, select, text
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import UtcDateTime
from fitnesscrm_desktop.models.progress import Measurement
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.services.progress.results import MeasurementInfo, Series, Value

_M = Measurement
_STANDS = _M.removed_at.is_(None)
_DUST = 1e-9
"""As a share of a value: what comes of two units for the same."""
_BEYOND = datetime(9999, 1, 1, tzinfo=UTC)
_SECONDS = cast(extract("epoch", _M.at), Double)
_SECONDS_OF_SERVER = func.date_part("epoch", _M.at)
"""The same in half the time: a double from the start, where the standard's way goes by numeric."""

Moment = tuple[float, date, dict[str, float]]
"""Seconds since 1970, the studio's day, and what was measured then."""


_ONE_METRIC = """SELECT * FROM (
    SELECT id, metric, at, day, value FROM measurement
    WHERE client_id = :client AND metric = :key{0} AND removed_at IS NULL AND at < :before
    ORDER BY at DESC, id DESC LIMIT :count
) AS of{0}"""
"""One look into the index. As text, because the other way it takes longer to write than to run."""


@lru_cache(maxsize=64)
def _last_query(metrics: int) -> TextualSelect:
    """The last values of so many metrics, whose keys are bound as ``key0``, ``key1`` ..."""
    parts = " UNION ALL ".join(map(_ONE_METRIC.format, range(metrics)))
    table = Measurement.__table__.c
    columns = (table.id, table.metric, table.at, table.day, table.value)
    return text(parts).bindparams(bindparam("before", type_=UtcDateTime)).columns(*columns)


def last_values(
    session: Session, client_id: int, keys: Iterable[str], *, count: int = 1, before: datetime | None = None
) -> dict[str, list[Value]]:
    """The last *count* values of each of *keys* *before* a moment, the newest first."""
    wanted = {f"key{place}": key for place, key in enumerate(keys)}
    found: dict[str, list[Value]] = {}
    if wanted:
        bound = {"client": client_id, "before": before or _BEYOND, "count": count, **wanted}
        for row_id, metric, at, day, value in session.execute(_last_query(len(wanted)), bound):
            found.setdefault(metric, []).append(Value(value, at, day, row_id))
    for values in found.values():
        values.sort(key=lambda each: (each.at, each.id), reverse=True)
    return found


def value_near(session: Session, client_id: int, metric: str, at: datetime, but: int = 0) -> Value | None:
    """The value before *at*; if there is none, the one after it. *but* is an id that does not count."""
    of_metric = select(_M).where(_M.client_id == client_id, _M.metric == metric, _STANDS, _M.id != but)
    row = session.scalar(of_metric.where(_M.at <= at).order_by(_M.at.desc(), _M.id.desc()).limit(1))
    if row is None:
        row = session.scalar(of_metric.where(_M.at > at).order_by(_M.at, _M.id).limit(1))
    return None if row is None else Value(row.value, row.at, row.day, row.id)


def standing_at(session: Session, client_id: int, metric: str, at: datetime) -> list[float]:
    """The values that stand for just this moment."""
    found = select(_M.value).where(_M.client_id == client_id, _M.metric == metric, _M.at == at, _STANDS)
    return list(session.scalars(found))


def is_stored(session: Session, client_id: int, metric: str, day: date, value: float) -> bool:
    """Whether just this *value* stands for the *day* already."""
    dust = _DUST * abs(value)
    found = select(_M.id).where(
        _M.client_id == client_id,
        _M.metric == metric,
        _M.day == day,
        _M.value.between(value - dust, value + dust),
        _STANDS,
    )
    return session.scalar(found.limit(1)) is not None


def series_of(
    session: Session, client_id: int, metric: str, since: datetime | None, until: datetime | None
) -> Series:
    """All values of a measured metric in order."""
    query = select(_seconds(session), _M.value, _M.id).where(
        _M.client_id == client_id, _M.metric == metric, _STANDS
    )
    if since is not None:
        query = query.where(_M.at >= since)
    if until is not None:
        query = query.where(_M.at < until)
    rows = session.execute(query.order_by(_M.at, _M.id)).all()
    return Series(metric, *zip(*rows, strict=True)) if rows else Series(metric)


def _seconds(session: Session) -> ColumnElement[float]:
    """Seconds since 1970 of a measurement."""
    return _SECONDS_OF_SERVER if session.get_bind().dialect.name == "postgresql" else _SECONDS


def moments_of(session: Session, client_id: int, keys: Sequence[str]) -> list[Moment]:
    """Whenever one of *keys* was measured, what was: the steps on which derived values change."""
    query = (
        select(_M.metric, _seconds(session), _M.day, _M.value)
        .where(_M.client_id == client_id, _M.metric.in_(keys), _STANDS)
        .order_by(_M.at, _M.id)
    )
    found: list[Moment] = []
    for metric, at, day, value in session.execute(query):
        if found and found[-1][0] == at:
            found[-1][2][metric] = value
        else:
            found.append((at, day, {metric: value}))
    return found


def measurement_info(row: Measurement, staff: str | None) -> MeasurementInfo:
    """The row as others see it."""
    return MeasurementInfo(
        row.id,
        row.client_id,
        row.metric,
        row.value,
        row.at,
        row.day,
        row.method,
        row.note,
        staff or "",
        row.import_id,
        row.replaces_id,
    )


def measured(
    session: Session, client_id: int, metric: str | None, limit: int | None
) -> list[MeasurementInfo]:
    """What was measured, the newest first."""
    query = (
        select(Measurement, Staff.name)
        .outerjoin(Staff, Staff.id == Measurement.staff_id)
        .where(_M.client_id == client_id, _STANDS)
        .order_by(_M.at.desc(), _M.id.desc())
    )
    if metric is not None:
        query = query.where(_M.metric == metric)
    return [measurement_info(row, staff) for row, staff in session.execute(query.limit(limit))]
