"""Measures clients, corrects what was wrong, and shows what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.progress import Measurement
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Method, Permission
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.core.errors import Confirmable, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.noted_exports import nothing_leaves_unnoted
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.progress import reading, rules
from fitnesscrm_desktop.services.progress.bodies import body_of
from fitnesscrm_desktop.services.progress.catalogue import LOWER, PRESSURE, UPPER
from fitnesscrm_desktop.services.progress.following import measurements_changed
from fitnesscrm_desktop.services.progress.metrics import metrics_of
from fitnesscrm_desktop.services.progress.queries import (
    is_stored,
    measurement_info,
    standing_at,
    value_near,
)
from fitnesscrm_desktop.services.progress.results import (
    BodyInfo,
    GridRow,
    ListedValue,
    MeasurementInfo,
    MetricInfo,
    Overview,
    Series,
)
from fitnesscrm_desktop.services.progress.rules import Typed
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

MIDDAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class _Who:
    """A client about to be measured; nobody else changes the client meanwhile."""

    client: Client
    body: BodyInfo
    profile: StudioProfile
    metrics: Mapping[str, MetricInfo]


class ProgressService:
    """What was measured of clients. Values are in SI (see ``units``); what is typed has its own units."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def measure(
        self,
        actor: Actor,
        client_id: int,
        typed: Mapping[str, str],
        *,
        on: date | None = None,
        method: Method | None = None,
        note: str = "",
        confirmed: bool = False,
    ) -> tuple[MeasurementInfo, ...]:
        """Store what was *typed* by metric, all of it or nothing: ``{"weight": "80.5 kg", "waist": "82"}``.

        A number without a unit is in the client's. *method* is how, where it is not the usual way. Raises
        ``RuleBroken`` with the fields that are wrong, and ``Confirmable`` with a question for each value that
        is far from the last one, or is stored for this day already.
        """
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            who = _who(work, client_id)
            at, day = _moment(work, who, on)
            values = _read(who, typed)
            _check_beside(work.session, who, values, at)
            text = one_line(note, SHORT_TEXT)
            if not confirmed:
                _ask(work.session, who, values, at, day)
            rows = [
                Measurement(
                    client_id=who.client.id,
                    metric=each.metric.key,
                    at=at,
                    day=day,
                    value=each.value,
                    method=method or each.metric.method,
                    note=text,
                    staff_id=actor.staff_id,
                    created_at=work.now,
                )
                for each in values.values()
            ]
            work.session.add_all(rows)
            work.session.flush()
            self._changed(work, actor, "progress.measure", rows)
            return tuple(measurement_info(row, _name(actor)) for row in rows)

    def correct(
        self, actor: Actor, measurement_id: int, typed: str, *, confirmed: bool = False
    ) -> MeasurementInfo:
        """Put the right value in place of a wrong one; the wrong one can be restored.

        Raises as ``measure`` does.
        """
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            wrong = _standing(work.session, [measurement_id])[0]
            who = _who(work, wrong.client_id)
            values = _read(who, {wrong.metric: typed})
            if len(values) > 1:
                sentence = "Write one value; the other one has a line of its own."
                raise RuleBroken(sentence, fields={wrong.metric: sentence})
            _check_beside(work.session, who, values, wrong.at)
            if not confirmed:
                _ask(work.session, who, values, wrong.at, wrong.day, but=wrong.id)
            wrong.removed_at = work.now
            right = Measurement(
                client_id=who.client.id,
                metric=wrong.metric,
                at=wrong.at,
                day=wrong.day,
                value=values[wrong.metric].value,
                method=wrong.method,
                note=wrong.note,
                staff_id=actor.staff_id,
                import_id=wrong.import_id,
                replaces_id=wrong.id,
                created_at=work.now,
            )
            work.session.add(right)
            work.session.flush()
            self._changed(work, actor, "progress.correct", [right])
            return measurement_info(right, _name(actor))

    def remove(self, actor: Actor, measurement_ids: Sequence[int]) -> tuple[MeasurementInfo, ...]:
        """Take values away, all or none, as if they had not been measured; ``restore`` brings them back."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            rows = _standing(work.session, measurement_ids)
            for row in rows:
                row.removed_at = work.now
            work.session.flush()
            self._changed(work, actor, "progress.remove", rows)
            return _infos(work.session, rows)

    def restore(self, actor: Actor, measurement_ids: Sequence[int]) -> tuple[MeasurementInfo, ...]:
        """Bring removed values back; a correction that stands in place of one goes."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            rows = _locked(work.session, measurement_ids)
            query = select(Measurement).where(
                Measurement.replaces_id.in_([row.id for row in rows]), Measurement.removed_at.is_(None)
            )
            for correction in work.session.scalars(query.with_for_update()):
                correction.removed_at = work.now
            for row in rows:
                row.removed_at = None
            work.session.flush()
            self._changed(work, actor, "progress.restore", rows)
            return _infos(work.session, rows)

    def overview(self, actor: Actor, client_id: int) -> Overview:
        """The last values of everything with their change, and what the formulas lack."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            return reading.overview(session, *_looked_at(session, client_id), self._core.clock.now())

    def grid(self, actor: Actor, client_id: int, on: date | None = None) -> tuple[GridRow, ...]:
        """The lines of the quick entry for a day (today): all that can be measured.

        First what this client was measured before, then what is usual, then the rest.
        """
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            profile, client = studio_profile(session), find_client(session, client_id)
            day = on or profile.day_of(self._core.clock.now())
            return reading.grid(session, client.id, day, profile.zone)

    def series(
        self,
        actor: Actor,
        client_id: int,
        metrics: Iterable[str],
        *,
        since: date | None = None,
        until: date | None = None,
    ) -> dict[str, Series]:
        """All values of some metrics (derived ones, too), in SI, from one day to another, both inclusive."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            profile, client = _looked_at(session, client_id)
            start = None if since is None else start_of_day(since, profile.zone)
            end = None if until is None else start_of_day(until + timedelta(days=1), profile.zone)
            return reading.series(session, profile, client, tuple(metrics), start, end)

    def note_export(self, actor: Actor, client_id: int, metrics: Iterable[str]) -> None:
        """Write down that values of these metrics leave the studio. Raises ``StorageTrouble``."""
        actor.require(Permission.VIEW_PROGRESS)
        with nothing_leaves_unnoted(), self._core.write(quiet=True) as work:
            client = find_client(work.session, client_id)
            work.audit(actor, "progress.export", "client", client.id, metrics=sorted(metrics))

    def listed(
        self, actor: Actor, client_id: int, metric: str | None = None, *, limit: int | None = None
    ) -> list[ListedValue]:
        """What was measured and what follows from it, the newest first.

        *metric* is a key or a name. Raises ``RuleBroken`` for one that is not known.
        """
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            return reading.listed(session, *_looked_at(session, client_id), metric, limit)

    def _changed(self, work: Work, actor: Actor, action: str, rows: Sequence[Measurement]) -> None:
        """Tell the audit log, the windows and the goals; values are nobody's business there."""
        by_client: dict[int, list[str]] = {}
        for row in rows:
            by_client.setdefault(row.client_id, []).append(row.metric)
        for client_id, metrics in sorted(by_client.items()):
            work.audit(actor, action, "client", client_id, metrics=sorted(set(metrics)))
            measurements_changed(work, client_id, frozenset(metrics))


