"""The mouse shades a whole row, cheaply, and leaves the selection alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons


class Noting(DataTable):
    """Notes what is painted."""

    def __init__(self) -> None:
        super().__init__("People")
        self.painted: list[QRect] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        """Note it, and paint."""
        self.painted.append(event.rect())
        super().paintEvent(event)


@pytest.fixture
def table(qtbot: QtBot) -> Noting:
    made = Noting()
    qtbot.addWidget(made)
    model: RowsTableModel[int] = RowsTableModel(
        [Column("Name", str), Column("Town", lambda _row: ""), Column("", lambda _row: "", width=100)],
        key=int,
        parent=made,
    )
    made.setModel(model)
    made.setItemDelegateForColumn(2, RowButtons(lambda _row: [RowButton("go", "Go")], made))
    model.show_rows(tuple(range(200)))
    made.resize(600, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def move_to(table: DataTable, row: int) -> None:
    """Put the mouse on the first cell of *row*."""
    at = QPointF(QPoint(10, table.rowViewportPosition(row) + 5))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        table.viewport().mapToGlobal(at),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(table.viewport(), event)


def grounds(table: DataTable, row: int) -> set[str]:
    """The colours behind the texts of *row*, near the end of each cell."""
    picture = table.viewport().grab().toImage()
    scale = picture.devicePixelRatio()
    found = set()
    for column in range(table.model().columnCount()):
        cell = table.visualRect(table.model().index(row, column))
        found.add(
            picture.pixelColor(round((cell.right() - 3) * scale), round((cell.top() + 3) * scale)).name()
        )
    return found


def test_the_whole_row_under_the_mouse_is_shaded_and_no_other(table: Noting) -> None:
    move_to(table, 2)
    assert grounds(table, 2) == {QColor(theme().colors.hover).name()}
    assert QColor(theme().colors.hover).name() not in grounds(table, 3) | grounds(table, 1)
    move_to(table, 3)
    assert grounds(table, 3) == {QColor(theme().colors.hover).name()}
    assert QColor(theme().colors.hover).name() not in grounds(table, 2)
    QApplication.sendEvent(table.viewport(), QEvent(QEvent.Type.Leave))
    assert QColor(theme().colors.hover).name() not in grounds(table, 3)


def test_the_selected_row_stays_marked_under_the_mouse(table: Noting) -> None:
    table.select_row(4)
    move_to(table, 4)
    assert grounds(table, 4) == {QColor(theme().colors.selection).name()}
    assert table.current_row() == 4


def test_only_the_rows_that_change_are_painted(table: Noting) -> None:
    move_to(table, 2)
    QApplication.processEvents()
    table.painted.clear()
    move_to(table, 5)
    QApplication.processEvents()
    height = table.rowHeight(0)
    assert table.painted
    assert all(area.top() >= 2 * height and area.bottom() < 6 * height for area in table.painted)


def test_the_wheel_moves_the_rows_under_a_mouse_that_stands_still(table: Noting) -> None:
    move_to(table, 2)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    viewport = table.viewport()
    assert table.hover.row == table.rowAt(viewport.mapFromGlobal(viewport.cursor().pos()).y())
