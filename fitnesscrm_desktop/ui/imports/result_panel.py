"""What came of an import: figures, and every row that was left out with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.imports.results import ImportOutcome
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.tokens import L, M, Tone
from fitnesscrm_desktop.ui.imports.state import ImportState, ListedRows
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import Card, KpiCard
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the list; *kind* says what has become of the row."""

    row: int
    column: str
    text: str
    kind: str
    client_id: int | None = None
    perhaps_client_id: int | None = None


LEFT_OUT, THERE_ALREADY, IN_PART, PERHAPS_KNOWN = "left_out", "there_already", "in_part", "perhaps_known"
TONES = {
    LEFT_OUT: Tone.RED,
    THERE_ALREADY: Tone.NEUTRAL,
    IN_PART: Tone.AMBER,
    PERHAPS_KNOWN: Tone.AMBER,
}
MERGE = "merge"


class ResultPanel(QWidget):
    """Last step of an import.

    Signals:
        saved: write the list to a file.
        undone: take the import back.
        started: after a trial run: import for real.
        back_wanted: change something before the import.
        again: import another file.
        clients_wanted: show the clients.
        client_wanted(int): show one client.
        merge_wanted(int, int): make one client of two; the first one is kept.
    """

    saved = Signal()
    undone = Signal()
    started = Signal()
    back_wanted = Signal()
    again = Signal()
    clients_wanted = Signal()
    client_wanted = Signal(int)
    merge_wanted = Signal(int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: ImportOutcome | None = None
        self._mergeable = False
        self._merged: set[int] = set()
        self.banner = Banner("", Tone.GREEN)
        self.imported = KpiCard(self.tr("Imported"), icon="users")
        self.merged = KpiCard(self.tr("Filled in"), icon="merge")
        self.skipped = KpiCard(self.tr("There already"), icon="user")
        self.failed = KpiCard(self.tr("Left out"), icon="alert-triangle")
        for card in (self.merged, self.skipped, self.failed):
            card.set_openable(False)
        self.imported.opened.connect(self.clients_wanted.emit)
        self.table = DataTable(self.tr("Rows with something to tell"))
        self.table.set_empty(
            "check-circle", self.tr("Every row came in"), self.tr("There is nothing to tell.")
        )
        columns = self._columns()
        self.model: FeedTableModel[Told] = FeedTableModel(columns, desk.tasks, parent=self)
        self.table.setModel(self.model)
        self.buttons = RowButtons(self.buttons_of, self.table)
        self.buttons.pressed.connect(lambda _key, told: self._merge(told))
        self.table.setItemDelegateForColumn(len(columns) - 1, self.buttons)
        self.table.set_menu(self._menu)
        self.table.row_activated.connect(self._open)
        self.save_button = Button(self.tr("Save list…"), self.saved.emit, icon="download")
        self.undo_button = Button(self.tr("Undo this import"), self.undone.emit, icon="undo")
        self.back_button = Button(self.tr("Back to the columns"), self.back_wanted.emit, icon="arrow-left")
        self.again_button = Button(self.tr("Import another file"), self.again.emit, icon="file")
        self.start_button = PrimaryButton(self.tr("Import now"), self.started.emit, icon="upload")
        self.clients_button = PrimaryButton(self.tr("Show clients"), self.clients_wanted.emit, icon="users")
        self._lay_out()

    def _columns(self) -> list[Column[Told]]:
        return [
            Column(self.tr("Row"), lambda told: self._desk.formats.number(told.row), width=70, numeric=True),
            Column(self.tr("State"), self._kind, tone=lambda told: TONES[told.kind], width=130),
            Column(self.tr("Column"), lambda told: told.column, tooltip=lambda told: told.column, width=110),
            Column(self.tr("What to know"), lambda told: told.text, tooltip=lambda told: told.text),
            Column("", lambda _told: "", width=92),
        ]

    def _kind(self, told: Told) -> str:
        return {
            LEFT_OUT: self.tr("left out"),
            THERE_ALREADY: self.tr("there already"),
            IN_PART: self.tr("in part"),
            PERHAPS_KNOWN: self.tr("perhaps known"),
        }[told.kind]

    def _lay_out(self) -> None:
        figures = QGridLayout()
        figures.setSpacing(M)
        for place, card in enumerate((self.imported, self.merged, self.skipped, self.failed)):
            figures.addWidget(card, 0, place)
        rows = Card(self.tr("Row by row"))
        rows.head.addWidget(self.save_button)
        rows.add(self.table, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(M)
        bottom.addWidget(self.undo_button)
        bottom.addWidget(self.back_button)
        bottom.addStretch(1)
        for button in (self.again_button, self.clients_button, self.start_button):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(L)
        layout.addWidget(self.banner)
        layout.addLayout(figures)
        layout.addWidget(rows, 1)
        layout.addLayout(bottom)

    def show_state(self, state: ImportState) -> None:
        """Show what came of it."""
        outcome = state.outcome
        if outcome is None:
            return
        number = self._desk.formats.number
        failed = len({each.row for each in outcome.errors})
        self.imported.set_label(self.tr("Would come in") if state.trial else self.tr("Imported"))
        self.imported.set_value(number(outcome.imported), self._new_clients(outcome))
        self.merged.set_value(number(outcome.merged), self.tr("had something missing"))
        self.skipped.set_value(number(outcome.skipped), self.tr("nothing was changed"))
        self.failed.set_value(number(failed), self.tr("rows with mistakes"), Tone.RED if failed else None)
        self.imported.set_openable(outcome.import_id is not None)
        self._say(state, outcome)
        stored = outcome.import_id is not None
        self.undo_button.setVisible(stored and not state.undone)
        self.start_button.setVisible(state.trial and bool(outcome.imported or outcome.merged))
        self.back_button.setVisible(state.trial)
        self.again_button.setVisible(not state.trial)
        self.clients_button.setVisible(stored and not state.undone)
        told = _told(outcome)
        self.save_button.setVisible(bool(told))
        mergeable = stored and not state.undone and self._desk.actor.may(Permission.MERGE_CLIENTS)
        if outcome is not self._shown or mergeable != self._mergeable:
            self._shown, self._mergeable, self._merged = outcome, mergeable, set()
            self.model.show(ListedRows(told))

    def next_button(self, state: ImportState) -> Button:
        """What most people do next."""
        if state.trial:
            return self.start_button if self.start_button.isVisibleTo(self) else self.back_button
        return self.clients_button if self.clients_button.isVisibleTo(self) else self.again_button

    def show_merged(self, client_id: int) -> None:
        """The doubt about *client_id* is settled."""
        self._merged.add(client_id)
        self.table.viewport().update()

    def _new_clients(self, outcome: ImportOutcome) -> str:
        if not outcome.doubts:
            return self.tr("new clients")
        count = self._desk.formats.number(len(outcome.doubts))
        return self.tr("new clients, {count} perhaps known").format(count=count)

    def _say(self, state: ImportState, outcome: ImportOutcome) -> None:
        if state.undone:
            self.banner.set_text(self.tr("This import was taken back."), Tone.NEUTRAL)
        elif state.trial:
            self.banner.set_text(self.tr("This was a trial: nothing is stored yet."), Tone.BLUE)
        elif outcome.import_id is None:
            self.banner.set_text(self.tr("Nothing of this file was stored."), Tone.AMBER)
        else:
            self.banner.set_text(
                self.tr("“{name}” is imported. It can be taken back as a whole.").format(
                    name=outcome.file_name
                ),
                Tone.GREEN,
            )

    def _open(self, told: Told) -> None:
        if told.client_id is not None:
            self.client_wanted.emit(told.client_id)

    def _may_be_merged(self, told: Told) -> bool:
        known = told.client_id is not None and told.perhaps_client_id is not None
        return self._mergeable and known and told.client_id not in self._merged

    def buttons_of(self, told: Told) -> Sequence[RowButton]:
        """What can be done in the row."""
        return [RowButton(MERGE, self.tr("Merge…"))] if self._may_be_merged(told) else []

    def _menu(self, rows: list[Told]) -> list[QAction]:
        if not rows or not self._may_be_merged(rows[0]):
            return []
        action = QAction(self.tr("Merge the two…"), self)
        action.triggered.connect(lambda _checked=False: self._merge(rows[0]))
        return [action]

    def _merge(self, told: Told) -> None:
        if self._may_be_merged(told):
            self.merge_wanted.emit(told.perhaps_client_id, told.client_id)


def _told(outcome: ImportOutcome) -> list[Told]:
    told = [Told(each.row, each.column, each.text, LEFT_OUT) for each in outcome.errors]
    told += [Told(each.row, each.column, each.text, IN_PART) for each in outcome.remarks]
    told += [Told(each.row, "", each.text, THERE_ALREADY, each.client_id) for each in outcome.skips]
    told += [
        Told(each.row, "", each.text, PERHAPS_KNOWN, each.client_id, each.perhaps_client_id)
        for each in outcome.doubts
    ]
    return sorted(told, key=lambda each: each.row)