def _who(work: Work, client_id: int) -> _Who:
    profile = studio_profile(work.session)
    client = lock_client(work.session, client_id)
    return _Who(client, body_of(work.session, client, profile), profile, metrics_of(work.session))


def _looked_at(session: Session, client_id: int) -> tuple[StudioProfile, Client]:
    return studio_profile(session), find_client(session, client_id)


def _moment(work: Work, who: _Who, on: date | None) -> tuple[datetime, date]:
    """When it was: now, or the middle of the day that was named."""
    today = who.profile.day_of(work.now)
    if on is None or on == today:
        return work.now, today
    try:
        rules.check_day(on, today, who.body.born)
    except RuleBroken as error:
        raise RuleBroken(error.text, fields={"on": error.text}) from None
    return start_of_day(on, who.profile.zone) + MIDDAY, on


def _read(who: _Who, typed: Mapping[str, str]) -> dict[str, Typed]:
    """What was typed, by the word it was typed under. Raises ``RuleBroken`` with a sentence for each."""
    listed = list(_pairs(typed))
    pairs = dict(listed)
    if not pairs:
        raise RuleBroken("There is nothing to store. Type at least one value.")
    system = who.body.units

    def one(word: str, text: str) -> Typed:
        return rules.read_value(rules.metric_named(word, who.metrics), text, system)

    values: dict[str, Typed] = check_fields({word: partial(one, word, text) for word, text in pairs.items()})
    keys = [each.metric.key for each in values.values()]
    if len(set(keys)) < len(listed):
        raise RuleBroken("One metric is there twice. Write each one once.")
    rules.check_pressure(values)
    return values


