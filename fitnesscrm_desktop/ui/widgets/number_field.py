"""Whole numbers and times of day, typed or stepped."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import QLocale, QObject, Qt, QTime, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QSpinBox, QTimeEdit, QWidget

from fitnesscrm_desktop.ui.core.theme import theme, theme_changed

INSET = 11


class _Inset(QObject):
    """Keeps the text off the border; Qt applies no padding of a style sheet to this part of a spin box."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        theme_changed.connect(self._set)
        self._set()

    def _set(self) -> None:
        self._line.setTextMargins(theme().px(INSET), 0, 0, 0)


class NumberField(QSpinBox):
    """A whole number from *least* to *most*; the wheel scrolls the page and never changes it.

    Signals:
        valueChanged(int): as of any spin box.
    """

    def __init__(
        self, least: int = 0, most: int = 999, *, value: int | None = None, suffix: str = ""
    ) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setValue(least if value is None else value)
        self.setSuffix(suffix)
        self.setAccelerated(True)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        _Inset(self.lineEdit())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class TimeField(QTimeEdit):
    """A time of day to the minute.

    Signals:
        value_changed(object): the new ``time``.
    """

    value_changed = Signal(object)

    def __init__(self, value: time | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat(QLocale().timeFormat(QLocale.FormatType.ShortFormat))
        self.set_value(value or time(0, 0))
        self.timeChanged.connect(lambda: self.value_changed.emit(self.value()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        _Inset(self.lineEdit())

    def value(self) -> time:
        """The time shown."""
        shown = self.time()
        return time(shown.hour(), shown.minute())

    def set_value(self, value: time) -> None:
        """Show *value*."""
        self.setTime(QTime(value.hour, value.minute))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
