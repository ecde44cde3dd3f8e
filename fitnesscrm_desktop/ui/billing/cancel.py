"""End a membership early, and say why somebody leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.models.values import CancelReason
from fitnesscrm_desktop.services.memberships.results import MembershipChange, MembershipView
from fitnesscrm_desktop.ui.billing.about_membership import MembershipDialog
from fitnesscrm_desktop.ui.billing.undoing import offer_undo
from fitnesscrm_desktop.ui.billing.words import reason_name
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.labels import Label

ONE_DAY = timedelta(days=1)


class CancelDialog(MembershipDialog):
    """``outcome`` is the ``MembershipChange``."""

    def __init__(self, desk: Desk, membership_id: int) -> None:
        super().__init__(
            desk,
            self.tr("Cancel the membership"),
            self.tr("Cancel the membership"),
            membership_id=membership_id,
            danger=True,
        )
        self.back.setText(self.tr("Go back"))
        self.last = DateField(self.today, optional=False, today=lambda: self.today)
        self.reason = ChoiceField([(reason.value, reason_name(reason)) for reason in CancelReason])
        self.reason.set_code(CancelReason.OTHER.value)
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.money = Label(self.tr("What was charged stays charged."), "muted", wrap=True)
        self.add_field("on_day", self.tr("Last day it lets in"), self.last)
        self.add_field("reason", self.tr("Reason"), self.reason)
        self.add_field("note", self.tr("In their own words"), self.note)
        self.form.add_wide(self.money)
        self.begin()

    def membership_shown(self, view: MembershipView) -> None:
        """People usually leave at the end of what they have paid for."""
        if view.ends_on is not None and view.ends_on > self.today:
            self.last.set_value(view.ends_on - ONE_DAY)
        if self.account is not None and self.account.balance > 0:
            owed = self.desk.formats.money(self.account.balance)
            text = self.tr("What was charged stays charged: {name} still owes {amount}.")
            self.money.setText(text.format(name=self.name, amount=owed))
            self.money.set_tone(Tone.AMBER)
        self.last.setFocus()

    def deed(self) -> Callable[[], MembershipChange] | None:
        """Cancel it from the day after."""
        last = self.last.value()
        if last is None:
            return None
        actor, memberships = self.desk.actor, self.desk.services.memberships
        membership_id, reason, note = self.membership_id, CancelReason(self.reason.code()), self.note.text()
        return lambda: memberships.cancel(actor, membership_id, last + ONE_DAY, reason, note)

    def succeeded(self, outcome: MembershipChange) -> None:
        """Offer to take it back."""
        actor, memberships = self.desk.actor, self.desk.services.memberships
        text = self.tr("The membership of {name} is cancelled; its last day is {day}.").format(
            name=self.name, day=self.desk.formats.day(outcome.ends_on)
        )
        offer_undo(self.desk, text, lambda: memberships.uncancel(actor, outcome.membership_id))
        super().succeeded(outcome)
