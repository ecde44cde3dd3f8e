"""Let a frozen membership run again, from today or from another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from fitnesscrm_desktop.services.memberships.results import (
    HoldView,
    MembershipChange,
    MembershipView,
    hold_at,
)
from fitnesscrm_desktop.ui.billing.about_membership import MembershipDialog
from fitnesscrm_desktop.ui.billing.undoing import offer_undo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plan_words import days_text
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.labels import Label

ONE_DAY = timedelta(days=1)


class ResumeDialog(MembershipDialog):
    """``outcome`` is the ``MembershipChange``."""

    def __init__(self, desk: Desk, membership_id: int) -> None:
        super().__init__(
            desk, self.tr("Resume the membership"), self.tr("Resume"), membership_id=membership_id
        )
        self._hold: HoldView | None = None
        self.first = DateField(self.today, optional=False, today=lambda: self.today)
        self.effect = Label("", "strong", wrap=True)
        self.add_field("on_day", self.tr("Runs again from"), self.first)
        self.form.add_wide(self.effect)
        self.first.value_changed.connect(lambda _day: self._say_effect())
        self.begin()

    def membership_shown(self, view: MembershipView) -> None:
        """Look for the rest that has not ended."""
        self._hold = hold_at(view.holds, self.today)
        if self._hold is None:
            self.verb.setEnabled(False)
            self.say(self.tr("This membership is not frozen."))
        self._say_effect()
        self.first.setFocus()

    def _say_effect(self) -> None:
        hold, first, view = self._hold, self.first.value(), self.membership
        if hold is None or first is None or view is None or (hold.to_day or first) < first:
            self.effect.setText("")
            return
        formats, rested = self.desk.formats, (first - hold.from_day).days
        if rested <= 0:
            text = self.tr("The freeze from {day} on is called off.").format(day=formats.day(hold.from_day))
        elif hold.to_day is None or view.ends_on is None:
            text = self.tr("It has rested for {days} then; they are added to its end.").format(
                days=days_text(rested)
            )
        else:  # the days to its planned end were added when it was frozen
            end = view.ends_on - (hold.to_day - first + ONE_DAY)
            text = self.tr("It has rested for {days} then and ends on {end}.").format(
                days=days_text(rested), end=formats.day(end)
            )
        self.effect.setText(text)

    def deed(self) -> Callable[[], MembershipChange] | None:
        """Let it run."""
        actor, memberships = self.desk.actor, self.desk.services.memberships
        membership_id, first = self.membership_id, self.first.value()
        return lambda: memberships.resume(actor, membership_id, first)

    def succeeded(self, outcome: MembershipChange) -> None:
        """Offer to let it rest on, as it did."""
        actor, memberships, hold = self.desk.actor, self.desk.services.memberships, self._hold
        first = self.first.value() or self.today
        text = self.tr("The membership of {name} runs again from {day}.").format(
            name=self.name, day=self.desk.formats.day(first)
        )
        if outcome.called_off is not None:
            text = self.tr("The freeze of {name} from {day} on is called off.").format(
                name=self.name, day=self.desk.formats.day(outcome.called_off)
            )
        if hold is not None:
            from_day, to_day, reason = hold.taken_away(first)
            offer_undo(
                self.desk,
                text,
                lambda: memberships.freeze(actor, outcome.membership_id, from_day, to_day, reason),
            )
        super().succeeded(outcome)
