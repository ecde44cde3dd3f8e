"""What a cancellation means for the money of terms that never begin, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import Membership, MembershipFact, MembershipTerm
from fitnesscrm_desktop.models.values import CancelReason, ChargeKind, FactKind
from fitnesscrm_desktop.services.billing.posting import post_charge, reverse_charge
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.lifecycle.rules import Days
from fitnesscrm_desktop.services.lifecycle.terms import shifted_terms
from fitnesscrm_desktop.services.memberships.records import (
    Case,
    add_fact,
    holds_of,
    run_of,
    terms_of,
    visited_between,
)
from fitnesscrm_desktop.services.memberships.results import CancelOutlook, UnbegunCharge
from fitnesscrm_desktop.services.memberships.rules import due_day
from fitnesscrm_desktop.services.memberships.selling import ask_before_holding_twice
from fitnesscrm_desktop.services.memberships.signup_fee import pays_a_fee


def cancel_from(
    case: Case, day: date, reason: CancelReason, note: str, *, take_back: bool
) -> tuple[MembershipFact, CancelOutlook]:
    """End the membership so that *day* is the first it no longer holds; the charges of what never begins.

    With *take_back* these are reversed, and what was paid for them becomes credit.
    """
    outlook = cancel_outlook(case.work.session, case.membership, case.today).when(day)
    case.membership.cancelled_on, case.membership.cancel_reason = day, CancelReason(reason)
    fact = add_fact(case, FactKind.CANCELLED, day, reason=note or str(reason))
    for each in outlook.unbegun if take_back else ():
        charge = case.work.session.get_one(Charge, each.charge_id)
        reverse_charge(case.work, case.profile, charge, reason="", staff_id=case.actor.staff_id)
    return fact, outlook


def cancel_outlook(session: Session, membership: Membership, today: date) -> CancelOutlook:
    """What a cancellation could take back: the charges of what nobody has come in for yet.

    A term has begun on the day it is first used, even if the membership does not hold on that day any more.
    The sign-up fee goes with the first term. The visits of a renewed pack may be used from the day it was
    renewed, so of a pack that has begun every term has.
    """
    used_on = visited_between(session, membership.id, membership.starts_on, today)
    terms = terms_of(session, membership.id)
    holds = [Days(row.from_day, row.to_day) for row in holds_of(session, membership.id)]
    begins = {
        term.charge_id: membership.starts_on if membership.visits_left is not None else its.from_day
        for term, its in zip(terms, shifted_terms(run_of(session, membership.id), holds), strict=True)
    }
    of_it = Charge.id.in_([each for each in begins if each is not None]) | (
        (Charge.membership_id == membership.id) & (Charge.kind == ChargeKind.SIGNUP_FEE)
    )
    standing = select(Charge).where(of_it, Charge.reverses_id.is_(None), ~_reversed())
    found = [
        _unbegun(charge, begins.get(charge.id, membership.starts_on))
        for charge in session.scalars(standing.order_by(Charge.due_on, Charge.id))
    ]
    return CancelOutlook(
        tuple(each for each in found if used_on is None or each.begins_on > used_on), used_on
    )


def _unbegun(charge: Charge, begins_on: date) -> UnbegunCharge:
    return UnbegunCharge(charge.id, charge.text, charge.amount, charge.currency, begins_on)


def told(charges: Sequence[Charge]) -> tuple[UnbegunCharge, ...]:
    """The charges as the desk sees them."""
    return tuple(_unbegun(each, each.due_on) for each in charges)


def reinstate(case: Case, *, confirmed: bool) -> tuple[MembershipFact, list[Charge]]:
    """Take the cancellation back; what is charged again.

    Raises ``RuleBroken`` if there is none, ``Confirmable`` if the client holds the same plan on some of the
    days that come back, unless that is *confirmed*.
    """
    membership = case.membership
    if membership.cancelled_on is None or not terms_of(case.work.session, membership.id):
        raise RuleBroken("This membership is not cancelled. Nothing was changed.")
    if not confirmed:
        ask_before_holding_twice(
            case.work.session,
            case.profile,
            case.client,
            case.plan,
            first=max(membership.starts_on, membership.cancelled_on),
            last=membership.ends_on,
            besides=membership.id,
            otherwise="Nothing was changed yet.",
        )
    membership.cancelled_on = membership.cancel_reason = None
    again = charge_again(case)
    return add_fact(case, FactKind.REINSTATED, case.today), again


def charge_again(case: Case) -> list[Charge]:
    """Post what the cancellation of the membership has taken back, for it is taken back itself.

    Not the sign-up fee if it was charged with another membership since.
    """
    session = case.work.session
    cancelled_at = session.scalar(
        select(MembershipFact.at)
        .where(MembershipFact.membership_id == case.membership.id, MembershipFact.kind == FactKind.CANCELLED)
        .order_by(MembershipFact.id.desc())
        .limit(1)
    )
    reversal = aliased(Charge)
    taken_back = (
        select(Charge)
        .join(reversal, reversal.reverses_id == Charge.id)
        .where(Charge.membership_id == case.membership.id, reversal.at == cancelled_at)
        .order_by(Charge.id)
    )
    terms = {term.charge_id: term for term in terms_of(session, case.membership.id)}
    posted = []
    for charge in session.scalars(taken_back).all():
        is_due_fee = charge.kind is ChargeKind.SIGNUP_FEE and not pays_a_fee(session, case.client.id)
        if is_due_fee or charge.id in terms:
            posted.append(_post_again(case, charge, terms.get(charge.id)))
    return posted


def _post_again(case: Case, charge: Charge, term: MembershipTerm | None) -> Charge:
    again = post_charge(
        case.work,
        case.profile,
        client_id=case.client.id,
        kind=charge.kind,
        text=charge.text,
        amount=charge.amount,
        due_on=due_day(charge.due_on, case.today),
        tax_rate=charge.tax_rate,
        membership_id=charge.membership_id,
        staff_id=case.actor.staff_id,
    )
    if term is not None:
        term.charge_id = again.id
    return again


def _reversed() -> Exists:
    reversal = aliased(Charge)
    return exists().where(reversal.reverses_id == Charge.id)
