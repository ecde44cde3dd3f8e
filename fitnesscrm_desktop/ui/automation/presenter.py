"""Decides what the page of rules shows; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.automation.results import RuleRow
from fitnesscrm_desktop.services.automation.service import RuleService
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.automation.state import RulesState
from fitnesscrm_desktop.ui.automation.words import held_text
from fitnesscrm_desktop.ui.core.tasks import CancelToken, TaskRunner


class RulesView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: RulesState) -> None:
        """Show *state*."""
        ...

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done, with a way back."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong."""
        ...


class RulesPresenter:
    """Loads the rules, switches them, puts them away."""

    def __init__(
        self, rules: RuleService, actor: Actor, tasks: TaskRunner, view: RulesView, owner: QObject
    ) -> None:
        self._rules, self._actor, self._tasks, self._view, self._owner = rules, actor, tasks, view, owner
        self._reading = CancelToken()
        self.state = RulesState()

    def load(self) -> None:
        """Read the rules again."""
        self._reading.cancel()
        token = self._reading = CancelToken()
        rules, actor, archived = self._rules, self._actor, self.state.archived

        def arrived(rows: tuple[RuleRow, ...]) -> None:
            if not token.cancelled:
                self._show(rows=rows, error="")

        def failed(error: Exception) -> None:
            if token.cancelled:
                return
            if isinstance(error, StudioError):
                self._show(error=error.text)
            else:
                self._view.report(error)

        self._tasks.run(
            lambda: tuple(rules.list(actor, archived=archived)),
            done=arrived,
            failed=failed,
            owner=self._owner,
        )

    def show_archived(self, *, archived: bool) -> None:
        """List archived ones too, or no longer."""
        self._show(archived=archived)
        self.load()

    def switch(self, row: RuleRow, said: str) -> None:
        """Switch a rule on, or off; *said* is what the toast says, with what waits for a yes since."""
        rules, actor = self._rules, self._actor
        if row.enabled:
            self._swap_off(
                lambda: rules.disable(actor, row.id),
                lambda off: rules.enable(actor, row.id, held=off.held),
                said,
            )
        else:
            self._swap(lambda: rules.enable(actor, row.id), lambda: rules.disable(actor, row.id), said)

    def archive(self, row: RuleRow, said: str) -> None:
        """Put a rule away; the way back also switches it on again, if it was."""
        rules, actor, was_on = self._rules, self._actor, row.enabled

        def back(off: RuleRow) -> None:
            rules.restore(actor, row.id)
            if was_on:
                rules.enable(actor, row.id, held=off.held)

        self._swap_off(lambda: rules.archive(actor, row.id), back, said)

    def restore(self, row: RuleRow, said: str) -> None:
        """Bring an archived rule back, switched off."""
        self._swap(
            lambda: self._rules.restore(self._actor, row.id),
            lambda: self._rules.archive(self._actor, row.id),
            said,
        )

    def add_starters(self) -> None:
        """Add the rules most studios want."""
        rules, actor = self._rules, self._actor
        self._tasks.write(
            lambda: rules.add_starters(actor),
            done=lambda _rows: self.load(),
            failed=self._view.report,
            owner=self._owner,
        )

    def _swap(self, deed: Callable[[], Any], back: Callable[[], Any], said: str) -> None:
        def undo() -> None:
            self._write(back, lambda _done: None)

        self._write(deed, lambda _done: self._view.offer_undo(said, undo))

    def _swap_off(self, deed: Callable[[], RuleRow], back: Callable[[RuleRow], Any], said: str) -> None:
        def done(row: RuleRow) -> None:
            text = " ".join(filter(None, (said, held_text(len(row.held)))))
            self._view.offer_undo(text, lambda: self._write(lambda: back(row), lambda _done: None))

        self._write(deed, done)

    def _write(self, deed: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._tasks.write(deed, done=done, failed=self._view.report, owner=self._owner)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._view.render_state(self.state)
