"""CSV that any spreadsheet opens, and none runs."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.core.csv_text import defused, meant, write_csv
from fitnesscrm_desktop.services.core.errors import StorageTrouble


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    "cell",
    ["=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "+49-151"],  # noqa: RUF001 - a full-width sign is a trick
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Anna = Bo", "Anna = Bo"),
        ("+49 151 1058756", "+49 151 1058756"),
        ("+491511058756", "+491511058756"),
        ("-49.00", "-49.00"),
        (-500, "-500"),
        (None, ""),
        (0, "0"),
        ("", ""),
    ],
)
def test_everything_else_can_be_read_and_reckoned_with(cell: object, text: str) -> None:
    assert defused(cell) == text


@given(st.text(st.sampled_from("'=+-@ 1a|\t\n"), max_size=8) | st.text())
def test_what_was_written_can_be_read_back(cell: str) -> None:
    assert meant(defused(cell)) == cell


def test_an_apostrophe_of_a_name_stays() -> None:
    assert meant("'t Hooft") == defused("'t Hooft") == "'t Hooft"


@given(st.text())
def test_no_cell_starts_a_formula(cell: str) -> None:
    text = defused(cell)
    assert text[:1] not in {"=", "@", "\t", "\r"}
    assert text.lstrip()[:1] not in {"=", "@"}


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    rows = [["Name", "Note"], ["Zoë 💪", 'says "hi", then\ngoes'], ["محمد", "x" * 10_000]]
    assert write_csv(rows, path) == 3
    assert path.read_bytes().startswith(b"\xef\xbb\xbfName,Note\r\n")
    assert read(path) == rows


def test_a_file_is_replaced_only_when_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")

    def rows() -> Iterator[list[str]]:
        yield ["Name"]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_csv(rows(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob(".*.part")) == []


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="could not be written"):
        write_csv([["Name"]], tmp_path / "none" / "out.csv")
