"""Goals, phases, remarks and injuries of a client in one list, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.models.values import GoalState, Permission
from fitnesscrm_desktop.services.progress.events import ProgressChanged
from fitnesscrm_desktop.services.progress.history_rules import holds_on
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.progress.goal_words import (
    STATE_TONES,
    goal_sentence,
    injury_word,
    phase_word,
    plan_text,
    state_word,
)
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.labels import Label

SIZE = (980, 560)
GOAL, PHASE, REMARK, INJURY = "progress.goal", "progress.phase", "progress.remark", "progress.injury"
IDS = {GOAL: "goal_id", PHASE: "phase_id", REMARK: "remark_id", INJURY: "injury_id"}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One of them, ready to be read."""

    dialog: str
    """What changes it."""
    id: int
    day: date
    days: str
    kind: str
    text: str
    about: str
    """Tooltip."""
    state: str
    tone: Tone


class PlanDialog(StudioDialog):
    """Enter changes what is under the cursor."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__()
        self.desk, self._client_id = desk, client_id
        self.setWindowTitle(self.tr("Goals and events"))
        self._title = Label(self.tr("Goals and events"), "title")
        self._sub = Label("", "muted", elide=True)
        self.model: RowsTableModel[PlanRow] = RowsTableModel(
            [
                Column(self.tr("Days"), lambda row: row.days, width=190),
                Column(self.tr("Kind"), lambda row: row.kind, width=120),
                Column(self.tr("What"), lambda row: row.text, tooltip=lambda row: row.about),
                Column(self.tr("State"), lambda row: row.state, tone=lambda row: row.tone, width=110),
            ],
            key=lambda row: (row.dialog, row.id),
            parent=self,
        )
        self.table = DataTable(self.tr("Goals and events"))
        self.table.setModel(self.model)
        self.table.set_empty(
            "list",
            self.tr("No goals or events yet"),
            self.tr("A goal is a line in the chart, a phase a shade, a remark a word on its day."),
        )
        self.table.row_activated.connect(self.open_row)
        self._lay_out()
        self.resize_on_screen(*SIZE)
        desk.bridge.on(ProgressChanged, self._changed, owner=self)
        self._load()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        if self.desk.actor.may(Permission.RECORD_PROGRESS):
            for text, dialog_id in self._beginnings():
                foot.addWidget(self._opener(text, dialog_id))
        foot.addStretch(1)
        close = Button(self.tr("Close"), self.accept)
        close.setAutoDefault(False)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(M)
        layout.addLayout(words)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _beginnings(self) -> list[tuple[str, str]]:
        found = [
            (self.tr("New goal…"), GOAL),
            (self.tr("New phase…"), PHASE),
            (self.tr("New remark…"), REMARK),
        ]
        health = self.desk.actor.may(Permission.VIEW_HEALTH)
        return [*found, (self.tr("New injury…"), INJURY)] if health else found

    def _opener(self, text: str, dialog_id: str) -> Button:
        button = Button(text, lambda: self.desk.window.open_dialog(dialog_id, client_id=self._client_id))
        button.setAutoDefault(False)
        return button

    def open_row(self, row: PlanRow) -> None:
        """Change it."""
        if self.desk.actor.may(Permission.RECORD_PROGRESS):
            about: dict[str, Any] = {IDS[row.dialog]: row.id}
            self.desk.window.open_dialog(row.dialog, client_id=self._client_id, **about)

    def _changed(self, event: ProgressChanged) -> None:
        if event.client_id == self._client_id:
            self._load()

    def _load(self) -> None:
        self.desk.tasks.run(
            self._read, done=lambda found: self._show(*found), failed=self.desk.window.report, owner=self
        )

    def _show(self, name: str, rows: list[PlanRow]) -> None:
        self._sub.setText(name)
        self.model.show_rows(rows)
        if rows and not self.table.selected_rows():
            self.table.select_row(0)
            self.table.setFocus()

    # --- off the UI thread ------------------------------------------------------------------------------

    def _read(self) -> tuple[str, list[PlanRow]]:
        services, actor, client_id = self.desk.services, self.desk.actor, self._client_id
        rows = [*self._goals(), *self._phases(), *self._remarks()]
        if actor.may(Permission.VIEW_HEALTH):
            rows += self._injuries()
        rows.sort(key=lambda row: row.day, reverse=True)
        return services.directory.detail(actor, client_id).name, rows

    def _goals(self) -> list[PlanRow]:
        services, actor, formats = self.desk.services, self.desk.actor, self.desk.formats
        system = services.bodies.get(actor, self._client_id).units
        today = self.desk.today()
        return [
            PlanRow(
                GOAL,
                goal.id,
                goal.start.day if goal.start is not None else today,
                self._span(
                    None if goal.start is None else goal.start.day, goal.due_on, self.tr("from now on")
                ),
                self.tr("Goal"),
                plan_text(goal, system, formats),
                goal_sentence(goal, system, formats),
                state_word(goal.state),
                STATE_TONES.get(goal.state, STATE_TONES[GoalState.ACTIVE]),
            )
            for goal in services.goals.list(actor, self._client_id)
        ]

    def _phases(self) -> list[PlanRow]:
        services, actor, today = self.desk.services, self.desk.actor, self.desk.today()
        return [
            PlanRow(
                PHASE,
                each.id,
                each.from_day,
                self._span(each.from_day, each.to_day),
                self.tr("Phase"),
                each.name or phase_word(each.kind),
                phase_word(each.kind),
                *self._now(holds=holds_on(today, each.from_day, each.to_day)),
            )
            for each in services.chart_marks.phases(actor, self._client_id)
        ]

    def _remarks(self) -> list[PlanRow]:
        services, actor, formats = self.desk.services, self.desk.actor, self.desk.formats
        return [
            PlanRow(
                REMARK,
                each.id,
                each.day,
                formats.day(each.day),
                self.tr("Remark"),
                each.text,
                each.text,
                "",
                Tone.NEUTRAL,
            )
            for each in services.chart_marks.remarks(actor, self._client_id)
        ]

    def _injuries(self) -> list[PlanRow]:
        services, actor = self.desk.services, self.desk.actor
        return [
            PlanRow(
                INJURY,
                each.id,
                each.from_day,
                self._span(each.from_day, each.to_day),
                injury_word(each.kind),
                each.text,
                each.text,
                *self._now(holds=each.holds, tone=Tone.AMBER),
            )
            for each in services.injuries.list(actor, self._client_id)
        ]

    def _now(self, *, holds: bool, tone: Tone = Tone.BLUE) -> tuple[str, Tone]:
        return (self.tr("Now"), tone) if holds else (self.tr("Over"), Tone.NEUTRAL)

    def _span(self, first: date | None, last: date | None, open_text: str = "") -> str:
        formats = self.desk.formats
        if first is None:
            return open_text
        if last is None:
            return self.tr("since {day}").format(day=formats.day(first))
        return f"{formats.day(first)} – {formats.day(last)}"
