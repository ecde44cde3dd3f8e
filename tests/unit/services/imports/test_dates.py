"""Dates as people and programs write them."""

# ruff: noqa: RUF001 - other scripts on purpose

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.imports.dates import (
    NoDay,
    doubtful_day,
    looks_like_day,
    month_first,
    parse_day,
)

TODAY = date(2026, 3, 4)
BORN = date(1990, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "1990-03-14",
        "1990-03-14 00:00:00",
        "1990-03-14T00:00:00Z",
        "14.3.1990",
        "14.03.90",
        "14/03/1990",
        "14-03-1990",
        "14 . 3 . 1990",
        "19900314",
        "32946",
        "1990/3/14",
        "14. März 1990",
        "14 March 1990",
        "March 14, 1990",
        "14-Mar-90",
        "14 mars 1990",
        "14 de marzo de 1990",
        "14 марта 1990 г.",
        "14 marca 1990",
        "1990年3月14日",
        "１４．３．１９９０",
        "14.03.1990 00:00",
        "14/03/1990 12:00 AM",
    ],
)
def test_all_the_same_day(text: str) -> None:
    assert parse_day(text, TODAY) == BORN


@pytest.mark.parametrize("text", ["", "   ", "0000-00-00", "00.00.0000", "0000-00-00 00:00:00"])
def test_nothing_is_no_day(text: str) -> None:
    assert parse_day(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "31.02.1990",
        "14.14.1990",
        "12",
        "199",
        "0",
        "1990",
        "3 4",
        "99999",
        "14.3.",
        "March 1990",
        "-5",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(NoDay):
        parse_day(text, TODAY)


def test_a_leap_day() -> None:
    assert parse_day("29.02.1988", TODAY) == date(1988, 2, 29)
    with pytest.raises(NoDay):
        parse_day("29.02.1989", TODAY)


def test_a_year_of_two_digits_is_the_last_one_of_its_kind() -> None:
    assert parse_day("04.03.26", TODAY) == TODAY
    assert parse_day("05.03.26", TODAY) == date(1926, 3, 5)
    assert parse_day("1.1.05", TODAY) == date(2005, 1, 1)


@pytest.mark.parametrize(
    ("texts", "country", "leads"),
    [
        (["03/04/1990", "12/31/1990"], "DE", True),
        (["03/04/1990", "31/12/1990"], "US", False),
        (["03/04/1990"], "US", True),
        (["03/04/1990"], "GB", False),
        (["03.04.1990"], "US", False),
        (["1990-03-04"], "US", False),
        (["00/25/1990", "03/04/1990"], "GB", False),
        (["25/00/1990", "03/04/1990"], "US", True),
        (["12/31/0000", "03/04/1990"], "GB", False),
        ([], "US", False),
    ],
)
def test_whether_the_month_comes_first_is_seen_in_the_column(
    texts: list[str], country: str, *, leads: bool
) -> None:
    assert month_first(texts, country) is leads


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["05/05/2026", "03/04/2026", "06/07/2026"], "03/04/2026"),
        (["3-4-26"], "3-4-26"),
        (["03/04/2026", "25/04/2026"], ""),
        (["03.04.2026"], ""),
        (["03 . 04 . 2026 8:30 a.m."], ""),
        (["03/04/2026 8:30 a.m."], "03/04/2026 8:30 a.m."),
        (["03.04.2026", "03/04/2026"], "03/04/2026"),
        (["00/05/2026"], ""),
        (["05/00/2026", "03/04/2026"], "03/04/2026"),
        (["03/04/0000", "03/04/2026"], "03/04/2026"),
        (["25/00/2026", "03/04/2026"], "03/04/2026"),
        (["03/04/00"], "03/04/00"),
        (["2026-03-04"], ""),
    ],
)
def test_only_a_day_that_can_be_meant_in_two_ways_is_doubtful(texts: list[str], first: str) -> None:
    assert doubtful_day(texts) == first


@given(st.dates(date(1900, 1, 1), TODAY))
def test_what_a_program_writes_comes_back(day: date) -> None:
    assert parse_day(day.isoformat(), TODAY) == day
    assert parse_day(f"{day:%d.%m.%Y}", TODAY) == day
    assert parse_day(f"{day:%m/%d/%Y}", TODAY, month_leads=True) == day
    if day > TODAY - timedelta(days=36500):
        assert parse_day(f"{day:%d.%m.%y}", TODAY) == day


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_is_not(text: str) -> None:
    try:
        found = parse_day(text, TODAY)
    except NoDay:
        return
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(("text", "does"), [("14.3.1990", True), ("0151 123456", False), ("12345", False)])
def test_what_a_column_of_dates_looks_like(text: str, *, does: bool) -> None:
    assert looks_like_day(text) is does
