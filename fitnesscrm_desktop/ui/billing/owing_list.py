"""The half of the page that says who owes what, with the cure in the row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.services.billing.owing import OwingClients
from fitnesscrm_desktop.services.billing.results import Owing
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.plan_words import days_text
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

PAY, CHARGE, OPEN = "pay", "charge", "open"
NUMBER_COLUMN, PLAN_COLUMN = 1, 2
ROOMY, NARROW = 1000, 880


class OwingList(QWidget):
    """Enter takes the payment of the row; its buttons and its menu do the same and more.

    Signals:
        wanted(str, object): what to do (pay, charge, open) with which ``Owing``.
    """

    wanted = Signal(str, object)

    def __init__(self, desk: Desk, *, may_take: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._may_take = desk, may_take
        self.model: FeedTableModel[Owing] = FeedTableModel(self._columns(), desk.tasks, parent=self)
        self.table = DataTable(self.tr("Who owes what"))
        self.table.setModel(self.model)
        self.table.leave_out_below(ROOMY, NUMBER_COLUMN)
        self.table.leave_out_below(NARROW, PLAN_COLUMN)
        self.table.set_empty(
            "check-circle",
            self.tr("Nobody owes anything"),
            self.tr("As soon as something is charged and not paid, it is listed here."),
        )
        self._buttons = RowButtons(self._buttons_of, self.table)
        self._buttons.pressed.connect(self.wanted.emit)
        self.table.setItemDelegateForColumn(len(self._columns()) - 1, self._buttons)
        self.table.row_activated.connect(lambda row: self.wanted.emit(PAY if may_take else OPEN, row))
        self.table.set_menu(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_source(self, source: OwingClients) -> None:
        """Show the list from its start."""
        self.model.show(source)

    def refresh(self) -> None:
        """Load it anew."""
        self.model.refresh()

    def _columns(self) -> list[Column[Owing]]:
        formats = self._desk.formats
        return [
            Column(self.tr("Client"), lambda row: row.name, tooltip=lambda row: row.name),
            Column(self.tr("No."), lambda row: str(row.member_number), width=80, numeric=True),
            Column(self.tr("Plan"), lambda row: row.plan_name or "–", width=170),
            Column(self.tr("Owes"), lambda row: formats.money(row.balance), width=110, numeric=True),
            Column(self.tr("Due since"), lambda row: formats.day(row.oldest_due_on), width=120),
            Column(self.tr("Late"), self._late, tone=_late_tone, width=110),
            Column("", lambda _row: "", width=210 if self._may_take else 90),
        ]

    def _late(self, row: Owing) -> str:
        if row.oldest_due_on is None or row.days_overdue < 0:
            return self.tr("Not due yet")
        return self.tr("Today") if row.days_overdue == 0 else days_text(row.days_overdue)

    def _buttons_of(self, _row: Owing) -> Sequence[RowButton]:
        if not self._may_take:
            return [RowButton(OPEN, self.tr("Open"))]
        return [RowButton(PAY, self.tr("Take payment")), RowButton(CHARGE, self.tr("Charge"))]

    def _menu(self, rows: list[Owing]) -> list[QAction]:
        offered = [(OPEN, self.tr("Open client"))]
        if self._may_take:
            offered = [(PAY, self.tr("Take payment…")), (CHARGE, self.tr("Charge…")), *offered]
        return [self._action(text, key, rows[0]) for key, text in offered]

    def _action(self, text: str, key: str, row: Owing) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action


def _late_tone(row: Owing) -> Tone:
    if row.oldest_due_on is None or row.days_overdue <= 0:
        return Tone.NEUTRAL
    return Tone.RED if row.days_overdue > WEEK else Tone.AMBER


WEEK = 7
