"""Phone numbers and e-mail addresses."""

import pytest

from fitnesscrm_desktop.services.clients.contact import (
    normal_email,
    normal_phone,
    phone_words,
    shown_phone,
)
from fitnesscrm_desktop.services.core.errors import RuleBroken


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("0151 1058756", "DE", "+491511058756"),
        ("(0151) 105-8756", "DE", "+491511058756"),
        ("+49 151 1058756", "GB", "+491511058756"),
        ("0049 151 1058756", "DE", "+491511058756"),
        ("+49 (0) 151 1058756", "DE", "+491511058756"),
        ("02 1234 5678", "IT", "+390212345678"),
        ("(212) 555-1234", "US", "+12125551234"),
        ("   ", "DE", None),
        ("", "DE", None),
    ],
)
def test_a_number_that_is_understood_is_stored_with_its_country(
    typed: str, country: str, stored: str | None
) -> None:
    assert normal_phone(typed, country) == stored


@pytest.mark.parametrize("typed", ["12345 ext. 7", "ask for 123 Bo", "110 (mornings)"])
def test_a_number_that_is_not_understood_stays_as_typed(typed: str) -> None:
    assert normal_phone(typed, "DE") == typed


@pytest.mark.parametrize("typed", ["none", "--", "12"])
def test_what_has_no_digits_is_no_number(typed: str) -> None:
    with pytest.raises(RuleBroken, match="three digits"):
        normal_phone(typed, "DE")


def test_a_number_that_is_too_long_is_refused() -> None:
    with pytest.raises(RuleBroken, match="longer than 40"):
        normal_phone("1" * 41, "DE")


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("+491511058756", ["+491511058756", "01511058756"]),
        ("+390612345678", ["+390612345678", "0612345678"]),
        ("12345 ext. 7", ["123457"]),
        ("+999000000", ["+999000000", ""]),
        (None, []),
    ],
)
def test_a_number_is_found_with_and_without_its_country(stored: str | None, words: list[str]) -> None:
    found = phone_words(stored)
    assert [word for word in found if word] == [word for word in words if word]


def test_a_number_is_shown_as_people_read_it() -> None:
    assert shown_phone("+12125551234") == "+1 212 555 1234"
    assert shown_phone("ask for 123 Bo") == "ask for 123 Bo"
    assert shown_phone(None) == shown_phone("") == ""


def test_an_address_is_stored_in_lower_case() -> None:
    assert normal_email(" Anna.Müller@Web.DE ") == "anna.müller@web.de"
    assert normal_email("  ") is None


@pytest.mark.parametrize("typed", ["anna", "anna@", "@web.de", "a b@web.de", "a@b@web.de", "a@localhost"])
def test_what_cannot_be_an_address_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="not an e-mail address"):
        normal_email(typed)
