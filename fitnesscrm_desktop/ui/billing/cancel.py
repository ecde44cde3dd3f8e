"""End a membership early, and say why somebody leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QCheckBox, QLineEdit

from fitnesscrm_desktop.models.values import CancelReason
from fitnesscrm_desktop.services.billing.results import Account
from fitnesscrm_desktop.services.memberships.results import CancelOutlook, MembershipChange, MembershipView
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
        self.used = Label("", "muted", wrap=True)
        self.used.set_tone(Tone.AMBER)
        self.used.hide()
        self._outlook: CancelOutlook | None = None
        self._unbegun = 0
        self.take_back = QCheckBox()
        self.take_back.setChecked(True)
        self.take_back.hide()
        self.add_field("on_day", self.tr("Last day it lets in"), self.last)
        self.add_field("reason", self.tr("Reason"), self.reason)
        self.add_field("note", self.tr("In their own words"), self.note)
        self.form.add_wide(self.used)
        self.form.add_wide(self.take_back)
        self.form.add_wide(self.money)
        self.last.value_changed.connect(lambda _day: self._say_unbegun())
        self.take_back.toggled.connect(lambda _on: self._say_owed())
        self.begin()

    def begin(self) -> None:
        """Load the membership, and what cancelling it could take back."""
        actor, services, membership_id = self.desk.actor, self.desk.services, self.membership_id

        def read() -> tuple[MembershipView, Account, CancelOutlook]:
            view = services.memberships.get(actor, membership_id)
            account = services.billing.account(actor, view.client_id)
            return view, account, services.memberships.preview_cancel(actor, membership_id)

        self.load(read, self._read)

    def _read(self, found: tuple[MembershipView, Account, CancelOutlook]) -> None:
        view, account, self._outlook = found
        self.loaded((view, account))

    def membership_shown(self, view: MembershipView) -> None:
        """People usually leave at the end of what they have paid for."""
        if view.ends_on is not None and view.ends_on > self.today:
            self.last.set_value(view.ends_on - ONE_DAY)
        self._say_unbegun()
        self.last.setFocus()

    def _say_unbegun(self) -> None:
        """Offer to take back what is charged for days that do not come any more."""
        last = self.last.value()
        if self._outlook is None or last is None:
            return
        outlook = self._outlook.when(last + ONE_DAY)
        self._unbegun = sum(each.amount for each in outlook.unbegun)
        self.take_back.setVisible(bool(outlook.unbegun))
        text = self.tr("Take back {amount} charged for terms that never begin")
        self.take_back.setText(text.format(amount=self.desk.formats.money(self._unbegun)))
        used = outlook.used_on if outlook.used_on is not None and outlook.used_on > last else None
        self.used.setVisible(used is not None)
        text = self.tr("It was used on {day}, after this last day. What had begun by then stays charged.")
        self.used.setText(text.format(day=self.desk.formats.day(used)))
        self._say_owed()

    def _say_owed(self) -> None:
        """What stays to be paid, with and without what is taken back."""
        takes_back = self.take_back.isVisibleTo(self) and self.take_back.isChecked()
        balance = 0 if self.account is None else self.account.balance
        owed = balance - self._unbegun if takes_back else balance
        text = self.tr("What was charged stays charged.")
        if takes_back:
            text = self.tr("What was charged besides stays charged.")
        if owed > 0:
            text = self.tr("{told} {name} still owes {amount}.").format(
                told=text, name=self.name, amount=self.desk.formats.money(owed)
            )
        self.money.setText(text)
        self.money.set_tone(Tone.AMBER if owed > 0 else None)

    def deed(self) -> Callable[[], MembershipChange] | None:
        """Cancel it from the day after."""
        last = self.last.value()
        if last is None:
            return None
        actor, memberships = self.desk.actor, self.desk.services.memberships
        membership_id, reason, note = self.membership_id, CancelReason(self.reason.code()), self.note.text()
        take_back = self.take_back.isVisibleTo(self) and self.take_back.isChecked()
        return lambda: memberships.cancel(
            actor, membership_id, last + ONE_DAY, reason, note, take_back_unbegun=take_back
        )

    def succeeded(self, outcome: MembershipChange) -> None:
        """Offer to take it back."""
        actor, memberships = self.desk.actor, self.desk.services.memberships
        text = self.tr("The membership of {name} is cancelled; its last day is {day}.").format(
            name=self.name, day=self.desk.formats.day(outcome.ends_on)
        )
        if outcome.unbegun:
            said = self.tr("{amount} for terms that never begin stay charged.")
            if outcome.taken_back:
                said = self.tr("{amount} for terms that never begin are taken back.")
            amount = self.desk.formats.money(sum(each.amount for each in outcome.unbegun))
            text = f"{text} {said.format(amount=amount)}"
        offer_undo(
            self.desk,
            text,
            lambda: memberships.uncancel(actor, outcome.membership_id),
            anyway=lambda: memberships.uncancel(actor, outcome.membership_id, confirmed=True),
        )
        super().succeeded(outcome)
