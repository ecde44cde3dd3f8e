"""What the studio measures: what the program brings, and metrics of its own."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import NAME_LENGTH
from fitnesscrm_desktop.models.progress import METRIC_KEY, Metric
from fitnesscrm_desktop.models.values import Method, Permission, Quantity
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.progress.catalogue import ALSO_CALLED, PRESSURE, SHIPPED
from fitnesscrm_desktop.services.progress.derived import DERIVED
from fitnesscrm_desktop.services.progress.events import MetricsChanged
from fitnesscrm_desktop.services.progress.results import MetricInfo, OwnMetric

OWN_GROUP = "own"
LARGEST = 1e9
_UNIT_LENGTH = 20
_NO_WORD = re.compile(r"[^a-z0-9]+")
_MAY_HAVE = frozenset(
    {Quantity.OWN, Quantity.MASS, Quantity.LENGTH, Quantity.SHARE, Quantity.DURATION, Quantity.RATE}
)


def metrics_of(session: Session) -> dict[str, MetricInfo]:
    """Everything that can be measured or follows from it, by key, in the order of lists."""
    own = session.scalars(select(Metric).order_by(Metric.position, Metric.id))
    return (
        dict(SHIPPED)
        | {row.key: info_of(row) for row in own}
        | {key: replace(each.metric, needs=each.all_needs()) for key, each in DERIVED.items()}
    )


def info_of(row: Metric) -> MetricInfo:
    """A metric of the studio's own as others see it."""
    return MetricInfo(
        row.key,
        row.name,
        row.quantity,
        row.better,
        row.least,
        row.most,
        OWN_GROUP,
        unit=row.unit,
        method=Method.TEST,
        id=row.id,
        archived=row.archived_at is not None,
        version=row.version,
    )


class MetricService:
    """Looks metrics up and adds the studio's own."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def list(self, actor: Actor, *, archived: bool = False) -> list[MetricInfo]:
        """All metrics in the order of lists: those to measure, then those that follow from them."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            return [metric for metric in metrics_of(session).values() if archived or not metric.archived]

    def add(self, actor: Actor, new: OwnMetric) -> MetricInfo:
        """Add a metric of the studio's own. Raises ``RuleBroken`` with the fields that are wrong."""
        actor.require(Permission.MANAGE_METRICS)
        with self._core.write() as work:
            values = _checked(new)
            _refuse_twice(work.session, values["folded"], 0)
            last = work.session.scalar(select(func.max(Metric.position))) or 0
            row = Metric(**values, key=_new_key(work.session, values["name"]), position=last + 1)
            work.session.add(row)
            self._stored(work, actor, row, "metric.add")
            return info_of(row)

    def edit(self, actor: Actor, metric_id: int, version: int, new: OwnMetric) -> MetricInfo:
        """Change a metric of the studio's own; its key stays, and so does the quantity of what was measured.

        Raises ``RuleBroken`` with the fields that are wrong, ``Conflict`` when somebody else was quicker.
        """
        actor.require(Permission.MANAGE_METRICS)
        with self._core.write() as work:
            row = _find(work.session, metric_id)
            values = _checked(new)
            _refuse_twice(work.session, values["folded"], row.id)
            if values["quantity"] is not row.quantity:
                text = "What it measures cannot be changed, because values are stored. Add another metric."
                raise RuleBroken(text, fields={"quantity": text})
            theirs = {name: getattr(row, name) for name in values}
            refuse_stale(row.version, version, values, theirs, "this metric")
            differing = {name: value for name, value in values.items() if theirs[name] != value}
            for name, value in differing.items():
                setattr(row, name, value)
            if differing:
                self._stored(work, actor, row, "metric.edit")
            return info_of(row)

    def archive(self, actor: Actor, metric_id: int) -> MetricInfo:
        """Take a metric out of the lists; what was measured is kept."""
        return self._set_archived(actor, metric_id, archived=True)

    def restore(self, actor: Actor, metric_id: int) -> MetricInfo:
        """Bring an archived metric back."""
        return self._set_archived(actor, metric_id, archived=False)

    def _set_archived(self, actor: Actor, metric_id: int, *, archived: bool) -> MetricInfo:
        actor.require(Permission.MANAGE_METRICS)
        with self._core.write() as work:
            row = _find(work.session, metric_id)
            if (row.archived_at is not None) != archived:
                row.archived_at = work.now if archived else None
                self._stored(work, actor, row, "metric.archive" if archived else "metric.restore")
            return info_of(row)

    def _stored(self, work: Work, actor: Actor, row: Metric, action: str) -> None:
        work.session.flush()
        work.audit(actor, action, "metric", row.id, name=row.name)
        work.record(MetricsChanged())


def _find(session: Session, metric_id: int) -> Metric:
    row = session.get(Metric, metric_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such metric.")
    return row


def _checked(new: OwnMetric) -> dict[str, Any]:
    values = check_fields(
        {
            "name": lambda: one_line(new.name, NAME_LENGTH, needed="A metric needs a name."),
            "unit": lambda: one_line(new.unit, _UNIT_LENGTH),
            "quantity": lambda: _allowed(new.quantity),
            "least": lambda: _range(new.least, new.most),
        }
    )
    unit = values["unit"] if new.quantity is Quantity.OWN else ""
    return values | {
        "folded": fold(values["name"]),
        "unit": unit,
        "better": new.better,
        "most": float(new.most),
    }


def _allowed(quantity: Quantity) -> Quantity:
    if quantity not in _MAY_HAVE:
        raise RuleBroken("A metric of the studio’s own cannot be of this kind.")
    return quantity


def _range(least: float, most: float) -> float:
    if not all(math.isfinite(bound) and abs(bound) <= LARGEST for bound in (least, most)):
        raise RuleBroken("The smallest and the largest value have to be plain numbers.")
    if least >= most:
        raise RuleBroken("The smallest value has to be less than the largest one.")
    return float(least)


def _refuse_twice(session: Session, folded: str, but: int) -> None:
    taken = {fold(metric.name) for metric in SHIPPED.values()}
    taken |= {fold(each.metric.name) for each in DERIVED.values()}
    other = session.scalar(select(Metric.id).where(Metric.folded == folded, Metric.id != but))
    if folded in taken or other is not None:
        text = "There is a metric of this name already."
        raise RuleBroken(text, fields={"name": text})


def _new_key(session: Session, name: str) -> str:
    """A word that no other metric has."""
    taken: Mapping[str, object] = dict(SHIPPED) | dict(DERIVED) | dict(ALSO_CALLED) | dict.fromkeys(PRESSURE)
    keys = {*taken, *session.scalars(select(Metric.key))}
    word = _NO_WORD.sub("_", fold(name)).strip("_")[: METRIC_KEY - 5] or "metric"
    return next(
        key for n in range(1, len(keys) + 2) if (key := word if n == 1 else f"{word}_{n}") not in keys
    )
