"""A document that flows over pages: heads, pairs, tables, totals, codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from fitnesscrm_desktop.services.core.pdf.paper import INK, LINE, MUTED, SHADE, Paper
from fitnesscrm_desktop.services.core.pdf.plot import Plot, draw_plot
from fitnesscrm_desktop.services.core.pdf.sheet import Sheet
from fitnesscrm_desktop.services.core.pdf.text import fitted, wrapped

LEADING = 1.38
FOOT = 26.0
"""Room for the line at the foot of every page."""
NARROW = 250.0
"""Too little room for two things beside each other, as on a roll."""


@dataclass(frozen=True, slots=True)
class StudioHead:
    """Who makes the document."""

    name: str
    address: str = ""
    contact: str = ""
    tax_number: str = ""
    logo: bytes | None = None
    accent: str = "#4F46E5"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; *share* of the width relative to the others."""

    title: str
    share: float = 1.0
    align: str = "left"
    wrap: bool = False
    """Long text goes on in the next line instead of being shortened."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece that is not torn apart between pages."""

    height: float
    draw: Callable[[Sheet, float], None]
    header: Strip | None = None
    """Drawn again above this piece when it starts a page."""
    keep: bool = False
    """It stays on the page of what comes next: a heading alone at the foot of a page heads nothing."""


