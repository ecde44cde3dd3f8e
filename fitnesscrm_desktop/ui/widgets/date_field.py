"""A date that may also be unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QHBoxLayout, QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import CONTROL_HEIGHT, XS
from fitnesscrm_desktop.ui.widgets.buttons import IconButton

FIRST, LAST = QDate(1900, 1, 1), QDate(2100, 12, 31)
NONE = FIRST.addDays(-1)
"""QDateEdit always holds some date; this one stands for "no date" and cannot be typed."""


def date_format(locale: QLocale) -> str:
    """The short date of *locale* with two digits for day and month and four for the year."""
    letters = locale.dateFormat(QLocale.FormatType.ShortFormat)
    for part, full in (("d+", "dd"), ("M+", "MM"), ("y+", "yyyy")):
        letters = re.sub(part, full, letters, count=1)
    return letters


class _Edit(QDateEdit):
    """Starts from today when somebody types into "no date"."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today

    def is_empty(self) -> bool:
        """Whether no date is set."""
        return self.date() == NONE

    def start(self) -> None:
        """From "no date" to something the keys can change."""
        now = self._today()
        self.setDate(QDate(now.year, now.month, now.day))
        self.setCurrentSectionIndex(0)
        self.setSelectedSection(self.currentSection())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and arrows fill in an empty field, Delete empties it."""
        key = event.key()
        if self.is_empty() and (event.text().isdigit() or key in {Qt.Key.Key_Up, Qt.Key.Key_Down}):
            self.start()
            if not event.text().isdigit():
                return
        elif key == Qt.Key.Key_Delete and self.minimumDate() == NONE:
            self.setDate(NONE)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling must not change a birthday."""
        event.ignore()


class DateField(QWidget):
    """Types, steps or picks a date between 1900 and 2100; ``value()`` is None while there is none.

    With ``optional`` there is a button that clears it. ``today`` tells the studio's date.

    Signals:
        value_changed(object): the new ``date`` or None.
    """

    value_changed = Signal(object)

    def __init__(
        self,
        value: date | None = None,
        *,
        optional: bool = True,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today, self._optional = today, optional
        self.edit = _Edit(today)
        self.edit.setCalendarPopup(True)
        self.edit.setDisplayFormat(date_format(QLocale()))
        self.edit.setDateRange(NONE if optional else FIRST, LAST)
        if optional:
            self.edit.setSpecialValueText(self.tr("No date"))
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clear_button = IconButton("x", self.tr("Clear date"), self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.clear_button)
        self.setFocusProxy(self.edit)
        calendar = self.edit.calendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        calendar.installEventFilter(self)
        theme_changed.connect(self._dress_calendar)
        self._dress_calendar()
        self.set_value(value if value is not None or optional else today())
        self.edit.dateChanged.connect(self._changed)

    def value(self) -> date | None:
        """The date, or None."""
        if self.edit.is_empty():
            return None
        day = self.edit.date()
        return date(day.year(), day.month(), day.day())

    def set_value(self, value: date | None) -> None:
        """Show a date; None only where it is optional."""
        if value is None and not self._optional:
            raise ValueError("this field needs a date")
        self.edit.setDate(NONE if value is None else QDate(value.year, value.month, value.day))
        self._show_clear()

    def set_range(self, first: date, last: date) -> None:
        """Allow fewer dates than 1900 to 2100."""
        low = QDate(first.year, first.month, first.day)
        if not self._optional:
            self.edit.setMinimumDate(low)
        self.edit.setMaximumDate(QDate(last.year, last.month, last.day))
        self.edit.calendarWidget().setMinimumDate(low)

    def clear(self) -> None:
        """No date."""
        if self._optional:
            self.edit.setDate(NONE)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def setAccessibleName(self, name: str) -> None:
        """Name the part that has the focus."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Room for a date and its buttons."""
        return QSize(theme().px(190), theme().px(CONTROL_HEIGHT))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the calendar at today where there is no date."""
        if event.type() == QEvent.Type.Show and self.edit.is_empty():
            now = self._today()
            self.edit.calendarWidget().setCurrentPage(now.year, now.month)
        return False

    def _changed(self) -> None:
        self._show_clear()
        self.value_changed.emit(self.value())

    def _show_clear(self) -> None:
        # Kept in the layout, or the field would change its width with every clear.
        self.clear_button.setVisible(self._optional)
        self.clear_button.setEnabled(not self.edit.is_empty())

    def _dress_calendar(self) -> None:
        calendar = self.edit.calendarWidget()
        plain = QTextCharFormat()
        plain.setForeground(calendar.palette().text())
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, plain)  # Qt would paint the weekend red
        header = QTextCharFormat()
        header.setForeground(calendar.palette().placeholderText())
        calendar.setHeaderTextFormat(header)
