"""Memberships: sold, renewed, frozen, resumed, extended, cancelled, and each of these taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from fitnesscrm_desktop.models.membership import Membership, MembershipFact
from fitnesscrm_desktop.models.values import CancelReason, FactKind, Permission
from fitnesscrm_desktop.services.billing.once import once
from fitnesscrm_desktop.services.billing.posting import refuse_archived
from fitnesscrm_desktop.services.billing.rules import (
    checked_key,
    checked_note,
    price_complaint,
    refuse_complaints,
)
from fitnesscrm_desktop.services.clients.finding import lock_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.lifecycle.rules import Days
from fitnesscrm_desktop.services.memberships import selling
from fitnesscrm_desktop.services.memberships.cancelling import cancel_from, cancel_outlook, reinstate, told
from fitnesscrm_desktop.services.memberships.dues import move_dues
from fitnesscrm_desktop.services.memberships.events import MembershipChanged
from fitnesscrm_desktop.services.memberships.freezing import freeze_on
from fitnesscrm_desktop.services.memberships.plans import found_plan
from fitnesscrm_desktop.services.memberships.queries import ending_soon, membership_view, memberships_of
from fitnesscrm_desktop.services.memberships.records import (
    Case,
    add_fact,
    days_of,
    fact_by_key,
    found_membership,
    holds_of,
    key_used,
    open_case,
    undo_key,
)
from fitnesscrm_desktop.services.memberships.results import (
    CancelOutlook,
    EndingSoon,
    MembershipChange,
    MembershipSold,
    MembershipView,
    Preview,
)
from fitnesscrm_desktop.services.memberships.rules import (
    cancelling_day,
    extended,
    hold_to_resume,
    length,
    pushed,
    refuse_needless,
    resumed,
    starting_day,
)
from fitnesscrm_desktop.services.settings.profile import studio_profile


class MembershipService:
    """Sells memberships and changes their days; every change is a dated fact, nothing is deleted."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # --- selling ----------------------------------------------------------------------------------------

    def sell(
        self,
        actor: Actor,
        client_id: int,
        plan_id: int,
        from_day: date | None = None,
        price: int | None = None,
        key: str | None = None,
        *,
        confirmed: bool = False,
    ) -> MembershipSold:
        """Sell a plan from *from_day* (default: today) on, and charge it: one step, or nothing at all.

        *price* in minor units stands in for the plan's price of that day. The sign-up fee comes with the
        first membership of a client. The same *key* twice sells once.
        Raises ``RuleBroken``, ``NotFound``, ``NotAllowed``; ``Confirmable`` if the client has this plan on
        some of these days already, unless that is *confirmed*.
        """
        actor.require(Permission.SELL)
        known = checked_key(key)
        if price is not None:
            refuse_complaints("membership", price_complaint("price", price))

        def deed() -> MembershipSold:
            with self._core.write() as work:
                return self._sell(work, actor, client_id, plan_id, from_day, price, known, twice=confirmed)

        return once(deed, known)

    def _sell(
        self,
        work: Work,
        actor: Actor,
        client_id: int,
        plan_id: int,
        from_day: date | None,
        price: int | None,
        key: str | None,
        *,
        twice: bool,
    ) -> MembershipSold:
        session, profile = work.session, studio_profile(work.session)
        client = lock_client(session, client_id)
        client_id = client.id
        done = selling.sold_by_key(session, profile, key, client_id=client_id, plan_id=plan_id)
        if done is not None:
            return done
        refuse_archived(client)
        plan = found_plan(session, plan_id)
        if plan.archived_at is not None:
            raise RuleBroken(f"“{plan.name}” is not sold any more. Nothing was sold.")
        today = profile.day_of(work.now)
        term = selling.first_term(
            session,
            profile,
            plan,
            client_id=client_id,
            first=starting_day(from_day, today),
            today=today,
            price=price,
        )
        if not twice:
            selling.ask_before_selling_twice(session, profile, client, plan, term)
        membership = selling.new_membership(session, client, plan, term, work.now)
        days = days_of(session, membership, plan)
        case = Case(work, actor, profile, client, membership, plan, days, today)
        fact = selling.add_term(case, term, FactKind.SOLD, key)
        self._close(case, fact, "membership.sell", plan=plan.name, price=term.price, ends_on=term.ends_on)
        return selling.sold(session, profile, fact)

    def renew(self, actor: Actor, membership_id: int, key: str | None = None) -> MembershipSold:
        """Add a term, charged at the plan's price of its first day.

        A membership that still runs (or ended yesterday) goes on after its present end: renewing early never
        costs a day. One that ended earlier, or was cancelled, starts anew today as a membership of its own,
        so that the days between stay as they were. A pack gets its visits at once.
        The same *key* twice renews once.
        Raises ``RuleBroken``, ``NotFound``, ``NotAllowed``.
        """
        actor.require(Permission.SELL)
        known = checked_key(key)

        def deed() -> MembershipSold:
            with self._core.write() as work:
                return self._renew(open_case(work, actor, membership_id), known)

        return once(deed, known)

    def _renew(self, case: Case, key: str | None) -> MembershipSold:
        session = case.work.session
        done = selling.sold_by_key(session, case.profile, key, client_id=case.client.id, plan_id=case.plan.id)
        if done is not None:
            return done
        refuse_archived(case.client)
        case.membership = selling.renewed_since(session, case.membership, case.today)
        term = selling.next_term(session, case.profile, case.membership, case.plan, case.today)
        if not term.goes_on:
            case.membership = selling.new_membership(session, case.client, case.plan, term, case.work.now)
        fact = selling.add_term(case, term, FactKind.RENEWED, key)
        self._close(case, fact, "membership.renew", price=term.price, ends_on=term.ends_on)
        return selling.sold(session, case.profile, fact)

    def withdraw(self, actor: Actor, membership_id: int, fact_id: int) -> MembershipChange:
        """Undo a sale or renewal of today by its ``fact_id``: charges are reversed, days and visits go.

        Raises ``RuleBroken`` when it was used, renewed again, or sold longer ago; ``NotFound``.
        """
        actor.require(Permission.SELL)
        with self._core.write() as work:
            case = open_case(work, actor, membership_id)
            fact = selling.withdraw(case, fact_id)
            return self._close(case, fact, "membership.withdraw", fact_id=fact_id)

    # --- changing the days ------------------------------------------------------------------------------

    def freeze(
        self,
        actor: Actor,
        membership_id: int,
        from_day: date | None = None,
        to_day: date | None = None,
        reason: str = "",
    ) -> MembershipChange:
        """Let it rest from *from_day* (default: today) through *to_day*, or until it is resumed.

        The days of rest are added to the end: at once if *to_day* is known, else when it is resumed.
        Raises ``RuleBroken`` for overlapping holds, days outside the membership, or days it was used on.
        """
        actor.require(Permission.CHANGE_MEMBERSHIPS)
        why = checked_note(reason, "reason", what="The reason")
        with self._core.write() as work:
            case = open_case(work, actor, membership_id)
            fact, hold = freeze_on(case, from_day, to_day, why)
            return self._close(case, fact, "membership.freeze", from_day=hold.first, to_day=hold.last)

    def resume(self, actor: Actor, membership_id: int, on_day: date | None = None) -> MembershipChange:
        """Let it run again from *on_day* (default: today); exactly the days it rested are added to its end.

        A freeze that has not begun by then is called off. Raises ``RuleBroken`` if it is not frozen, or for
        a day after the end of the freeze or months ago.
        """
        actor.require(Permission.CHANGE_MEMBERSHIPS)
        with self._core.write() as work:
            case = open_case(work, actor, membership_id)
            awake = on_day or case.today
            holds = {Days(row.from_day, row.to_day): row for row in holds_of(work.session, membership_id)}
            hold = hold_to_resume(list(holds), min(awake, case.today))
            refuse_needless(hold, awake, case.today)
            rested = resumed(hold, awake)
            days = length(rested) if rested else 0
            case.membership.ends_on = pushed(case.membership.ends_on, days - length(hold))
            if rested is None:
                work.session.delete(holds[hold])
            else:
                holds[hold].to_day = rested.last
            fact = add_fact(case, FactKind.RESUMED, awake, days=days)
            done = self._close(case, fact, "membership.resume", on_day=awake, days=days)
            return replace(done, called_off=hold.first if rested is None else None)

    def extend(
        self, actor: Actor, membership_id: int, days: int, reason: str = "", key: str | None = None
    ) -> MembershipChange:
        """Add *days* (1 to 366) to the end as a gift. The same *key* twice extends once.

        Raises ``RuleBroken`` for a cancelled membership or a number nobody can mean.
        """
        actor.require(Permission.CHANGE_MEMBERSHIPS)
        known, why = checked_key(key), checked_note(reason, "reason", what="The reason")
        with self._core.write() as work:
            case = open_case(work, actor, membership_id)
            first = fact_by_key(work.session, known)
            if first is not None:
                if first.membership_id != membership_id or first.kind is not FactKind.EXTENDED:
                    raise key_used()
                return _change(case, first)
            if case.days.was_cancelled:
                raise RuleBroken(
                    "This membership is cancelled. Take the cancellation back, or sell a new one."
                )
            case.membership.ends_on = extended(case.membership.ends_on, days)
            fact = add_fact(case, FactKind.EXTENDED, case.today, days=days, reason=why, key=known)
            return self._close(case, fact, "membership.extend", days=days)

    def undo_extend(self, actor: Actor, membership_id: int, fact_id: int) -> MembershipChange:
        """Take an extension back by a second fact. Raises ``NotFound``, ``RuleBroken``."""
        actor.require(Permission.CHANGE_MEMBERSHIPS)
        with self._core.write() as work:
            case = open_case(work, actor, membership_id)
            given = work.session.get(MembershipFact, fact_id)
            is_gift = given is not None and given.kind is FactKind.EXTENDED and (given.days or 0) > 0
            if given is None or not is_gift or given.membership_id != membership_id:
                raise NotFound("There is no such extension. Nothing was changed.")
            if fact_by_key(work.session, undo_key(fact_id)) is not None:
                raise RuleBroken("This extension was taken back already. Nothing was changed.")
            days = -(given.days or 0)
            case.membership.ends_on = pushed(case.membership.ends_on, days)
            fact = add_fact(case, FactKind.EXTENDED, case.today, days=days, key=undo_key(fact_id))
            return self._close(case, fact, "membership.undo_extend", days=days)

    def cancel(
        self,
        actor: Actor,
        membership_id: int,
        on_day: date | None = None,
        reason: CancelReason = CancelReason.OTHER,
        note: str = "",
        *,
        take_back_unbegun: bool = False,
    ) -> MembershipChange:
        """End it early: *on_day* (default: today) is the first day it no longer holds.

        What was charged stays charged; with *take_back_unbegun* the charges of terms that never begin are
        reversed. The answer names these charges either way.
        Raises ``RuleBroken`` if it is cancelled already or ends before.
        """
        actor.require(Permission.CHANGE_MEMBERSHIPS)
        if take_back_unbegun:
            actor.require(Permission.SELL)
        said = checked_note(note, "note", what="The note")
        with self._core.write() as work:
            case = open_case(work, actor, membership_id)
            day = cancelling_day(case.days, on_day, case.today)
            fact, outlook = cancel_from(case, day, reason, said, take_back=take_back_unbegun)
            back = [each.charge_id for each in outlook.unbegun if take_back_unbegun]
            done = self._close(
                case, fact, "membership.cancel", on_day=day, reason=reason, charges_taken_back=back
            )
            used = outlook.used_on if outlook.used_on is not None and outlook.used_on >= day else None
            return replace(done, unbegun=outlook.unbegun, taken_back=bool(back), used_on=used)

    def uncancel(self, actor: Actor, membership_id: int, *, confirmed: bool = False) -> MembershipChange:
        """Take a cancellation back and charge again what went.

        Raises ``RuleBroken`` if there is none; ``Confirmable`` if the client has the same plan on some of
        the days that come back, unless that is *confirmed*.
        """
        actor.require(Permission.CHANGE_MEMBERSHIPS)
        with self._core.write() as work:
            case = open_case(work, actor, membership_id)
            fact, again = reinstate(case, confirmed=confirmed)
            done = self._close(case, fact, "membership.uncancel", charged_again=[each.id for each in again])
            return replace(done, unbegun=told(again))

    def _close(self, case: Case, fact: MembershipFact, action: str, **detail: object) -> MembershipChange:
        membership: Membership = case.membership
        if moved := move_dues(case, fact):
            detail["charges_moved"] = [each.id for each in moved]
        case.work.session.flush()
        refresh_client(case.work.session, case.client.id, case.profile)
        case.work.audit(case.actor, action, "membership", membership.id, client_id=case.client.id, **detail)
        case.work.record(MembershipChanged(case.client.id, membership.id, fact.kind))
        return _change(case, fact)

    # --- reads ------------------------------------------------------------------------------------------

    def preview(
        self,
        actor: Actor,
        client_id: int,
        plan_id: int,
        from_day: date | None = None,
        price: int | None = None,
    ) -> Preview:
        """What ``sell`` would do, without doing it."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            profile = studio_profile(session)
            today = profile.day_of(self._core.clock.now())
            first = starting_day(from_day, today)
            plan = found_plan(session, plan_id)
            return selling.first_term(
                session, profile, plan, client_id=client_id, first=first, today=today, price=price
            )

    def preview_renewal(self, actor: Actor, membership_id: int) -> Preview:
        """What ``renew`` would do, without doing it. Raises ``RuleBroken`` where ``renew`` would."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            profile = studio_profile(session)
            today = profile.day_of(self._core.clock.now())
            membership = selling.renewed_since(session, found_membership(session, membership_id), today)
            plan = found_plan(session, membership.plan_id)
            return selling.next_term(session, profile, membership, plan, today)

    def preview_cancel(self, actor: Actor, membership_id: int) -> CancelOutlook:
        """What ``cancel`` could take back; ``when`` says what it does on a day. Raises ``NotFound``."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            today = studio_profile(session).day_of(self._core.clock.now())
            return cancel_outlook(session, found_membership(session, membership_id), today)

    def get(self, actor: Actor, membership_id: int) -> MembershipView:
        """One membership with its terms, holds and facts. Raises ``NotFound``."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            profile = studio_profile(session)
            today = profile.day_of(self._core.clock.now())
            return membership_view(session, profile, found_membership(session, membership_id), today)

    def of_client(self, actor: Actor, client_id: int) -> Sequence[MembershipView]:
        """All memberships of a client, the one that lasts longest first."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            profile = studio_profile(session)
            return memberships_of(session, profile, client_id, profile.day_of(self._core.clock.now()))

    def ending_soon(self, actor: Actor, days: int = 7) -> Sequence[EndingSoon]:
        """Memberships that end within *days* and that nothing follows without a gap, the first first.

        Day passes are left out.
        """
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            profile = studio_profile(session)
            today = profile.day_of(self._core.clock.now())
            return ending_soon(session, profile, today, days=days)


def _change(case: Case, fact: MembershipFact) -> MembershipChange:
    days = days_of(case.work.session, case.membership, case.plan)
    return MembershipChange(case.membership.id, case.client.id, fact.id, fact.kind, days.last_day, fact.days)
