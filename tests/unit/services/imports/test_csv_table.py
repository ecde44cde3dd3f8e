"""Separators, quotes and rows of text files."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.imports.csv_table import (
    SEPARATORS,
    Dialect,
    Unclosed,
    find_dialect,
    read_rows,
)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_found(separator: str) -> None:
    rows = [
        ["First", "Last", "Note"],
        ["Ann", "Doe", "likes a,b;c|d"],
        ["Bob", "Roe", "x"],
        ["Cy", "Poe", ""],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    dialect = find_dialect(out.getvalue())
    assert dialect == Dialect(separator)
    assert [row for _number, row in read_rows(out.getvalue(), dialect)] == rows


def test_decimal_commas_do_not_mislead() -> None:
    text = "Name;Price\nAnn;1,50\nBob;2,75\nCy;10,00\n"
    assert find_dialect(text).separator == ";"


def test_the_hint_of_excel() -> None:
    text = "sep=|\nFirst|Last\nAnn|Doe\n"
    dialect = find_dialect(text)
    assert dialect.separator == "|"
    assert list(read_rows(text, dialect)) == [(2, ["First", "Last"]), (3, ["Ann", "Doe"])]


def test_single_quotes() -> None:
    text = "'Ann','Doe, Jr.'\n'Bob','Roe'\n'Cy','Poe'\n"
    dialect = find_dialect(text)
    assert dialect.quote == "'"
    assert next(read_rows(text, dialect)) == (1, ["Ann", "Doe, Jr."])


def test_apostrophes_are_no_quotes() -> None:
    assert find_dialect("Name,City\nO'Brien,Dublin\nD'Angelo,Rome\nO'Neil,Cork\n").quote == '"'


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    text = 'a,b\n\n"two\nlines",x\ny,z\n'
    assert [number for number, _row in read_rows(text, Dialect(","))] == [1, 2, 3, 4]


def test_one_column_is_a_table_too() -> None:
    assert [row for _n, row in read_rows("Name\nAnn Doe\n", find_dialect("Name\nAnn Doe\n"))] == [
        ["Name"],
        ["Ann Doe"],
    ]


def test_a_cell_of_ten_megabytes() -> None:
    text = "a,b\n" + "x" * 10_000_000 + ",y\n"
    assert len(list(read_rows(text, find_dialect(text)))[1][1][0]) == 10_000_000


@given(st.text(max_size=400))
def test_any_text_is_rows(text: str) -> None:
    for number, row in read_rows(text, find_dialect(text)):
        assert number >= 1
        assert all(isinstance(cell, str) for cell in row)


def test_rows_that_a_quote_takes_in_are_named() -> None:
    text = 'a,b,c,d,e\n1,"2,3,4,5\n1,2,3,4,5\n1,2",3,4,5\nx,y,z,v,w\n'
    (number, header), (second, broken), (third, last) = read_rows(text, Dialect(","))
    assert (number, header) == (1, ["a", "b", "c", "d", "e"])
    assert isinstance(broken, Unclosed)
    assert (second, broken.swallowed) == (2, (3, 4))
    assert (third, last) == (5, ["x", "y", "z", "v", "w"])


@given(st.lists(st.lists(st.text(max_size=6), min_size=2, max_size=4), max_size=8))
def test_what_a_program_writes_is_read_back(rows: list[list[str]]) -> None:
    """However many quotes and line breaks are in it, as long as they are written by the rules."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    told = [row for _number, row in read_rows(out.getvalue(), Dialect(","))]
    assert [row for row in told if not isinstance(row, Unclosed)] == [
        row for row, read in zip(rows, told, strict=True) if not isinstance(read, Unclosed)
    ]
