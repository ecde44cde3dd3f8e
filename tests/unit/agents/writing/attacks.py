"""What somebody, or something, might try to slip into a text."""

from __future__ import annotations

import tomllib
from pathlib import Path

_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
DAYS: list[str] = _FILE["days"]
ADDRESSES: list[str] = _FILE["addresses"]
PROMISES: list[str] = _FILE["promises"]
DEEDS: list[str] = _FILE["deeds"]
HEALTH: list[str] = _FILE["health"]
CONTROL: list[str] = _FILE["control"]
LOOKALIKES: dict[str, str] = _FILE["lookalikes"]
_EN: dict[int, str] = dict(enumerate(_FILE["english"]))
_DE: dict[int, str] = dict(enumerate(_FILE["german"]))
"""0 to 19, then the tens from twenty on."""


def english_number(number: int) -> str:
    """*number* below 10,000 in English words."""
    if number < 20:
        return _EN[number]
    if number < 100:
        rest = number % 10
        return _EN[18 + number // 10] + (f"-{_EN[rest]}" if rest else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = number % size
    return f"{english_number(number // size)} {name}" + (f" and {english_number(rest)}" if rest else "")


def german_number(number: int) -> str:
    """*number* below 10,000 as Germans write it, in one word."""
    if number == 1:
        return "eins"
    if number < 20:
        return _DE[number]
    if number < 100:
        rest = number % 10
        return (f"{_DE[rest]}und" if rest else "") + _DE[18 + number // 10]
    size, name = (1000, "tausend") if number >= 1000 else (100, "hundert")
    most = number // size
    rest = number % size
    return f"{'ein' if most == 1 else german_number(most)}{name}{german_number(rest) if rest else ''}"
