from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.services.core.paging import Page
from fitnesscrm_desktop.ui.core.paged_table import (
    ID_ROLE,
    ROW_ROLE,
    TONE_ROLE,
    BlockTableModel,
    Column,
    FeedTableModel,
    LoadState,
)
from fitnesscrm_desktop.ui.core.tasks import QtTaskRunner
from fitnesscrm_desktop.ui.core.tokens import Tone
from tests.support.inline_tasks import InlineTasks


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    version: int = 0


COLUMNS: list[Column[Row]] = [
    Column("Name", lambda r: f"{r.name}/{r.version}", tooltip=lambda r: f"<b>{r.name}</b>"),
    Column("No.", lambda r: str(r.id), numeric=True),
    Column("Status", lambda _: "Active", tone=lambda _: Tone.GREEN),
]
DISPLAY = Qt.ItemDataRole.DisplayRole


class Feed:
    """A thousand rows, and a switch that breaks it."""

    def __init__(self, length: int = 1000) -> None:
        self.length, self.broken, self.fetched = length, False, 0

    def fetch(self, after: tuple[object, ...] | None, limit: int) -> Page[Row]:
        self.fetched += 1
        if self.broken:
            raise OSError("the server is gone")
        start = int(str(after[0])) if after else 0
        end = min(start + limit, self.length)
        rows = [Row(i, f"Name{i}") for i in range(start, end)]
        return Page(rows, (end,) if end < self.length else None)


