"""What a cancellation means for the money of terms that never begin, inside the caller's transaction."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Exists, exists, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import MembershipFact, MembershipTerm
from fitnesscrm_desktop.models.values import CancelReason, ChargeKind, FactKind
from fitnesscrm_desktop.services.billing.posting import post_charge, reverse_charge
from fitnesscrm_desktop.services.memberships.records import Case, add_fact, run_of, terms_of, visited_between
from fitnesscrm_desktop.services.memberships.results import UnbegunCharge
from fitnesscrm_desktop.services.memberships.rules import due_day, shifted_terms


def cancel_from(
    case: Case, day: date, reason: CancelReason, note: str, *, take_back: bool
) -> tuple[MembershipFact, list[Charge]]:
    """End the membership so that *day* is the first it no longer holds; the charges of what never begins.

    With *take_back* these are reversed, and what was paid for them becomes credit.
    """
    case.membership.cancelled_on, case.membership.cancel_reason = day, CancelReason(reason)
    unbegun = _charges_never_begun(case, day)
    fact = add_fact(case, FactKind.CANCELLED, day, reason=note or str(reason))
    for charge in unbegun if take_back else ():
        reverse_charge(case.work, case.profile, charge, reason="", staff_id=case.actor.staff_id)
    return fact, unbegun


def _charges_never_begun(case: Case, day: date) -> list[Charge]:
    """Charges of the terms that never begin when the membership no longer holds from *day* on.

    The sign-up fee is among them only if not even the first term begins. The visits of a renewed pack may be
    used from the day it was renewed, so of a pack that has begun every term has.
    """
    session, membership = case.work.session, case.membership
    if membership.visits_left is not None and membership.starts_on < day:
        return []
    terms = terms_of(session, membership.id)
    days = shifted_terms(run_of(session, membership.id), case.days.holds)
    never = [(term, its) for term, its in zip(terms, days, strict=True) if its.from_day >= day]
    if not never or visited_between(session, membership.id, never[0][1].from_day, case.today) is not None:
        return []
    mine: ColumnElement[bool] = Charge.id.in_(
        [term.charge_id for term, _its in never if term.charge_id is not None]
    )
    if membership.starts_on >= day:
        mine = mine | (Charge.membership_id == membership.id) & (Charge.kind == ChargeKind.SIGNUP_FEE)
    standing = select(Charge).where(mine, Charge.reverses_id.is_(None), ~_reversed())
    return list(session.scalars(standing.order_by(Charge.due_on, Charge.id)))


def told(charges: list[Charge]) -> tuple[UnbegunCharge, ...]:
    """The charges as the desk sees them."""
    return tuple(UnbegunCharge(each.id, each.text, each.amount, each.currency) for each in charges)


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
        is_due_fee = charge.kind is ChargeKind.SIGNUP_FEE and not _pays_a_fee(session, case.client.id)
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


def _pays_a_fee(session: Session, client_id: int) -> bool:
    fee = select(Charge.id).where(
        Charge.client_id == client_id,
        Charge.kind == ChargeKind.SIGNUP_FEE,
        Charge.reverses_id.is_(None),
        ~_reversed(),
    )
    return session.scalar(fee.limit(1)) is not None


def _reversed() -> Exists:
    reversal = aliased(Charge)
    return exists().where(reversal.reverses_id == Charge.id)
