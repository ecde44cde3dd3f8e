"""What the colours and strokes of a line chart mean."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.charts.colors import faded, line_color
from fitnesscrm_desktop.ui.charts.lines import LineSet
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, M
from fitnesscrm_desktop.ui.widgets.labels import Label

WIDTH, HEIGHT = 22, 14
MOST_NAMES = 4
"""More names would not fit into one line; panels have their own anyway."""


class Stroke(enum.Enum):
    """What is drawn."""

    DOT = enum.auto()
    LINE = enum.auto()
    DASHED = enum.auto()
    DOTTED = enum.auto()
    BAND = enum.auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning; *color* is the number of a line's colour, None for grey."""

    text: str
    stroke: Stroke
    color: int | None = 0


class _Swatch(QWidget):
    """A little of the stroke itself."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        self.setFixedSize(QSize(theme().px(WIDTH), theme().px(HEIGHT)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as the chart does."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number = self._entry.color
        color = QColor(theme().colors.muted) if number is None else line_color(number)
        middle, stroke = self.height() / 2, self._entry.stroke
        if stroke is Stroke.DOT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(color, 0.7))
            painter.drawEllipse(QPointF(self.width() / 2, middle), theme().px(3.5), theme().px(3.5))
        elif stroke is Stroke.BAND:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(color, 0.25))
            painter.drawRoundedRect(QRectF(1, 2, self.width() - 2, self.height() - 4), 2, 2)
        else:
            style = {Stroke.DASHED: Qt.PenStyle.DashLine, Stroke.DOTTED: Qt.PenStyle.DotLine}
            painter.setPen(QPen(color, 2.2, style.get(stroke, Qt.PenStyle.SolidLine)))
            painter.drawLine(QPointF(1, middle), QPointF(self.width() - 1, middle))
        painter.end()


class Legend(QWidget):
    """All meanings: which line is which, and below it what the strokes are."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(XS)
        self._entries: list[list[Entry]] | None = None

    def show_lines(self, lines: LineSet) -> None:
        """Tell what there is to tell; nothing for a single line without anything else."""
        entries = [each for each in self._meanings(lines) if each]
        if entries == self._entries:
            return
        self._entries = entries
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in entries:
            self._column.addWidget(_row(each))
        self.setVisible(bool(entries))

    def texts(self) -> list[str]:
        """What it says."""
        return [entry.text for row in self._entries or [] for entry in row]

    def _meanings(self, lines: LineSet) -> tuple[list[Entry], list[Entry]]:
        shown = [line for line in lines.lines if len(line.values)]
        names: list[Entry] = []
        entries: list[Entry] = []
        places = [line.place for line in shown]
        shared = [line for line in shown if places.count(line.place) > 1]
        if len(shared) <= MOST_NAMES:
            names += [
                Entry(line.name, Stroke.DASHED if line.shift else Stroke.LINE, line.color) for line in shared
            ]
        grey = shown[0].color if len({line.color for line in shown}) == 1 else None
        trends = [line for line in shown if line.trend and len(line.values) >= 5]  # noqa: PLR2004 - as in trend
        if trends:
            entries.append(Entry(self.tr("Measured"), Stroke.DOT, grey))
            entries.append(Entry(self.tr("Trend"), Stroke.LINE, grey))
            entries.append(Entry(self.tr("Two of three values"), Stroke.BAND, grey))
        averaged = sorted({line.average_days for line in shown if line.average_days})
        if averaged:
            entries.append(Entry(self._means(averaged), Stroke.DOTTED, None))
        return names, entries

    def _means(self, days: list[int]) -> str:
        """Over how many days the means of the lines go, which differ where one is measured more often."""
        if len(days) == 1:
            text = self.tr("Mean of {days} days")
        elif len(days) == 2:  # noqa: PLR2004 - both are named
            text = self.tr("Mean of {days} or {most} days")
        else:
            text = self.tr("Mean of {days} to {most} days")
        return text.format(days=days[0], most=days[-1])


def _row(entries: Sequence[Entry]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(XS)
    for entry in entries:
        layout.addWidget(_Swatch(entry))
        layout.addWidget(Label(entry.text, "small"))
        layout.addSpacing(M)
    layout.addStretch(1)
    return row