class Clients:
    """A list of ids whose rows can be counted, changed and broken."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.order, self.asked, self.broken, self.version = list(ids), 0, False, 0

    def ids(self) -> Sequence[int]:
        if self.broken:
            raise OSError("the server is gone")
        return self.order

    def rows(self, ids: Sequence[int]) -> Sequence[Row]:
        self.asked += len(ids)
        if self.broken:
            raise OSError("the server is gone")
        return [Row(i, f"Name{i}", self.version) for i in reversed(ids)]


@pytest.fixture
def runner(qapp: object) -> Iterator[QtTaskRunner]:
    problems: list[Exception] = []
    made = QtTaskRunner(report=problems.append)
    yield made
    assert made.shutdown()
    assert problems == []


def test_feed_is_sound_and_complete(qtmodeltester: ModelTester) -> None:
    model = FeedTableModel(COLUMNS, InlineTasks(), page_size=50)
    model.show(Feed())
    assert model.rowCount() == 50
    check(qtmodeltester, model)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == 1000
    assert [model.row_at(i).id for i in (0, 999)] == [0, 999]  # type: ignore[union-attr]


def test_feed_loads_as_the_view_scrolls(qtbot: QtBot, runner: QtTaskRunner) -> None:
    model, view = FeedTableModel(COLUMNS, runner, page_size=50), QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    model.show(Feed(3))
    model.show(Feed())  # the first load has to be dropped
    assert state_of(model) is LoadState.LOADING
    qtbot.waitUntil(lambda: model.rowCount() >= 50)
    qtbot.waitUntil(runner.idle)
    assert model.row_at(3) is not None
    view.show()
    view.scrollToBottom()
    qtbot.waitUntil(lambda: model.rowCount() >= 100)
    qtbot.waitUntil(runner.idle)
    assert model.rowCount() % 50 == 0


def test_feed_error_is_kept_and_can_be_retried(qtbot: QtBot) -> None:
    model, feed = FeedTableModel(COLUMNS, InlineTasks(), page_size=50), Feed(80)
    model.show(feed)
    feed.broken = True
    with qtbot.waitSignal(model.load_failed):
        model.fetchMore(QModelIndex())
    assert state_of(model) is LoadState.FAILED
    assert isinstance(model.error, OSError)
    assert not model.canFetchMore(QModelIndex())
    assert model.rowCount() == 50
    feed.broken = False
    model.retry()
    assert state_of(model) is LoadState.READY
    assert model.rowCount() == 80


def test_feed_refresh_shows_the_newest_and_states_follow(qtbot: QtBot) -> None:
    model, feed = FeedTableModel(COLUMNS, InlineTasks(), page_size=50), Feed(0)
    model.show(feed)
    assert state_of(model) is LoadState.EMPTY
    feed.length = 70
    model.refresh()
    assert model.rowCount() == 50
    assert state_of(model) is LoadState.READY
    model.fetchMore(QModelIndex())
    assert model.rowCount() == 70


def test_cells_headers_and_roles(qapp: object) -> None:
    model = FeedTableModel(COLUMNS, InlineTasks())
    model.show(Feed(3))
    cell = model.index(1, 0)
    assert cell.data() == "Name1/0"
    assert cell.data(ROW_ROLE) == Row(1, "Name1")
    assert cell.data(TONE_ROLE) is None
    assert model.index(1, 2).data(TONE_ROLE) == Tone.GREEN
    assert "&lt;b&gt;" in cell.data(Qt.ItemDataRole.ToolTipRole)
    right = Qt.AlignmentFlag.AlignRight
    assert model.index(1, 1).data(Qt.ItemDataRole.TextAlignmentRole) & right
    align = Qt.ItemDataRole.TextAlignmentRole
    assert model.headerData(1, Qt.Orientation.Horizontal, align) & right
    assert not model.headerData(0, Qt.Orientation.Horizontal, align) & right


def test_a_name_of_megabytes_is_cut(qapp: object) -> None:
    model: FeedTableModel[Row] = FeedTableModel([Column("N", lambda _: "x" * 10_000_000)], InlineTasks())
    model.show(Feed(1))
    assert len(model.index(0, 0).data()) <= 500


def check(tester: ModelTester, model: QAbstractItemModel) -> None:
    tester.check(model)  # type: ignore[no-untyped-call]


def state_of(model: FeedTableModel[Row] | BlockTableModel[Row]) -> LoadState:
    """Asked anew each time: mypy would take the first answer for the last."""
    return model.state


def settle(qtbot: QtBot, model: BlockTableModel[Row], row: int) -> None:
    def there() -> bool:
        return model.row_at(row) is not None

    qtbot.waitUntil(there)


def test_blocks_are_sound(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = BlockTableModel(COLUMNS, InlineTasks())
    model.show(Clients(range(1, 251)))
    assert model.rowCount() == 250
    assert model.index(0, 0).data() == "…"
    check(qtmodeltester, model)
    settle(qtbot, model, 249)
    assert model.index(249, 0).data() == "Name250/0"
    check(qtmodeltester, model)


def test_fifty_thousand_ids_load_only_what_is_seen(qtbot: QtBot, runner: QtTaskRunner) -> None:
    model, clients, view = BlockTableModel(COLUMNS, runner), Clients(range(1, 50_001)), QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(600, 400)
    model.show(clients)
    view.show()
    qtbot.waitUntil(lambda: model.rowCount() == 50_000)
    settle(qtbot, model, 0)
    view.scrollTo(model.index(25_000, 0), QTableView.ScrollHint.PositionAtTop)
    settle(qtbot, model, 25_000)
    qtbot.waitUntil(runner.idle)
    assert model.index(25_000, 0).data() == "Name25001/0"
    assert clients.asked <= 600
    assert model.loaded_blocks() <= 6


def test_memory_is_bounded(qtbot: QtBot) -> None:
    model = BlockTableModel(COLUMNS, InlineTasks())
    model.show(Clients(range(10_000)))
    for row in range(0, 10_000, 100):
        settle(qtbot, model, row)
    assert model.loaded_blocks() == 40


def selected_ids(view: QTableView) -> list[int]:
    return sorted(index.data(ID_ROLE) for index in view.selectionModel().selectedRows())


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(list(range(100, 0, -1)), id="sorted anew"),
        pytest.param([500, *range(1, 101), 501], id="grown"),
        pytest.param([7, 42], id="shrunk"),
        pytest.param([99, 42, 600, 7, 601], id="all at once"),
    ],
)
def test_refresh_keeps_the_selection_by_id(
    qtbot: QtBot, qtmodeltester: ModelTester, after: list[int]
) -> None:
    model, clients, view = BlockTableModel(COLUMNS, InlineTasks()), Clients(range(1, 101)), QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    model.show(clients)
    check(qtmodeltester, model)
    for row_id in (7, 42):
        row = model.row_of(row_id)
        assert row is not None
        view.selectionModel().select(
            model.index(row, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    clients.order = after
    with qtbot.waitSignal(model.count_changed):
        model.refresh()
    assert list(model.ids()) == after
    assert selected_ids(view) == [7, 42]


def test_refresh_shows_old_rows_until_the_new_ones_are_there(qtbot: QtBot) -> None:
    model, clients = BlockTableModel(COLUMNS, InlineTasks()), Clients([1, 2, 3])
    model.show(clients)
    settle(qtbot, model, 2)
    clients.version = 1
    model.refresh()
    assert model.index(0, 0).data() == "Name1/0"
    qtbot.waitUntil(lambda: model.index(0, 0).data() == "Name1/1")


def test_a_failed_block_is_not_asked_for_in_a_loop(qtbot: QtBot) -> None:
    model, clients = BlockTableModel(COLUMNS, InlineTasks()), Clients([1, 2, 3])
    model.show(clients)
    clients.broken = True
    with qtbot.waitSignal(model.load_failed):
        model.row_at(0)
    asked = clients.asked
    assert state_of(model) is LoadState.FAILED
    assert model.row_at(0) is None
    qtbot.wait(1)
    assert clients.asked == asked
    clients.broken = False
    model.retry()
    settle(qtbot, model, 0)
    assert state_of(model) is LoadState.READY


def test_states_of_the_list(qtbot: QtBot) -> None:
    model, clients = BlockTableModel(COLUMNS, InlineTasks()), Clients([])
    clients.broken = True
    model.show(clients)
    assert state_of(model) is LoadState.FAILED
    clients.broken = False
    model.retry()
    assert state_of(model) is LoadState.EMPTY
    clients.order = [5]
    model.refresh()
    assert state_of(model) is LoadState.READY


def test_a_row_that_is_gone_meanwhile_stays_a_placeholder(qtbot: QtBot) -> None:
    class Vanishing(Clients):
        def rows(self, ids: Sequence[int]) -> Sequence[Row]:
            return [row for row in super().rows(ids) if row.id != 2]

    model = BlockTableModel(COLUMNS, InlineTasks())
    model.show(Vanishing([1, 2, 3]))
    settle(qtbot, model, 0)
    assert model.index(1, 0).data() == "…"
    assert model.index(2, 0).data() == "Name3/0"
