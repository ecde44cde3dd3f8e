"""Draws on pages, measured in points from their upper left corner."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fitnesscrm_desktop.services.core.pdf.fonts import runs, width
from fitnesscrm_desktop.services.core.pdf.paper import INK, LINE


class Sheet:
    """Pages of one size. What is drawn at the end of all pages may know how many there are.

    A file that is not *dated* says nowhere when it was made: the same pages always give the same bytes.
    """

    def __init__(self, size: tuple[float, float], *, title: str, author: str, dated: bool = True) -> None:
        self._buffer = io.BytesIO()
        self._size = size
        self._canvas = Canvas(self._buffer, pagesize=size, pageCompression=1, invariant=not dated)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("FitnessCRM Desktop")
        self._pages: list[dict[str, Any]] = []

    @property
    def page(self) -> int:
        """The number of the page that is drawn on, from 1."""
        return len(self._pages) + 1

    def next_page(self) -> None:
        """Go on with a fresh page."""
        self._pages.append(dict(self._canvas.__dict__))
        # The page is kept open until all are drawn: only then "page 1 of n" can be written on it.
        self._canvas._startPage()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way

    def finish(self, at_foot: Any) -> bytes:
        """Call ``at_foot(page, pages)`` for each page in turn, and give the whole file."""
        self._pages.append(dict(self._canvas.__dict__))
        for number, page in enumerate(self._pages, start=1):
            self._canvas.__dict__.update(page)
            at_foot(number, len(self._pages))
            self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def text(
        self,
        x: float,
        baseline: float,
        shown: str,
        size: float,
        *,
        bold: bool = False,
        color: str = INK,
        align: str = "left",
    ) -> None:
        """Write *shown*, which is in drawing order; *x* is its left, right or middle as *align* says."""
        if align != "left":
            whole = width(shown, size, bold=bold)
            x -= whole if align == "right" else whole / 2
        self._canvas.setFillColor(HexColor(color))
        y = self._size[1] - baseline
        for run in runs(shown, bold=bold):
            self._canvas.setFont(run.font, size)
            self._canvas.drawString(x, y, run.text)
            x += self._canvas.stringWidth(run.text, run.font, size)

    def line(self, x: float, y: float, to_x: float, *, color: str = LINE, thick: float = 0.6) -> None:
        """A level line."""
        self._canvas.setStrokeColor(HexColor(color))
        self._canvas.setLineWidth(thick)
        self._canvas.line(x, self._size[1] - y, to_x, self._size[1] - y)

    def stroke(
        self, points: Sequence[tuple[float, float]], color: str, thick: float, *, dashed: bool = False
    ) -> None:
        """A line through *points*; nothing for fewer than two."""
        if len(points) < 2:  # noqa: PLR2004 - a line has two ends
            return
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], self._size[1] - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self._size[1] - y)
        self._canvas.setStrokeColor(HexColor(color))
        self._canvas.setLineWidth(thick)
        self._canvas.setDash([3, 2] if dashed else [])
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.setDash([])

    def dot(self, x: float, y: float, radius: float, color: str) -> None:
        """A filled circle around *x*, *y*."""
        self._canvas.setFillColor(HexColor(color))
        self._canvas.circle(x, self._size[1] - y, radius, stroke=0, fill=1)

    def block(self, x: float, y: float, wide: float, high: float, color: str, *, radius: float = 0) -> None:
        """A filled box whose upper left corner is at *x*, *y*."""
        self._canvas.setFillColor(HexColor(color))
        self._canvas.roundRect(x, self._size[1] - y - high, wide, high, radius, stroke=0, fill=1)

    def pen(
        self, x: float, y: float, lines: Iterable[Sequence[tuple[float, float]]], *, scale: float
    ) -> None:
        """Lines drawn by hand, in points from their own upper left corner, which is at *x*, *y*."""
        self._canvas.setStrokeColor(HexColor(INK))
        self._canvas.setLineWidth(1.1)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        base = self._size[1] - y
        for line in lines:
            path = self._canvas.beginPath()
            path.moveTo(x + line[0][0] * scale, base - line[0][1] * scale)
            for across, down in line[1:]:
                path.lineTo(x + across * scale, base - down * scale)
            self._canvas.drawPath(path, stroke=1, fill=0)

    def picture(self, x: float, y: float, image: bytes, *, wide: float, high: float) -> tuple[float, float]:
        """A picture within *wide* and *high*, undistorted; the room it takes (0, 0: unreadable)."""
        try:
            reader = ImageReader(io.BytesIO(image))
            pixels_wide, pixels_high = reader.getSize()
        except Exception:  # noqa: BLE001 - Pillow raises anything; a receipt without a logo is still a receipt
            return 0.0, 0.0
        scale = min(wide / pixels_wide, high / pixels_high)
        room = pixels_wide * scale, pixels_high * scale
        self._canvas.drawImage(reader, x, self._size[1] - y - room[1], *room, mask="auto")
        return room

    def code128(self, x: float, y: float, text: str, *, wide: float, high: float) -> float:
        """Bars for a scanner, at most *wide*; how wide they are."""
        bars = Code128(text, barHeight=high, barWidth=1.0, quiet=False)
        bar = min(1.0, wide / bars.width)
        bars = Code128(text, barHeight=high, barWidth=bar, quiet=False)
        self._canvas.setFillColor(HexColor(INK))
        bars.drawOn(self._canvas, x, self._size[1] - y - high)
        return float(bars.width)

    def qr(self, x: float, y: float, text: str, *, side: float) -> None:
        """A square code for a camera."""
        widget = QrCodeWidget(text, barLevel="M", barBorder=0)
        left, bottom, right, top = widget.getBounds()
        scale = side / (right - left)
        drawing = Drawing(side, side, transform=[scale, 0, 0, side / (top - bottom), 0, 0])
        drawing.add(widget)
        drawing.drawOn(self._canvas, x, self._size[1] - y - side)
