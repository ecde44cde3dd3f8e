"""With which other days a chart compares those it shows."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fitnesscrm_desktop.services.progress.results import Series
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import S
from fitnesscrm_desktop.ui.progress.words import tr
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import FIRST, DateField
from fitnesscrm_desktop.ui.widgets.labels import Label

DAY = timedelta(days=1)
YEAR = relativedelta(years=1)
WIDTH = 230


class Against(enum.StrEnum):
    """Which days lie under those that are shown."""

    NOTHING = "nothing"
    BEFORE = "before"
    LAST_YEAR = "last_year"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Compared:
    """What somebody wants to compare with; *begins* is the first of other days."""

    against: Against = Against.NOTHING
    begins: date | None = None

    def days(self, since: date, today: date) -> tuple[date, date] | None:
        """The first and the last of as many days as are shown, from *since* to *today*; None: no such."""
        length = today - since
        if self.against is Against.BEFORE:
            return since - DAY - length, since - DAY
        if self.against is Against.LAST_YEAR:
            return since - YEAR, today - YEAR
        if self.against is Against.OTHER and self.begins is not None and self.begins < since:
            return self.begins, self.begins + length
        return None


NOT_COMPARED = Compared()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was measured on the other days, and by how many seconds they lie before those that are shown."""

    first: date
    last: date
    shift: float
    series: Mapping[str, Series] = field(default_factory=dict)

    def name(self, formats: Formats) -> str:
        """These days as the chart names them."""
        return tr("{first} – {last}").format(first=formats.day(self.first), last=formats.day(self.last))

    def nothing(self, formats: Formats) -> str:
        """That there is nothing to compare with; empty: there is."""
        if any(each.values for each in self.series.values()):
            return ""
        text = tr("From {first} to {last} nothing was measured.")
        return text.format(first=formats.day(self.first), last=formats.day(self.last))


class Comparison(ChoiceField):
    """The choice of what to compare with, and ``row``: the day on which other days begin.

    Signals:
        compared(object): another ``Compared`` is wanted.
    """

    compared = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            [
                (Against.NOTHING, tr("Compare with nothing")),
                (Against.BEFORE, tr("Compare with days before")),
                (Against.LAST_YEAR, tr("Compare with last year")),
                (Against.OTHER, tr("Compare with other days…")),
            ]
        )
        self.setAccessibleName(tr("Compare with"))
        self.set_code(Against.NOTHING)
        today = desk.today
        self.begins = DateField(today(), optional=False, today=today)
        self.begins.setAccessibleName(tr("The other days begin on"))
        self.row = _row(self.begins)
        self.row.hide()
        self._since = today()
        self.chosen.connect(lambda code: self.take(Against(code)))
        self.begins.value_changed.connect(lambda _day: self._tell())

    def sizeHint(self) -> QSize:
        """The longest choice is not cut."""
        return QSize(theme().px(WIDTH), super().sizeHint().height())

    def wanted(self) -> Compared:
        """What is chosen."""
        against = Against(self.code())
        return Compared(against, self.begins.value() if against is Against.OTHER else None)

    def show_days(self, since: date | None, *, one: bool) -> None:
        """The chart begins on *since* (None: with all there is) and shows *one* metric or more."""
        able = one and since is not None
        self.setEnabled(able)
        self.row.setVisible(able and self.code() == Against.OTHER)
        if since is not None and since != self._since:
            self._since = since
            self.begins.set_range(FIRST, since - DAY)
            if not self.row.isHidden():
                self.begins.problem()

    def take(self, against: Against) -> None:
        """Compare with these; other days begin a year before, until somebody says when."""
        self.set_code(against)
        self.row.setVisible(against is Against.OTHER)
        if against is Against.OTHER:
            if self.begins.problem():
                self.begins.set_value(self._since - YEAR)
            self.begins.setFocus()
        self._tell()

    def _tell(self) -> None:
        self.compared.emit(self.wanted())


def _row(begins: DateField) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(S)
    caption = Label(tr("The other days begin on"), "body")
    caption.setBuddy(begins)
    layout.addStretch(1)
    layout.addWidget(caption)
    layout.addWidget(begins)
    return row
