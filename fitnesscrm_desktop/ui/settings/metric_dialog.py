"""A metric of the studio's own: its name, its unit, which way is better, and what is plausible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.models.values import Better, Quantity, UnitSystem
from fitnesscrm_desktop.services.core.errors import Conflict, RuleBroken
from fitnesscrm_desktop.services.progress import units
from fitnesscrm_desktop.services.progress.results import MetricInfo, OwnMetric
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.settings.progress_section import better_words, quantity_words, tr
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog

LONGEST_NAME, LONGEST_UNIT, LONGEST_NUMBER = 200, 20, 20
USUAL = {
    Quantity.OWN: ("0", "1000"),
    Quantity.MASS: ("0", "300"),
    Quantity.LENGTH: ("0", "250"),
    Quantity.SHARE: ("0", "100"),
    Quantity.DURATION: ("0", "3600"),
    Quantity.RATE: ("20", "250"),
}
"""What is plausible, until somebody knows better."""


class MetricDialog(FormDialog):
    """``outcome`` is the ``MetricInfo``. With a *metric_id* that one is changed."""

    def __init__(self, desk: Desk, *, metric_id: int | None = None) -> None:
        title = tr("New metric") if metric_id is None else tr("Change a metric")
        super().__init__(desk, title, tr("Add metric") if metric_id is None else tr("Save"), columns=2)
        self._metric: MetricInfo | None = None
        self._id, self._system = metric_id, UnitSystem.METRIC
        self.name, self.unit = _line(LONGEST_NAME), _line(LONGEST_UNIT)
        self.quantity = ChoiceField(quantity_words())
        self.better = ChoiceField(better_words())
        self.least, self.most = _line(LONGEST_NUMBER), _line(LONGEST_NUMBER)
        self.add_field("name", tr("Name"), self.name, required=True, wide=True)
        self.add_field("quantity", tr("What it is"), self.quantity)
        self.add_field("unit", tr("Unit"), self.unit)
        self.add_field("least", tr("Plausible from"), self.least)
        self.add_field("most", tr("Plausible up to"), self.most)
        self.add_field("better", tr("Which way is better"), self.better, wide=True)
        self.quantity.set_code(Quantity.OWN)
        self.better.set_code(Better.UP)
        self.quantity.chosen.connect(lambda _code: self._show_quantity())
        self._show_quantity()
        self.verb.setEnabled(False)
        self._load()

    def _load(self) -> None:
        services, actor, wanted = self.desk.services, self.desk.actor, self._id

        def read() -> tuple[UnitSystem, MetricInfo | None]:
            listed = services.metrics.list(actor, archived=True)
            found = next((each for each in listed if wanted is not None and each.id == wanted), None)
            return services.bodies.studio_units(actor)[1], found

        self.desk.tasks.run(read, done=lambda found: self._show(*found), failed=self.show_error, owner=self)

    def _show(self, system: UnitSystem, metric: MetricInfo | None) -> None:
        self._system, self._metric = system, metric
        if metric is not None:
            self.name.setText(metric.name)
            self.unit.setText(metric.unit)
            self.quantity.set_code(metric.quantity)
            self.quantity.setEnabled(False)  # what is stored would not fit another one
            self.better.set_code(metric.better)
            self._show_quantity()
            for field, value in ((self.least, metric.least), (self.most, metric.most)):
                shown = Decimal(units.number_shown(value, self._usual()))
                field.setText(self.desk.formats.typed(shown))
        else:
            self._show_quantity()
        self.verb.setEnabled(True)
        self.remember_typed()

    def _usual(self) -> units.Unit:
        quantity = Quantity(self.quantity.code())
        return units.shown_unit(quantity, self._system, self.unit.text().strip())

    def _show_quantity(self) -> None:
        """A unit of its own is typed, that of a weight is known."""
        quantity = Quantity(self.quantity.code())
        own = quantity is Quantity.OWN
        self.unit.setEnabled(own)
        if not own:
            self.unit.setText(self._usual().code)
        elif self._metric is None:
            self.unit.clear()
        if self._metric is None:
            for field, text in zip((self.least, self.most), USUAL[quantity], strict=True):
                field.setText(text)

    def deed(self) -> Callable[[], Any] | None:
        """Store it."""
        if not self.name.text().strip():
            self.form.set_error(self.name, tr("A metric needs a name."))
            return None
        quantity = Quantity(self.quantity.code())
        bounds = [self._number(self.least, quantity), self._number(self.most, quantity)]
        if None in bounds:
            return None
        least, most = (each for each in bounds if each is not None)
        unit = self.unit.text() if quantity is Quantity.OWN else ""
        new = OwnMetric(self.name.text(), unit, Better(self.better.code()), least, most, quantity)
        metrics, actor, metric = self.desk.services.metrics, self.desk.actor, self._metric
        if metric is None or metric.id is None:
            return lambda: metrics.add(actor, new)
        number, version = metric.id, metric.version
        return lambda: metrics.edit(actor, number, version, new)

    def _number(self, field: QLineEdit, quantity: Quantity) -> float | None:
        whole = units.as_thousands(field.text())
        try:
            if whole is not None:
                raise units.two_ways(field.text(), whole, whole / 1000)
            return units.read(field.text(), quantity, self._usual())
        except RuleBroken as error:
            self.form.set_error(field, self.desk.formats.sentence(error.text))
            return None

    def show_error(self, error: Exception) -> None:
        """After a conflict, what is typed counts from what is stored now."""
        super().show_error(error)
        if isinstance(error, Conflict) and self._metric is not None:
            self._look_at_theirs(self._metric)

    def _look_at_theirs(self, before: MetricInfo) -> None:
        metrics, actor = self.desk.services.metrics, self.desk.actor

        def done(listed: list[MetricInfo]) -> None:
            found = next((each for each in listed if each.id == before.id), before)
            self._metric = replace(before, version=found.version)

        self.desk.tasks.run(
            lambda: metrics.list(actor, archived=True), done=done, failed=self.show_error, owner=self
        )


def _line(longest: int) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(longest)
    return field
