"""What stands where content will be, should be, or could not be: empty, loading, failed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import ROW_HEIGHT, XS, L, M, S
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

LOW = 230
"""Below this height a panel shows words only."""
READABLE = 440


class _IconDisc(QWidget):
    """An icon on a tinted disc."""

    def __init__(self, name: str, color: str, ground: str) -> None:
        super().__init__()
        self._ground = ground
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.icon = IconLabel(name, color=color, size=26)
        layout.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A disc twice as wide as the icon."""
        side = theme().px(56)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """It stays round."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colors = theme().colors
        ground = colors.accent_soft if self._ground == "accent" else colors.hover
        painter.setBrush(QColor(ground))
        painter.drawEllipse(self.rect())


def _stack(panel: QWidget, disc: _IconDisc, labels: tuple[Label, ...], buttons: QHBoxLayout) -> None:
    """Disc, words and buttons in the middle of *panel*, the words no wider than one reads with ease."""
    column = QWidget()
    column.setMaximumWidth(theme().px(READABLE))
    column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    words = QVBoxLayout(column)
    words.setContentsMargins(0, 0, 0, 0)
    words.setSpacing(S)
    words.addWidget(disc, 0, Qt.AlignmentFlag.AlignHCenter)
    words.addSpacing(XS)
    for label in labels:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.addWidget(label)
    across = QHBoxLayout()
    across.addStretch(1)
    across.addWidget(column, 100)
    across.addStretch(1)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(L, M, L, M)
    layout.setSpacing(M)
    layout.addStretch(1)
    layout.addLayout(across)
    layout.addLayout(buttons)
    layout.addStretch(1)


class EmptyState(QWidget):
    """Says what belongs here, and offers the first step.

    Signals:
        acted: the button was pressed.
    """

    acted = Signal()

    def __init__(
        self, icon: str, title: str, text: str = "", action: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._disc = _IconDisc(icon, "accent_text", "accent")
        self._title = Label(title, "heading", wrap=True)
        self._text = Label(text, "muted", wrap=True)
        self._button = PrimaryButton(action, self.acted.emit)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._button)
        buttons.addStretch(1)
        _stack(self, self._disc, (self._title, self._text), buttons)
        self.set_text(title, text, action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture away where there is room for words only."""
        super().resizeEvent(event)
        self._disc.setVisible(self.height() > theme().px(LOW))

    def set_text(self, title: str, text: str = "", action: str = "") -> None:
        """Say something else, for instance after a search that found nothing."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)


class Skeleton(QWidget):
    """Grey bars where rows will be; it does not move, so that it does not ask for attention."""

    def __init__(self, rows: int = 6, *, row_height: int = ROW_HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._row_height = rows, row_height
        self.setAccessibleName(self.tr("Loading"))
        self.setMinimumHeight(theme().px(row_height))

    def sizeHint(self) -> QSize:
        """As high as the rows it stands for."""
        return QSize(theme().px(320), theme().px(self._row_height * self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars of different lengths."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().colors.skeleton))
        step, bar = theme().px(self._row_height), theme().px(12)
        shares = (0.34, 0.26, 0.42, 0.30, 0.22, 0.38)
        for row in range(self._rows):
            top = row * step + (step - bar) / 2
            if top > self.height():
                break
            left = float(L)
            width = self.width() - 2 * L
            for part in (shares[row % 6], 0.18, 0.12):
                painter.drawRoundedRect(QRectF(left, top, width * part, bar), bar / 2, bar / 2)
                left += width * (part + 0.06)


class ErrorPanel(QFrame):
    """What happened, what was kept, and what to do next.

    Signals:
        retried: the person wants it tried again.
    """

    retried = Signal()

    def __init__(
        self, title: str = "", text: str = "", detail: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._detail = detail
        self._disc = _IconDisc("alert-triangle", "red", "hover")
        self._title = Label(title, "heading", wrap=True)
        self._text = Label(text, "muted", wrap=True, selectable=True)
        buttons = self._buttons = QHBoxLayout()
        buttons.setSpacing(M)
        buttons.addStretch(1)
        self.copy_button = Button(self.tr("Copy details"), self._copy, icon="copy")
        self.retry_button = PrimaryButton(self.tr("Try again"), self.retried.emit, icon="refresh")
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.retry_button)
        buttons.addStretch(1)
        _stack(self, self._disc, (self._title, self._text), buttons)
        self.set_problem(title, text, detail)

    def add_button(self, button: Button) -> None:
        """Something else one can do; trying again stays the last and the most likely."""
        self._buttons.insertWidget(self._buttons.count() - 2, button)

    def set_problem(self, title: str, text: str, detail: str = "") -> None:
        """Say what happened; *detail* goes only into the copy."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._detail = detail
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture away where there is room for words only."""
        super().resizeEvent(event)
        self._disc.setVisible(self.height() > theme().px(LOW))

    def report(self) -> str:
        """What the copy button puts on the clipboard."""
        return "\n".join(part for part in (self._title.text(), self._text.text(), self._detail) if part)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self.copy_button.setText(self.tr("Copied"))
