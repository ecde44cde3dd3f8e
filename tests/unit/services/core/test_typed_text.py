"""What people typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import (
    check_fields,
    one_line,
    paragraphs,
    pieces,
    shortened,
    without_tricks,
)


@given(st.text(st.characters(), max_size=50))
def test_a_line_is_one_line_and_stays_it(text: str) -> None:
    line = one_line(text, 50)
    assert line == one_line(line, 50)
    assert len(line.splitlines()) <= 1
    assert "\0" not in line
    line.encode("utf-8")


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "مرحبا", "é", "<b>x</b>"])
def test_letters_of_the_world_stay(text: str) -> None:
    assert one_line(text, 50) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ann\u202eDoe\u202c", "AnnDoe"),
        ("\u2067Ann\u2069", "Ann"),
        ("An\u200bn", "Ann"),
        ("\ufeffAnn\u2060", "Ann"),
        ("Ann\u200e", "Ann"),
        ("A\u200fnn", "Ann"),
        ("\u202e \u200f", ""),
        ("\u0634\u0631\u200f 1-2\u200f", "\u0634\u0631\u200f 1-2"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0645"),
        ("\u2764\ufe0f\u200d\U0001f525", "\u2764\ufe0f\u200d\U0001f525"),
    ],
)
def test_no_line_turns_the_text_around_it(typed: str, kept: str) -> None:
    assert one_line(typed, 50) == kept
    assert without_tricks(typed) == kept


def test_paragraphs_keep_their_lines_only() -> None:
    assert paragraphs(" a\r\nb\0c\t\rd\n\n", 50) == "a\nb c\nd"


def test_what_is_too_long_or_missing_is_told() -> None:
    with pytest.raises(RuleBroken, match="longer than 3"):
        one_line("abcd", 3)
    with pytest.raises(RuleBroken, match="longer than 3"):
        paragraphs("ab\ncd", 3)
    with pytest.raises(RuleBroken, match="needed"):
        one_line(" \t", 3, needed="It is needed.")


def test_what_the_program_made_is_cut_where_one_sees_it() -> None:
    assert shortened("abc", 3) == "abc"
    assert shortened("ab cd", 4) == "ab…"


@given(st.text(max_size=50), st.integers(1, 9))
def test_pieces_lose_nothing(text: str, longest: int) -> None:
    parts = pieces(text, longest)
    assert "".join(parts) == text
    assert all(0 < len(part) <= longest for part in parts)


def test_all_fields_are_told_at_once() -> None:
    def wrong() -> str:
        raise RuleBroken("Wrong.")

    assert check_fields({"a": lambda: 1, "b": lambda: 2}) == {"a": 1, "b": 2}
    with pytest.raises(RuleBroken) as broken:
        check_fields({"a": lambda: 1, "b": wrong, "c": wrong})
    assert broken.value.fields == {"b": "Wrong.", "c": "Wrong."}
    assert broken.value.text == "Wrong."
