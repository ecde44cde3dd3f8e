"""Which column of a scanner's file means what: one line per column, with a few of its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from fitnesscrm_desktop.models.values import Quantity
from fitnesscrm_desktop.services.imports.scan_results import DAY, TIME, ScanChoice, ScanColumn
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, S
from fitnesscrm_desktop.ui.progress.words import metric_word
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.labels import Label

UNIT_WIDTH, TARGET_WIDTH = 120, 220
UNITS = {
    Quantity.MASS: ("kg", "lb"),
    Quantity.LENGTH: ("cm", "m", "in"),
    Quantity.THICKNESS: ("mm", "cm"),
    Quantity.SHARE: ("%", "kg"),  # scanners tell fat and water as a mass, too
}


@dataclass(frozen=True, slots=True)
class _Line:
    target: ChoiceField
    unit: ChoiceField


class ScanMappingGrid(QWidget):
    """All columns of a file.

    Signals:
        changed: somebody has chosen something else.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[int, _Line] = {}
        self._metrics: Mapping[str, MetricInfo] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, L, 0)
        self._grid.setHorizontalSpacing(M)
        self._grid.setVerticalSpacing(S)
        self._grid.setColumnStretch(1, 1)

    def show_columns(self, columns: Sequence[ScanColumn], metrics: Mapping[str, MetricInfo]) -> None:
        """Show these, each as what it is taken for."""
        self._metrics = metrics
        choices = [("", self.tr("Leave out")), (DAY, self.tr("Day")), (TIME, self.tr("Time of day"))]
        choices += [(key, metric_word(metric)) for key, metric in metrics.items() if not metric.derived]
        heads = (self.tr("Column"), self.tr("Its values"), self.tr("Means"), self.tr("In"))
        for place, text in enumerate(heads):
            self._grid.addWidget(Label(text, "muted"), 0, place)
        for row, column in enumerate(columns, start=1):
            self._lines[column.index] = self._line(row, column, choices)

    def _line(self, row: int, column: ScanColumn, choices: list[tuple[str, str]]) -> _Line:
        line = _Line(ChoiceField(choices), ChoiceField())
        line.target.setAccessibleName(self.tr("{column} means").format(column=column.title))
        line.unit.setAccessibleName(self.tr("{column} is in").format(column=column.title))
        line.target.setFixedWidth(theme().px(TARGET_WIDTH))
        line.unit.setFixedWidth(theme().px(UNIT_WIDTH))
        suggestion = column.suggestion
        line.target.set_code("" if suggestion is None else suggestion.target)
        self._offer_units(line)
        if suggestion is not None:
            line.unit.set_code(suggestion.unit)
        line.target.chosen.connect(lambda _code: self._chosen(column.index))
        line.unit.chosen.connect(lambda _code: self.changed.emit())
        name = Label(column.title, "strong", elide=True)
        name.setMinimumWidth(theme().px(TARGET_WIDTH // 2))
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(Label("  ·  ".join(column.samples), "muted", elide=True), row, 1)
        self._grid.addWidget(line.target, row, 2)
        self._grid.addWidget(line.unit, row, 3)
        return line

    def _chosen(self, column: int) -> None:
        self._offer_units(self._lines[column])
        self.changed.emit()

    def _offer_units(self, line: _Line) -> None:
        metric = self._metrics.get(line.target.code())
        known = () if metric is None else UNITS.get(metric.quantity, ())
        line.unit.set_choices([("", self.tr("Client’s units")), *((code, code) for code in known)])
        line.unit.set_code("")
        line.unit.setVisible(bool(known))

    def mapping(self) -> dict[int, ScanChoice]:
        """What is chosen, by column."""
        return {
            column: ScanChoice(line.target.code(), line.unit.code())
            for column, line in self._lines.items()
            if line.target.code()
        }

    def choose(self, column: int, target: str, unit: str = "") -> None:
        """Take a column for something else."""
        line = self._lines[column]
        line.target.set_code(target)
        self._offer_units(line)
        line.unit.set_code(unit)
        self.changed.emit()
