"""Puts what was measured and what follows from it together for those who look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.progress import queries, rules, units
from fitnesscrm_desktop.services.progress.bodies import body_of
from fitnesscrm_desktop.services.progress.catalogue import USUAL
from fitnesscrm_desktop.services.progress.derived import (
    DERIVED,
    follows_from,
    inputs_of,
    missing_for,
    value_of,
)
from fitnesscrm_desktop.services.progress.metrics import metrics_of
from fitnesscrm_desktop.services.progress.queries import Moment
from fitnesscrm_desktop.services.progress.results import (
    BodyInfo,
    GridRow,
    Latest,
    ListedValue,
    MetricInfo,
    Overview,
    Series,
    Value,
)
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_OF_A_DAY = 3
"""Nobody measures more often, as a rule."""

Change = tuple[float, date, float]
"""Seconds since 1970, the day, and the derived value from then on."""


def overview(session: Session, profile: StudioProfile, client: Client, now: datetime) -> Overview:
    """The last values of everything, each with the one before."""
    body, metrics = body_of(session, client, profile), metrics_of(session)
    measured = [key for key, metric in metrics.items() if not metric.derived]
    last = queries.last_values(session, client.id, measured, count=2)
    moments = _moments(last)
    known = {key: values[0].value for key, values in last.items()}
    latest, missing = {}, {}
    for key, metric in metrics.items():
        if metric.derived:
            found = list(_changes(key, moments, body))
            lacking = missing_for(key, known, body, profile.day_of(now))
            if lacking:
                missing[key] = lacking
            values = [_value_of(change) for change in reversed(found[-2:])]
        else:
            values = last.get(key, [])
        if values:
            latest[key] = Latest(metric, values[0], values[1] if len(values) > 1 else None)
    return Overview(body, latest, missing)


def grid(session: Session, client_id: int, day: date, zone: str) -> tuple[GridRow, ...]:
    """The lines of the quick entry."""
    metrics = {
        key: metric
        for key, metric in metrics_of(session).items()
        if not metric.derived and not metric.archived
    }
    start, end = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
    until = queries.last_values(session, client_id, metrics, count=_OF_A_DAY, before=end)
    before = {key: [value for value in values if value.day != day] for key, values in until.items()}
    often = [key for key, values in until.items() if len(values) == _OF_A_DAY and not before[key]]
    before |= queries.last_values(session, client_id, often, before=start)
    rows = []
    for key in sorted(metrics, key=lambda key: (key not in until, key not in USUAL)):
        last = next(iter(before.get(key, [])), None)
        newest = next(iter(until.get(key, [])), None)
        yesterday = last if last is not None and last.day == rules.day_before(day) else None
        today = newest if newest is not None and newest.day == day else None
        rows.append(GridRow(metrics[key], yesterday, last, today))
    return tuple(rows)


def series(
    session: Session,
    profile: StudioProfile,
    client: Client,
    keys: Sequence[str],
    since: datetime | None,
    until: datetime | None,
) -> dict[str, Series]:
    """All values of *keys* in order."""
    wanted = [key for key in keys if key in DERIVED]
    body = body_of(session, client, profile) if wanted else None
    moments = queries.moments_of(session, client.id, sorted(inputs_of(wanted))) if wanted else []
    start = 0.0 if since is None else since.timestamp()
    end = float("inf") if until is None else until.timestamp()
    found = {}
    for key in keys:
        if key in DERIVED and body is not None:
            changes = [change for change in _changes(key, moments, body) if start <= change[0] < end]
            at, values = tuple(each[0] for each in changes), tuple(each[2] for each in changes)
            found[key] = Series(key, at, values, (0,) * len(changes))
        else:
            found[key] = queries.series_of(session, client.id, key, since, until)
    return found


def values_in(series: Series, profile: StudioProfile) -> list[Value]:
    """Each value of *series* with its moment and the studio's day of it, oldest first; without ids."""
    moments = [datetime.fromtimestamp(at, UTC) for at in series.at]
    return [Value(value, at, profile.day_of(at)) for value, at in zip(series.values, moments, strict=True)]


def listed(
    session: Session, profile: StudioProfile, client: Client, metric: str | None, limit: int | None
) -> list[ListedValue]:
    """Measured and derived values, the newest first."""
    metrics = metrics_of(session)
    chosen = None if metric is None else rules.metric_named(metric, metrics)
    rows: list[ListedValue] = []
    if chosen is None or not chosen.derived:
        key = None if chosen is None else chosen.key
        rows += _measured_rows(session, client.id, metrics, key, limit)
    derived = [key for key in DERIVED if chosen is None or key == chosen.key]
    if derived:
        body = body_of(session, client, profile)
        moments = queries.moments_of(session, client.id, sorted(inputs_of(derived)))
        last = limit if chosen is None else None
        for key in derived:
            rows += (_derived_row(metrics[key], change) for change in _changes(key, moments, body, last))
    order = {key: place for place, key in enumerate(metrics)}
    rows.sort(key=lambda row: (-row.at.timestamp(), order.get(row.metric, len(order)), -row.id))
    return rows[:limit]


def _measured_rows(
    session: Session, client_id: int, metrics: Mapping[str, MetricInfo], key: str | None, limit: int | None
) -> Iterator[ListedValue]:
    for info in queries.measured(session, client_id, key, limit):
        metric = metrics[info.metric]
        yield ListedValue(
            metric.key,
            metric.name,
            info.value,
            units.stored_unit(metric.quantity, metric.unit).code,
            info.day,
            info.at,
            info.id,
            derived=False,
            method=info.method,
            note=info.note,
            staff=info.staff,
            import_id=info.import_id,
        )


def _derived_row(metric: MetricInfo, change: Change) -> ListedValue:
    at, day, value = change
    unit = units.stored_unit(metric.quantity).code
    moment = datetime.fromtimestamp(at, UTC)
    return ListedValue(metric.key, metric.name, value, unit, day, moment, 0, derived=True)


def _changes(
    key: str, moments: Iterable[Moment], body: BodyInfo, last: int | None = None
) -> Iterator[Change]:
    """A derived metric whenever something it is computed from was measured; of the *last* times only."""
    known: dict[str, float] = {}
    relevant = []
    for at, day, values in moments:
        known |= values
        if not follows_from(key, body.sex, known).isdisjoint(values):
            relevant.append((at, day, known.copy()))
    for at, day, of in relevant if last is None else relevant[max(0, len(relevant) - last) :]:
        value = value_of(key, of, body, day)
        if value is not None:
            yield at, day, value


def _moments(last: Mapping[str, Sequence[Value]]) -> list[Moment]:
    """The last values of all metrics as steps in time."""
    events = sorted(
        ((value.at, value.id, key, value) for key, values in last.items() for value in values),
        key=lambda event: event[:2],
    )
    found: list[Moment] = []
    for at, _id, key, value in events:
        if found and found[-1][0] == at.timestamp():
            found[-1][2][key] = value.value
        else:
            found.append((at.timestamp(), value.day, {key: value.value}))
    return found


def _value_of(change: Change) -> Value:
    at, day, value = change
    return Value(value, datetime.fromtimestamp(at, UTC), day)
