"""Brings text into the order it is drawn in, and into lines that fit."""

from __future__ import annotations

import unicodedata

from fitnesscrm_desktop.services.core.pdf.fonts import is_picture, left_out, width

ELLIPSIS = "…"
MOST_CHARACTERS = 4000
"""Of one text on paper; the rest of an endless one is cut."""

_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_INVISIBLE = {"Cc", "Cs", "Cf", "Co", "Cn"}
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_JOINER = "\u200d"
"""Makes one emoji of two: when the first is left out, so is the second."""
_VARIATIONS = range(0xFE00, 0xFE10)


def clean(text: str) -> str:
    """*text* without what has no picture: control characters, joiners, half characters, skin tones.

    An emoji that no font has goes without leaving a gap.
    """
    composed = unicodedata.normalize("NFC", text[:MOST_CHARACTERS])
    if composed.isascii() and composed.isprintable():
        return composed
    shown: list[str] = []
    gap = joined = False
    for character in composed:
        seen = _visible(character)
        if not seen:
            joined = joined or character == _JOINER
            continue
        if left_out(seen) or (joined and gap and is_picture(seen)):
            gap = True
        elif not (gap and seen == " " and shown[-1:] in ([], [" "])):
            shown.append(seen)
            gap = False
        joined = False
    line = "".join(shown)
    return line.rstrip() if gap else line


def _visible(character: str) -> str:
    if character in "\t\n\r":
        return " "
    code = ord(character)
    if code in _SKIN_TONES or code in _VARIATIONS:
        return ""
    return "" if unicodedata.category(character) in _INVISIBLE else character


def in_drawing_order(line: str) -> str:
    """*line* from left to right as it is seen: Arabic letters joined, right-to-left runs turned around.

    Brackets in such a run are turned, too, or they would open where they close.
    """
    if line.isascii() or not any(unicodedata.bidirectional(each) in _RIGHT_TO_LEFT for each in line):
        return line
    from bidi.algorithm import get_display  # the other one, in ``bidi`` itself, leaves brackets as they are

    return str(get_display(_joined(line)))


def _joined(line: str) -> str:
    from arabic_reshaper import ArabicReshaper

    reshaper = ArabicReshaper({"delete_harakat": False, "support_ligatures": True, **_LIGATURES})
    return str(reshaper.reshape(line))


_LIGATURES = {"ARABIC LIGATURE ALLAH": False}
"""Those that the shipped fonts have no picture of are left as letters."""


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """*text* in drawing order, shortened with an ellipsis if it is wider than *room*."""
    line = clean(text)
    shown = in_drawing_order(line)
    if width(shown, size, bold=bold) <= room:
        return shown
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if width(in_drawing_order(line[:middle].rstrip()) + ELLIPSIS, size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return in_drawing_order(line[:low].rstrip() + ELLIPSIS)


def wrapped(text: str, size: float, room: float, *, bold: bool = False, most: int = 0) -> list[str]:
    """*text* as lines in drawing order that fit into *room*; at most *most* of them, the last one shortened.

    Line breaks stay; a word that is too long for a line is cut.
    """
    lines: list[str] = []
    for paragraph in text[:MOST_CHARACTERS].splitlines() or [""]:
        lines += _filled(clean(paragraph).split(" "), size, room, bold=bold)
    if most and len(lines) > most:
        rest = " ".join(lines[most - 1 :])
        return [in_drawing_order(line) for line in lines[: most - 1]] + [fitted(rest, size, room, bold=bold)]
    return [in_drawing_order(line) for line in lines]


def _filled(words: list[str], size: float, room: float, *, bold: bool) -> list[str]:
    text = " ".join(words)
    if width(text, size, bold=bold) <= room:
        return [text]
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, size, room, bold=bold)
        lines += whole
    return [*lines, line]


def _pieces(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= room:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
