"""The table of rules, with the switch and what one does with a rule in the row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import RuleAction
from fitnesscrm_desktop.services.automation.results import RuleRow
from fitnesscrm_desktop.ui.automation.rule_cell import RULE_HEIGHT, RuleCell
from fitnesscrm_desktop.ui.automation.words import sentence
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons
from fitnesscrm_desktop.ui.widgets.row_switch import RowSwitch

EDIT, RESULTS, TRIAL, SWITCH, ARCHIVE, RESTORE = "edit", "results", "trial", "switch", "archive", "restore"
RULE, APPROVAL, FOUND, WAITING, SENT, ON, DEEDS = range(7)
ROOMY, NARROW = 1000, 860


class RuleList(QWidget):
    """Enter opens the editor, Space switches on and off; buttons and menu do the same and more.

    Signals:
        wanted(str, object): what to do with which ``RuleRow``.
    """

    wanted = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.model: RowsTableModel[RuleRow] = RowsTableModel(
            self._columns(), key=lambda row: row.id, parent=self
        )
        self.table = DataTable(self.tr("Rules"))
        self.table.setModel(self.model)
        self.table.leave_out_below(ROOMY, APPROVAL)
        self.table.leave_out_below(NARROW, FOUND)
        self.table.setItemDelegateForColumn(
            RULE, RuleCell(lambda row: (row.draft.name, self.sentence_of(row)), self.table)
        )
        self.switch = RowSwitch(lambda row: None if row.archived else row.enabled, self.table)
        self.switch.switched.connect(lambda row: self.wanted.emit(SWITCH, row))
        self.table.setItemDelegateForColumn(ON, self.switch)
        self.buttons = RowButtons(self._buttons_of, self.table)
        self.buttons.pressed.connect(self.wanted.emit)
        self.table.setItemDelegateForColumn(DEEDS, self.buttons)
        self.table.row_activated.connect(lambda row: self.wanted.emit(self.deeds_of(row)[0][0], row))
        self.table.space_pressed.connect(self._space)
        self.table.set_menu(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        theme_changed.connect(self._size_rows)
        self._size_rows()

    def show_rows(self, rows: tuple[RuleRow, ...] | None) -> None:
        """Show these, once they are there."""
        if rows is not None:
            self.model.show_rows(rows)

    def sentence_of(self, row: RuleRow) -> str:
        """What a rule says."""
        return sentence(row, self._desk.formats)

    def deeds_of(self, row: RuleRow) -> list[tuple[str, str]]:
        """Everything one may do with a rule: key and words."""
        if row.archived:
            return [(RESTORE, self.tr("Restore")), (RESULTS, self.tr("Results"))]
        switch = self.tr("Switch off") if row.enabled else self.tr("Switch on")
        return [
            (EDIT, self.tr("Edit")),
            (RESULTS, self.tr("Results")),
            (TRIAL, self.tr("Trial run")),
            (SWITCH, switch),
            (ARCHIVE, self.tr("Archive")),
        ]

    def _columns(self) -> list[Column[RuleRow]]:
        number = self._desk.formats.number
        return [
            Column(
                self.tr("Rule"),
                lambda row: f"{row.draft.name}: {self.sentence_of(row)}",
                tooltip=lambda row: f"{row.draft.name}\n{self.sentence_of(row)}",
            ),
            Column(self.tr("Approval"), self._approval, tone=_approval_tone, width=130),
            Column(self.tr("Found"), lambda row: number(row.counts.matched), width=78, numeric=True),
            Column(self.tr("Waiting"), lambda row: number(row.counts.waiting), width=86, numeric=True),
            Column(self.tr("Sent"), lambda row: number(row.counts.sent), width=74, numeric=True),
            Column(self.tr("Switch"), self._state, width=104),
            Column("", lambda _row: "", width=150),
        ]

    def _approval(self, row: RuleRow) -> str:
        if row.draft.action is RuleAction.TASK:
            return self.tr("Task")
        return self.tr("By itself") if row.draft.by_itself else self.tr("Asks first")

    def _state(self, row: RuleRow) -> str:
        if row.archived:
            return self.tr("Archived")
        return self.tr("On") if row.enabled else self.tr("Off")

    def _space(self, row: RuleRow) -> None:
        if not row.archived:
            self.wanted.emit(SWITCH, row)

    def _buttons_of(self, row: RuleRow) -> Sequence[RowButton]:
        return [RowButton(key, text) for key, text in self.deeds_of(row)[:2]]

    def _menu(self, rows: list[RuleRow]) -> list[QAction]:
        return [self._action(key, text, rows[0]) for key, text in self.deeds_of(rows[0])]

    def _action(self, key: str, text: str, row: RuleRow) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action

    def _size_rows(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(theme().px(RULE_HEIGHT))


def _approval_tone(row: RuleRow) -> Tone:
    if row.draft.action is RuleAction.TASK:
        return Tone.NEUTRAL
    return Tone.AMBER if row.draft.by_itself else Tone.BLUE
