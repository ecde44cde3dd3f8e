"""Leads through an import: choose, map, run, look at what came of it; knows no widget."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.imports.results import (
    SEVERAL,
    ImportCancelled,
    ImportField,
    ImportOutcome,
    OnDuplicate,
    PastImport,
    Preview,
    PreviewRow,
    ReadOptions,
    UndoOutcome,
)
from fitnesscrm_desktop.services.imports.service import ImportService
from fitnesscrm_desktop.ui.core.tasks import CancelToken, Progress, TaskRunner
from fitnesscrm_desktop.ui.imports.state import ImportState, Step


class ImportView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: ImportState) -> None:
        """Show *state*."""
        ...

    def say_imported(self, outcome: ImportOutcome, undo: Callable[[], None]) -> None:
        """An import is stored, with a way back."""
        ...

    def say_undone(self, undone: UndoOutcome) -> None:
        """An import was taken back."""
        ...

    def say_stopped(self) -> None:
        """An import was stopped, and left no trace."""
        ...

    def say_saved(self, path: Path) -> None:
        """The list of errors is written."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong."""
        ...


class ImportPresenter:
    """One import after the other."""

    def __init__(
        self, service: ImportService, actor: Actor, tasks: TaskRunner, view: ImportView, owner: QObject
    ) -> None:
        self._service, self._actor, self._tasks = service, actor, tasks
        self._view, self._owner = view, owner
        self._reading = CancelToken()
        self._stop = threading.Event()
        self.state = ImportState()

    def load(self) -> None:
        """Read the imports of the past."""
        self._tasks.run(
            lambda: tuple(self._service.past(self._actor)),
            done=lambda past: self._show(past=past),
            failed=self._view.report,
            owner=self._owner,
        )

    def choose(self, path: Path) -> None:
        """Look into a file."""
        self._look(path, ReadOptions())

    def read_as(self, **changes: str | bool | None) -> None:
        """Read the file in another way: ``encoding``, ``separator``, ``sheet``, ``header``."""
        if self.state.path is not None:
            self._look(self.state.path, replace(self.state.options, **changes))  # type: ignore[arg-type]

    def set_field(self, column: int, field: ImportField | None) -> None:
        """Take *column* as *field*, which another column loses if a client has it once only."""
        mapping = dict(self.state.mapping)
        if field is not None and field not in SEVERAL:
            mapping = {index: each for index, each in mapping.items() if each is not field}
        mapping.pop(column, None)
        if field is not None:
            mapping[column] = field
        self._show(mapping=mapping, rows=None)
        self._read_rows()

    def set_on_duplicate(self, on_duplicate: OnDuplicate) -> None:
        """What happens to people who are there already."""
        self._show(on_duplicate=on_duplicate)

    def start(self, *, trial: bool = False) -> None:
        """Import; with *trial* only find out what would happen."""
        state = self.state
        path = state.path
        if path is None or not state.ready or state.step is Step.RUN:
            return
        self._stop = stop = threading.Event()
        self._show(step=Step.RUN, trial=trial, done=0, total=0, stopping=False, outcome=None, undone=False)

        def work(progress: Progress) -> ImportOutcome:
            return self._service.run(
                self._actor,
                path,
                state.mapping,
                state.on_duplicate,
                dry_run=trial,
                progress=progress.report,
                cancelled=lambda: stop.is_set() or progress.cancelled,
                options=state.options,
            )

        self._tasks.long(
            work,
            progress=lambda done, total: self._show(done=done, total=total),
            done=self._ran,
            failed=self._failed,
            owner=self._owner,
        )

    def stop(self) -> None:
        """Stop the import under way; it may be done already when it hears of it."""
        if self.state.step is Step.RUN:
            self._stop.set()
            self._show(stopping=True)

    def back(self) -> bool:
        """One step back; whether there was one."""
        match self.state.step:
            case Step.MAP:
                self._show(step=Step.CHOOSE, path=None, preview=None, error="", rows=())
                self.load()
            case Step.DONE if self.state.trial:
                self._show(step=Step.MAP)
            case Step.DONE:
                self._show(step=Step.CHOOSE, path=None, preview=None, outcome=None, rows=())
                self.load()
            case Step.RUN:
                self.stop()
            case _:
                return False
        return True

    def undo(self, import_id: int) -> None:
        """Take an import back."""

        def undone(outcome: UndoOutcome) -> None:
            shown = self.state.outcome
            if shown is not None and shown.import_id == import_id:
                self._show(undone=True)
            self._view.say_undone(outcome)
            self.load()

        self._tasks.write(
            lambda: self._service.undo(self._actor, import_id),
            done=undone,
            failed=self._view.report,
            owner=self._owner,
        )

    def save_errors(self, path: Path) -> None:
        """Write the rows that were left out to *path*."""
        outcome = self.state.outcome
        if outcome is not None:
            self._tasks.run(
                lambda: self._service.save_errors(outcome, path),
                done=lambda _lines: self._view.say_saved(path),
                failed=self._view.report,
                owner=self._owner,
            )

    def _look(self, path: Path, options: ReadOptions) -> None:
        token = self._again()
        self._show(step=Step.MAP, path=path, options=options, preview=None, rows=None, error="", outcome=None)

        def seen(preview: Preview) -> None:
            if not token.cancelled:
                self._show(preview=preview, mapping=preview.suggested)
                self._read_rows()

        self._tasks.run(
            lambda: self._service.look(path, options),
            done=seen,
            failed=lambda error: self._cannot_read(error, token),
            owner=self._owner,
        )

    def _read_rows(self) -> None:
        token = self._again()
        state = self.state
        path = state.path
        if path is None:
            return

        def read() -> tuple[PreviewRow, ...]:
            return tuple(self._service.preview(path, state.mapping, options=state.options))

        self._tasks.run(
            read,
            done=lambda rows: None if token.cancelled else self._show(rows=rows, error=""),
            failed=lambda error: self._cannot_read(error, token),
            owner=self._owner,
        )

    def _again(self) -> CancelToken:
        self._reading.cancel()
        self._reading = CancelToken()
        return self._reading

    def _cannot_read(self, error: Exception, token: CancelToken) -> None:
        if token.cancelled:
            return
        if isinstance(error, StudioError):
            self._show(error=error.text, rows=())
        else:
            self._view.report(error)

    def _ran(self, outcome: ImportOutcome) -> None:
        self._show(step=Step.DONE, outcome=outcome)
        import_id = outcome.import_id
        if import_id is not None:
            self._view.say_imported(outcome, lambda: self.undo(import_id))
            self.load()

    def _failed(self, error: Exception) -> None:
        self._show(step=Step.MAP)
        if isinstance(error, ImportCancelled):
            self._view.say_stopped()
        else:
            self._view.report(error)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self._view.render_state(self.state)


def undoable(each: PastImport) -> bool:
    """Whether a past import can be taken back."""
    return each.undone_at is None and bool(each.imported or each.merged)
