"""Words for passwords."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.security.strength import Strength, strength


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("", Strength.TOO_SHORT),
        ("1234567", Strength.TOO_SHORT),
        ("       x", Strength.TOO_SHORT),
        ("12345678", Strength.WEAK),
        ("aaaaaaaaaaaa", Strength.WEAK),
        ("password1", Strength.WEAK),
        ("annaanna", Strength.WEAK),
        ("anna.novak", Strength.WEAK),
        ("kxhwqmvp", Strength.FAIR),
        ("Kx7-qZvm", Strength.GOOD),
        ("four green horses", Strength.STRONG),
        ("Kx7-qZvm!bT2", Strength.STRONG),
    ],
)
def test_words(password: str, found: Strength) -> None:
    assert strength(password, "Anna Novak", "anna") is found


@given(st.text(max_size=30))
def test_any_text_has_a_word(password: str) -> None:
    assert strength(password, password) in Strength
