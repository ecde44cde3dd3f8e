"""Postal addresses as a post office wants them: the country only abroad, by its name, in capitals."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from fitnesscrm_desktop.services.settings.places import countries
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_ENGLISH = "en"
_SHORT = {"uk": "GB", "usa": "US", "u.s.a.": "US", "uae": "AE"}
_FEWEST_LINES = 3
"""Street, town and country: the last of two lines is a town, even in Luxembourg."""


def printed_address(address: str, profile: StudioProfile) -> str:
    """*address* with its last line as it belongs on paper; a country nobody knows stays as it was typed."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if len(lines) < _FEWEST_LINES:
        return "\n".join(lines)
    code = _code_of(lines[-1], _language(profile.locale))
    if code == profile.country:
        return "\n".join(lines[:-1])
    if code:
        lines[-1] = _names(_language(profile.locale))[code].upper()
    return "\n".join(lines)


def _code_of(typed: str, language: str) -> str:
    """The two letters of a country that was typed as such, or by a name; empty: it is none."""
    wanted = typed.casefold()
    if typed.upper() in _names(_ENGLISH):
        return typed.upper()
    found = (_codes(each).get(wanted) for each in (_ENGLISH, language))
    return _SHORT.get(wanted) or next((code for code in found if code), "")


@cache
def _names(language: str) -> dict[str, str]:
    return {each.code: each.name for each in countries(language)}


@cache
def _codes(language: str) -> dict[str, str]:
    return {name.casefold(): code for code, name in _names(language).items()}


def _language(locale: str) -> str:
    try:
        return Locale.parse(locale.replace("-", "_")).language
    except (UnknownLocaleError, ValueError):
        return _ENGLISH
