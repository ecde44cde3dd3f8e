"""What the membership services answer. Amounts are whole minor units of the studio's ``currency``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fitnesscrm_desktop.models.values import CancelReason, FactKind, MembershipState, Period, PlanKind
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan and what it costs today."""

    id: int
    draft: PlanDraft
    """Everything but the price, as an editor shows it."""
    price: int
    currency: str
    position: int
    archived: bool
    version: int
    members: int = 0
    """Memberships of this plan that let in today."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.draft.name

    @property
    def kind(self) -> PlanKind:
        """How it lets people in."""
        return self.draft.kind

    @property
    def period(self) -> Period | None:
        """How long one paid period of a recurring plan lasts."""
        return self.draft.period


@dataclass(frozen=True, slots=True)
class PriceView:
    """A price and the days it holds; the last one is open."""

    id: int
    plan_id: int
    price: int
    currency: str
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What selling or renewing would do, before it is done."""

    plan_id: int
    plan_name: str
    starts_on: date
    ends_on: date
    price: int
    signup_fee: int
    """Charged besides, once, with the first membership of a client."""
    currency: str
    due_on: date
    visits: int | None = None
    goes_on: bool = False
    """Whether it joins on to the present end without a gap."""

    @property
    def first_charge(self) -> int:
        """Everything that is charged at once."""
        return self.price + self.signup_fee


@dataclass(frozen=True, slots=True)
class MembershipSold:
    """A membership that was sold, or a term that was added to one."""

    membership_id: int
    client_id: int
    plan_id: int
    plan_name: str
    starts_on: date
    """First day of the new term."""
    ends_on: date
    """Last day of the membership, however many terms it has."""
    price: int
    signup_fee: int
    currency: str
    charge_id: int | None
    """None: it costs nothing."""
    balance: int
    """What the client owes now."""
    visits_left: int | None = None
    fact_id: int = 0
    repeated: bool = False
    """The key was known: this is what it sold the first time."""


@dataclass(frozen=True, slots=True)
class TermView:
    """One paid period."""

    id: int
    from_day: date
    to_day: date
    price: int
    charge_id: int | None
    voided: bool
    charged: bool = False
    """Whether its charge stands."""


@dataclass(frozen=True, slots=True)
class HoldView:
    """Days of rest, both included; without an end until it is resumed."""

    id: int
    from_day: date
    to_day: date | None
    reason: str

    def taken_away(self, first: date) -> tuple[date, date | None, str]:
        """What resuming on *first* takes away of it: days and reason, for the way back."""
        return max(first, self.from_day), self.to_day, self.reason


def hold_at(holds: Sequence[HoldView], day: date) -> HoldView | None:
    """The hold *day* falls in, else the next one after it."""
    waiting = [hold for hold in holds if hold.to_day is None or hold.to_day >= day]
    return min(waiting, key=lambda hold: hold.from_day, default=None)


@dataclass(frozen=True, slots=True)
class FactView:
    """What happened to a membership and when."""

    id: int
    kind: FactKind
    at: datetime
    on_day: date
    days: int | None
    reason: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A membership as it is today, with everything that happened to it."""

    id: int
    client_id: int
    plan_id: int
    plan_name: str
    plan_kind: PlanKind
    state: MembershipState
    starts_on: date
    ends_on: date | None
    """Last day it lets in; None: it rests until it is resumed."""
    price: int
    """Of the last term."""
    currency: str
    visits_left: int | None
    visits_total: int | None
    """Visits ever added to the pack."""
    cancelled_on: date | None
    cancel_reason: CancelReason | None
    frozen_until: date | None
    """Last day of the hold that runs today, if it has an end."""
    terms: tuple[TermView, ...] = ()
    holds: tuple[HoldView, ...] = ()
    facts: tuple[FactView, ...] = ()

    @property
    def rests_until_resumed(self) -> bool:
        """Whether it is frozen without an end."""
        return self.ends_on is None

    @property
    def never_ran(self) -> bool:
        """Whether it lets in on no day at all: taken back, or cancelled before it began."""
        return self.ends_on is not None and self.ends_on < self.starts_on

    def comes_again_after(self, other: MembershipView) -> bool:
        """Whether the plan of *other* begins again with this one after a gap."""
        comes = other.ends_on is not None and self.starts_on > other.ends_on + timedelta(days=1)
        return comes and self.plan_id == other.plan_id and not self.never_ran


@dataclass(frozen=True, slots=True)
class UnbegunCharge:
    """The charge of a term that never begins, because the membership was cancelled before."""

    charge_id: int
    text: str
    amount: int
    currency: str
    begins_on: date
    """The day its term begins on, or would."""


@dataclass(frozen=True, slots=True)
class CancelOutlook:
    """What cancelling a membership means for money."""

    unbegun: tuple[UnbegunCharge, ...]
    """Charges of what was not used yet: they go if it ends before their term begins."""
    used_on: date | None
    """The last day somebody came in with it; the term of that day has begun and stays charged."""

    def when(self, day: date) -> CancelOutlook:
        """The same, of what never begins if *day* is the first it no longer holds."""
        return CancelOutlook(tuple(each for each in self.unbegun if each.begins_on >= day), self.used_on)


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """What freezing, resuming, extending or cancelling did."""

    membership_id: int
    client_id: int
    fact_id: int
    fact: FactKind
    ends_on: date | None
    """The new last day; None: it rests until it is resumed."""
    days: int | None = None
    unbegun: tuple[UnbegunCharge, ...] = ()
    """When cancelling: charges of terms that never begin. When that is taken back: what is charged again."""
    taken_back: bool = False
    """Whether these were reversed; else they are still to be paid."""
    used_on: date | None = None
    """When cancelling: the day it was last used, if that lies after its new last day."""
    called_off: date | None = None
    """First day of a freeze of which not one day was rested."""


@dataclass(frozen=True, slots=True)
class EndingSoon:
    """A membership that runs out soon and could be renewed."""

    membership_id: int
    client_id: int
    member_number: int
    client_name: str
    phone: str
    plan_name: str
    ends_on: date
    days_left: int
    """0: today is the last day."""
    visits_left: int | None
    renewal_price: int
    currency: str
    balance: int
    comes_again: bool
    """Its plan begins again after a gap: a renewal would go on behind that."""
