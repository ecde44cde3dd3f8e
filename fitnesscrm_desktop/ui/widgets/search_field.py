"""A field one searches in: says what was typed as soon as the typing pauses."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.theme import theme

PAUSE_MS = 120
LONGEST = 200
SIGNS, WIDEST = 64, 380
"""Pixels: the magnifier and the clear button; the widest it asks for."""


class SearchField(QLineEdit):
    """A line with a magnifier and a clear button.

    Signals:
        searched(str): the text has changed and the typing has paused (or Enter was pressed).
        entered(str): Enter was pressed: open the first hit.
        left_downwards: the Down key wants to go into the results.
    """

    searched = Signal(str)
    entered = Signal(str)
    left_downwards = Signal()

    def __init__(self, hint: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint.rstrip("…. "))
        self.setMaxLength(LONGEST)
        self.setProperty("search", True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(icon("x"), self.tr("Clear"), self)
        self._clear.triggered.connect(self._clear_now)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._typed)

    def sizeHint(self) -> QSize:
        """Room for what it says it is for, and for a name and a phone number."""
        hint = self.fontMetrics().horizontalAdvance(self.placeholderText()) + theme().px(SIGNS)
        return QSize(min(max(theme().px(260), hint), theme().px(WIDEST)), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and Down mean something here."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell()
            self.entered.emit(self.text())
        elif key == Qt.Key.Key_Escape and self.text():
            self._clear_now()
        elif key == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def _clear_now(self) -> None:
        self.clear()
        self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.searched.emit(self._told)
