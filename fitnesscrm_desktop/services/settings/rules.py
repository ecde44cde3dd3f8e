"""What each setting of the studio must be like. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fitnesscrm_desktop.models.base import NAME_LENGTH, TEXT_LENGTH
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line, paragraphs, shortened

Check = Callable[[Any], Any]

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LIMITS = {
    "capacity": (1, 100_000),
    "grace_days": (0, 365),
    "reentry_minutes": (0, 24 * 60),
    "auto_checkout_hours": (1, 24),
    "ends_soon_days": (0, 90),
    "adult_age": (12, 25),
    "former_after_days": (1, 3650),
    "idle_lock_minutes": (0, 24 * 60),
}
"""Smallest and largest value of each number; 0 minutes of idleness: never locks."""


def check_setting(field: str, value: object) -> Any:
    """*value* as it is stored. Raises ``RuleBroken`` with the sentence for its field."""
    if field in LIMITS:
        return _within(value, *LIMITS[field])
    if field not in _TEXTS:
        raise RuleBroken(f"There is no setting called “{shortened(field, 40)}”.")
    if not isinstance(value, str):
        raise RuleBroken("This has to be a text.")
    return _TEXTS[field](value)


def _within(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise RuleBroken(f"This has to be a whole number from {least} to {most}.")
    return value


def checked_studio_name(text: str) -> str:
    """The studio's name in one line."""
    return one_line(text, NAME_LENGTH, needed="The studio needs a name.")


def checked_zone(text: str) -> str:
    """An IANA time zone that this computer knows."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RuleBroken(
            f"“{text[:40]}” is not a time zone. Choose one from the list, like Europe/Berlin."
        ) from None
    return text


def checked_currency(text: str) -> str:
    """The code of a currency that is in use somewhere."""
    from babel.numbers import list_currencies

    code = text.strip().upper()
    if code not in list_currencies():
        raise RuleBroken(f"“{text[:40]}” is not a currency. Use its three letters, like EUR.")
    return code


def checked_locale(text: str) -> str:
    """A locale that dates and amounts can be written in."""
    from babel import Locale, UnknownLocaleError

    try:
        found = Locale.parse(text.strip().replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        raise RuleBroken(f"“{text[:40]}” is not a known language and region, like en_GB.") from None
    return str(found)


def checked_country(text: str) -> str:
    """The two letters of a country."""
    from babel import Locale

    code = text.strip().upper()
    if not (len(code) == len("GB") and code.isalpha() and code in Locale("en").territories):
        raise RuleBroken(f"“{text[:40]}” is not a country. Use its two letters, like GB.")
    return code


def checked_accent(text: str) -> str:
    """A colour as #RRGGBB."""
    if not _COLOUR.fullmatch(text.strip()):
        raise RuleBroken("A colour is written as # and six digits, like #4F46E5.")
    return text.strip().upper()


def checked_email(text: str) -> str:
    """An e-mail address, or nothing."""
    line = one_line(text, 254)
    if line and not _EMAIL.fullmatch(line):
        raise RuleBroken("This is not an e-mail address, like desk@example.org.")
    return line


def _line(longest: int) -> Check:
    return lambda text: one_line(text, longest)


def _paragraphs(text: str) -> str:
    return paragraphs(text, TEXT_LENGTH)


_TEXTS: dict[str, Check] = {
    "name": checked_studio_name,
    "address": _paragraphs,
    "phone": _line(40),
    "email": checked_email,
    "tax_number": _line(60),
    "receipt_footer": _paragraphs,
    "currency": checked_currency,
    "zone": checked_zone,
    "locale": checked_locale,
    "country": checked_country,
    "accent": checked_accent,
}
SETTINGS = (*_TEXTS, *LIMITS)
"""Everything that can be changed."""
