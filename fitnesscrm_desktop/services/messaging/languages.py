"""Which language a message is written in. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fitnesscrm_desktop.services.core.errors import RuleBroken

_CODE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")
FALLBACK = "en"


def base_of(language: str) -> str:
    """``pt`` of ``pt_BR``."""
    return language.replace("-", "_").split("_")[0].lower()


def checked_language(text: str) -> str:
    """A language code as it is stored, such as ``de`` or ``pt_BR``; empty stays empty.

    Raises ``RuleBroken`` for one that nobody knows.
    """
    code = text.strip().replace("-", "_")
    if not code:
        return ""
    from babel import Locale, UnknownLocaleError

    try:
        known = str(Locale.parse(code))
    except (UnknownLocaleError, ValueError, TypeError):
        known = ""
    if not _CODE.fullmatch(known):
        raise RuleBroken(f"“{text[:40]}” is not a language. Use its short code, like en or de.")
    return known


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
