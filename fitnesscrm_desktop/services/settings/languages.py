"""Languages as they are stored: by their short code, such as ``de`` or ``pt_BR``."""

from __future__ import annotations

import re
from functools import cache

from fitnesscrm_desktop.services.core.errors import RuleBroken

LANGUAGE_LENGTH = 20
MOST_LOOKED_AT = 200
"""No language has a longer name."""
_CODES = (
    "ar bg bs ca cs da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ka ko lt lv mk mt nb "
    "nl nn pl pt pt_BR ro ru sk sl sq sr sv th tr uk vi zh"
)
USUAL = tuple(_CODES.split())
"""Languages that are offered and known by name; any other can be given by its code."""
_CODE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")


def base_of(language: str) -> str:
    """``pt`` of ``pt_BR``."""
    return language.replace("-", "_").split("_")[0].lower()


def checked_language(text: str) -> str:
    """A language as it is stored, by code or by name (English, or its own); empty stays empty.

    Raises ``RuleBroken`` for one that nobody knows.
    """
    typed = " ".join(text[:MOST_LOOKED_AT].split())
    if not typed:
        return ""
    from babel import Locale, UnknownLocaleError

    try:
        known = str(Locale.parse(typed.replace("-", "_")))
    except (UnknownLocaleError, ValueError, TypeError):
        known = _by_name().get(typed.casefold(), "")
    if not _CODE.fullmatch(known) or len(known) > LANGUAGE_LENGTH:
        raise RuleBroken(f"“{typed[:40]}” is not a language. Use its short code, like en or de.")
    return known


def language_name(language: str, reader: str = "en") -> str:
    """What *language* is called in the language *reader*; its code if there is no name."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(language.replace("-", "_")).get_display_name(reader.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        name = None
    return f"{name[:1].upper()}{name[1:]}" if name else language


@cache
def _by_name() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for code in USUAL:
        locale = Locale.parse(code)
        for name in (locale.get_display_name("en"), locale.get_display_name(code)):
            if name:
                found.setdefault(name.casefold(), code)
    return found
