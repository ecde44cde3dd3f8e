"""Which encoding a text file is in: its byte order mark, UTF-8, or the most plausible old code page."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

SAMPLE_BYTES = 256 * 1024
FEWEST_PAIRS = 4
FEW_CONTROLS = 8
"""So many control characters are dirt in a list; more are a picture, unless the list is long."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "koi8_r", "cp850")
"""The likelier ones first."""
_OF_COUNTRY = {
    "cp1250": "AL BA CZ HR HU ME PL RO SI SK",
    "cp1251": "BG BY KZ MK RS RU UA",
    "cp1253": "CY GR",
    "cp1254": "AZ TR",
}
_EAST_ASIAN = (
    "cp932",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "gbk",
    "gb2312",
    "big5",
    "big5hkscs",
    "cp950",
    "euc_kr",
    "cp949",
)
_WORD = re.compile(r"[^\s,;|\t\"'.()/\\0-9@_-]+")
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"SQLite format 3",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding it was in, and how many characters could not be read."""

    text: str
    encoding: str
    unreadable: int = 0


def looks_binary(raw: bytes) -> bool:
    """Whether *raw* is no text at all."""
    head = raw[:SAMPLE_BYTES]
    if head.startswith(_BINARY):
        return True
    if any(head.startswith(mark) for mark, _name in _MARKS) or _looks_like_utf_16(head):
        return False
    control = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\x0c\x1a\x1b\x00")
    return control > max(FEW_CONTROLS, len(head) // 100) or head.count(0) * 3 > len(head)


def decode(raw: bytes, country: str, encoding: str | None = None) -> Decoded:
    """*raw* as text; *country* (ISO code of the studio) decides between code pages that fit alike."""
    if encoding:
        return _forced(raw, encoding)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _forced(raw, name)
    if wide := _looks_like_utf_16(raw[:SAMPLE_BYTES]):
        return _forced(raw, wide)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    damaged = _forced(raw, "utf-8")
    if damaged.unreadable <= _wide_letters(damaged.text):
        return damaged  # in an old code page hardly two letters look like one of UTF-8
    return _forced(raw, _code_page(raw[:SAMPLE_BYTES], country))


def _forced(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, errors="replace")
    return Decoded(text.removeprefix("\ufeff"), encoding, text.count("\ufffd"))


def _looks_like_utf_16(head: bytes) -> str:
    """The name of the encoding when every second byte of mostly plain text is zero."""
    pairs = len(head) // 2
    if pairs < FEWEST_PAIRS:
        return ""
    if head[1::2].count(0) * 10 > pairs * 7 and head[0::2].count(0) * 10 < pairs:
        return "utf-16-le"
    if head[0::2].count(0) * 10 > pairs * 7 and head[1::2].count(0) * 10 < pairs:
        return "utf-16-be"
    return ""


def _wide_letters(text: str) -> int:
    return sum(letter > "\x7f" and letter != "\ufffd" for letter in text)


def _code_page(sample: bytes, country: str) -> str:
    guess = _guess(sample)
    if guess in _EAST_ASIAN:
        return guess
    home = next((page for page, lands in _OF_COUNTRY.items() if country.upper() in lands.split()), "cp1252")
    likely = [home, guess] if guess in _CODE_PAGES else [home]
    pages = list(dict.fromkeys([*likely, *_CODE_PAGES]))
    points = {page: _plausibility(sample.decode(page, errors="replace")) for page in pages}
    return max(pages, key=lambda page: points[page])


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else ""


def _plausibility(text: str) -> int:
    """How much the words with special letters look like words: a symbol amid letters does not."""
    points = 0
    for word in _WORD.findall(text):
        special = [letter for letter in word if letter > "\x7f"]
        if special:
            points += sum(_points(letter) for letter in special)
            points -= 3 * (len(_scripts(word)) - 1)
            points -= 2 * sum(before.islower() and after.isupper() for before, after in pairwise(word))
    return points


def _points(letter: str) -> int:
    if letter in _RARE:
        return -1
    return 1 if unicodedata.category(letter).startswith(("L", "M")) else -3


_RARE = frozenset("ªº¹²³ƒµŒœÞþÐðÿŸĽľЈјЉљЊњЂђЏџ")
"""Letters that appear mostly where a code page was mistaken for another one."""


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}
