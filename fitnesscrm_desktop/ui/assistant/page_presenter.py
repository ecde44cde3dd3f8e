"""Finds out how the assistant is doing and what it has written; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import Permission, RunVerdict
from fitnesscrm_desktop.services.assistant.results import RunTotals
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.assistant.page_state import AssistantState, RunSource
from fitnesscrm_desktop.ui.assistant.place import WritingPlace, writing_place
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken

if TYPE_CHECKING:
    from fitnesscrm_desktop.agents.office import AgentState

DAYS = 30


class AssistantView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: AssistantState) -> None:
        """Show *state*."""
        ...

    def show_runs(self, source: RunSource) -> None:
        """List other runs, from the start."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong."""
        ...


@dataclass(frozen=True, slots=True)
class _Looked:
    engine: AgentState
    totals: RunTotals
    place: WritingPlace


class AssistantPresenter:
    """Looks again whenever it is asked to."""

    def __init__(self, desk: Desk, view: AssistantView, owner: QObject) -> None:
        self._desk, self._view, self._owner = desk, view, owner
        self._looking = CancelToken()
        self._tried = False
        self.state = AssistantState()

    @property
    def may_read(self) -> bool:
        """Whether this person may see what was written."""
        return self._desk.actor.may(Permission.MANAGE_ASSISTANT)

    def look(self) -> None:
        """Ask how it is doing; the agents are loaded by the first question, off the UI thread."""
        self._looking.cancel()
        token = self._looking = CancelToken()
        services, actor = self._desk.services, self._desk.actor

        def read() -> _Looked:
            place = writing_place(services.assistant, actor)
            return _Looked(services.agents.state(actor), services.runs.totals(actor, DAYS), place)

        def arrived(found: _Looked) -> None:
            if not token.cancelled:
                self._show(engine=found.engine, totals=found.totals, place=found.place, error="")
                self._try_engine()

        def failed(error: Exception) -> None:
            if token.cancelled:
                return
            if isinstance(error, StudioError):
                self._show(error=error.text)
            else:
                self._view.report(error)

        self._desk.tasks.run(read, done=arrived, failed=failed, owner=self._owner)

    def _try_engine(self) -> None:
        """Once, when all else is shown: files that look right may still be no engine for this PC."""
        if self._tried:
            return
        self._tried = True
        agents = self._desk.services.agents
        self._desk.tasks.run(
            agents.look_at_engine,
            done=lambda trouble: self.look() if trouble else None,
            failed=self._view.report,
            owner=self._owner,
        )

    def list_runs(self, verdict: RunVerdict | None = None) -> None:
        """List what was written, all of it or what ended like this."""
        if self.may_read:
            self._show(of_verdict=verdict)
            self._view.show_runs(RunSource(self._desk.services.runs, self._desk.actor, verdict))

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._view.render_state(self.state)
