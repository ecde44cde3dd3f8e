"""How bodies are measured here: the units of the studio, and metrics of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout

from fitnesscrm_desktop.models.values import Better, Permission, Quantity, UnitSystem
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress import units
from fitnesscrm_desktop.services.progress.events import MetricsChanged
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import ROW_HEIGHT, S, Tone
from fitnesscrm_desktop.ui.settings.section import Section
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.form import Form

AS_THE_COUNTRY = ""
SHOWN_ROWS = 6


def tr(text: str) -> str:
    """Translate a text of this section."""
    return QCoreApplication.translate("SettingsProgress", text)


def manages_metrics(actor: Actor) -> bool:
    """Whether somebody decides how bodies are measured."""
    return actor.may(Permission.MANAGE_METRICS) and actor.may(Permission.VIEW_PROGRESS)


def quantity_words() -> list[tuple[str, str]]:
    """What a metric of the studio's own can measure."""
    return [
        (Quantity.OWN, tr("With its own unit")),
        (Quantity.MASS, tr("A weight")),
        (Quantity.LENGTH, tr("A length or girth")),
        (Quantity.SHARE, tr("A share in per cent")),
        (Quantity.DURATION, tr("A time in seconds")),
        (Quantity.RATE, tr("Beats per minute")),
    ]


def better_words() -> list[tuple[str, str]]:
    """Which way is the better one."""
    return [
        (Better.UP, tr("More is better")),
        (Better.DOWN, tr("Less is better")),
        (Better.NEITHER, tr("Neither is better")),
    ]


@dataclass(frozen=True, slots=True)
class _Read:
    """What is stored now."""

    chosen: UnitSystem | None
    holds: UnitSystem
    version: int
    metrics: tuple[MetricInfo, ...]


