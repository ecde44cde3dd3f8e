"""Take money: amount, how it is paid, Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.models.values import PaymentMethod, Permission
from fitnesscrm_desktop.services.billing.results import Account, PaymentTaken
from fitnesscrm_desktop.services.billing.rules import is_far_above
from fitnesscrm_desktop.ui.billing.about_client import ClientDialog
from fitnesscrm_desktop.ui.billing.words import balance_text, method_name
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl


class TakePaymentDialog(ClientDialog):
    """``outcome`` is the ``PaymentTaken``. The amount is what is owed, unless another one is given."""

    def __init__(self, desk: Desk, client_id: int | None = None, amount: int | None = None) -> None:
        super().__init__(desk, self.tr("Take a payment"), self.tr("Take payment"), client_id=client_id)
        self._asked, self._asked_twice = amount, False
        formats = desk.formats
        self.amount = MoneyField(formats.currency, digits=formats.decimals)
        self.amount.set_value(amount)
        self.amount.value_changed.connect(lambda _value: self._say_rest())
        self.method = SegmentedControl(
            [(method.value, method_name(method)) for method in PaymentMethod], name=self.tr("Paid by")
        )
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.rest = Label("", "muted", wrap=True)
        self.add_field("amount", self.tr("Amount"), self.amount, required=True)
        self.add_field("method", self.tr("Paid by"), self.method)
        self.add_field("note", self.tr("Note on the receipt"), self.note)
        self.form.add_wide(self.rest)
        self.begin()

    def account_shown(self, account: Account) -> None:
        """Fill in what is owed, and let the person type over it."""
        if self._asked is None:
            self.amount.set_value(account.balance if account.balance > 0 else None)
        self._asked = None
        self._say_rest()
        self.amount.edit.setFocus()
        self.amount.edit.selectAll()

    def deed(self) -> Callable[[], PaymentTaken] | None:
        """Book it."""
        client_id, amount = self.chosen_client(), self.amount.value()
        if client_id is None:
            return None
        if amount is None or amount == 0:
            self.form.set_error(self.amount, self.amount.problem() or self.tr("How much is it?"))
            return None
        if not self._is_meant(amount):
            return None
        billing, actor, key = self.desk.services.billing, self.desk.actor, self.key
        method, note = PaymentMethod(self.method.current()), self.note.text()
        return lambda: billing.take_payment(actor, client_id, amount, method, key, note)

    def succeeded(self, outcome: PaymentTaken) -> None:
        """Say it in passing, and offer the receipt."""
        desk, name = self.desk, self.account.name if self.account else ""
        text = self.tr("{amount} from {name}. Receipt {number}.").format(
            amount=desk.formats.money(outcome.amount), name=name, number=outcome.receipt_number
        )
        if self._asked_twice and desk.actor.may(Permission.REFUND):
            desk.toasts.show_toast(
                text,
                undo=lambda: desk.window.open_dialog("billing.refund", payment_id=outcome.payment_id),
                tone="good",
                action=self.tr("Give back…"),
            )
        else:
            desk.toasts.show_toast(
                text,
                undo=lambda: desk.window.open_dialog("billing.receipt", payment_id=outcome.payment_id),
                tone="good",
                action=self.tr("Receipt"),
            )
        super().succeeded(outcome)

    def _is_meant(self, amount: int) -> bool:
        """One slip of the finger is a thousand times the amount: what is far above a debt is asked about."""
        account, formats = self.account, self.desk.formats
        self._asked_twice = account is not None and is_far_above(amount, account.balance)
        if account is None or not self._asked_twice:
            return True
        text = self.tr("{name} {owes}. Really take {amount}?")
        owes = balance_text(account.balance, formats)
        if account.balance < 0:
            text = self.tr("{name} has {owes} already. Really take {amount}?")
        said = text.format(name=account.name, owes=owes, amount=formats.money(amount))
        return self.desk.dialogs.confirm(self.tr("A large payment"), said, self.tr("Take it"))

    def _say_rest(self) -> None:
        amount, account = self.amount.value(), self.account
        if account is None or not amount:
            self.rest.setText("")
            return
        after = account.balance - amount
        formats = self.desk.formats
        text = self.tr("After this payment {name} {owes}.")
        said = text.format(name=account.name, owes=balance_text(after, formats))
        if after < 0:
            text = self.tr("After this payment {name} has paid {amount} ahead.")
            said = text.format(name=account.name, amount=formats.money(-after))
        self.rest.setText(said)
        self.rest.set_tone(Tone.AMBER if after < 0 else None)
