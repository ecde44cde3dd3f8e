"""On which days and at which hours a plan lets in."""

from __future__ import annotations

from datetime import time

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.memberships.plan_rules import ALL_WEEKDAYS, MINUTES_OF_A_DAY
from fitnesscrm_desktop.ui.core.plan_words import weekday_names
from fitnesscrm_desktop.ui.core.tokens import XS, M, S
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.number_field import TimeField

HOUR = 60
USUAL_FROM, USUAL_TO = time(6, 0), time(16, 0)


class WeekdaysField(QWidget):
    """Seven days to switch on and off."""

    def __init__(self) -> None:
        super().__init__()
        self.days: list[QCheckBox] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XS)
        for name in weekday_names():
            day = QCheckBox(name)
            self.days.append(day)
            row.addWidget(day, 1)
        self.setFocusProxy(self.days[0])
        self.set_value(ALL_WEEKDAYS)

    def value(self) -> int:
        """Bit 0 Monday ... bit 6 Sunday."""
        return sum(1 << place for place, day in enumerate(self.days) if day.isChecked())

    def set_value(self, weekdays: int) -> None:
        """Show these days."""
        for place, day in enumerate(self.days):
            day.setChecked(bool(weekdays & 1 << place))


class HoursField(QWidget):
    """From and to, or the whole day."""

    def __init__(self) -> None:
        super().__init__()
        self.all_day = QCheckBox(self.tr("The whole day"))
        self.first, self.last = TimeField(USUAL_FROM), TimeField(USUAL_TO)
        self.first.setAccessibleName(self.tr("From"))
        self.last.setAccessibleName(self.tr("To"))
        self._between = QWidget()
        between = QHBoxLayout(self._between)
        between.setContentsMargins(0, 0, 0, 0)
        between.setSpacing(S)
        between.addWidget(self.first, 1)
        between.addWidget(Label("–"))
        between.addWidget(self.last, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.all_day)
        column.addWidget(self._between)
        self.all_day.toggled.connect(self._show_hours)
        self.setFocusProxy(self.all_day)
        self.set_value(0, MINUTES_OF_A_DAY)

    def value(self) -> tuple[int, int]:
        """First and last minute of the day."""
        if self.all_day.isChecked():
            return 0, MINUTES_OF_A_DAY
        last = _minutes(self.last.value())
        return _minutes(self.first.value()), last or MINUTES_OF_A_DAY

    def set_value(self, first: int, last: int) -> None:
        """Show these minutes."""
        whole = (first, last) == (0, MINUTES_OF_A_DAY)
        self.all_day.setChecked(whole)
        if not whole:
            self.first.set_value(time(first // HOUR, first % HOUR))
            self.last.set_value(time(last // HOUR % 24, last % HOUR))
        self._show_hours()

    def _show_hours(self) -> None:
        self._between.setVisible(not self.all_day.isChecked())


def _minutes(value: time) -> int:
    return value.hour * HOUR + value.minute
