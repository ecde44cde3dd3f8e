"""The row under the mouse, shaded as a whole: a click opens the row, not the cell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView


class RowHover(QObject):
    """Follows the mouse over *table*; when it changes the row, two rows are painted anew and nothing else."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.row = -1
        table.viewport().installEventFilter(self)
        table.verticalScrollBar().valueChanged.connect(self._scrolled)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See where the mouse is; take nothing."""
        if event.type() == QEvent.Type.Leave:
            self._go_to(-1)
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._go_to(self._table.rowAt(round(event.position().y())))
        return False

    def _scrolled(self) -> None:
        """The rows move under a mouse that stands still; all of them are painted anyway."""
        viewport = self._table.viewport()
        if self.row >= 0:
            self.row = self._table.rowAt(viewport.mapFromGlobal(viewport.cursor().pos()).y())

    def _go_to(self, row: int) -> None:
        if row == self.row:
            return
        before, self.row = self.row, row
        viewport = self._table.viewport()
        for each in (before, row):
            if each >= 0:
                top, height = self._table.rowViewportPosition(each), self._table.rowHeight(each)
                viewport.update(QRect(0, top, viewport.width(), height))


def mark_row(cell: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
    """Paint the *cell* as a part of its row: no focus frame of its own, and shaded with the others."""
    cell.state &= ~QStyle.StateFlag.State_HasFocus
    hover = getattr(cell.widget, "hover", None)
    if isinstance(hover, RowHover):
        over = QStyle.StateFlag.State_MouseOver
        cell.state = cell.state | over if hover.row == index.row() else cell.state & ~over
