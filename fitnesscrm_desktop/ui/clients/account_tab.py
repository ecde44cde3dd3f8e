"""The account of one client: what is owed, and every charge and payment."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.billing.results import EntryKind, Ledger, LedgerEntry
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.ui.clients.client_presenter import ClientPresenter, ClientState
from fitnesscrm_desktop.ui.clients.words import translate
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

RECEIPT, REFUND = "receipt", "refund"
MONEY_KINDS = {EntryKind.PAYMENT, EntryKind.REFUND}


class _LedgerSource:
    """The entries of a ledger that is loaded already, the newest first."""

    def __init__(self, ledger: Ledger) -> None:
        self._entries = list(reversed(ledger.entries))

    def fetch(self, after: Cursor | None, limit: int) -> Page[LedgerEntry]:
        """The entries behind *after*, which is how many were shown."""
        first = 0 if after is None else int(after[0])
        rows = self._entries[first : first + limit]
        more = first + limit < len(self._entries)
        return Page(rows, (first + limit,) if more else None)


class AccountTab(QWidget):
    """Balance and buttons on top, the ledger below; the sum of its entries is the balance."""

    def __init__(self, desk: Desk, presenter: ClientPresenter) -> None:
        super().__init__()
        self._desk, self._presenter = desk, presenter
        self._shown: Ledger | None = None
        self.balance = Label("", "title", selectable=True)
        self.pay = PrimaryButton(
            self.tr("Take payment"), lambda: presenter.open_dialog("billing.take_payment"), icon="coins"
        )
        self.charge = Button(self.tr("Charge…"), lambda: presenter.open_dialog("billing.charge"))
        self.product = Button(self.tr("Sell a product…"), lambda: presenter.open_dialog("products.sell"))
        if not presenter.may(Permission.TAKE_PAYMENT):
            self.pay.hide()
            self.charge.hide()
        if not presenter.may(Permission.SELL):
            self.product.hide()
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(self.balance, 1)
        for button in (self.product, self.charge, self.pay):
            top.addWidget(button)
        self.table = DataTable(self.tr("Account"))
        self.model: FeedTableModel[LedgerEntry] = FeedTableModel(_columns(desk), desk.tasks, parent=self)
        self.table.setModel(self.model)
        self.buttons = RowButtons(self._buttons_of, self.table)
        self.buttons.pressed.connect(self._pressed)
        self.table.setItemDelegateForColumn(self.model.columnCount() - 1, self.buttons)
        self.table.row_activated.connect(self._open)
        self.table.set_empty(
            "wallet",
            self.tr("Nothing was charged or paid yet"),
            self.tr("Every charge and every payment stands here, and their sum is what is owed."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)

    def show_state(self, state: ClientState) -> None:
        """Show the account of this client."""
        if state.ledger is None or state.ledger == self._shown:
            return
        self._shown = state.ledger
        amount = self._desk.formats.money(abs(state.ledger.balance))
        if state.ledger.balance > 0:
            self.balance.setText(self.tr("Owes {amount}").format(amount=amount))
        elif state.ledger.balance < 0:
            self.balance.setText(self.tr("{amount} paid ahead").format(amount=amount))
        else:
            self.balance.setText(self.tr("Owes nothing"))
        self.balance.set_tone(Tone.RED if state.ledger.balance > 0 else None)
        self.model.show(_LedgerSource(state.ledger))

    def _buttons_of(self, entry: LedgerEntry) -> list[RowButton]:
        buttons = []
        if entry.kind is EntryKind.PAYMENT and entry.refundable and self._presenter.may(Permission.REFUND):
            buttons.append(RowButton(REFUND, self.tr("Refund…")))
        if entry.kind in MONEY_KINDS:
            buttons.append(RowButton(RECEIPT, self.tr("Receipt")))
        return buttons

    def _pressed(self, key: str, entry: LedgerEntry) -> None:
        dialog_id = "billing.refund" if key == REFUND else "billing.receipt"
        self._presenter.open_other(dialog_id, payment_id=entry.id)

    def _open(self, entry: LedgerEntry) -> None:
        if entry.kind in MONEY_KINDS:
            self._presenter.open_other("billing.receipt", payment_id=entry.id)


def _columns(desk: Desk) -> list[Column[LedgerEntry]]:
    formats = desk.formats
    return [
        Column(translate("clients", "When"), lambda entry: formats.moment(entry.at), width=176),
        Column(
            translate("clients", "What"),
            lambda entry: _what(entry, desk),
            tooltip=lambda entry: _what(entry, desk),
        ),
        Column(
            translate("clients", "Amount"),
            lambda entry: formats.money(entry.amount),
            numeric=True,
            width=116,
        ),
        Column(
            translate("clients", "Open"),
            lambda entry: formats.money(entry.open) if entry.open and not entry.reversed else "",
            numeric=True,
            width=106,
        ),
        Column("", lambda _entry: "", width=188),
    ]


def _what(entry: LedgerEntry, desk: Desk) -> str:
    if entry.kind is EntryKind.CHARGE:
        text = entry.text
        if entry.reversed:
            return translate("clients", "{what} (taken back)").format(what=text)
        if entry.runs_until is not None:
            moved_to = desk.formats.day(entry.runs_until)
            text = translate("clients", "{what}, frozen: until {day}").format(what=text, day=moved_to)
        due = desk.formats.day(entry.due_on)
        return translate("clients", "{what}, due {day}").format(what=text, day=due) if entry.open else text
    if entry.kind is EntryKind.REVERSAL:
        return translate("clients", "Taken back: {what}").format(what=entry.text)
    title = {
        EntryKind.PAYMENT: translate("clients", "Payment, receipt {number}"),
        EntryKind.REFUND: translate("clients", "Refund, receipt {number}"),
    }[entry.kind].format(number=entry.receipt_number)
    return f"{title} · {entry.text}" if entry.text else title
