"""Letters whose address shows in a window envelope, and sheets of address labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fitnesscrm_desktop.services.core.pdf.document import LEADING, StudioHead
from fitnesscrm_desktop.services.core.pdf.fonts import width
from fitnesscrm_desktop.services.core.pdf.paper import MM, MUTED, Paper
from fitnesscrm_desktop.services.core.pdf.sheet import Sheet
from fitnesscrm_desktop.services.core.pdf.text import clean, fitted, in_drawing_order, wrapped

_SIZE = 10.5
_SMALL = 7.5
_LEFT, _WIDE = 25 * MM, 165 * MM
_WINDOW_TOP, _WINDOW_WIDE = 45 * MM, 85 * MM
_TEXT_TOP = 98 * MM
_ADDRESS_LINES = 6
_ACROSS, _DOWN = 3, 8
_LABEL_SIZE = 9.5
_UNBROKEN, _SMALLEST, _STEP = 6.5, 4.0, 0.5
"""Down to the first size no word is broken; none is smaller than the second."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says to whom; *day* as it is written."""

    address: str
    day: str
    subject: str
    text: str


def letters_pdf(studio: StudioHead, letters: Iterable[Letter]) -> bytes:
    """All letters, each from a page of its own on; a long one goes on on the next page."""
    sheet = Sheet((Paper.A4.width, Paper.A4.height), title="Letters", author=studio.name)
    for number, letter in enumerate(letters):
        if number:
            sheet.next_page()
        _draw_letter(sheet, studio, letter)
    return sheet.finish(lambda _page, _pages: None)


def _draw_letter(sheet: Sheet, studio: StudioHead, letter: Letter) -> None:
    _draw_head(sheet, studio)
    return_address = " · ".join(line for line in [studio.name, *studio.address.splitlines()] if line)
    y = _WINDOW_TOP
    sheet.text(_LEFT, y + _SMALL, fitted(return_address, _SMALL, _WINDOW_WIDE), _SMALL, color=MUTED)
    sheet.line(_LEFT, y + 11, _LEFT + _WINDOW_WIDE)
    y += 18
    _draw_address(sheet, letter.address, _LEFT, y, _SIZE, _WINDOW_WIDE, _ADDRESS_LINES * _SIZE * LEADING)
    sheet.text(_LEFT + _WIDE, _TEXT_TOP - 20, fitted(letter.day, _SIZE, _WIDE), _SIZE, align="right")
    y = _TEXT_TOP
    for line in wrapped(letter.subject, 12, _WIDE, bold=True, most=3):
        sheet.text(_LEFT, y + 12, line, 12, bold=True)
        y += 12 * LEADING
    y += 8
    bottom = Paper.A4.height - 22 * MM
    for paragraph in letter.text.split("\n"):
        for line in wrapped(paragraph, _SIZE, _WIDE):
            if y + _SIZE * LEADING > bottom:
                sheet.next_page()
                y = Paper.A4.margin
            sheet.text(_LEFT, y + _SIZE, line, _SIZE)
            y += _SIZE * LEADING


def _draw_address(
    sheet: Sheet, address: str, x: float, y: float, largest: float, wide: float, high: float
) -> None:
    size, lines = in_room(address, largest, wide, high)
    for line in lines:
        sheet.text(x, y + size, line, size)
        y += size * LEADING


def in_room(address: str, largest: float, wide: float, high: float) -> tuple[float, list[str]]:
    """*address* in the largest size, at most *largest*, in which all of it fits: nothing of it may be lost.

    A long line goes on on the next, and is written smaller before a word is broken.
    """
    size = largest
    while True:
        words_fit = all(width(in_drawing_order(clean(word)), size) <= wide for word in address.split())
        lines = [line for typed in address.splitlines() for line in wrapped(typed, size, wide)]
        fits = len(lines) * size * LEADING <= high
        if (fits and (words_fit or size <= _UNBROKEN)) or size <= _SMALLEST:
            return size, lines
        size -= _STEP


def _draw_head(sheet: Sheet, studio: StudioHead) -> None:
    top = 14 * MM
    sheet.block(_LEFT, top, _WIDE, 2.5, studio.accent, radius=1)
    y = top + 12
    if studio.logo:
        sheet.picture(_LEFT + _WIDE - 150, y, studio.logo, wide=150, high=40)
    room = _WIDE - (160 if studio.logo else 0)
    for line in wrapped(studio.name, 13, room, bold=True, most=2):
        sheet.text(_LEFT, y + 13, line, 13, bold=True)
        y += 18
    for line in filter(None, (studio.contact, studio.tax_number)):
        sheet.text(_LEFT, y + 8, fitted(line, 8, room), 8, color=MUTED)
        y += 11.5


def labels_pdf(author: str, addresses: Sequence[str], *, skip: int = 0) -> bytes:
    """A4 sheets of 3 times 8 labels (70 by 37 mm), the first *skip* of which are used already."""
    wide, high = Paper.A4.width / _ACROSS, Paper.A4.height / _DOWN
    sheet = Sheet((Paper.A4.width, Paper.A4.height), title="Labels", author=author)
    for number, address in enumerate(addresses, start=skip % (_ACROSS * _DOWN)):
        place = number % (_ACROSS * _DOWN)
        if place == 0 and number:
            sheet.next_page()
        x, y = (place % _ACROSS) * wide + 6 * MM, (place // _ACROSS) * high + 6 * MM
        _draw_address(sheet, address, x, y, _LABEL_SIZE, wide - 10 * MM, high - 8 * MM)
    return sheet.finish(lambda _page, _pages: None)
