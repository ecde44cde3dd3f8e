"""What search looks in, and how a typed search is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.clients.search_key import client_keys, understand


def test_a_client_is_found_by_everything_that_identifies() -> None:
    keys = client_keys(
        "Zoë", "Müller", member_number=17, email="Z@Web.de", phone="+491511058756", codes=["FOB-1"]
    )
    for part in ("zoe muller", "muller zoe", "z@web.de", "+491511058756", "01511058756", "17", "fob-1"):
        assert part in keys.search_key.split("\n")


def test_nothing_is_found_across_two_fields() -> None:
    keys = client_keys("Anna", "Meyer", member_number=17, email="a@web.de")
    assert understand("17\na@web").whole[0] not in keys.search_key


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("0151-105 8756", "01511058756"),
        ("+49 151", "49151"),
        ("0049 151", "49151"),
        ("+49 (0)151 105", "49151105"),
        ("151 / 105", "151105"),
    ],
)
def test_a_phone_number_may_be_typed_with_anything_between(typed: str, ways: str) -> None:
    assert ways in understand(typed).whole


@pytest.mark.parametrize(
    ("typed", "ways"),
    [("0026", ("0026", "+26")), ("004", ("004",)), ("0049", ("0049", "+49")), ("00491", ("00491", "491"))],
)
def test_two_zeros_before_few_digits_are_a_country_or_the_end_of_a_number(
    typed: str, ways: tuple[str, ...]
) -> None:
    assert understand(typed).words == (ways,)


def test_every_word_counts_once_in_any_order() -> None:
    assert understand(" Anna  MEYER anna ").words == (("anna",), ("meyer",))


def test_long_words_are_for_the_index_and_short_ones_are_not() -> None:
    wanted = understand("an meyer +49")
    assert wanted.long_words == (("meyer",), ("+49",))
    assert wanted.short_words == (("an",),)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("17", 17), ("#17", 17), ("0017", 17), ("17a", None), ("1" * 10, None), ("\u0661\u0667", None)],
)
def test_a_member_number_is_recognised(typed: str, number: int | None) -> None:
    assert understand(typed).number == number


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "\u200b"])
def test_nothing_typed_asks_for_nothing(typed: str) -> None:
    assert not understand(typed)


@given(st.text())
def test_anything_can_be_typed(typed: str) -> None:
    wanted = understand(typed)
    assert all(way for word in wanted.words for way in word)
    assert len(wanted.text) <= 20 * 200
