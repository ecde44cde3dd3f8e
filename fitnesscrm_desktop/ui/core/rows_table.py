"""A table over rows that are there already: a short list on a home page, a finished report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from fitnesscrm_desktop.ui.core.columns import ID_ROLE, Column, Index, LoadState, cell_data, header_data

R = TypeVar("R")
NO_PARENT = QModelIndex()


class RowsTableModel(QAbstractTableModel, Generic[R]):
    """``model.show_rows(rows)``; until then it is loading.

    *key* tells rows apart: those that stay keep their place in the selection when new rows are shown.

    Signals:
        state_changed(LoadState): loading, ready or empty.
    """

    state_changed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[R]] = (),
        *,
        key: Callable[[R], Any] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns: list[Column[R]] = list(columns)
        self._key = key or id
        self._rows: Sequence[R] = ()
        self._state = LoadState.LOADING

    @property
    def state(self) -> LoadState:
        """What there is to see."""
        return self._state

    def rows(self) -> Sequence[R]:
        """The rows shown."""
        return self._rows

    def show_loading(self) -> None:
        """Forget the rows: others are on their way."""
        self.beginResetModel()
        self._rows = ()
        self.endResetModel()
        self._become(LoadState.LOADING)

    def show_table(self, columns: Sequence[Column[R]], rows: Sequence[R]) -> None:
        """Show another table altogether."""
        self.show_loading()
        if self._columns:
            self.beginRemoveColumns(NO_PARENT, 0, len(self._columns) - 1)
            self._columns = []
            self.endRemoveColumns()
        if columns:
            self.beginInsertColumns(NO_PARENT, 0, len(columns) - 1)
            self._columns = list(columns)
            self.endInsertColumns()
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        self._become(LoadState.READY if rows else LoadState.EMPTY)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show other rows; nothing is painted where nothing is different, and the selection stays by key."""
        if self._state is not LoadState.LOADING and list(rows) == list(self._rows):
            return
        old = {self._key(row) for row in self._rows}
        new = {self._key(row) for row in rows}
        added = [row for row in rows if self._key(row) not in old]
        removed = [row for row in self._rows if self._key(row) not in new]
        if added:
            count = len(self._rows)
            self.beginInsertRows(NO_PARENT, count, count + len(added) - 1)
            self._rows = (*self._rows, *added)
            self.endInsertRows()
        self._rearrange((*rows, *removed))
        if removed:
            self.beginRemoveRows(NO_PARENT, len(rows), len(self._rows) - 1)
            self._rows = tuple(rows)
            self.endRemoveRows()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))
        self._become(LoadState.READY if self._rows else LoadState.EMPTY)

    def _rearrange(self, ordered: Sequence[R]) -> None:
        """The same rows in another order, and as they are now."""
        self.layoutAboutToBeChanged.emit()
        before, held = self._rows, self.persistentIndexList()
        self._rows = ordered
        place_of = {self._key(row): place for place, row in enumerate(ordered)}
        moved = [self.index(place_of[self._key(before[each.row()])], each.column()) for each in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def row_at(self, row: int) -> R | None:
        """The object shown in line *row*."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ID_ROLE:
            return self._key(row)
        return cell_data(self._columns[index.column()], row, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Title and alignment of a column."""
        return header_data(self._columns, section, orientation, role)

    def _become(self, state: LoadState) -> None:
        self._state = state
        self.state_changed.emit(state)