def _check_beside(session: Session, who: _Who, values: Mapping[str, Typed], at: datetime) -> None:
    """Raise ``RuleBroken`` where half a blood pressure does not go with any other half of that moment."""
    halves = [(word, each) for word, each in values.items() if each.metric.key in {UPPER, LOWER}]
    if len(halves) != 1:
        return
    ((word, half),) = halves
    upper = half.metric.key == UPPER
    other = LOWER if upper else UPPER
    if beside := standing_at(session, who.client.id, other, at):
        value = min(beside) if upper else max(beside)
        try:
            rules.check_pressure({word: half, other: Typed(who.metrics[other], value, half.unit)})
        except RuleBroken as error:
            raise RuleBroken(error.text, fields={word: error.text}) from None


def _pairs(typed: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Each metric with its text; blood pressure, typed as 120/80, is two."""
    for word, text in typed.items():
        key = word.strip().casefold().replace(" ", "_")
        if key in PRESSURE or (key == UPPER and "/" in text):
            upper, slash, lower = text.partition("/")
            if not slash:
                sentence = "Write blood pressure like 120/80."
                raise RuleBroken(sentence, fields={word: sentence})
            yield UPPER, upper.strip()
            yield LOWER, lower.strip()
        elif text.strip():
            yield word, text


def _ask(
    session: Session,
    who: _Who,
    values: Mapping[str, Typed],
    at: datetime,
    day: date,
    *,
    but: int = 0,
) -> None:
    """Raise ``Confirmable`` with a question for each value that is far from the one before it, or there."""
    doubts = {}
    for word, each in values.items():
        near = value_near(session, who.client.id, each.metric.key, at, but)
        if question := rules.doubt(each, day, near):
            doubts[word] = question
        elif not but and is_stored(session, who.client.id, each.metric.key, day, each.value):
            doubts[word] = rules.twice(each)
    if doubts:
        raise Confirmable(" ".join(doubts.values()), fields=doubts)


def _locked(session: Session, measurement_ids: Sequence[int]) -> list[Measurement]:
    """The measurements, and before them their clients, as everywhere: or two desks wait for each other."""
    owners = select(Measurement.client_id).where(Measurement.id.in_(measurement_ids)).distinct()
    for client_id in sorted(session.scalars(owners)):
        lock_client(session, client_id)
    query = select(Measurement).where(Measurement.id.in_(measurement_ids)).order_by(Measurement.id)
    rows = list(session.scalars(query.with_for_update()))
    if not rows or len(rows) < len(set(measurement_ids)):
        raise NotFound("This measurement is not there any more.")
    return rows


def _standing(session: Session, measurement_ids: Sequence[int]) -> list[Measurement]:
    rows = _locked(session, measurement_ids)
    if any(row.removed_at is not None for row in rows):
        raise NotFound("This measurement is not there any more.")
    return rows


def _infos(session: Session, rows: Sequence[Measurement]) -> tuple[MeasurementInfo, ...]:
    staff = {row.staff_id for row in rows if row.staff_id is not None}
    names = {
        row.id: row.name for row in session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(staff)))
    }
    return tuple(measurement_info(row, names.get(row.staff_id or 0)) for row in rows)


def _name(actor: Actor) -> str:
    return actor.name if actor.staff_id is not None else ""
