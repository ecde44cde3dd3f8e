"""What a progress report is to tell: its days, its metrics, and whether photos go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.progress.report_results import NewReport
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.ui.core.tokens import XS
from fitnesscrm_desktop.ui.progress.words import metric_word, tr
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

BACK = {"month": timedelta(days=27), "quarter": timedelta(days=91), "year": timedelta(days=365)}
"""How far before its last day a report begins."""
OWN_DAYS = "other"


def period_choice() -> SegmentedControl:
    """The usual periods, up to today, and any other days."""
    listed = [
        ("month", tr("4 weeks")),
        ("quarter", tr("3 months")),
        ("year", tr("A year")),
        (OWN_DAYS, tr("Other")),
    ]
    made = SegmentedControl(listed, name=tr("Period"))
    made.set_current("quarter")
    return made


def period_of(first: date, last: date) -> str:
    """The usual period that is as long as these days."""
    return next((period for period, back in BACK.items() if last - first == back), OWN_DAYS)


def in_any_order(report: NewReport) -> NewReport:
    """Told apart from another by what it tells, not by what comes first or by blanks at the end."""
    return replace(report, comment=report.comment.strip(), metrics=tuple(sorted(report.metrics)))


class MetricsChoice(Button):
    """Which metrics stand in a report; without a choice all that was measured.

    Signals:
        changed: others are chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("", self._open, icon="list")
        self._offered: tuple[MetricInfo, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._say()

    def offer(self, metrics: Sequence[MetricInfo]) -> None:
        """These were measured."""
        self._offered = tuple(metrics)
        self._say()

    def chosen(self) -> tuple[str, ...]:
        """The keys that are chosen; empty: all."""
        return self._chosen

    def choose(self, keys: Sequence[str]) -> None:
        """Choose these, without a signal."""
        self._chosen = tuple(keys)
        self._say()

    def choices(self) -> QMenu:
        """One line for each, to be ticked."""
        menu = QMenu(self)
        every = self._line(menu, tr("All that was measured"), ticked=not self._chosen)
        every.triggered.connect(lambda _on: self._take(()))
        menu.addSeparator()
        for metric in self._offered:
            line = self._line(menu, metric_word(metric), ticked=metric.key in self._chosen)
            line.triggered.connect(lambda _on, key=metric.key: self._turn(key))
        return menu

    @staticmethod
    def _line(menu: QMenu, text: str, *, ticked: bool) -> QAction:
        line = menu.addAction(text.replace("&", "&&"))
        line.setCheckable(True)
        line.setChecked(ticked)
        return line

    def _open(self) -> None:
        menu = self.choices()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _turn(self, key: str) -> None:
        kept = {*self._chosen} ^ {key}
        self._take(tuple(each.key for each in self._offered if each.key in kept))

    def _take(self, keys: tuple[str, ...]) -> None:
        self.choose(keys)
        self.changed.emit()

    def _say(self) -> None:
        names = [metric_word(each) for each in self._offered if each.key in self._chosen]
        if not self._chosen:
            text = tr("All metrics that were measured")
        elif len(names) == 1:
            text = names[0]
        else:
            text = tr("{count} metrics").format(count=len(self._chosen))
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(tr("Metrics: {chosen}").format(chosen=text))
        self.setToolTip("")


def below(field: QWidget, said: Label) -> QWidget:
    """*field* with a line about it below."""
    both = QWidget()
    both.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(XS)
    row = QHBoxLayout()
    row.addWidget(field)
    row.addStretch(1)
    column.addLayout(row)
    column.addWidget(said)
    return both


def scrolling(fields: QWidget) -> QScrollArea:
    """*fields* in what room there is: they scroll on a low screen or in large type."""
    area = QScrollArea()
    area.setWidget(fields)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    fields.setProperty("kind", "plain")
    return area
