"""Import: choose a file, say what its columns are, look, import; and take it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.imports.results import ImportOutcome, UndoOutcome
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.saved_files import tell_saved
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M
from fitnesscrm_desktop.ui.imports.drop_area import DropArea, dropped_file
from fitnesscrm_desktop.ui.imports.mapping_panel import MappingPanel
from fitnesscrm_desktop.ui.imports.past_list import PastList
from fitnesscrm_desktop.ui.imports.presenter import ImportPresenter
from fitnesscrm_desktop.ui.imports.result_panel import ResultPanel
from fitnesscrm_desktop.ui.imports.state import ImportState, Step
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.progress_bar import ProgressBar

KINDS = "*.csv *.txt *.tsv *.xlsx *.xlsm"


class ImportPage(Page):
    """The page "Import"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setAcceptDrops(True)
        self._desk = desk
        self.presenter = ImportPresenter(desk.services.imports, desk.actor, desk.tasks, self, self)
        self.header = PageHeader(self.tr("Import clients"))
        self.other_button = Button(self.tr("Other file…"), self.choose_file, icon="file")
        self.header.add(self.other_button)
        self.drop = DropArea()
        self.drop.wanted.connect(self.choose_file)
        self.drop.dropped.connect(self.presenter.choose)
        self.past = PastList(desk)
        self.past.undo_wanted.connect(self.presenter.undo)
        self._lay_out()
        self.render_state(self.presenter.state)

    @cached_property
    def mapping(self) -> MappingPanel:
        """What the columns are; made for the first file."""
        made = MappingPanel(self._desk)
        made.read_as.connect(lambda name, value: self.presenter.read_as(**{name: value}))
        made.mapped.connect(self.presenter.set_field)
        made.duplicates_chosen.connect(self.presenter.set_on_duplicate)
        made.checked.connect(lambda: self.presenter.start(trial=True))
        made.started.connect(self.presenter.start)
        self.steps.addWidget(made)
        return made

    @cached_property
    def result(self) -> ResultPanel:
        """What has come of it; made when there is something to say."""
        made = ResultPanel(self._desk)
        made.saved.connect(self.save_errors)
        made.undone.connect(self._undo_shown)
        made.started.connect(self.presenter.start)
        made.back_wanted.connect(self.presenter.back)
        made.again.connect(self.presenter.back)
        made.clients_wanted.connect(lambda: self._desk.window.go("clients.list"))
        made.client_wanted.connect(lambda number: self._desk.window.go("clients.client", client_id=number))
        made.merge_wanted.connect(self._merge)
        self.steps.addWidget(made)
        return made

    def _lay_out(self) -> None:
        choose = QWidget()
        first = QVBoxLayout(choose)
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(L)
        first.addWidget(self.drop)
        first.addWidget(self.past, 1)
        self.steps = QStackedWidget()
        self._choosing, self._running = choose, self._running_panel()
        self.steps.addWidget(self._choosing)
        self.steps.addWidget(self._running)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addWidget(self.steps, 1)

    def _running_panel(self) -> QWidget:
        self.running = Label("", "heading")
        self.counted = Label("", "muted")
        self.bar = ProgressBar(self.tr("Progress"))
        self.stop_button = Button(self.tr("Stop"), self.presenter.stop, icon="x")
        card = Card()
        card.setMaximumWidth(theme().px(560))
        buttons = QHBoxLayout()
        buttons.addWidget(self.counted, 1)
        buttons.addWidget(self.stop_button)
        card.add(self.running)
        card.add(self.bar)
        card.body.addLayout(buttons)
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 4)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(2)
        return made

    def arrive(self, **where: Any) -> None:
        """``path=...`` begins with that file."""
        path = where.get("path")
        if path is not None:
            self.presenter.choose(Path(path))
        elif self.presenter.state.step is Step.CHOOSE:
            self.presenter.load()

    def choose_file(self) -> None:
        """Ask for a file."""
        if self.presenter.state.step is Step.RUN:
            return
        kinds = self.tr("Client lists ({kinds})").format(kinds=KINDS)
        path = self._desk.dialogs.choose_open_file(self.tr("Choose a client list"), kinds)
        if path is not None:
            self.presenter.choose(path)

    def save_errors(self) -> None:
        """Ask where the list of rows that were left out shall go."""
        outcome = self.presenter.state.outcome
        if outcome is None:
            return
        suggested = Path.home() / f"{Path(outcome.file_name).stem}-{self.tr('left-out')}.csv"
        path = self._desk.dialogs.choose_save_file(self.tr("Save the list"), suggested, "CSV (*.csv)")
        if path is not None:
            self.presenter.save_errors(path)

    def _undo_shown(self) -> None:
        outcome = self.presenter.state.outcome
        if outcome is not None and outcome.import_id is not None:
            self.presenter.undo(outcome.import_id)

    def _merge(self, kept: int, other: int) -> None:
        self._desk.window.open_dialog(
            "clients.merge",
            client_id=kept,
            other_id=other,
            then=lambda _merged: self.result.show_merged(other),
        )

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: ImportState) -> None:
        """Show it."""
        at_work: QWidget | None = self.window().focusWidget()
        turned = self.steps.currentWidget() is not self._panel(state.step)
        follows = turned and at_work is not None and self.steps.isAncestorOf(at_work)
        self.steps.setCurrentWidget(self._panel(state.step))
        self.header.set_title(self.tr("Import clients"), self._sub(state))
        self.other_button.setVisible(state.step is Step.MAP)
        self.past.show_past(state.past)
        if state.step is Step.MAP:
            self.mapping.show_state(state)
        elif state.step is Step.RUN:
            self._show_progress(state)
        elif state.step is Step.DONE:
            self.result.show_state(state)
        if follows:
            self._what_comes_next(state).setFocus()

    def _what_comes_next(self, state: ImportState) -> QWidget:
        """Where the keys go when one step has followed another: to what Enter should do."""
        match state.step:
            case Step.CHOOSE:
                return self.drop.button
            case Step.MAP:
                return self.mapping.start_button if state.ready else self.mapping.encoding
            case Step.RUN:
                return self.stop_button
            case Step.DONE:
                return self.result.next_button(state)

    def _panel(self, step: Step) -> QWidget:
        if step is Step.MAP:
            return self.mapping
        if step is Step.DONE:
            return self.result
        return self._running if step is Step.RUN else self._choosing

    def _sub(self, state: ImportState) -> str:
        if state.step is Step.CHOOSE or state.path is None:
            return ""
        if state.preview is None:
            return state.path.name
        rows = self._desk.formats.number(state.preview.rows)
        if state.preview.rows == 1:
            return self.tr("{file}, 1 row").format(file=state.path.name)
        return self.tr("{file}, {rows} rows").format(file=state.path.name, rows=rows)

    def _show_progress(self, state: ImportState) -> None:
        storing = 2 * state.done > state.total > 0
        if state.stopping:
            text = self.tr("Stopping…")
        elif not state.total:
            text = self.tr("Reading the file…")
        elif storing and not state.trial:
            text = self.tr("Storing the clients…")
        else:
            text = self.tr("Checking the rows…")
        self.running.setText(text)
        self.bar.set_share(state.done, state.total)
        share = round(100 * state.done / state.total) if state.total else 0
        self.counted.setText(self.tr("{share} %").format(share=share) if state.total else " ")

    def say_imported(self, outcome: ImportOutcome, undo: Callable[[], None]) -> None:
        """Say it in a toast."""
        count = self._desk.formats.number(outcome.imported)
        one = outcome.imported == 1
        text = (
            self.tr("1 client imported.") if one else self.tr("{count} clients imported.").format(count=count)
        )
        self._desk.toasts.show_toast(text, undo=undo, tone="good")

    def say_undone(self, undone: UndoOutcome) -> None:
        """Say it in a toast; who stays is named in a dialog."""
        if not undone.kept:
            self._desk.toasts.show_toast(
                self.tr("“{name}” was taken back.").format(name=undone.file_name), tone="good"
            )
            return
        named = [
            self.tr("{name}, number {number}: {reason}").format(
                name=each.name, number=each.member_number, reason=each.reason
            )
            for each in undone.kept
        ]
        count = self._desk.formats.number(len(undone.kept))
        text = self.tr("The import was taken back. {count} of its clients stay, because they are in use.")
        self._desk.dialogs.tell(self.tr("Taken back"), text.format(count=count), "\n".join(named))

    def say_stopped(self) -> None:
        """Say it in a toast."""
        self._desk.toasts.show_toast(self.tr("The import was stopped. Nothing of it was stored."))

    def say_saved(self, path: Path) -> None:
        """Say it in a toast."""
        tell_saved(self._desk.toasts, path)

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self._desk.window.report(error)

    # --- keys and drops ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back."""
        if event.key() == Qt.Key.Key_Escape and self.presenter.back():
            event.accept()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere on the page."""
        if self.presenter.state.step is not Step.RUN and dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        path = dropped_file(event)
        if path is not None and self.presenter.state.step is not Step.RUN:
            event.acceptProposedAction()
            self.presenter.choose(path)
