"""What stands in a chart beside the values: remarks on a day, and phases with one purpose."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.progress import Annotation, Phase
from fitnesscrm_desktop.models.values import Permission, PhaseKind
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.progress.history_entries import HistoryEntries, entries_of
from fitnesscrm_desktop.services.progress.history_results import PhaseInfo, RemarkInfo
from fitnesscrm_desktop.services.progress.history_rules import check_any, check_last
from fitnesscrm_desktop.services.progress.metrics import metrics_of


class ChartMarkService:
    """Remarks and phases of clients."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._remarks = HistoryEntries(
            core, Annotation, "remark", "remark", lambda row, staff, _today: _remark_info(row, staff)
        )
        self._phases = HistoryEntries(
            core, Phase, "phase", "phase", lambda row, staff, _today: _phase_info(row, staff)
        )

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
        """Put a word on a day (None: today), at one metric or (empty) at all.

        Raises ``RuleBroken`` with the fields that are wrong.
        """
        actor.require(Permission.RECORD_PROGRESS)
        return self._remarks.add(
            actor, client_id, lambda session, today: _remark(session, text, day or today, metric)
        )

    def edit_remark(
        self, actor: Actor, remark_id: int, version: int, text: str, day: date, metric: str = ""
    ) -> RemarkInfo:
        """Change one. Raises ``Conflict`` when somebody else was quicker."""
        actor.require(Permission.RECORD_PROGRESS)
        return self._remarks.edit(
            actor, remark_id, version, lambda session, _today, _row: _remark(session, text, day, metric)
        )

    def remove_remark(self, actor: Actor, remark_id: int) -> RemarkInfo:
        """Take one away; ``restore_remark`` brings it back."""
        actor.require(Permission.RECORD_PROGRESS)
        return self._remarks.remove(actor, remark_id)

    def restore_remark(self, actor: Actor, remark_id: int) -> RemarkInfo:
        """Bring back one that was taken away."""
        actor.require(Permission.RECORD_PROGRESS)
        return self._remarks.restore(actor, remark_id)

    def add_phase(
        self,
        actor: Actor,
        client_id: int,
        kind: PhaseKind,
        from_day: date | None = None,
        to_day: date | None = None,
        name: str = "",
    ) -> PhaseInfo:
        """Begin a phase (None: today); without *to_day* it runs until further notice.

        Raises ``RuleBroken`` with the fields that are wrong.
        """
        actor.require(Permission.RECORD_PROGRESS)
        return self._phases.add(
            actor, client_id, lambda _session, today: _phase(kind, from_day or today, to_day, name)
        )

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
        return self._phases.edit(
            actor, phase_id, version, lambda _session, _today, _row: _phase(kind, from_day, to_day, name)
        )

    def remove_phase(self, actor: Actor, phase_id: int) -> PhaseInfo:
        """Take one away; ``restore_phase`` brings it back."""
        actor.require(Permission.RECORD_PROGRESS)
        return self._phases.remove(actor, phase_id)

    def restore_phase(self, actor: Actor, phase_id: int) -> PhaseInfo:
        """Bring back one that was taken away."""
        actor.require(Permission.RECORD_PROGRESS)
        return self._phases.restore(actor, phase_id)


def remarks_of(session: Session, client_id: int) -> list[RemarkInfo]:
    """Remarks of a client in the order of their days."""
    query = entries_of(Annotation, client_id).order_by(Annotation.day, Annotation.id)
    return [_remark_info(row, staff or "") for row, staff in session.execute(query)]


def phases_of(session: Session, client_id: int) -> list[PhaseInfo]:
    """Phases of a client in the order of their days."""
    query = entries_of(Phase, client_id).order_by(Phase.from_day, Phase.id)
    return [_phase_info(row, staff or "") for row, staff in session.execute(query)]


def _remark(session: Session, text: str, day: date, metric: str) -> dict[str, Any]:
    return check_fields(
        {
            "text": lambda: one_line(text, SHORT_TEXT, needed="Write a word or two."),
            "day": lambda: check_any(day),
            "metric": lambda: _known_metric(session, metric),
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


def _remark_info(row: Annotation, staff: str) -> RemarkInfo:
    return RemarkInfo(row.id, row.client_id, row.day, row.text, row.metric, staff, row.version)


def _phase_info(row: Phase, staff: str) -> PhaseInfo:
    return PhaseInfo(
        row.id, row.client_id, row.kind, row.name, row.from_day, row.to_day, staff, row.version
    )  # fmt: skip
