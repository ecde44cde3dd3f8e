"""The forms that a client has signed, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import FormKind, FormState, Permission
from fitnesscrm_desktop.services.forms.results import SignedForm
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.forms.words import signer_text, standing, tr
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

OPEN, CLEAR, LETTER, VOID = "open", "clear", "letter", "void"
_NAME, _STATE, _SIGNED, _BY, _UNTIL, _DEEDS = range(6)
_ROOMY = 780


class SignedTable(QWidget):
    """Newest first; void forms stay in the list.

    Signals:
        wanted(str, object): what to do (open, clear, letter, void) with which ``SignedForm``.
    """

    wanted = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.model: RowsTableModel[SignedForm] = RowsTableModel(
            self._columns(), key=lambda row: row.id, parent=self
        )
        self.table = DataTable(tr("Signed forms"))
        self.table.setModel(self.model)
        self.table.leave_out_below(_ROOMY, _BY)
        self.table.set_empty(
            "edit", tr("Nothing is signed yet"), tr("A waiver, a contract, questions about health …")
        )
        self.buttons = RowButtons(self._buttons_of, self.table)
        self.buttons.pressed.connect(self.wanted.emit)
        self.table.setItemDelegateForColumn(_DEEDS, self.buttons)
        self.table.row_activated.connect(self._first_deed)
        self.table.set_menu(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def deeds_of(self, row: SignedForm) -> list[tuple[str, str]]:
        """What this person may do with a form: key and words."""
        actor = self._desk.actor
        health = actor.may(Permission.VIEW_HEALTH)
        deeds = []
        if row.kind is not FormKind.HEALTH or health:
            deeds.append((OPEN, tr("Open")))
        if row.waits_for_clearance and health:
            deeds.append((CLEAR, tr("Clearance…")))
        if row.clearance_name and health:
            deeds.append((LETTER, tr("Letter…")))
        if row.state is not FormState.VOID:
            deeds.append((VOID, tr("Void…")))
        return deeds

    def _columns(self) -> list[Column[SignedForm]]:
        day = self._desk.formats.day
        return [
            Column(tr("Form"), lambda row: row.name, tooltip=lambda row: row.void_reason),
            Column(
                tr("State"),
                lambda row: standing(row.state, waits=row.waits_for_clearance)[0],
                tone=lambda row: standing(row.state, waits=row.waits_for_clearance)[1],
                width=140,
            ),
            Column(tr("Signed on"), lambda row: day(row.signed_on), width=110),
            Column(tr("Signed by"), signer_text, width=170, tooltip=signer_text),
            Column(tr("Valid until"), lambda row: day(row.expires_on) if row.expires_on else "–", width=130),
            Column("", lambda _row: "", width=230),
        ]

    def _first_deed(self, row: SignedForm) -> None:
        deeds = self.deeds_of(row)
        if deeds and deeds[0][0] == OPEN:
            self.wanted.emit(OPEN, row)

    def _buttons_of(self, row: SignedForm) -> Sequence[RowButton]:
        return [RowButton(key, text) for key, text in self.deeds_of(row)]

    def _menu(self, rows: list[SignedForm]) -> list[QAction]:
        return [self._action(key, text, rows[0]) for key, text in self.deeds_of(rows[0])]

    def _action(self, key: str, text: str, row: SignedForm) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action
