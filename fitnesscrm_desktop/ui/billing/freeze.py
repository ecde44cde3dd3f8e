"""Let a membership rest for some days, or until it is resumed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.services.memberships.results import MembershipChange, MembershipView
from fitnesscrm_desktop.ui.billing.about_membership import MembershipDialog
from fitnesscrm_desktop.ui.billing.undoing import offer_undo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plan_words import days_text
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.labels import Label


class FreezeDialog(MembershipDialog):
    """``outcome`` is the ``MembershipChange``."""

    def __init__(self, desk: Desk, membership_id: int) -> None:
        super().__init__(
            desk, self.tr("Freeze the membership"), self.tr("Freeze"), membership_id=membership_id
        )
        self.first = DateField(self.today, optional=False, today=lambda: self.today)
        self.last = DateField(None, today=lambda: self.today)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(self.tr("Holiday, injury …"))
        self.effect = Label("", "muted", wrap=True)
        self.add_field("from_day", self.tr("From"), self.first)
        self.add_field(
            "to_day", self.tr("Through"), self.last, hint=self.tr("Without a date: until it is resumed.")
        )
        self.add_field("reason", self.tr("Reason"), self.reason)
        self.form.add_wide(self.effect)
        for field in (self.first, self.last):
            field.value_changed.connect(lambda _day: self._say_effect())
        self._say_effect()
        self.begin()

    def membership_shown(self, view: MembershipView) -> None:
        """One that has not begun rests from its first day at the earliest."""
        self.first.set_value(max(self.today, view.starts_on))
        self.last.setFocus()

    def _say_effect(self) -> None:
        first, last = self.first.value(), self.last.value()
        text = self.tr("The days of rest are added to its end when it is resumed.")
        if first is not None and last is not None:
            count = (last - first).days + 1
            text = self.tr("{days} are added to its end.").format(days=days_text(count)) if count > 0 else ""
        self.effect.setText(text)

    def deed(self) -> Callable[[], MembershipChange] | None:
        """Freeze it."""
        actor, memberships = self.desk.actor, self.desk.services.memberships
        membership_id, reason = self.membership_id, self.reason.text()
        first, last = self.first.value(), self.last.value()
        return lambda: memberships.freeze(actor, membership_id, first, last, reason)

    def succeeded(self, outcome: MembershipChange) -> None:
        """Offer to wake it again."""
        actor, memberships, first = self.desk.actor, self.desk.services.memberships, self.first.value()
        text = self.tr("The membership of {name} is frozen.").format(name=self.name)
        offer_undo(self.desk, text, lambda: memberships.resume(actor, outcome.membership_id, first))
        super().succeeded(outcome)