class ProgressSection(Section):
    """The units are stored at once, with a way back; metrics have their dialog."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._read: _Read | None = None
        self.units = ChoiceField([])
        form = Form(above=True)
        self.card(
            tr("Units of the studio"),
            tr("For clients who have not chosen their own on their page. Stored values stay as they are."),
        ).add(form)
        form.add(tr("Weights and lengths in"), self.units)
        self.units.chosen.connect(self._choose_units)
        card = self.card(
            tr("Metrics of your own"),
            tr(
                "What you measure besides weight, girths, folds, pulse and the others that are there already."
            ),
        )
        self.add_button = PrimaryButton(tr("Add…"), self.add, icon="plus")
        card.head.addWidget(self.add_button)
        self.model: RowsTableModel[MetricInfo] = RowsTableModel(
            [
                Column(tr("Name"), lambda row: row.name, tooltip=lambda row: row.name),
                Column(tr("Unit"), lambda row: self._unit(row).code or "–", width=90),
                Column(tr("Plausible"), self._range, width=130),
                Column(tr("Better"), lambda row: dict(better_words())[row.better], width=150),
                Column(tr("State"), _state, tone=_tone, width=110),
            ],
            key=lambda row: row.id,
            parent=self,
        )
        self.table = DataTable(tr("Metrics of your own"))
        self.table.setModel(self.model)
        self.table.set_empty(
            "trend-up",
            tr("None yet"),
            tr("Grip strength, a shuttle run, hours of sleep: whatever you follow."),
        )
        self.table.setMinimumHeight(theme().px(ROW_HEIGHT) * SHOWN_ROWS)
        self.table.row_activated.connect(self.edit)
        self.table.current_row_changed.connect(lambda _row: self._offer())
        self.table.set_menu(self._menu)
        self.model.state_changed.connect(lambda _state: self._offer())
        card.add(self.table)
        self.edit_button = Button(tr("Edit…"), self._on_current(self.edit), icon="edit")
        self.away_button = Button(tr("Put away"), self._on_current(self.put_away_or_back))
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.edit_button)
        row.addStretch(1)
        row.addWidget(self.away_button)
        card.body.addLayout(row)
        desk.bridge.on(MetricsChanged, lambda _event: self.arrive(), owner=self)
        self._offer()

    def arrive(self) -> None:
        """Read what is stored."""
        services, actor = self.desk.services, self.desk.actor

        def read() -> _Read:
            chosen, holds, version = services.bodies.studio_units(actor)
            own = tuple(each for each in services.metrics.list(actor, archived=True) if each.id is not None)
            return _Read(chosen, holds, version, tuple(sorted(own, key=lambda each: each.archived)))

        self.desk.tasks.run(read, done=self._show, failed=self.desk.window.report, owner=self)

    def _show(self, read: _Read) -> None:
        self._read = read
        country = {
            UnitSystem.METRIC: tr("As usual in your country (now kilograms and centimetres)"),
            UnitSystem.IMPERIAL: tr("As usual in your country (now pounds and inches)"),
        }
        usual = country[read.holds] if read.chosen is None else tr("As usual in your country")
        self.units.set_choices(
            [
                (AS_THE_COUNTRY, usual),
                (UnitSystem.METRIC, tr("Kilograms and centimetres")),
                (UnitSystem.IMPERIAL, tr("Pounds and inches")),
            ]
        )
        self.units.set_code(read.chosen or AS_THE_COUNTRY)
        self.model.show_rows(read.metrics)
        self._offer()

    # --- units ------------------------------------------------------------------------------------------

    def _choose_units(self, code: str) -> None:
        read = self._read
        wanted = UnitSystem(code) if code else None
        if read is not None and wanted is not read.chosen:
            self._store_units(read.version, wanted, read.chosen)

    def _store_units(self, version: int, wanted: UnitSystem | None, before: UnitSystem | None) -> None:
        bodies, actor, toasts = self.desk.services.bodies, self.desk.actor, self.desk.toasts

        def back() -> None:
            self._write(lambda: bodies.save_studio_units(actor, bodies.studio_units(actor)[2], before))

        def done(_stored: Any) -> None:
            toasts.show_toast(tr("The units of the studio are changed."), undo=back, tone="good")
            self.arrive()

        self._write(lambda: bodies.save_studio_units(actor, version, wanted), done)

    # --- metrics ----------------------------------------------------------------------------------------

    def add(self) -> None:
        """Add one."""
        self.desk.window.open_dialog("settings.metric")

    def edit(self, metric: MetricInfo) -> None:
        """Change one."""
        self.desk.window.open_dialog("settings.metric", metric_id=metric.id)

    def put_away_or_back(self, metric: MetricInfo) -> None:
        """Take one out of the lists, or bring it back; both can be undone."""
        metrics, actor, toasts = self.desk.services.metrics, self.desk.actor, self.desk.toasts
        number = metric.id or 0
        work, back = (
            (metrics.restore, metrics.archive) if metric.archived else (metrics.archive, metrics.restore)
        )
        text = tr("{name} is back in the lists.") if metric.archived else tr("{name} is put away.")

        def undo() -> None:
            self._write(lambda: back(actor, number))

        def done(_stored: Any) -> None:
            toasts.show_toast(text.format(name=metric.name), undo=undo, tone="good")

        self._write(lambda: work(actor, number), done)

    def _write(self, work: Callable[[], Any], done: Callable[[Any], None] = lambda _stored: None) -> None:
        def failed(error: Exception) -> None:
            self.arrive()
            self.desk.window.report(error)

        self.desk.tasks.write(work, done=done, failed=failed, owner=self)

    def _current(self) -> MetricInfo | None:
        rows = self.table.selected_rows()
        return rows[0] if rows else None

    def _on_current(self, do: Callable[[MetricInfo], None]) -> Callable[[], None]:
        def run() -> None:
            if (metric := self._current()) is not None:
                do(metric)

        return run

    def _offer(self) -> None:
        metric = self._current()
        for button in (self.edit_button, self.away_button):
            button.setEnabled(metric is not None)
        put_back = metric is not None and metric.archived
        self.away_button.setText(tr("Bring back") if put_back else tr("Put away"))

    def _menu(self, rows: list[MetricInfo]) -> list[QAction]:
        (metric, *_) = rows
        away = tr("Bring back") if metric.archived else tr("Put away")
        return [
            self._action(tr("Edit…"), lambda: self.edit(metric)),
            self._action(away, lambda: self.put_away_or_back(metric)),
        ]

    def _action(self, text: str, run: Callable[[], None]) -> QAction:
        action = QAction(text, self.table)
        action.triggered.connect(lambda _checked=False: run())
        return action

    # --- words ------------------------------------------------------------------------------------------

    def _unit(self, metric: MetricInfo) -> units.Unit:
        holds = UnitSystem.METRIC if self._read is None else self._read.holds
        return units.shown_unit(metric.quantity, holds, metric.unit)

    def _range(self, metric: MetricInfo) -> str:
        unit, decimal = self._unit(metric), self.desk.formats.decimal
        least, most = (
            decimal(Decimal(units.number_shown(each, unit))) for each in (metric.least, metric.most)
        )
        return tr("{least} to {most}").format(least=least, most=most)


def _state(metric: MetricInfo) -> str:
    return tr("Put away") if metric.archived else tr("In use")


def _tone(metric: MetricInfo) -> Tone:
    return Tone.NEUTRAL if metric.archived else Tone.GREEN
