"""A row of text becomes a client, or is told why not."""

from __future__ import annotations

from datetime import date

import pytest

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.imports.results import ColumnLook, ImportField, RowError
from fitnesscrm_desktop.services.imports.results import ImportField as F
from fitnesscrm_desktop.services.imports.rows import (
    LONGEST_CELL,
    CheckedRow,
    RowChecker,
    check_mapping,
    split_name,
)

TODAY = date(2026, 3, 4)


def a_checker(*fields: F, named: bool = True) -> RowChecker:
    columns = [ColumnLook(index, what.value.title(), (), what) for index, what in enumerate(fields)]
    return RowChecker(dict(enumerate(fields)), columns, country="DE", today=TODAY, named=named)


def good(checker: RowChecker, *cells: str) -> CheckedRow:
    found = checker.check(2, cells)
    assert isinstance(found, CheckedRow), found
    return found


def wrong(checker: RowChecker, *cells: str) -> list[RowError]:
    found = checker.check(2, cells)
    assert isinstance(found, list), found
    return found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ann Doe", ("Ann", "Doe")),
        ("Doe, Ann", ("Ann", "Doe")),
        ("Ann Maria Doe", ("Ann Maria", "Doe")),
        ("Ludwig van Berg", ("Ludwig", "van Berg")),
        ("María de la Fuente", ("María", "de la Fuente")),
        ("van Dyke, Ann", ("Ann", "van Dyke")),
        ("Madonna", ("Madonna", "")),
        ("", ("", "")),
    ],
)
def test_whole_names_are_split(text: str, parts: tuple[str, str]) -> None:
    assert split_name(text) == parts


def test_everything_a_file_can_hold() -> None:
    cells = {
        F.FULL_NAME: "Doe, Ann",
        F.EMAIL: " Ann@Example.COM ",
        F.PHONE: "030 1234567",
        F.BORN: "14.3.1990",
        F.MEMBER_NUMBER: "#17",
        F.CODE: "ab 12",
        F.TAGS: "VIP; Runner, VIP",
        F.NOTE: "=hello",
        F.MEMBERSHIP: "Gold",
        F.JOINED_ON: "1.2.2020",
    }
    row = good(a_checker(*cells), *cells.values())
    assert row.values == {
        "first_name": "Ann",
        "last_name": "Doe",
        "email": "ann@example.com",
        "phone": "+49301234567",
        "born": date(1990, 3, 14),
    }
    assert row.codes == {"17": "old number", "AB12": "card"}
    assert row.tags == ["VIP", "Runner", "VIP"]
    assert row.note == "=hello\nMembership: Gold"
    assert row.joined_on == date(2020, 2, 1)


def test_all_that_is_wrong_is_told_by_column() -> None:
    found = wrong(a_checker(F.FIRST_NAME, F.LAST_NAME, F.EMAIL, F.BORN), "  ", "Doe", "nonsense", "31.2.1990")
    assert {(each.row, each.column) for each in found} == {(2, "First_Name"), (2, "Email"), (2, "Born")}


def test_a_name_of_one_word_is_told_in_the_column_of_the_name() -> None:
    (error,) = wrong(a_checker(F.FULL_NAME), "Madonna")
    assert error.column == "Full_Name"


@pytest.mark.parametrize("born", ["1.1.1899", "5.3.2026", "2100-01-01"])
def test_nobody_alive_is_born_then(born: str) -> None:
    assert [each.column for each in wrong(a_checker(F.FULL_NAME, F.BORN), "Ann Doe", born)] == ["Born"]


def test_a_cell_of_megabytes_is_not_even_looked_at() -> None:
    (error,) = wrong(a_checker(F.FULL_NAME, F.NOTE), "Ann Doe", "x" * (LONGEST_CELL + 1))
    assert error.column == "Note"
    assert "8001 characters" in error.text


def test_a_short_row_lacks_the_rest() -> None:
    assert good(a_checker(F.FIRST_NAME, F.LAST_NAME, F.EMAIL), "Ann", "Doe").values == {
        "first_name": "Ann",
        "last_name": "Doe",
    }


def test_a_row_that_is_too_long_has_shifted_cells() -> None:
    (error,) = wrong(a_checker(F.FIRST_NAME, F.LAST_NAME), "Ann", "Doe", "Jr.")
    assert error.text == "The row has 3 cells, but there are 2 columns. Are quotes missing?"
    (error,) = wrong(a_checker(F.FULL_NAME), "Doe", "Ann")
    assert error.text == "The row has 2 cells, but there is 1 column. Are quotes missing?"
    assert good(a_checker(F.FIRST_NAME, F.LAST_NAME), "Ann", "Doe", "", " ").number == 2


def test_nul_bytes_and_line_breaks_in_names_are_blanks() -> None:
    row = good(a_checker(F.FIRST_NAME, F.LAST_NAME), "An\x00n", "Do\ne")
    assert (row.values["first_name"], row.values["last_name"]) == ("An n", "Do e")


@pytest.mark.parametrize("mapping", [{}, {0: F.FIRST_NAME}, {0: F.LAST_NAME}, {0: F.EMAIL}])
def test_a_mapping_needs_names(mapping: dict[int, ImportField]) -> None:
    with pytest.raises(RuleBroken, match="No column holds the names"):
        check_mapping(mapping, [ColumnLook(0, "x", (), None)])


def test_a_mapping_of_a_column_that_is_not_there() -> None:
    with pytest.raises(RuleBroken, match="no column 8"):
        check_mapping({7: F.FULL_NAME}, [ColumnLook(0, "x", (), None)])


@pytest.mark.parametrize("sign", ["-", "n/a", "N/A", "–", "none", "NULL"])
def test_signs_that_nothing_is_known(sign: str) -> None:
    row = good(
        a_checker(F.FIRST_NAME, F.LAST_NAME, F.PHONE, F.EMAIL, F.BORN), "None", "Null", sign, sign, sign
    )
    assert row.values == {"first_name": "None", "last_name": "Null"}, "somebody may be called so"


@pytest.mark.parametrize("what", [F.PHONE, F.MEMBER_NUMBER, F.CODE])
def test_numbers_that_a_spreadsheet_has_shortened(what: ImportField) -> None:
    (error,) = wrong(a_checker(F.FIRST_NAME, F.LAST_NAME, what), "Ann", "Doe", "4,91712E+11")
    assert "a spreadsheet has shortened" in error.text


@pytest.mark.parametrize("name", ["Roe\nCy,Poe", "Roe\r\nCy;Poe"])
def test_a_name_that_holds_another_row(name: str) -> None:
    (error,) = wrong(a_checker(F.FIRST_NAME, F.LAST_NAME), "Bob", name)
    assert (error.column, error.text) == (
        "Last_Name",
        "The cell holds more than one row. Is a quote missing, or one too many?",
    )
