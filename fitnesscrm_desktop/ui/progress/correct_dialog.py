"""The right value in place of a wrong one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.models.values import UnitSystem
from fitnesscrm_desktop.services.core.errors import Confirmable
from fitnesscrm_desktop.services.progress.results import ListedValue, MeasurementInfo, MetricInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.progress.words import metric_word, typed_text, unit_of
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog

LONGEST = 24


class CorrectDialog(FormDialog):
    """``outcome`` is the ``MeasurementInfo`` that stands now."""

    def __init__(self, desk: Desk, row: ListedValue, metric: MetricInfo, system: UnitSystem) -> None:
        super().__init__(desk, self.tr("Correct the value"), self.tr("Save"))
        self._row, self._metric = row, metric
        self._confirmed = False
        self.set_sub(
            self.tr("{metric} on {day}").format(metric=metric_word(metric), day=desk.formats.day(row.on))
        )
        self._offered = typed_text(row.value, metric, system, desk.formats)
        self.line = QLineEdit(self._offered)
        self.line.setMaxLength(LONGEST)
        self.line.selectAll()
        self.line.textEdited.connect(lambda _text: self._edited())
        unit = unit_of(metric, system).code
        hint = self.tr("A number without a unit is in {unit}.").format(unit=unit) if unit else ""
        self.add_field(metric.key, self.tr("Value"), self.line, required=True, hint=hint)

    def _edited(self) -> None:
        self._confirmed = False
        self.verb.setText(self.tr("Save"))
        self.say("")

    def deed(self) -> Callable[[], MeasurementInfo] | None:
        """Store it; the wrong one can be restored. What nobody touched stays as exact as it is stored."""
        if self.line.text() == self._offered:
            self.reject()
            return None
        progress, actor, measurement_id = self.desk.services.progress, self.desk.actor, self._row.id
        typed, confirmed = self.line.text(), self._confirmed
        return lambda: progress.correct(actor, measurement_id, typed, confirmed=confirmed)

    def worded(self, sentence: str) -> str:
        """With numbers as the studio writes them."""
        return self.desk.formats.sentence(sentence)

    def succeeded(self, outcome: MeasurementInfo) -> None:
        """Say so, with a way back to the value before."""
        progress, actor, tasks = self.desk.services.progress, self.desk.actor, self.desk.tasks
        wrong = self._row.id

        def undo() -> None:
            tasks.write(lambda: progress.restore(actor, [wrong]), done=lambda _restored: None)

        self.desk.toasts.show_toast(self.tr("The value is corrected."), undo=undo, tone="good")
        super().succeeded(outcome)

    def show_error(self, error: Exception) -> None:
        """A value that is hard to believe may be stored by a second press."""
        super().show_error(error)
        if isinstance(error, Confirmable):
            self._confirmed = True
            self.verb.setText(self.tr("Save anyway"))
