"""A word on one day of the chart, and a stretch of days with one purpose."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.models.values import PhaseKind
from fitnesscrm_desktop.services.progress.history_results import PhaseInfo, RemarkInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.progress.about_client import ProgressDialog
from fitnesscrm_desktop.ui.progress.goal_words import phase_word
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

LONGEST = 200


class RemarkDialog(ProgressDialog):
    """``outcome`` is the ``RemarkInfo``. With a *remark_id* that remark is changed."""

    def __init__(self, desk: Desk, *, client_id: int, remark_id: int | None = None) -> None:
        super().__init__(desk, self.tr("Remark on the chart"), client_id)
        self._id, self._version, self._metric = remark_id, 0, ""
        today = desk.today()
        self.text, self.day = QLineEdit(), DateField(today, optional=False, today=lambda: today)
        self.text.setMaxLength(LONGEST)
        self.text.setPlaceholderText(self.tr("New shoes, holiday, knee injury …"))
        self.add_field("text", self.tr("Remark"), self.text, required=True)
        self.add_field("day", self.tr("Day"), self.day)
        marks, actor = desk.services.chart_marks, desk.actor
        self.begin(
            lambda: next((each for each in marks.remarks(actor, client_id) if each.id == remark_id), None),
            self._show,
        )
        if remark_id is not None:
            self.add_removal(
                self.tr("Remove"),
                lambda: marks.remove_remark(actor, remark_id),
                self.tr("The remark is removed."),
                lambda: marks.restore_remark(actor, remark_id),
            )

    def _show(self, remark: RemarkInfo | None) -> None:
        if remark is not None:
            self._version, self._metric = remark.version, remark.metric
            self.text.setText(remark.text)
            self.day.set_value(remark.day)

    def deed(self) -> Callable[[], RemarkInfo] | None:
        """Put it on the chart."""
        marks, actor, client_id = self.desk.services.chart_marks, self.desk.actor, self.client_id
        text, day, remark_id, version, metric = (
            self.text.text(),
            self.day.value(),
            self._id,
            self._version,
            self._metric,
        )
        if day is None:
            return None
        if remark_id is None:
            return lambda: marks.add_remark(actor, client_id, text, day)
        return lambda: marks.edit_remark(actor, remark_id, version, text, day, metric)


class PhaseDialog(ProgressDialog):
    """``outcome`` is the ``PhaseInfo``. With a *phase_id* that phase is changed, or ended."""

    def __init__(self, desk: Desk, *, client_id: int, phase_id: int | None = None) -> None:
        super().__init__(desk, self.tr("Phase"), client_id)
        self._id, self._version = phase_id, 0
        today = desk.today()
        self.kind = SegmentedControl(
            [(kind, phase_word(kind)) for kind in PhaseKind], name=self.tr("Purpose")
        )
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST)
        self.first = DateField(today, optional=False, today=lambda: today)
        self.last = DateField(None, today=lambda: today)
        self.add_field("kind", self.tr("Purpose"), self.kind)
        self.add_field("from_day", self.tr("From"), self.first)
        self.add_field("to_day", self.tr("Last day"), self.last, hint=self.tr("Empty: until further notice."))
        self.add_field("name", self.tr("Name"), self.name, hint=self.tr("Empty: as the purpose is called."))
        marks, actor = desk.services.chart_marks, desk.actor
        self.begin(
            lambda: next((each for each in marks.phases(actor, client_id) if each.id == phase_id), None),
            self._show,
        )
        if phase_id is not None:
            self.add_removal(
                self.tr("Remove"),
                lambda: marks.remove_phase(actor, phase_id),
                self.tr("The phase is removed."),
                lambda: marks.restore_phase(actor, phase_id),
            )

    def focus_first(self) -> None:
        """Begin with the purpose."""
        self.kind.button(self.kind.current()).setFocus()

    def _show(self, phase: PhaseInfo | None) -> None:
        if phase is not None:
            self._version = phase.version
            self.kind.set_current(phase.kind)
            self.first.set_value(phase.from_day)
            self.last.set_value(phase.to_day)
            self.name.setText(phase.name)

    def deed(self) -> Callable[[], PhaseInfo] | None:
        """Begin it, change it or end it."""
        marks, actor, client_id = self.desk.services.chart_marks, self.desk.actor, self.client_id
        kind, name = PhaseKind(self.kind.current()), self.name.text()
        first, last, phase_id, version = self.first.value(), self.last.value(), self._id, self._version
        if first is None:
            return None
        if phase_id is None:
            return lambda: marks.add_phase(actor, client_id, kind, first, last, name)
        return lambda: marks.edit_phase(actor, phase_id, version, kind, first, last, name)
