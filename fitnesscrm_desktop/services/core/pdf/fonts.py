"""Embedded fonts, and which of them shows which character."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from fitnesscrm_desktop.paths import resource

BOX = "□"
"""Stands for what no font on this PC can show, such as an emoji."""

_SHIPPED = {
    False: (("Inter", "Inter-Regular.ttf"), ("DejaVu", "DejaVuSans.ttf")),
    True: (("Inter-SemiBold", "Inter-SemiBold.ttf"), ("DejaVu-Bold", "DejaVuSans-Bold.ttf")),
}
_ON_THIS_PC = (
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/malgun.ttf",
    "C:/Windows/Fonts/YuGothR.ttc",
    "C:/Windows/Fonts/msgothic.ttc",
    "C:/Windows/Fonts/Nirmala.ttf",
    "C:/Windows/Fonts/LeelawUI.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/truetype/unfonts-core/UnDotum.ttf",
    "/usr/share/fonts/truetype/lohit-devanagari/Lohit-Devanagari.ttf",
    "/usr/share/fonts/truetype/tlwg/Garuda.ttf",
)
"""TrueType fonts with scripts that the shipped ones lack (reportlab embeds no other kind)."""

_lock = threading.RLock()


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow each other and one font shows."""

    font: str
    text: str


@lru_cache(maxsize=2)
def _shipped(bold: bool) -> tuple[TTFont, ...]:  # noqa: FBT001 - the key of the cache
    with _lock:
        return tuple(_registered(name, resource("fonts", file)) for name, file in _SHIPPED[bold])


@lru_cache(maxsize=1)
def _found_here() -> tuple[TTFont, ...]:
    with _lock:
        found = []
        for path in map(Path, _ON_THIS_PC):
            if path.is_file():
                try:
                    found.append(_registered(path.stem, path))
                except (TTFError, OSError):  # a font of the system that reportlab cannot embed
                    continue
        return tuple(found)


def _registered(name: str, path: Path) -> TTFont:
    font = TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    return font


def main_font(*, bold: bool = False) -> str:
    """The name of the font that most text is set in."""
    return str(_shipped(bold)[0].fontName)


def plain_runs(text: str, *, bold: bool = False) -> bool:
    """Whether the main font shows all of *text*; the fast way for long tables."""
    glyphs = _shipped(bold)[0].face.charToGlyph
    return all(ord(character) in glyphs for character in text)


def runs(text: str, *, bold: bool = False) -> Iterator[Run]:
    """*text* (in the order in which it is drawn) cut where the font changes; what none has becomes a box."""
    if not text or plain_runs(text, bold=bold):
        yield Run(main_font(bold=bold), text)
        return
    current, gathered = "", ""
    for character in text:
        font, shown = _font_of(character, current, bold)
        if font != current and gathered:
            yield Run(current, gathered)
            gathered = ""
        current, gathered = font, gathered + shown
    yield Run(current, gathered)


def _font_of(character: str, current: str, bold: bool) -> tuple[str, str]:  # noqa: FBT001 - private, one caller
    """The font that shows *character* and what it shows; a combining mark stays with its letter's font."""
    code = ord(character)
    fonts = _shipped(bold)
    if unicodedata.combining(character):
        fonts = tuple(sorted(fonts, key=lambda font: font.fontName != current))
    for font in fonts:
        if code in font.face.charToGlyph:
            return str(font.fontName), character
    for font in _found_here():
        if code in font.face.charToGlyph:
            return str(font.fontName), character
    return str(_shipped(bold)[-1].fontName), BOX


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide *text* is when set in *size* points."""
    return sum(pdfmetrics.stringWidth(run.text, run.font, size) for run in runs(text, bold=bold))
