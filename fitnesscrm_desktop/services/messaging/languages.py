"""Which language a message is written in. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fitnesscrm_desktop.services.settings.languages import base_of

FALLBACK = "en"


def choose_language(wanted: Iterable[str], there: Sequence[str]) -> str | None:
    """The first of *wanted* that is *there*, the same language of another region counting too.

    Then English, then the first there is; None only when there is none.
    """
    for language in (*wanted, FALLBACK):
        found = _closest(language, there) if language else None
        if found is not None:
            return found
    return there[0] if there else None


def _closest(language: str, there: Sequence[str]) -> str | None:
    if language in there:
        return language
    base = base_of(language)
    if base in there:
        return base
    return next((each for each in there if base_of(each) == base), None)
