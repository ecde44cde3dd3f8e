"""Give money back: how much of it, and why."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.services.billing.receipt_content import Receipt
from fitnesscrm_desktop.services.billing.results import Ledger, LedgerEntry, PaymentTaken
from fitnesscrm_desktop.ui.billing.words import method_name
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField


class RefundDialog(FormDialog):
    """``outcome`` is the ``PaymentTaken`` of the refund; all that is left is proposed."""

    def __init__(self, desk: Desk, payment_id: int) -> None:
        super().__init__(desk, self.tr("Give money back"), self.tr("Give back"), danger=True)
        self._payment_id, self._key = payment_id, uuid.uuid4().hex
        self.what = Label("", "body", wrap=True)
        self.body.addWidget(self.what)
        formats = desk.formats
        self.amount = MoneyField(formats.currency, digits=formats.decimals)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(self.tr("Printed on the receipt"))
        self.add_field("amount", self.tr("Amount"), self.amount, required=True)
        self.add_field("reason", self.tr("Reason"), self.reason, required=True)
        self.verb.setEnabled(False)
        actor, services = desk.actor, desk.services

        def read() -> tuple[Receipt, Ledger]:
            receipt = services.receipts.get(actor, payment_id)
            return receipt, services.billing.ledger(actor, receipt.client_id)

        self.load(read, self._loaded)

    def _loaded(self, found: tuple[Receipt, Ledger]) -> None:
        receipt, ledger = found
        entry = next(one for one in ledger.entries if one.receipt_number == receipt.number)
        formats = self.desk.formats
        text = self.tr("{amount} by {method} from {name}, {moment}, receipt {number}.")
        self.what.setText(
            text.format(
                amount=formats.money(receipt.amount),
                method=method_name(receipt.method),
                name=receipt.client_name,
                moment=formats.moment(receipt.at),
                number=receipt.number,
            )
        )
        self._offer(entry)

    def _offer(self, entry: LedgerEntry) -> None:
        if entry.refundable <= 0:
            self.say(self.tr("Nothing of this payment is left to give back."))
            return
        self.amount.set_value(entry.refundable)
        self.verb.setEnabled(True)
        self.reason.setFocus()
        self.remember_typed()

    def deed(self) -> Callable[[], PaymentTaken] | None:
        """Book it."""
        amount, reason = self.amount.value(), self.reason.text()
        if not amount:
            self.form.set_error(self.amount, self.amount.problem() or self.tr("How much is it?"))
        if not reason.strip():
            self.form.set_error(self.reason, self.tr("Say why, it is printed on the receipt."))
        if not amount or not reason.strip():
            return None
        billing, actor = self.desk.services.billing, self.desk.actor
        payment_id, key = self._payment_id, self._key
        return lambda: billing.refund(actor, payment_id, amount, reason, key=key)

    def succeeded(self, outcome: PaymentTaken) -> None:
        """Say it in passing, and offer the receipt."""
        desk = self.desk
        text = self.tr("{amount} given back. Receipt {number}.").format(
            amount=desk.formats.money(-outcome.amount), number=outcome.receipt_number
        )
        desk.toasts.show_toast(
            text,
            undo=lambda: desk.window.open_dialog("billing.receipt", payment_id=outcome.payment_id),
            tone="good",
            action=self.tr("Receipt"),
        )
        super().succeeded(outcome)
