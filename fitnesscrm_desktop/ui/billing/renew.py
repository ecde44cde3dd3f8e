"""Renew: Enter, and the membership goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox

from fitnesscrm_desktop.services.memberships.results import MembershipSold, MembershipView, Preview
from fitnesscrm_desktop.ui.billing.about_membership import MembershipDialog
from fitnesscrm_desktop.ui.billing.undoing import offer_withdrawal, pay_at_once
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plan_words import visits_text
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label


class RenewDialog(MembershipDialog):
    """``outcome`` is the ``MembershipSold``."""

    def __init__(self, desk: Desk, membership_id: int) -> None:
        super().__init__(desk, self.tr("Renew"), self.tr("Renew"), membership_id=membership_id)
        self.ahead = Card()
        self.ends, self.costs = Label("", "strong", wrap=True), Label("", "muted", wrap=True)
        self.ahead.add(self.ends)
        self.ahead.add(self.costs)
        self.ahead.body.setSpacing(2)
        self.body.addWidget(self.ahead)
        self.pay_now = QCheckBox(self.tr("Take the payment right away"))
        self.pay_now.setChecked(True)
        self.form.add_wide(self.pay_now)
        self.begin()

    def membership_shown(self, view: MembershipView) -> None:
        """Look ahead."""
        actor, memberships, membership_id = self.desk.actor, self.desk.services.memberships, view.id
        self.verb.setEnabled(False)
        self.load(lambda: memberships.preview_renewal(actor, membership_id), self._show_ahead)

    def _show_ahead(self, preview: Preview) -> None:
        formats = self.desk.formats
        text = self.tr("Starts anew on {start} and runs until {end}")
        if preview.goes_on:
            text = self.tr("Goes on from {start} to {end}, no day is lost")
        ends = text.format(start=formats.day(preview.starts_on), end=formats.day(preview.ends_on))
        if preview.visits is not None:
            ends = self.tr("{ends}; {visits} more").format(ends=ends, visits=visits_text(preview.visits))
        self.ends.setText(ends)
        costs = self.tr("Charge {amount}, due {day}.").format(
            amount=formats.money(preview.price), day=formats.day(preview.due_on)
        )
        self.costs.setText(costs if preview.price else self.tr("It costs nothing."))
        self.pay_now.setVisible(preview.price > 0)
        self.verb.setEnabled(True)
        self.verb.setFocus()

    def deed(self) -> Callable[[], MembershipSold] | None:
        """Renew it."""
        actor, memberships = self.desk.actor, self.desk.services.memberships
        membership_id, key = self.membership_id, self.key
        return lambda: memberships.renew(actor, membership_id, key)

    def succeeded(self, outcome: MembershipSold) -> None:
        """Offer to take it back, and go on to the payment."""
        text = self.tr("{plan} of {name} renewed until {day}.").format(
            plan=outcome.plan_name, name=self.name, day=self.desk.formats.day(outcome.ends_on)
        )
        offer_withdrawal(self.desk, text, outcome)
        super().succeeded(outcome)
        if self.pay_now.isChecked():
            pay_at_once(self.desk, outcome.client_id, outcome.balance)
