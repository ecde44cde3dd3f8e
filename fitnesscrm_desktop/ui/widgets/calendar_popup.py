"""A month on a sheet, to pick a day from."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme

WIDTH, HEIGHT = 296, 248
"""Room for six weeks, which the style sheet makes larger than Qt believes."""


class CalendarPopup(QFrame):
    """Stands below its field until a day is picked or Esc is pressed.

    Signals:
        picked(object): the ``date``.
    """

    picked = Signal(object)

    def __init__(self, below: QWidget) -> None:
        super().__init__(below, Qt.WindowType.Popup)
        self._below = below
        self.setProperty("kind", "card")
        self.sheet = QCalendarWidget()
        self.sheet.setAccessibleName(self.tr("Calendar"))
        self.sheet.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.sheet.setGridVisible(False)
        self.sheet.setMinimumSize(theme().px(WIDTH), theme().px(HEIGHT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.sheet)
        self._dress()
        self.sheet.clicked.connect(self._take)
        self.sheet.activated.connect(self._take)

    def open_at(self, day: date, first: date, last: date) -> None:
        """Show the month of *day* and offer what lies from *first* to *last*."""
        self.sheet.setDateRange(_qdate(first), _qdate(last))
        self.sheet.setSelectedDate(_qdate(day))
        self.adjustSize()
        at = self._below.mapToGlobal(QPoint(0, self._below.height() + 2))
        room = self._below.screen().availableGeometry()
        if at.y() + self.height() > room.bottom():
            at.setY(self._below.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2)
        at.setX(max(room.left(), min(at.x(), room.right() - self.width())))
        self.move(at)
        self.show()
        self.sheet.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(date(day.year(), day.month(), day.day()))

    def _dress(self) -> None:
        plain = QTextCharFormat()
        plain.setForeground(self.sheet.palette().text())
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.sheet.setWeekdayTextFormat(day, plain)  # Qt would paint the weekend red
        header = QTextCharFormat()
        header.setForeground(self.sheet.palette().placeholderText())
        self.sheet.setHeaderTextFormat(header)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
