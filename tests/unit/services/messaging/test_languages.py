from __future__ import annotations

import pytest

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.languages import checked_language, choose_language


@pytest.mark.parametrize(
    ("wanted", "there", "chosen"),
    [
        (("de", "fr"), ("en", "fr", "de"), "de"),
        (("de_AT", ""), ("en", "de"), "de"),
        (("de",), ("en", "de_CH"), "de_CH"),
        (("pt_BR",), ("pt", "pt_BR"), "pt_BR"),
        (("", "", "es_ES"), ("en", "es"), "es"),
        (("it",), ("de", "en"), "en"),
        (("it",), ("de", "fr"), "de"),
        (("it",), (), None),
    ],
)
def test_the_closest_language_that_there_is_comes_first(
    wanted: tuple[str, ...], there: tuple[str, ...], chosen: str | None
) -> None:
    assert choose_language(wanted, there) == chosen


@pytest.mark.parametrize(
    ("typed", "stored"), [("", ""), ("de", "de"), ("pt-BR", "pt_BR"), (" en_gb ", "en_GB")]
)
def test_a_language_is_stored_by_its_code(typed: str, stored: str) -> None:
    assert checked_language(typed) == stored


@pytest.mark.parametrize("typed", ["German", "xx_YY", "../de", "d", "de\nX: y", "de" * 30])
def test_what_is_no_language_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="not a language"):
        checked_language(typed)
