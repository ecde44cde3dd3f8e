"""A member card of the size of a bank card: name, number, and codes for scanner and camera."""

from __future__ import annotations

from fitnesscrm_desktop.services.core.pdf.document import StudioHead
from fitnesscrm_desktop.services.core.pdf.paper import MUTED, Paper
from fitnesscrm_desktop.services.core.pdf.sheet import Sheet
from fitnesscrm_desktop.services.core.pdf.text import fitted, wrapped


def member_card(studio: StudioHead, name: str, number: str, code: str) -> bytes:
    """The card as a PDF page of its size; *code* is what the scanner reads (ASCII)."""
    paper = Paper.CARD
    sheet = Sheet((paper.width, paper.height), title=f"{name} {number}", author=studio.name)
    left, room = paper.margin, paper.width - 2 * paper.margin
    side = 52.0
    sheet.block(0, 0, paper.width, 7, studio.accent)
    top = 16.0
    if studio.logo:
        sheet.picture(paper.width - left - side, top, studio.logo, wide=side, high=20)
    sheet.text(left, top + 11, fitted(studio.name, 10, room - side - 8, bold=True), 10, bold=True)
    y = top + 26
    for line in wrapped(name, 12, room - side - 8, bold=True, most=2):
        y += 15
        sheet.text(left, y, line, 12, bold=True)
    sheet.text(left, y + 13, fitted(number, 9, room - side - 8), 9, color=MUTED)
    sheet.qr(paper.width - left - side, paper.height - paper.margin - side, code, side=side)
    sheet.code128(left, paper.height - paper.margin - 30, code, wide=room - side - 14, high=30)
    return sheet.finish(lambda _page, _pages: None)
