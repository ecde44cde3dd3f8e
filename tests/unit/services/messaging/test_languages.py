from __future__ import annotations

import pytest

from fitnesscrm_desktop.services.messaging.languages import choose_language


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
