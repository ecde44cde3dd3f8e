"""The table of the outbox: one line per message, and a key for every deed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent

from fitnesscrm_desktop.services.messaging.outbox_results import Which
from fitnesscrm_desktop.services.messaging.results import MessageRow
from fitnesscrm_desktop.ui.core.columns import ROW_ROLE, Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.messaging.outbox_state import Deed, Messages, suits
from fitnesscrm_desktop.ui.messaging.outbox_words import (
    about_text,
    deed_word,
    from_text,
    nothing_words,
    state_tone,
    state_word,
    when_text,
)
from fitnesscrm_desktop.ui.messaging.words import channel_word
from fitnesscrm_desktop.ui.widgets.data_table import DataTable

PAGE = 300
CHANNEL, FROM, WHEN = 2, 3, 5
ROOMY, NARROW, NARROWEST = 860, 760, 520
KEYS = {
    Qt.Key.Key_A: Deed.APPROVE,
    Qt.Key.Key_E: Deed.EDIT,
    Qt.Key.Key_Delete: Deed.DROP,
    Qt.Key.Key_R: Deed.RETRY,
}
FLAGS = QItemSelectionModel.SelectionFlag


class OutboxList(DataTable):
    """Space selects line by line, Shift and Ctrl+A select many; A, E, Del and R do something with them.

    Signals:
        wanted(object): do this ``Deed`` to what is selected.
        chosen(list, object): the rows that are selected, and the one that is read, or None.
        everything_chosen: what is not loaded yet is selected as well.
        loaded(object): the list is there; its first row, or None.
        write_wanted: nothing is listed, and somebody wants to write.
    """

    wanted = Signal(object)
    chosen = Signal(list, object)
    everything_chosen = Signal()
    loaded = Signal(object)
    write_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("", multi=True)
        self.setAccessibleName(self.tr("Messages"))
        self._desk = desk
        self._kept: tuple[frozenset[int], int, int] = (frozenset(), -1, 0)
        self._may: frozenset[Deed] = frozenset(Deed)
        self._everything = self._growing = False
        self.feed: FeedTableModel[MessageRow] = FeedTableModel(
            self._columns(), desk.tasks, page_size=PAGE, parent=self
        )
        # Before the table follows the model: it forgets what is selected.
        self.feed.modelAboutToBeReset.connect(self._keep)
        self.setModel(self.feed)
        self.feed.modelReset.connect(self._restore)
        self.feed.rowsInserted.connect(lambda _parent, first, _last: self._came(first))
        self.feed.state_changed.connect(lambda _state: self.loaded.emit(self.feed.row_at(0)))
        self.leave_out_below(ROOMY, CHANNEL)
        self.leave_out_below(NARROW, FROM)
        self.leave_out_below(NARROWEST, WHEN)
        self.selectionModel().selectionChanged.connect(self._selected)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self._tell())
        self.row_activated.connect(lambda _row: self.wanted.emit(Deed.EDIT))
        self.set_menu(self._menu)

    def _columns(self) -> list[Column[MessageRow]]:
        formats, clock = self._desk.formats, self._desk.services.core.clock
        return [
            Column(
                self.tr("To"),
                lambda row: row.to_name,
                tooltip=lambda row: f"{row.to_name}\n{row.to_address}",
                width=130,
            ),
            Column(self.tr("Message"), about_text, tooltip=lambda row: row.first_line),
            Column(self.tr("As"), lambda row: channel_word(row.channel), width=100),
            Column(self.tr("From"), from_text, tooltip=from_text, width=130),
            Column(self.tr("State"), lambda row: state_word(row, clock.now()), tone=state_tone, width=130),
            Column(self.tr("When"), lambda row: when_text(row, clock.now(), formats), width=84, numeric=True),
        ]

    def allow(self, deeds: frozenset[Deed]) -> None:
        """What this person may do at all."""
        self._may = deeds

    def show_messages(self, source: Messages, which: Which) -> None:
        """Show these from their start; the newest is read."""
        words = nothing_words(which)
        first = self.tr("Write a message") if which is Which.ALL else ""
        self.set_empty(*words, first).acted.connect(self.write_wanted.emit)
        self._kept = (frozenset(), -1, 0)
        with QSignalBlocker(self.feed):
            self.clearSelection()
        self._kept = (frozenset(), -1, 0)
        self._everything = False
        self.feed.show(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for; everything else moves and selects."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        deed = KEYS.get(Qt.Key(event.key())) if plain else None
        if deed is not None:
            self.wanted.emit(deed)
        elif plain and event.key() == Qt.Key.Key_Space:
            self._toggle()
        else:
            super().keyPressEvent(event)

    def _toggle(self) -> None:
        """Select this line too, or no longer, and go on to the next."""
        here = self.currentIndex()
        if not here.isValid():
            return
        selection = self.selectionModel()
        selection.select(here, FLAGS.Toggle | FLAGS.Rows)
        below = self.feed.index(here.row() + 1, 0)
        if below.isValid():
            selection.setCurrentIndex(below, FLAGS.NoUpdate)
            self.scrollTo(below)

    def selectAll(self) -> None:
        """Select everything that the filter has."""
        super().selectAll()
        if not self.feed.has_all:
            self._everything = True
            self.everything_chosen.emit()

    def _came(self, first: int) -> None:
        """More rows are loaded: with everything selected, they are, too."""
        if first == 0:
            self._begin()
        elif self._everything:
            self._grow()

    def _grow(self, here: int | None = None) -> None:
        """Show that everything is selected; who chose it knows."""
        self._growing = True
        if here is not None:
            self.selectionModel().setCurrentIndex(self.feed.index(here, 0), FLAGS.NoUpdate)
        super().selectAll()
        self._growing = False

    def _selected(self, _on: QItemSelection, _off: QItemSelection) -> None:
        self._tell()

    def _tell(self) -> None:
        if self._growing:
            return
        self._everything = False
        self.chosen.emit(self.selected_rows(), self.current_row())

    def _keep(self) -> None:
        rows = self.selected_rows()
        if not rows and self.current_row() is None:
            return
        current = self.current_row()
        here = self.currentIndex().row()
        place = here - sum(1 for index in self.selectionModel().selectedRows() if index.row() < here)
        self._kept = (frozenset(row.id for row in rows), -1 if current is None else current.id, place)

    def _restore(self) -> None:
        """What was selected stays so; if all of it is gone, the line that took its place is."""
        ids, current_id, place = self._kept
        count = self.feed.rowCount()
        if not count:
            self._tell()
            return
        rows = [row for row in range(count) if self._id_at(row) in ids]
        here = next((row for row in range(count) if self._id_at(row) == current_id), -1)
        if not rows and (ids or here < 0):
            self.select_row(min(max(place, 0), count - 1))
            return
        if self._everything:
            self._grow(max(here, 0))
            self.everything_chosen.emit()
            return
        selection = self.selectionModel()
        picked = QItemSelection()
        for row in rows:
            picked.select(self.feed.index(row, 0), self.feed.index(row, self.feed.columnCount() - 1))
        selection.setCurrentIndex(self.feed.index(here if here >= 0 else rows[0], 0), FLAGS.NoUpdate)
        selection.select(picked, FLAGS.ClearAndSelect | FLAGS.Rows)

    def _begin(self) -> None:
        self.select_row(0)

    def _id_at(self, row: int) -> int:
        found: MessageRow | None = self.feed.index(row, 0).data(ROW_ROLE)
        return -1 if found is None else found.id

    def _menu(self, rows: list[MessageRow]) -> Sequence[QAction]:
        return [
            self._action(deed)
            for deed in (Deed.APPROVE, Deed.EDIT, Deed.DROP, Deed.RETRY)
            if deed in self._may and any(suits(deed, row) for row in rows)
        ]

    def _action(self, deed: Deed) -> QAction:
        action = QAction(deed_word(deed), self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(deed))
        return action
