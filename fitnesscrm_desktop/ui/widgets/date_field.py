"""A date that may also be unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from dateutil.relativedelta import relativedelta
from PySide6.QtCore import QDate, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.plain import tooltip
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import CONTROL_HEIGHT, XS
from fitnesscrm_desktop.ui.widgets.buttons import IconButton
from fitnesscrm_desktop.ui.widgets.calendar_popup import CalendarPopup
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.typed_day import DayTrouble, days_of, is_whole, order_of, read_day, spans

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
LONGEST = 40
STEPS = {
    "d": relativedelta(days=1),
    "M": relativedelta(months=1),
    "y": relativedelta(years=1),
}


def date_format(locale: QLocale) -> str:
    """The short date of *locale* with two digits for day and month and four for the year."""
    letters = locale.dateFormat(QLocale.FormatType.ShortFormat)
    for part, full in (("d+", "dd"), ("M+", "MM"), ("y+", "yyyy")):
        letters = re.sub(part, full, letters, count=1)
    return letters


class _Line(QLineEdit):
    """Up and Down change the part under the cursor, Alt+Down and F4 open the calendar, Delete empties it.

    Signals:
        stepped(int): up or down.
        sheet_wanted: the calendar.
    """

    stepped = Signal(int)
    sheet_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Some keys mean something here."""
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and alt):
            self.sheet_wanted.emit()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(1 if key == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)


class DateField(QWidget):
    """Types, steps or picks a date between 1900 and 2100; ``value()`` is None while there is none.

    A day that does not exist stays as it was typed, and the field says below itself what is wrong:
    ``problem()`` is that sentence. With ``optional`` there is a button that clears it. ``today`` tells the
    studio's date.

    Signals:
        value_changed(object): the new ``date``; None: there is no date, or none that can be used.
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
        self._first, self._last, self._letters = FIRST, LAST, date_format(QLocale())
        self._told: date | None = None
        self._sheet: CalendarPopup | None = None
        self.edit = _Line()
        self.edit.setMaxLength(LONGEST)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.setPlaceholderText(self.tr("No date") if optional else self._written(today()))
        sheet = QAction(icon("calendar"), self.tr("Calendar"), self)
        sheet.setToolTip(tooltip(self.tr("Calendar (Alt+Down)")))
        sheet.triggered.connect(self._open_sheet)
        self.edit.addAction(sheet, QLineEdit.ActionPosition.TrailingPosition)
        self.clear_button = IconButton("x", self.tr("Clear date"), self.clear)
        self.clear_button.setVisible(optional)
        self.error = Label("", "error", wrap=True)
        self.error.hide()
        self._lay_out()
        self.set_value(value if value is not None or optional else today())
        self._told = self.value()
        self.edit.textChanged.connect(self._typed)
        self.edit.editingFinished.connect(self._settle)
        self.edit.stepped.connect(self.step)
        self.edit.sheet_wanted.connect(self._open_sheet)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(XS)
        line.addWidget(self.edit, 1)
        line.addWidget(self.clear_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addLayout(line)
        layout.addWidget(self.error)
        layout.addStretch(1)  # the sentence stays at the line where there is more room
        self.setFocusProxy(self.edit)

    def value(self) -> date | None:
        """The date; None: nothing is typed, or nothing that can be used."""
        day = read_day(self.edit.text(), self._letters, self._today()).value
        return day if day is not None and self._first <= day <= self._last else None

    def problem(self) -> str:
        """Why what is typed cannot be used, as the person reads it below the field; empty: it can."""
        problem = self._problem()
        self._say(problem)
        return problem

    def set_value(self, value: date | None) -> None:
        """Show a date; None only where it is optional."""
        if value is None and not self._optional:
            raise ValueError("this field needs a date")
        self.edit.setText("" if value is None else self._written(value))
        self.edit.setCursorPosition(0)
        self._show_clear()

    def set_range(self, first: date, last: date) -> None:
        """Allow fewer dates than 1900 to 2100."""
        self._first, self._last = first, last

    def step(self, count: int) -> None:
        """Change the part under the cursor; what is empty or wrong becomes today."""
        day, at = self.value(), self.edit.cursorPosition()
        moved = self._today() if day is None else day + STEPS[self._part_at(at)] * count
        self.set_value(max(self._first, min(moved, self._last)))
        self.edit.setCursorPosition(at)

    def clear(self) -> None:
        """No date."""
        if self._optional:
            self.edit.clear()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def setAccessibleName(self, name: str) -> None:
        """Name the part that has the focus."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Room for a date and its buttons."""
        return QSize(theme().px(190), max(theme().px(CONTROL_HEIGHT), super().sizeHint().height()))

    def _written(self, day: date) -> str:
        return QLocale().toString(QDate(day.year, day.month, day.day), self._letters)

    def _part_at(self, at: int) -> str:
        order = order_of(self._letters)
        ends = [last for _first, last in spans(self.edit.text())]
        return next((part for part, last in zip(order, ends, strict=False) if at <= last), order[-1])

    def _problem(self) -> str:
        text = self.edit.text().strip()
        if not text:
            return "" if self._optional else self.tr("A date is missing.")
        read = read_day(text, self._letters, self._today())
        if read.trouble is DayTrouble.NO_SUCH_DAY:
            month = QLocale().standaloneMonthName(read.month)
            return self.tr("There is no such day: {month} {year} has {count} days.").format(
                month=month, year=read.year, count=days_of(read.year, read.month)
            )
        if read.trouble is DayTrouble.NO_SUCH_MONTH:
            return self.tr("There is no such day: a year has 12 months.")
        return self._out_of_range(read.value)

    def _out_of_range(self, day: date | None) -> str:
        if day is None:
            example = self._written(self._today())
            return self.tr("Not a date. Write it like {example}.").format(example=example)
        if day < self._first:
            return self.tr("The first day possible is {day}.").format(day=self._written(self._first))
        if day > self._last:
            return self.tr("The last day possible is {day}.").format(day=self._written(self._last))
        return ""

    def _typed(self, text: str) -> None:
        """Nobody is told that a date is wrong while it is still being typed."""
        self._say(self._problem() if is_whole(text) else "")
        self._show_clear()
        if is_whole(text) or not text:
            self._tell()
        elif self._told is not None:
            self._told = None
            self.value_changed.emit(None)

    def _settle(self) -> None:
        """Write it as the studio writes dates, or say why it is none."""
        day = self.value()
        if not self.problem() and day is not None and self._written(day) != self.edit.text():
            self.set_value(day)

    def _tell(self) -> None:
        day = self.value()
        if day != self._told:
            self._told = day
            self.value_changed.emit(day)

    def _say(self, problem: str) -> None:
        self.error.setText(problem)
        self.error.setVisible(bool(problem))
        self.edit.setAccessibleDescription(problem)
        set_look(self.edit, "invalid", bool(problem))

    def _show_clear(self) -> None:
        # Kept in the layout, or the field would change its width with every clear.
        self.clear_button.setEnabled(bool(self.edit.text()))

    def _open_sheet(self) -> None:
        day = self.value() or max(self._first, min(self._today(), self._last))
        if self._sheet is None:
            self._sheet = CalendarPopup(self.edit)
            self._sheet.picked.connect(self.set_value)
        self._sheet.open_at(day, self._first, self._last)
