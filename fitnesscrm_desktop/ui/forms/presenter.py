"""Decides what the page of forms shows and does; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.forms.results import FormTemplateRow, MissingForm
from fitnesscrm_desktop.services.forms.service import FormService
from fitnesscrm_desktop.services.forms.templates import FormTemplateService
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.forms.words import tr

MISSING, TEMPLATES = "missing", "templates"


@dataclass(frozen=True, slots=True)
class FormsState:
    """Which list is looked at, and what is in it; None: it is on its way."""

    tab: str = MISSING
    missing: Sequence[MissingForm] | None = None
    templates: Sequence[FormTemplateRow] | None = None


class FormsView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: FormsState) -> None:
        """Show *state*."""
        ...

    def said(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done, with a way back."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong."""
        ...


class FormsPresenter:
    """Turns from list to list, and puts forms into the archive."""

    def __init__(
        self,
        forms: FormService,
        templates: FormTemplateService,
        actor: Actor,
        runner: TaskRunner,
        view: FormsView,
        owner: QObject,
    ) -> None:
        self._forms, self._templates, self._actor = forms, templates, actor
        self._runner, self._view, self._owner = runner, view, owner
        self.state = FormsState()

    def turn_to(self, tab: str) -> None:
        """Show another list."""
        self.state = replace(self.state, tab=tab)
        self._view.render_state(self.state)
        self.load()

    def load(self) -> None:
        """Read the list that is looked at anew."""
        if self.state.tab == MISSING:
            self._runner.run(
                lambda: self._forms.missing(self._actor),
                done=lambda rows: self._show(replace(self.state, missing=rows)),
                failed=self._view.report,
                owner=self._owner,
            )
        else:
            self._runner.run(
                lambda: self._templates.list(self._actor, archived=True),
                done=lambda rows: self._show(replace(self.state, templates=rows)),
                failed=self._view.report,
                owner=self._owner,
            )

    def put_away(self, row: FormTemplateRow, *, archive: bool) -> None:
        """Into the archive, or out of it."""
        deed, back = self._templates.archive, self._templates.restore
        said = tr("“{form}” is in the archive.")
        if not archive:
            deed, back, said = back, deed, tr("“{form}” is handed out again.")

        def undo() -> None:
            self._runner.write(
                lambda: back(self._actor, row.id),
                done=lambda _detail: None,
                failed=self._view.report,
                owner=self._owner,
            )

        self._runner.write(
            lambda: deed(self._actor, row.id),
            done=lambda _detail: self._view.said(said.format(form=row.name), undo),
            failed=self._view.report,
            owner=self._owner,
        )

    def _show(self, state: FormsState) -> None:
        self.state = state
        self._view.render_state(state)
