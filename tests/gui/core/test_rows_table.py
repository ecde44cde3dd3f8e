"""Rows that are there already: shown without flicker, the selection stays with its row."""

from dataclasses import dataclass

import pytest
from pytestqt.modeltest import ModelTester

from fitnesscrm_desktop.ui.core.columns import Column, LoadState
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.widgets.data_table import DataTable

Model = RowsTableModel["Person"]


@dataclass(frozen=True)
class Person:
    id: int
    name: str


COLUMNS = [Column[Person]("No.", lambda row: str(row.id)), Column[Person]("Name", lambda row: row.name)]
ANNA, BEN, CARL = Person(1, "Anna"), Person(2, "Ben"), Person(3, "Carl")


@pytest.fixture
def model(qtmodeltester: ModelTester) -> Model:
    made: Model = RowsTableModel(COLUMNS, key=lambda row: row.id)
    qtmodeltester.check(made)  # type: ignore[no-untyped-call]
    return made


@pytest.fixture
def table(model: Model) -> DataTable:
    made = DataTable("People")
    made.setModel(model)
    return made


def names(model: Model) -> list[str]:
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def test_it_is_loading_until_rows_are_there(model: Model) -> None:
    states = [model.state]
    model.state_changed.connect(states.append)
    model.show_rows([])
    model.show_rows([ANNA])
    assert states == [LoadState.LOADING, LoadState.EMPTY, LoadState.READY]


@pytest.mark.parametrize(
    "after",
    [[ANNA, BEN, CARL], [CARL, BEN, ANNA], [BEN], [CARL], [], [CARL, ANNA], [Person(2, "Benjamin"), CARL]],
)
def test_it_goes_from_any_rows_to_any_others(model: Model, after: list[Person]) -> None:
    model.show_rows([ANNA, BEN])
    model.show_rows(after)
    assert names(model) == [each.name for each in after]


def test_the_selection_stays_with_its_row(model: Model, table: DataTable) -> None:
    model.show_rows([ANNA, BEN])
    table.select_row(1)
    model.show_rows([CARL, Person(2, "Benjamin"), ANNA])
    assert table.selected_rows() == [Person(2, "Benjamin")]


def test_who_is_gone_is_selected_no_more(model: Model, table: DataTable) -> None:
    model.show_rows([ANNA, BEN])
    table.select_row(1)
    model.show_rows([ANNA])
    assert BEN not in table.selected_rows()


def test_the_same_rows_change_nothing(model: Model) -> None:
    model.show_rows([ANNA, BEN])
    changes: list[str] = []
    model.dataChanged.connect(lambda *_: changes.append("data"))
    model.layoutChanged.connect(lambda *_: changes.append("layout"))
    model.modelReset.connect(lambda *_: changes.append("reset"))
    model.show_rows([ANNA, BEN])
    assert changes == []


def test_another_table_has_other_columns(model: Model, table: DataTable) -> None:
    model.show_rows([ANNA])
    model.show_table([Column("Only the name", lambda row: row.name)], [BEN, CARL])
    assert model.columnCount() == 1
    assert [model.index(row, 0).data() for row in range(2)] == ["Ben", "Carl"]
