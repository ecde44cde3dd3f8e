from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.messaging.sms_parts import is_plain, sms_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_the_network_does(text: str, parts: int) -> None:
    assert sms_parts(text) == parts


def test_a_mark_of_two_places_is_never_cut_in_half() -> None:
    assert sms_parts("a" * 152 + "€" + "a" * 152) == 3


def test_umlauts_are_plain_and_typographic_quotes_are_not() -> None:
    assert is_plain("Schöne Grüße, 5 €")
    assert not is_plain("“Hello”")


@given(st.text(max_size=400), st.text(max_size=40))
def test_more_text_never_costs_less(text: str, more: str) -> None:
    assert 1 <= sms_parts(text) <= sms_parts(text + more)
