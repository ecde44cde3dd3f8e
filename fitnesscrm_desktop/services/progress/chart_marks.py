"""What stands in a chart beside the values: remarks on a day, and phases with one purpose."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.progress import Annotation, Phase
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Permission, PhaseKind
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.progress.events import ProgressChanged
from fitnesscrm_desktop.services.progress.history_results import PhaseInfo, RemarkInfo
from fitnesscrm_desktop.services.progress.history_rules import check_any, check_last
from fitnesscrm_desktop.services.progress.metrics import metrics_of
from fitnesscrm_desktop.services.settings.profile import studio_profile


class ChartMarkService:
    """Remarks and phases of clients."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def remarks(self, actor: Actor, client_id: int) -> list[RemarkInfo]:
        """The remarks of a client in the order of their days."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            return remarks_of(session, find_client(session, client_id).id)

    def phases(self, actor: Actor, client_id: int) -> list[PhaseInfo]:
        """The phases of a client in the order of their days."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            return phases_of(session, find_client(session, client_id).id)

    def add_remark(
        self, actor: Actor, client_id: int, text: str, day: date | None = None, metric: str = ""
    ) -> RemarkInfo:
        """Put a word on a day (None: today), at one metric or (empty) at all."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            values = _remark(work, text, day or studio_profile(work.session).day_of(work.now), metric)
            row = Annotation(client_id=client.id, staff_id=actor.staff_id, created_at=work.now, **values)
            return _remark_stored(work, actor, row, "remark.add")

    def edit_remark(
        self, actor: Actor, remark_id: int, version: int, text: str, day: date, metric: str = ""
    ) -> RemarkInfo:
        """Change one. Raises ``Conflict`` when somebody else was quicker."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            row = _find_remark(work.session, remark_id)
            _change(row, version, _remark(work, text, day, metric), "this remark")
            return _remark_stored(work, actor, row, "remark.edit")

    def remove_remark(self, actor: Actor, remark_id: int, *, removed: bool = True) -> RemarkInfo:
        """Take one away, or (not *removed*) bring it back."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            row = _find_remark(work.session, remark_id)
            row.removed_at = work.now if removed else None
            return _remark_stored(work, actor, row, "remark.remove" if removed else "remark.restore")

    def add_phase(
        self,
        actor: Actor,
        client_id: int,
        kind: PhaseKind,
        from_day: date | None = None,
        to_day: date | None = None,
        name: str = "",
    ) -> PhaseInfo:
        """Begin a phase (None: today); without *to_day* it runs until further notice."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            first = from_day or studio_profile(work.session).day_of(work.now)
            row = Phase(
                client_id=client.id,
                staff_id=actor.staff_id,
                created_at=work.now,
                **_phase(kind, first, to_day, name),
            )
            return _phase_stored(work, actor, row, "phase.add")

    def edit_phase(
        self,
        actor: Actor,
        phase_id: int,
        version: int,
        kind: PhaseKind,
        from_day: date,
        to_day: date | None,
        name: str = "",
    ) -> PhaseInfo:
        """Change or end one. Raises ``Conflict`` when somebody else was quicker."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            row = _find_phase(work.session, phase_id)
            _change(row, version, _phase(kind, from_day, to_day, name), "this phase")
            return _phase_stored(work, actor, row, "phase.edit")

    def remove_phase(self, actor: Actor, phase_id: int, *, removed: bool = True) -> PhaseInfo:
        """Take one away, or (not *removed*) bring it back."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            row = _find_phase(work.session, phase_id)
            row.removed_at = work.now if removed else None
            return _phase_stored(work, actor, row, "phase.remove" if removed else "phase.restore")


def remarks_of(session: Session, client_id: int) -> list[RemarkInfo]:
    """Remarks of a client in the order of their days."""
    query = (
        select(Annotation, Staff.name)
        .outerjoin(Staff, Staff.id == Annotation.staff_id)
        .where(Annotation.client_id == client_id, Annotation.removed_at.is_(None))
        .order_by(Annotation.day, Annotation.id)
    )
    return [_remark_info(row, staff) for row, staff in session.execute(query)]


def phases_of(session: Session, client_id: int) -> list[PhaseInfo]:
    """Phases of a client in the order of their days."""
    query = (
        select(Phase, Staff.name)
        .outerjoin(Staff, Staff.id == Phase.staff_id)
        .where(Phase.client_id == client_id, Phase.removed_at.is_(None))
        .order_by(Phase.from_day, Phase.id)
    )
    return [_phase_info(row, staff) for row, staff in session.execute(query)]


def _remark(work: Work, text: str, day: date, metric: str) -> dict[str, Any]:
    return check_fields(
        {
            "text": lambda: one_line(text, SHORT_TEXT, needed="Write a word or two."),
            "day": lambda: check_any(day),
            "metric": lambda: _known_metric(work.session, metric),
        }
    )


def _known_metric(session: Session, key: str) -> str:
    if key and key not in metrics_of(session):
        raise RuleBroken("There is no such metric.")
    return key


def _phase(kind: PhaseKind, from_day: date, to_day: date | None, name: str) -> dict[str, Any]:
    good = check_fields(
        {
            "from_day": lambda: check_any(from_day),
            "to_day": lambda: check_last(to_day, from_day),
            "name": lambda: one_line(name, SHORT_TEXT),
        }
    )
    return good | {"kind": kind}


def _change(row: Annotation | Phase, version: int, mine: dict[str, Any], what: str) -> None:
    refuse_stale(row.version, version, mine, {name: getattr(row, name) for name in mine}, what)
    for name, value in mine.items():
        setattr(row, name, value)


def _find_remark(session: Session, remark_id: int) -> Annotation:
    row = session.get(Annotation, remark_id, with_for_update=True)
    if row is None:
        raise NotFound("This remark is not there any more.")
    return row


def _find_phase(session: Session, phase_id: int) -> Phase:
    row = session.get(Phase, phase_id, with_for_update=True)
    if row is None:
        raise NotFound("This phase is not there any more.")
    return row


def _remark_stored(work: Work, actor: Actor, row: Annotation, action: str) -> RemarkInfo:
    return _remark_info(row, _kept(work, actor, row, action))


def _phase_stored(work: Work, actor: Actor, row: Phase, action: str) -> PhaseInfo:
    return _phase_info(row, _kept(work, actor, row, action))


def _kept(work: Work, actor: Actor, row: Annotation | Phase, action: str) -> str | None:
    """Store the row; whose word it is."""
    work.session.add(row)
    work.session.flush()
    work.audit(actor, action, "client", row.client_id)
    work.record(ProgressChanged(row.client_id))
    return work.session.scalar(select(Staff.name).where(Staff.id == row.staff_id))


def _remark_info(row: Annotation, staff: str | None) -> RemarkInfo:
    return RemarkInfo(row.id, row.client_id, row.day, row.text, row.metric, staff or "", row.version)


def _phase_info(row: Phase, staff: str | None) -> PhaseInfo:
    return PhaseInfo(
        row.id, row.client_id, row.kind, row.name, row.from_day, row.to_day, staff or "", row.version
    )  # fmt: skip
