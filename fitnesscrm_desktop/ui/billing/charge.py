"""Charge somebody for something that is neither a membership nor a product."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QLineEdit

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.billing.results import Account, ChargeMade
from fitnesscrm_desktop.ui.billing.about_client import ClientDialog
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField


class ChargeDialog(ClientDialog):
    """``outcome`` is the ``ChargeMade``."""

    def __init__(self, desk: Desk, client_id: int | None = None) -> None:
        super().__init__(desk, self.tr("Charge"), self.tr("Charge"), client_id=client_id)
        formats = desk.formats
        today = desk.today()
        self.what = QLineEdit()
        self.what.setMaxLength(200)
        self.what.setPlaceholderText(self.tr("Locker, towel, personal training …"))
        self.amount = MoneyField(formats.currency, digits=formats.decimals)
        self.due = DateField(today, optional=False, today=lambda: today)
        self.pay_now = QCheckBox(self.tr("Take the payment right away"))
        self.add_field("text", self.tr("What for"), self.what, required=True)
        self.add_field("amount", self.tr("Amount with tax"), self.amount, required=True)
        self.add_field("due_on", self.tr("Due on"), self.due)
        self.form.add_wide(self.pay_now)
        self.begin()

    def account_shown(self, account: Account) -> None:
        """Go on with what it is for."""
        self.what.setFocus()

    def deed(self) -> Callable[[], ChargeMade] | None:
        """Book it."""
        client_id, amount, text = self.chosen_client(), self.amount.value(), self.what.text()
        if client_id is None:
            return None
        if not text.strip():
            self.form.set_error(self.what, self.tr("Say what it is for."))
        if not amount:
            self.form.set_error(self.amount, self.amount.problem() or self.tr("How much is it?"))
        if not amount or not text.strip():
            return None
        billing, actor, key, due = self.desk.services.billing, self.desk.actor, self.key, self.due.value()
        return lambda: billing.charge(actor, client_id, text, amount, due, key=key)

    def succeeded(self, outcome: ChargeMade) -> None:
        """Offer to take it back, or take the payment."""
        desk = self.desk
        text = self.tr("{amount} charged for {text}.").format(
            amount=desk.formats.money(outcome.amount), text=outcome.text
        )
        reason, actor = self.tr("Charged by mistake"), desk.actor

        def undo() -> None:
            billing = desk.services.billing
            desk.tasks.write(
                lambda: billing.reverse(actor, outcome.charge_id, reason), done=lambda _made: None
            )

        desk.toasts.show_toast(text, undo=undo if actor.may(Permission.REFUND) else None, tone="good")
        super().succeeded(outcome)
        if self.pay_now.isChecked() and outcome.balance > 0:
            desk.window.open_dialog(
                "billing.take_payment",
                client_id=outcome.client_id,
                amount=min(outcome.amount, outcome.balance),
            )
