"""Embedded fonts, and which of them shows which character."""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from fitnesscrm_desktop.paths import resource

BOX = "□"
"""Stands for a letter that no font on this PC can show; a picture is left out instead."""

_SHIPPED = {
    False: (("Inter", "Inter-Regular.ttf"), ("DejaVu", "DejaVuSans.ttf")),
    True: (("Inter-SemiBold", "Inter-SemiBold.ttf"), ("DejaVu-Bold", "DejaVuSans-Bold.ttf")),
}
_TRUETYPE = (
    "msyh.ttc",
    "malgun.ttf",
    "YuGothR.ttc",
    "msgothic.ttc",
    "Nirmala.ttf",
    "LeelawUI.ttf",
    "Arial Unicode.ttf",
    "AppleGothic.ttf",
    "DroidSansFallbackFull.ttf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "uming.ttc",
    "NanumGothic.ttf",
    "UnDotum.ttf",
    "TakaoPGothic.ttf",
    "ipagp.ttf",
    "VL-PGothic-Regular.ttf",
    "Lohit-Devanagari.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "Garuda.ttf",
    "NotoSansThai-Regular.ttf",
    "seguisym.ttf",
    "NotoEmoji-Regular.ttf",
    "NotoEmoji-VariableFont_wght.ttf",
    "Symbola.ttf",
    "Symbola_hint.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "Apple Symbols.ttf",
)
"""Fonts of the system with scripts that the shipped ones lack, or pictures in one colour, the better ones
first (reportlab embeds TrueType only)."""
_NOT_TRUETYPE = ("NotoSansCJK", "NotoSerifCJK", "SourceHanSans", "SourceHanSerif", "PingFang", "Hiragino")
"""With these on the PC, whatever shows a PDF shows Chinese and Japanese that is not embedded."""
_NOT_EMBEDDED = (
    (range(0x3000, 0x3040), "STSong-Light"),
    (range(0x3040, 0x3100), "HeiseiKakuGo-W5"),
    (range(0x4E00, 0xA000), "STSong-Light"),
)
"""Not Korean: the viewer of the program shows nothing there, and a box is better than nothing."""

_PICTURES = {"So", "Me"}
"""Emoji and other signs; and the frames around keys, which are set around the sign before them."""

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


def font_folders() -> tuple[Path, ...]:
    """Where systems keep their fonts."""
    own = Path.home()
    return (
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        own / "AppData/Local/Microsoft/Windows/Fonts",
        Path("/System/Library/Fonts"),
        Path("/Library/Fonts"),
        own / "Library/Fonts",
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        own / ".local/share/fonts",
        own / ".fonts",
    )


def known_fonts(folders: Iterable[Path]) -> tuple[list[Path], bool]:
    """The fonts in *folders* that can be embedded, the better ones first; and whether others show Chinese."""
    there: dict[str, Path] = {}
    for folder in folders:
        for place, _folders, files in os.walk(folder):  # a folder that is not there has no files
            for name in files:
                there.setdefault(name, Path(place, name))
    return [there[name] for name in _TRUETYPE if name in there], any(
        name.startswith(_NOT_TRUETYPE) for name in there
    )


@lru_cache(maxsize=1)
def _found_here() -> tuple[tuple[TTFont, ...], bool]:
    """Looked for once, when a text needs more than the shipped fonts."""
    with _lock:
        paths, shown_by_others = known_fonts(font_folders())
        found = []
        for path in paths:
            try:
                found.append(_registered(path.stem, path))
            except (TTFError, OSError):  # a font of the system that reportlab cannot embed
                continue
        return tuple(found), shown_by_others


@lru_cache(maxsize=4)
def _not_embedded(name: str) -> str:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    with _lock:
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


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
    found, shown_by_others = _found_here()
    for font in found:
        if code in font.face.charToGlyph:
            return str(font.fontName), character
    if shown_by_others:
        for codes, name in _NOT_EMBEDDED:
            if code in codes:
                return _not_embedded(name), character
    return str(_shipped(bold)[-1].fontName), BOX


def is_picture(character: str) -> bool:
    """Whether *character* is a sign or an emoji, not a letter."""
    return unicodedata.category(character) in _PICTURES


def left_out(character: str) -> bool:
    """Whether *character* is a picture, such as an emoji, that no font on this PC can show.

    A name can be read without it, as it cannot without a letter.
    """
    return is_picture(character) and _font_of(character, "", bold=False)[1] == BOX != character


def boxed(text: str) -> str:
    """The letters of *text*, each once, that no font on this PC can show: boxes would be printed for them."""
    if plain_runs(text):
        return ""
    letters = (each for each in dict.fromkeys(text) if unicodedata.category(each)[0] in "LN")
    return "".join(each for each in letters if _font_of(each, "", bold=False)[1] == BOX)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide *text* is when set in *size* points."""
    return sum(pdfmetrics.stringWidth(run.text, run.font, size) for run in runs(text, bold=bold))
