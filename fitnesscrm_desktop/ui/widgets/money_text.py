"""Read an amount of money as a person types it; no Qt, so that every case can be tried quickly."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass


class Trouble(enum.Enum):
    """Why a text is not an amount."""

    NOT_A_NUMBER = "not a number"
    NEGATIVE = "negative"
    TOO_MANY_DECIMALS = "too many decimals"
    TOO_LARGE = "too large"


@dataclass(frozen=True, slots=True)
class Style:
    """How amounts are written: the separators of the locale, and how many decimals the currency has."""

    decimal: str = "."
    group: str = ","
    digits: int = 2


MINUS = "-−–"
SPACES = re.compile(r"[\s'’_]+")
LONGEST = 40


def parse_amount(text: str, style: Style, largest: int) -> int | Trouble | None:
    """Whole minor units; None if there is no text; else what is wrong with it."""
    text = text.strip()
    if not text:
        return None
    if len(text) > LONGEST:
        return Trouble.NOT_A_NUMBER
    text = SPACES.sub("", "".join(_ascii(letter) for letter in text)).removeprefix("+")
    if text[:1] in MINUS or text[-1:] in MINUS:
        return Trouble.NEGATIVE if re.search(r"\d", text) else Trouble.NOT_A_NUMBER
    parts = _split(text, style) if re.fullmatch(r"[\d.,]*\d[\d.,]*", text) else None
    return Trouble.NOT_A_NUMBER if parts is None else _units(*parts, style, largest)


def _units(whole: str, decimals: str, style: Style, largest: int) -> int | Trouble:
    if len(decimals.rstrip("0")) > style.digits:
        return Trouble.TOO_MANY_DECIMALS
    units = int((whole or "0") + decimals[: style.digits].ljust(style.digits, "0"))
    return units if units <= largest else Trouble.TOO_LARGE


def format_amount(units: int, style: Style) -> str:
    """The amount as it is typed: grouped, with all decimals of the currency."""
    whole, rest = divmod(abs(units), 10**style.digits)
    text = f"{whole:,}".replace(",", style.group)
    if style.digits:
        text += f"{style.decimal}{rest:0{style.digits}d}"
    return f"-{text}" if units < 0 else text


ARABIC_DECIMAL, ARABIC_GROUP = "\u066b", "\u066c"


def _ascii(letter: str) -> str:
    """Digits and separators of other scripts as ours."""
    if letter.isdecimal():
        return str(unicodedata.digit(letter))
    return {ARABIC_DECIMAL: ".", ARABIC_GROUP: ","}.get(letter, letter)


def _split(text: str, style: Style) -> tuple[str, str] | None:
    """Digits before and after the decimal separator; None if the separators make no sense."""
    decimal = style.decimal if style.decimal in ".," else "."
    group = "," if decimal == "." else "."
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text, ""
    separator = text[last]
    if separator == group and not _grouped(text, group):
        # The other desk's habit, or the numeric keypad: 12.50 where 12,50 is usual. Never for three decimals,
        # 1.234 means one thousand two hundred thirty-four in this locale.
        decimal, group = group, decimal
    if text.count(decimal) > 1 or (separator == group and not _grouped(text, group)):
        return None
    whole, _found, rest = text.partition(decimal)
    if group in rest or (group in whole and not _grouped(whole, group)):
        return None
    return whole.replace(group, ""), rest


def _grouped(text: str, group: str) -> bool:
    mark = re.escape(group)
    # Groups of two in the middle are how India writes a lakh.
    return re.fullmatch(rf"\d{{1,3}}({mark}\d{{2,3}})*{mark}\d{{3}}", text) is not None
