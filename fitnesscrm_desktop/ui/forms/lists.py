"""The two lists of the page of forms: what is missing, and the forms that the studio hands out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import FormState, Permission
from fitnesscrm_desktop.services.forms.results import FormTemplateRow, MissingForm
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.forms.words import audience_word, door_text, months_text, standing, tr
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

FILL, CLEAR, CLIENT = "fill", "clear", "client"
EDIT, ARCHIVE, RESTORE = "edit", "archive", "restore"
_ROOMY, _NARROW = 860, 700
R = TypeVar("R")


class DeedTable(QWidget, Generic[R]):
    """A table whose rows have buttons at their end.

    Signals:
        wanted(str, object): what to do with which row.
    """

    wanted = Signal(str, object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[R]],
        deeds: Callable[[R], list[tuple[str, str]]],
        key: Callable[[R], Any],
    ) -> None:
        super().__init__()
        self.deeds_of = deeds
        wide = Column[R]("", lambda _row: "", width=240)
        self.model: RowsTableModel[R] = RowsTableModel([*columns, wide], key=key, parent=self)
        self.table = DataTable(name)
        self.table.setModel(self.model)
        self.buttons = RowButtons(self._buttons_of, self.table)
        self.buttons.pressed.connect(self.wanted.emit)
        self.table.setItemDelegateForColumn(len(columns), self.buttons)
        self.table.row_activated.connect(self._first_deed)
        self.table.set_menu(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def _first_deed(self, row: R) -> None:
        deeds = self.deeds_of(row)
        if deeds:
            self.wanted.emit(deeds[0][0], row)

    def _buttons_of(self, row: R) -> Sequence[RowButton]:
        return [RowButton(key, text) for key, text in self.deeds_of(row)]

    def _menu(self, rows: list[R]) -> list[QAction]:
        return [self._action(key, text, rows[0]) for key, text in self.deeds_of(rows[0])]

    def _action(self, key: str, text: str, row: R) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action


def missing_table(desk: Desk) -> DeedTable[MissingForm]:
    """What somebody has to look after."""
    day, actor = desk.formats.day, desk.actor

    def deeds(row: MissingForm) -> list[tuple[str, str]]:
        valid = row.state in {FormState.VALID, FormState.EXPIRING}
        first = [(FILL, tr("Fill in…"))]
        if row.waits_for_clearance and valid:
            first = [(CLEAR, tr("Clearance…"))] if actor.may(Permission.VIEW_HEALTH) else []
        return [*first, (CLIENT, tr("Client"))]

    columns: list[Column[MissingForm]] = [
        Column(tr("Client"), lambda row: row.client_name, tooltip=lambda row: row.client_name),
        Column(tr("Form"), lambda row: row.name, width=220, tooltip=lambda row: row.name),
        Column(
            tr("State"),
            lambda row: standing(row.state, waits=row.waits_for_clearance)[0],
            tone=lambda row: standing(row.state, waits=row.waits_for_clearance)[1],
            width=140,
        ),
        Column(tr("Valid until"), lambda row: day(row.expires_on) if row.expires_on else "–", width=130),
    ]
    made = DeedTable(
        tr("Missing and expired forms"), columns, deeds, lambda row: (row.client_id, row.template_id)
    )
    made.table.leave_out_below(_NARROW, 3)
    made.table.set_empty(
        "check-circle",
        tr("No form is missing"),
        tr("Whoever needs a form has signed it, and none expires within a month."),
    )
    return made


def templates_table(desk: Desk) -> DeedTable[FormTemplateRow]:
    """The forms that the studio hands out."""
    may = desk.actor.may(Permission.MANAGE_FORMS)

    def deeds(row: FormTemplateRow) -> list[tuple[str, str]]:
        if not may:
            return []
        if row.archived:
            return [(RESTORE, tr("Restore"))]
        return [(EDIT, tr("Edit…")), (ARCHIVE, tr("Archive"))]

    columns: list[Column[FormTemplateRow]] = [
        Column(tr("Form"), lambda row: row.name, tooltip=lambda row: row.name),
        Column(tr("Who has to sign"), lambda row: audience_word(row.required_for), width=140),
        Column(tr("Counts"), lambda row: months_text(row.valid_months), width=110),
        Column(tr("The door"), door_text, width=100),
        Column(tr("Version"), lambda row: str(row.number), width=80, numeric=True),
    ]
    made = DeedTable(tr("Forms"), columns, deeds, lambda row: row.id)
    made.table.leave_out_below(_ROOMY, 4)
    made.table.leave_out_below(_NARROW, 2)
    made.table.set_empty("file", tr("No forms yet"))
    return made
