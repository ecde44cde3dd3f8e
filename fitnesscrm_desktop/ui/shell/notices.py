"""What cannot wait for a toast to fade: the storage is in trouble, and the way out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from fitnesscrm_desktop.ui.core.icons import icon_pixmap
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import L, M, S, Tone


class TroubleNotice(QFrame):
    """A red line between top line and page; the work goes on below it."""

    def __init__(self, retry: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setProperty("tone", Tone.RED.value)
        self._retry = retry
        self._sign = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        again = QPushButton(self.tr("Try again"), self)
        copy = QPushButton(self.tr("Copy"), self)
        close = QPushButton(self.tr("Close"), self)
        again.clicked.connect(self._again)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.text()))
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, S, L, S)
        row.setSpacing(M)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        for button in (again, copy, close):
            row.addWidget(button)
        theme_changed.connect(self._draw)
        self._draw()
        self.hide()

    def say(self, text: str) -> None:
        """Show this sentence; a repeated one does not make it flicker."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()

    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def _again(self) -> None:
        self.hide()
        self._retry()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icon_pixmap("alert-triangle", color="red", size=theme().px(20), ratio=ratio))
