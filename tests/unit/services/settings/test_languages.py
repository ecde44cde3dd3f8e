from __future__ import annotations

import pytest

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.settings.languages import USUAL, checked_language, language_name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("de", "de"),
        ("pt-BR", "pt_BR"),
        (" en_gb ", "en_GB"),
        ("German", "de"),
        ("deutsch", "de"),
        ("Français", "fr"),
        ("portuguese  (brazil)", "pt_BR"),
    ],
)
def test_a_language_is_stored_by_its_code(typed: str, stored: str) -> None:
    assert checked_language(typed) == stored


@pytest.mark.parametrize("typed", ["Klingon", "xx_YY", "../de", "d", "de\nX: y", "de" * 30])
def test_what_is_no_language_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="not a language"):
        checked_language(typed)


def test_every_language_that_is_offered_can_be_stored_and_named() -> None:
    for code in USUAL:
        assert checked_language(code) == code
        assert language_name(code) != code
    assert language_name("xx") == "xx"