class Document:
    """Collects blocks, then draws them on as many pages as they need.

    *foot* stands at the foot of every page, left of "Page x of y" (*count*, for other languages). Texts may
    hold any script; right-to-left ones are drawn as they are read.
    """

    def __init__(
        self,
        paper: Paper,
        *,
        title: str,
        author: str = "",
        foot: str = "",
        size: float = 9,
        count: str = "Page {page} of {pages}",
        dated: bool = True,
    ) -> None:
        self._paper, self._title, self._author, self._foot = paper, title, author, foot
        self._count, self._dated = count, dated
        self.size = size
        self.left, self.room = paper.margin, paper.width - 2 * paper.margin
        self._strips: list[Iterable[Strip]] = []

    # --- blocks -----------------------------------------------------------------------------------------

    def head(self, studio: StudioHead, title: str, subtitles: Sequence[str] = ()) -> None:
        """The studio on the left (logo, name, address), what this is on the right."""
        self._add(_head(self, studio, title, [line for line in subtitles if line]))

    def text(
        self,
        text: str,
        *,
        size: float | None = None,
        bold: bool = False,
        color: str = INK,
        align: str = "left",
        most: int = 0,
        keep: bool = False,
    ) -> None:
        """A paragraph, wrapped; at most *most* lines of it (0: all); *keep* it with the next block."""
        points = size or self.size
        high = points * LEADING
        anchor = {"left": self.left, "center": self.left + self.room / 2, "right": self.left + self.room}[
            align
        ]
        for line in wrapped(text, points, self.room, bold=bold, most=most):
            self._add(
                Strip(
                    high,
                    lambda sheet, y, line=line: sheet.text(  # type: ignore[misc]
                        anchor, y + points, line, points, bold=bold, color=color, align=align
                    ),
                    keep=keep,
                )
            )

    def pairs(self, pairs: Iterable[tuple[str, str]], *, across: int = 2) -> None:
        """Small labels with their values below them, *across* beside each other."""
        shown = [pair for pair in pairs if pair[1]]
        for first in range(0, len(shown), across):
            self._add(_pairs(self, shown[first : first + across], across))

    def line(
        self, left: str, right: str, *, bold: bool = False, size: float | None = None, color: str = INK
    ) -> None:
        """Something on the left and its figure on the right."""
        points = size or self.size
        figure = fitted(right, points, self.room * 0.6, bold=bold)

        def draw(sheet: Sheet, y: float) -> None:
            sheet.text(
                self.left + self.room, y + points, figure, points, bold=bold, color=color, align="right"
            )
            label = fitted(left, points, self.room * 0.62, bold=bold)
            sheet.text(self.left, y + points, label, points, bold=bold, color=color)

        self._add(Strip(points * LEADING + 1, draw))

    def rule(self, *, color: str = LINE) -> None:
        """A line across."""
        self._add(Strip(7, lambda sheet, y: sheet.line(self.left, y + 3, self.left + self.room, color=color)))

    def heading(self, title: str, *, size: float = 12) -> None:
        """What the next block is about; it goes to the next page together with it."""
        self.gap(size, keep=True)
        self.text(title, size=size, bold=True, keep=True)
        self.gap(4, keep=True)

    def gap(self, height: float, *, keep: bool = False) -> None:
        """Some air."""
        self._add(Strip(height, lambda _sheet, _y: None, keep=keep))

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str]], totals: Sequence[str] | None = None
    ) -> None:
        """Rows under a header that is repeated on every page; *totals* stand below, in bold."""
        self._strips.append(_table(self, columns, rows, totals))

    def code128(self, text: str, *, caption: str = "", height: float = 30) -> None:
        """Bars for a scanner in the middle, with *caption* below."""
        wide = min(self.room, 190.0)

        def draw(sheet: Sheet, y: float) -> None:
            measured = Sheet((1, 1), title="", author="").code128(0, 0, text, wide=wide, high=height)
            sheet.code128(self.left + (self.room - measured) / 2, y, text, wide=wide, high=height)
            shown = fitted(caption, 8, self.room)
            sheet.text(self.left + self.room / 2, y + height + 11, shown, 8, color=MUTED, align="center")

        self._add(Strip(height + (16 if caption else 4), draw))

    def drawing(self, lines: Sequence[Sequence[tuple[float, float]]], *, wide: float, high: float) -> None:
        """What was drawn by hand, within *wide* and *high*, undistorted; never larger than it was drawn."""
        points = [point for line in lines for point in line]
        scale = min(
            1.0,
            wide / max(1.0, *(x for x, _ in points)),
            high / max(1.0, *(y for _, y in points)),
        )
        tall = max(y for _, y in points) * scale
        self._add(Strip(tall + 6, lambda sheet, y: sheet.pen(self.left, y + 3, lines, scale=scale)))

    def plot(self, plot: Plot, *, height: float = 130) -> None:
        """A chart as wide as the page."""
        self._add(
            Strip(height + 10, lambda sheet, y: draw_plot(sheet, plot, self.left, y, self.room, height))
        )

    def pictures(self, pictures: Sequence[tuple[bytes, str]], *, height: float = 190) -> None:
        """Pictures beside each other, each with its caption below."""
        step = self.room / max(1, len(pictures))

        def draw(sheet: Sheet, y: float) -> None:
            for place, (image, caption) in enumerate(pictures):
                x = self.left + place * step
                sheet.picture(x, y, image, wide=step - 8, high=height)
                shown = fitted(caption, 8, step - 10)
                sheet.text(x, y + height + 10, shown, 8, color=MUTED)

        self._add(Strip(height + 18, draw))

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is added meanwhile is not torn apart, if it fits on a page."""
        first = len(self._strips)
        yield
        added = [strip for block in self._strips[first:] for strip in block]
        self._strips[first:] = [(replace(strip, keep=strip is not added[-1]),) for strip in added]

    def _add(self, strip: Strip) -> None:
        self._strips.append((strip,))

    # --- pages ------------------------------------------------------------------------------------------

    def render(self) -> bytes:
        """The PDF."""
        strips: Iterable[Strip] = (strip for block in self._strips for strip in block)
        height = self._paper.height
        if not height:
            strips = list(strips)
            height = sum(strip.height for strip in strips) + 2 * self._paper.margin
        sheet = Sheet((self._paper.width, height), title=self._title, author=self._author, dated=self._dated)
        bottom = height - self._paper.margin - (FOOT if self._paper.height else 0)
        y = self._paper.margin
        for together in _together(strips, bottom - self._paper.margin):
            high = sum(strip.height for strip in together)
            if y + high > bottom and y > self._paper.margin and self._paper.height:
                sheet.next_page()
                y = self._paper.margin
                header = together[0].header
                if header is not None:
                    header.draw(sheet, y)
                    y += header.height
            for strip in together:
                strip.draw(sheet, y)
                y += strip.height
        self.pages = sheet.page
        return sheet.finish(lambda page, pages: self._draw_foot(sheet, height, page, pages))

    pages: int = 0
    """How many pages the last ``render`` made."""

    def _draw_foot(self, sheet: Sheet, height: float, page: int, pages: int) -> None:
        if not self._paper.height:
            return
        base = height - self._paper.margin + 4
        count = self._count.format(page=page, pages=pages)
        sheet.line(self.left, base - 14, self.left + self.room)
        sheet.text(self.left + self.room, base - 3, count, 7.5, color=MUTED, align="right")
        sheet.text(self.left, base - 3, fitted(self._foot, 7.5, self.room - 70), 7.5, color=MUTED)


def _together(strips: Iterable[Strip], room: float) -> Iterator[list[Strip]]:
    """What is not torn apart: a piece with the headings above it, unless no page has *room* for it."""
    waiting: list[Strip] = []
    for strip in strips:
        waiting.append(strip)
        if sum(each.height for each in waiting) > room:
            yield from ([each] for each in waiting)
            waiting = []
        elif not strip.keep:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _head(document: Document, studio: StudioHead, title: str, subtitles: Sequence[str]) -> Strip:
    narrow = document.room < NARROW
    left_room = document.room if narrow else document.room * 0.56
    name = wrapped(studio.name, 13, left_room, bold=True, most=2)
    address = wrapped(studio.address, 8, left_room, most=5) if studio.address.strip() else []
    small = [*address, *(line for line in (studio.contact, studio.tax_number) if line)]
    right_room = document.room if narrow else document.room * 0.4
    heading = wrapped(title, 16, right_room, bold=True, most=2)
    logo_high = 40.0 if studio.logo else 0.0
    left_high = (logo_high + 8 if studio.logo else 0) + len(name) * 18 + len(small) * 11.5
    right_high = len(heading) * 21 + len(subtitles) * 12.5

    def draw(sheet: Sheet, y: float) -> None:
        sheet.block(document.left, y, document.room, 2.5, studio.accent, radius=1)
        y += 12
        _draw_right(sheet, y + (left_high + 6 if narrow else 0))
        if studio.logo and sheet.picture(document.left, y, studio.logo, wide=left_room, high=logo_high)[1]:
            y += logo_high + 8
        for line in name:
            sheet.text(document.left, y + 13, line, 13, bold=True)
            y += 18
        for line in small:
            sheet.text(document.left, y + 8, fitted(line, 8, left_room), 8, color=MUTED)
            y += 11.5

    def _draw_right(sheet: Sheet, y: float) -> None:
        x, align = (document.left, "left") if narrow else (document.left + document.room, "right")
        for line in heading:
            sheet.text(x, y + 15, line, 16, bold=True, align=align)
            y += 21
        for line in subtitles:
            sheet.text(x, y + 9, fitted(line, 8.5, right_room), 8.5, color=MUTED, align=align)
            y += 12.5

    high = left_high + right_high + 6 if narrow else max(left_high, right_high)
    return Strip(high + 24, draw)


def _pairs(document: Document, pairs: Sequence[tuple[str, str]], across: int) -> Strip:
    step = document.room / across
    values = [wrapped(value, document.size, step - 10, most=3) for _, value in pairs]

    def draw(sheet: Sheet, y: float) -> None:
        for place, (label, _) in enumerate(pairs):
            x = document.left + place * step
            sheet.text(x, y + 7.5, fitted(label, 7.5, step - 10), 7.5, color=MUTED)
            for number, line in enumerate(values[place], start=1):
                sheet.text(x, y + 7.5 + number * document.size * LEADING, line, document.size)

    tallest = max((len(lines) for lines in values), default=1)
    return Strip(12 + tallest * document.size * LEADING + 4, draw)


def _table(
    document: Document, columns: Sequence[Column], rows: Iterable[Sequence[str]], totals: Sequence[str] | None
) -> Iterator[Strip]:
    whole = sum(column.share for column in columns)
    widths = [document.room * column.share / whole for column in columns]
    lefts = [document.left + sum(widths[:place]) for place in range(len(widths))]
    cells = _Cells(columns, lefts, widths)
    size = document.size
    header = cells.strip([column.title for column in columns], size - 1, bold=True, color=MUTED, shaded=True)
    yield Strip(header.height, header.draw, keep=True)
    for row in rows:
        body = cells.strip(row, size)
        yield Strip(body.height, body.draw, header)
    if totals is not None:
        last = cells.strip(totals, size, bold=True, above=True)
        yield Strip(last.height, last.draw, header)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Where the cells of a table stand."""

    columns: Sequence[Column]
    lefts: Sequence[float]
    widths: Sequence[float]

    def strip(
        self,
        row: Sequence[str],
        size: float,
        *,
        bold: bool = False,
        color: str = INK,
        shaded: bool = False,
        above: bool = False,
    ) -> Strip:
        """One row, as high as its highest cell."""
        lines = [
            wrapped(cell, size, room - 8, bold=bold, most=4)
            if column.wrap and not shaded
            else [fitted(cell, size, room - 8, bold=bold)]
            for column, cell, room in zip(self.columns, row, self.widths, strict=True)
        ]
        high = max(len(cell) for cell in lines) * size * LEADING + 6

        def draw(sheet: Sheet, y: float) -> None:
            end = self.lefts[-1] + self.widths[-1]
            if shaded:
                sheet.block(self.lefts[0], y, end - self.lefts[0], high, SHADE, radius=2)
            else:
                sheet.line(self.lefts[0], y + high, end)
            if above:
                sheet.line(self.lefts[0], y, end, color=INK, thick=0.9)
            for cell, column, left, room in zip(lines, self.columns, self.lefts, self.widths, strict=True):
                x = left + 4 if column.align == "left" else left + room - 4
                for number, line in enumerate(cell, start=1):
                    base = y + 3 + number * size * LEADING - size * 0.36
                    sheet.text(x, base, line, size, bold=bold, color=color, align=column.align)

        return Strip(high, draw)
