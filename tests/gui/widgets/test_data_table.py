from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.paged_table import BlockTableModel, Column
from fitnesscrm_desktop.ui.core.tasks import QtTaskRunner
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.states import EmptyState, ErrorPanel, Skeleton
from tests.support.inline_tasks import InlineTasks


@dataclass(frozen=True)
class Row:
    id: int
    name: str


COLUMNS: list[Column[Row]] = [
    Column("Client", lambda r: r.name, sort="name"),
    Column("Status", lambda _: "<b>Active</b>", tone=lambda _: Tone.GREEN, width=120),
    Column("Visits", lambda r: str(r.id), numeric=True, width=80, sort="visits"),
]


class Clients:
    def __init__(self, count: int) -> None:
        self.count, self.broken = count, False

    def ids(self) -> Sequence[int]:
        if self.broken:
            raise OSError("no server")
        return range(1, self.count + 1)

    def rows(self, ids: Sequence[int]) -> Sequence[Row]:
        return [Row(i, f"Name{i}") for i in ids]


@pytest.fixture
def clients() -> Clients:
    return Clients(300)


@pytest.fixture
def table(qtbot: QtBot, clients: Clients) -> DataTable:
    made = DataTable("Clients", multi=True)
    qtbot.addWidget(made)
    model = BlockTableModel(COLUMNS, InlineTasks(), parent=made)
    made.setModel(model)
    made.resize(800, 400)
    made.show()
    model.show(clients)
    if clients.count:
        qtbot.waitUntil(lambda: model.row_at(0) is not None)
    return made


def model_of(table: DataTable) -> BlockTableModel[Row]:
    model = table.model()
    assert isinstance(model, BlockTableModel)
    return model


def test_enter_and_double_click_open_the_row(qtbot: QtBot, table: DataTable) -> None:
    opened: list[Row] = []
    table.row_activated.connect(opened.append)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.id for row in opened] == [1, 3]


def test_rows_are_high_and_columns_fill_the_width(table: DataTable) -> None:
    assert table.rowHeight(0) == 40
    header = table.horizontalHeader()
    assert abs(header.length() - table.viewport().width()) <= 1
    assert header.sectionSize(1) == 120
    assert header.sectionSize(0) > 400
    table.resize(1100, 400)
    assert abs(header.length() - table.viewport().width()) <= 1


def test_what_changed_while_nobody_saw_it_fits_when_it_is_shown(table: DataTable) -> None:
    table.hide()
    table.setColumnWidth(0, 60)
    theme_changed.emit(theme())
    assert table.columnWidth(0) == 60
    table.show()
    assert abs(table.horizontalHeader().length() - table.viewport().width()) <= 1


def test_a_width_set_by_hand_is_kept(table: DataTable) -> None:
    table.setColumnWidth(1, 200)
    table.resize(1000, 400)
    assert table.columnWidth(1) == 200


def test_columns_with_hints_only_share_the_rest(qtbot: QtBot, clients: Clients) -> None:
    table = DataTable("Clients")
    qtbot.addWidget(table)
    model = BlockTableModel(COLUMNS[1:], InlineTasks(), parent=table)
    table.setModel(model)
    table.resize(800, 300)
    table.show()
    assert abs(table.horizontalHeader().length() - table.viewport().width()) <= 1


def test_headers_ask_for_sorting(table: DataTable) -> None:
    asked: list[tuple[str, bool]] = []
    table.sort_requested.connect(lambda key, descending: asked.append((key, descending)))
    header = table.horizontalHeader()
    arrows: list[tuple[int, Qt.SortOrder]] = []
    for column in (0, 0, 1, 2):
        place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        arrows.append((header.sortIndicatorSection(), header.sortIndicatorOrder()))
    assert asked == [("name", False), ("name", True), ("visits", False)]
    up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
    assert arrows == [(0, up), (0, down), (0, down), (2, up)], "a column that cannot sort takes the arrow"
    table.set_sort("name", descending=True)
    assert header.sortIndicatorSection() == 0


def test_selection_is_told_as_rows(qtbot: QtBot, table: DataTable) -> None:
    told: list[list[Row]] = []
    current: list[Row | None] = []
    table.selection_changed_to.connect(told.append)
    table.current_row_changed.connect(current.append)
    table.select_row(4)
    assert [row.id for row in told[-1]] == [5]
    assert current[-1] == Row(5, "Name5")
    assert table.current_row() == Row(5, "Name5")
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [row.id for row in table.selected_rows()] == [5, 6]


def test_the_menu_is_made_for_the_selected_rows(qtbot: QtBot, table: DataTable) -> None:
    asked: list[list[Row]] = []
    freeze = QAction("Freeze", table)

    def maker(rows: list[Row]) -> list[QAction]:
        asked.append(rows)
        return [freeze]

    table.set_menu(maker)
    table.customContextMenuRequested.emit(QPoint(10, 10))
    assert asked == []
    table.select_row(0)
    table.customContextMenuRequested.emit(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions() == [freeze]
    menu.close()
    assert [row.id for row in asked[0]] == [1]


def visible(table: DataTable, kind: type[Skeleton | EmptyState | ErrorPanel]) -> bool:
    return any(panel.isVisible() for panel in table.findChildren(kind))


def test_empty_and_broken_tables_say_so(qtbot: QtBot, table: DataTable, clients: Clients) -> None:
    model = model_of(table)
    assert not visible(table, EmptyState)
    clients.count = 0
    model.refresh()
    assert visible(table, EmptyState)
    empty = table.set_empty("users", "No clients yet", "", "Add a client")
    assert empty.isVisible()
    with qtbot.waitSignal(empty.acted):
        empty.acted.emit()
    clients.broken = True
    model.refresh()
    assert visible(table, ErrorPanel)
    assert not visible(table, EmptyState)
    clients.broken, clients.count = False, 5
    table.findChildren(ErrorPanel)[0].retried.emit()
    assert not visible(table, ErrorPanel)
    assert model.rowCount() == 5


def test_a_skeleton_while_loading(qtbot: QtBot) -> None:
    runner = QtTaskRunner(report=print)
    table = DataTable("Clients")
    qtbot.addWidget(table)
    model = BlockTableModel(COLUMNS, runner, parent=table)
    table.setModel(model)
    table.show()
    model.show(Clients(3))
    assert visible(table, Skeleton)
    qtbot.waitUntil(lambda: model.rowCount() == 3)
    assert not visible(table, Skeleton)
    qtbot.waitUntil(runner.idle)
    assert runner.shutdown()


def test_pills_are_painted_in_their_tone(qtbot: QtBot, table: DataTable) -> None:
    shot = table.viewport().grab().toImage()
    place = table.visualRect(table.model().index(1, 1))
    colours = {shot.pixelColor(x, place.center().y()).name() for x in range(place.left(), place.right())}
    assert "#dcfce7" in colours


def test_any_model_will_do(qtbot: QtBot) -> None:
    table = DataTable("Plain")
    qtbot.addWidget(table)
    model = QStandardItemModel(0, 1, table)
    table.setModel(model)
    table.show()
    assert visible(table, EmptyState)
    model.appendRow(QStandardItem("x"))
    assert not visible(table, EmptyState)
    table.setModel(None)
