"""A line of the brief that can be pressed: it leads to where it comes from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS, ROW_HEIGHT, M, S
from fitnesscrm_desktop.ui.progress.brief_words import BriefLine, Lead
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

NAME_WIDTH = 132
AIR = 6


class BriefRow(QFrame):
    """Icon and name, what there is to say, and a change at the end.

    Signals:
        opened(object): go where the line leads (a ``Lead``).
    """

    opened = Signal(object)

    def __init__(self, line: BriefLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(theme().px(ROW_HEIGHT))
        said = ", ".join(part for part in (line.text, line.side, line.detail) if part)
        self.setAccessibleName(f"{line.name}: {said}")
        color = "muted" if line.tone is None else line.tone.value
        name = Label(line.name, "muted" if line.tone is None else "strong", tone=line.tone, wrap=True)
        name.setFixedWidth(theme().px(NAME_WIDTH))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(Label(line.text, "muted" if line.quiet else "strong", wrap=True))
        if line.detail:
            words.addWidget(Label(line.detail, "muted", wrap=True))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(S, AIR, M, AIR)
        row.setSpacing(S)
        row.addWidget(IconLabel(line.icon, color=color, size=18))
        row.addWidget(name)
        row.addLayout(words, 1)
        if line.side:
            row.addWidget(Label(line.side, "strong", tone=line.side_tone))

    def lead(self) -> Lead:
        """Where it leads."""
        return self.line.lead

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes there."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.line.lead)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space goes there, the arrows go to the neighbour."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit(self.line.lead)
        elif key == Qt.Key.Key_Down:
            self.focusNextChild()
        elif key == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show that it can be pressed, and that it has the keyboard."""
        del event
        if not (self.underMouse() or self.hasFocus()):
            return
        colors, painter = theme().colors, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors.focus), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()
