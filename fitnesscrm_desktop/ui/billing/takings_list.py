"""The half of the page that shows a day's takings: a card for each method, and the payments behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.billing.results import Taken
from fitnesscrm_desktop.ui.billing.money_state import MoneyState
from fitnesscrm_desktop.ui.billing.words import method_name
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.cards import KpiCard
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

RECEIPT, REFUND, OPEN = "receipt", "refund", "open"
STAFF_COLUMN, ROOMY = 6, 1000
ICONS = {
    PaymentMethod.CASH: "coins",
    PaymentMethod.CARD: "credit-card",
    PaymentMethod.TRANSFER: "arrow-right",
    PaymentMethod.CHEQUE: "file",
    PaymentMethod.VOUCHER: "gift",
}

ALWAYS = (PaymentMethod.CASH, PaymentMethod.CARD)
"""Shown even when nothing came in by them; the others would only take the room."""


class TakingsList(QWidget):
    """Enter shows the receipt of the row.

    Signals:
        stepped(int): some days on or back.
        day_chosen(object): another day.
        method_chosen(object): a card was opened; None: the one with the total.
        wanted(str, object): what to do (receipt, refund, open) with which ``Taken``.
    """

    stepped = Signal(int)
    day_chosen = Signal(object)
    method_chosen = Signal(object)
    wanted = Signal(str, object)

    def __init__(self, desk: Desk, *, may_refund: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._may_refund = desk, may_refund
        self.total = KpiCard(self.tr("All together"), icon="wallet")
        self.total.opened.connect(lambda: self.method_chosen.emit(None))
        self.cards = {method: self._card(method) for method in PaymentMethod}
        self.listed = Label("", "muted", elide=True)
        self.model: RowsTableModel[Taken] = RowsTableModel(
            self._columns(), key=lambda row: row.id, parent=self
        )
        self.table = DataTable(self.tr("Payments of the day"))
        self.table.setModel(self.model)
        self.table.leave_out_below(ROOMY, STAFF_COLUMN)
        self._buttons = RowButtons(self._buttons_of, self.table)
        self._buttons.pressed.connect(self.wanted.emit)
        self.table.setItemDelegateForColumn(len(self._columns()) - 1, self._buttons)
        self.table.row_activated.connect(lambda row: self.wanted.emit(RECEIPT, row))
        self.table.set_menu(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(self._stepper())
        layout.addLayout(self._card_row())
        layout.addWidget(self.table, 1)

    def _card(self, method: PaymentMethod) -> KpiCard:
        card = KpiCard(method_name(method), icon=ICONS[method])
        card.opened.connect(lambda: self.method_chosen.emit(method))
        return card

    def _stepper(self) -> QHBoxLayout:
        today = self._desk.today()
        self.day = DateField(today, optional=False, today=lambda: today)
        self.day.setAccessibleName(self.tr("Day"))
        self.day.value_changed.connect(self._day_typed)
        self._day_shown: date | None = None
        back = IconButton(
            "chevron-left", self.tr("The day before"), lambda: self.stepped.emit(-1), outline=True
        )
        self.next_day = IconButton(
            "chevron-right", self.tr("The day after"), lambda: self.stepped.emit(1), outline=True
        )
        self.today = Button(self.tr("Today"), lambda: self.day_chosen.emit(None))
        row = QHBoxLayout()
        row.setSpacing(S)
        for widget in (back, self.day, self.next_day, self.today):
            row.addWidget(widget)
        row.addSpacing(M)
        row.addWidget(self.listed, 1)
        return row

    def _card_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(M)
        for card in (self.total, *self.cards.values()):
            row.addWidget(card, 1)
        return row

    def show_state(self, state: MoneyState) -> None:
        """Show the day."""
        self.day.blockSignals(True)
        self.day.set_range(date(1900, 1, 1), state.today)
        if state.day != self._day_shown:  # what somebody is typing stays
            self._day_shown = state.day
            self.day.set_value(state.day)
        self.day.blockSignals(False)
        self.next_day.setEnabled(state.day < state.today)
        self.today.setEnabled(state.day != state.today)
        self._show_cards(state)
        self.listed.setText(self._words(state))
        self._set_empty(state)
        if state.takings is not None:
            self.model.show_rows(state.listed)
        elif self.model.rowCount():
            self.model.show_loading()

    def _day_typed(self, day: date | None) -> None:
        if day is not None:
            self.day_chosen.emit(day)

    def _show_cards(self, state: MoneyState) -> None:
        formats, takings = self._desk.formats, state.takings
        if takings is None:
            self.total.set_value("…")
            for card in self.cards.values():
                card.set_value("…")
            return
        counts = {row.method: row for row in takings.by_method}
        self.total.set_value(formats.money(takings.total), self._payments(len(takings.payments)))
        for method, card in self.cards.items():
            row = counts.get(method)
            card.set_value(
                formats.money(row.amount if row else 0), self._payments(row.count) if row else self.tr("none")
            )
            card.set_openable(row is not None)
            card.setVisible(row is not None or method in ALWAYS)
            set_look(card, "chosen", method is state.method)

    def _payments(self, count: int) -> str:
        return self.tr("1 payment") if count == 1 else self.tr("{count} payments").format(count=count)

    def _words(self, state: MoneyState) -> str:
        if state.method is None:
            return ""
        text = self.tr("Only payments by {method}; open “All together” for the rest.")
        return text.format(method=method_name(state.method).lower())

    def _set_empty(self, state: MoneyState) -> None:
        day = self._desk.formats.long_day(state.day)
        if self.table.empty_state().accessibleName() == day:
            return
        panel = self.table.set_empty(
            "wallet", self.tr("No payments"), self.tr("Nothing was taken on {day}.").format(day=day)
        )
        panel.setAccessibleName(day)

    def _columns(self) -> list[Column[Taken]]:
        formats = self._desk.formats
        return [
            Column(self.tr("Time"), lambda row: formats.time(row.at), width=76),
            Column(self.tr("Receipt"), lambda row: f"{row.receipt_number:06d}", width=84),
            Column(self.tr("Client"), lambda row: row.client_name, tooltip=lambda row: row.client_name),
            Column(self.tr("Paid by"), lambda row: method_name(row.method), width=110),
            Column(self.tr("Amount"), lambda row: formats.money(row.amount), width=110, numeric=True),
            Column(self.tr("Note"), self._note, tone=_note_tone, tooltip=self._note),
            Column(self.tr("Staff"), lambda row: row.staff_name, width=130),
            Column("", lambda _row: "", width=170 if self._may_refund else 100),
        ]

    def _note(self, row: Taken) -> str:
        if row.refund_of_id is None:
            return row.note
        return self.tr("Refund: {reason}").format(reason=row.note)

    def _buttons_of(self, row: Taken) -> Sequence[RowButton]:
        buttons = [RowButton(RECEIPT, self.tr("Receipt"))]
        if self._may_refund and row.refundable > 0:
            buttons.insert(0, RowButton(REFUND, self.tr("Refund")))
        return buttons

    def _menu(self, rows: list[Taken]) -> list[QAction]:
        row = rows[0]
        offered = [(RECEIPT, self.tr("Show receipt")), (OPEN, self.tr("Open client"))]
        if self._may_refund and row.refundable > 0:
            offered.insert(1, (REFUND, self.tr("Give back…")))
        return [self._action(text, key, row) for key, text in offered]

    def _action(self, text: str, key: str, row: Taken) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action


def _note_tone(row: Taken) -> Tone | None:
    return None if row.refund_of_id is None else Tone.AMBER
