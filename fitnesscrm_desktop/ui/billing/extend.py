"""Give a membership some days more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.services.memberships.results import MembershipChange, MembershipView
from fitnesscrm_desktop.services.memberships.rules import LONGEST_EXTENSION
from fitnesscrm_desktop.ui.billing.about_membership import MembershipDialog
from fitnesscrm_desktop.ui.billing.undoing import offer_undo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plan_words import days_text
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.number_field import NumberField

USUAL = 7
LONG_AGO = 31
"""What ended so many days ago is hardly meant to be extended for all that time, free of charge."""


class ExtendDialog(MembershipDialog):
    """``outcome`` is the ``MembershipChange``. What has just ended is offered enough days to run again."""

    def __init__(self, desk: Desk, membership_id: int, days: int | None = None) -> None:
        super().__init__(
            desk, self.tr("Extend the membership"), self.tr("Extend"), membership_id=membership_id
        )
        self._asked = days
        self.days = NumberField(1, LONGEST_EXTENSION, value=days or USUAL)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.effect = Label("", "strong", wrap=True)
        self.add_field("days", self.tr("Days to add"), self.days)
        self.add_field("reason", self.tr("Reason"), self.reason)
        self.form.add_wide(self.effect)
        self.days.valueChanged.connect(lambda _days: self._say_effect())
        self.begin()

    def membership_shown(self, view: MembershipView) -> None:
        """Propose what makes it run."""
        over = 0 if view.ends_on is None else (self.today - view.ends_on).days
        if self._asked is None and 0 < over <= LONG_AGO:
            self.days.setValue(over + USUAL)
        self._say_effect()
        self.days.setFocus()
        self.days.selectAll()

    def _say_effect(self) -> None:
        view, formats = self.membership, self.desk.formats
        if view is None or view.ends_on is None:
            return
        end = view.ends_on + timedelta(days=self.days.value())
        text = self.tr("Then it ends on {day}.").format(day=formats.day(end))
        if end < self.today:
            text = self.tr("Then it has ended on {day}, which is over already.").format(day=formats.day(end))
        self.effect.setText(text)

    def deed(self) -> Callable[[], MembershipChange] | None:
        """Extend it."""
        actor, memberships = self.desk.actor, self.desk.services.memberships
        membership_id, days, reason, key = (
            self.membership_id,
            self.days.value(),
            self.reason.text(),
            self.key,
        )
        return lambda: memberships.extend(actor, membership_id, days, reason, key)

    def succeeded(self, outcome: MembershipChange) -> None:
        """Offer to take the days back."""
        actor, memberships = self.desk.actor, self.desk.services.memberships
        text = self.tr("{days} more for {name}, until {day}.").format(
            days=days_text(outcome.days or 0), name=self.name, day=self.desk.formats.day(outcome.ends_on)
        )
        offer_undo(
            self.desk,
            text,
            lambda: memberships.undo_extend(actor, outcome.membership_id, outcome.fact_id),
        )
        super().succeeded(outcome)
