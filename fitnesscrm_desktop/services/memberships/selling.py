"""Sells, renews and takes both back, inside the caller's transaction: days, visits and money go together."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import (
    Membership,
    MembershipFact,
    MembershipTerm,
    PackEntry,
    Plan,
)
from fitnesscrm_desktop.models.values import ChargeKind, FactKind, PlanKind
from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.billing.posting import post_charge, reverse_charge
from fitnesscrm_desktop.services.billing.queries import balance_of
from fitnesscrm_desktop.services.core.errors import Confirmable, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from fitnesscrm_desktop.services.memberships.dues import first_day_of_next
from fitnesscrm_desktop.services.memberships.prices import price_on
from fitnesscrm_desktop.services.memberships.records import (
    Case,
    add_fact,
    days_of,
    fact_by_key,
    holds_of,
    key_used,
    plan_terms,
    run_of,
    terms_of,
    undo_key,
    visited_between,
)
from fitnesscrm_desktop.services.memberships.resting import rests_until_resumed
from fitnesscrm_desktop.services.memberships.results import MembershipSold, Preview
from fitnesscrm_desktop.services.memberships.rules import due_day, goes_on, pushed, term_from
from fitnesscrm_desktop.services.memberships.signup_fee import signup_fee_of
from fitnesscrm_desktop.services.memberships.term_words import LONGEST_NAME, resting_text, term_text
from fitnesscrm_desktop.services.settings.profile import StudioProfile

WITHDRAWN_WITHIN = timedelta(hours=36)


def first_term(
    session: Session,
    profile: StudioProfile,
    plan: Plan,
    *,
    client_id: int,
    first: date,
    today: date,
    price: int | None,
) -> Preview:
    """What selling *plan* from *first* on would do. Raises ``RuleBroken`` if it reaches too far."""
    term = term_from(plan_terms(plan), first)
    return Preview(
        plan_id=plan.id,
        plan_name=plan.name,
        starts_on=first,
        ends_on=term.to_day,
        price=price_on(session, plan.id, first) if price is None else price,
        signup_fee=signup_fee_of(session, client_id, plan),
        currency=profile.currency,
        due_on=due_day(first, today),
        visits=plan.visits,
    )


def ask_before_selling_twice(
    session: Session, profile: StudioProfile, client: Client, plan: Plan, term: Preview
) -> None:
    """Raise ``Confirmable`` if the client has this plan on some of these days already."""
    ask_before_holding_twice(
        session,
        profile,
        client,
        plan,
        first=term.starts_on,
        last=term.ends_on,
        otherwise="Nothing was sold yet.",
    )


def ask_before_holding_twice(
    session: Session,
    profile: StudioProfile,
    client: Client,
    plan: Plan,
    *,
    first: date,
    last: date,
    otherwise: str,
    besides: int | None = None,
) -> None:
    """Raise ``Confirmable`` if the client has this plan on some day from *first* to *last* already.

    *otherwise* says what was not done yet; the membership *besides* does not count. A pack or trial whose
    visits are used up covers no day any more.
    """
    held = session.scalars(
        select(Membership)
        .where(
            Membership.client_id == client.id,
            Membership.plan_id == plan.id,
            Membership.id != (besides or 0),
            Membership.starts_on <= last,
            (Membership.ends_on >= first) | rests_until_resumed(),
            Membership.cancelled_on.is_(None)
            | ((Membership.cancelled_on > Membership.starts_on) & (Membership.cancelled_on > first)),
            Membership.visits_left.is_(None) | (Membership.visits_left > 0),
        )
        .order_by(Membership.ends_on.desc(), Membership.id.desc())
        .limit(1)
    ).first()
    if held is not None:
        name = f"{client.first_name} {client.last_name}"
        days = f"from {amounts.day(held.starts_on, profile)} to {amounts.day(held.ends_on, profile)}"
        raise Confirmable(f"{name} has “{plan.name}” {days} already. {otherwise}")


def renewed_since(session: Session, membership: Membership, today: date) -> Membership:
    """What *membership* was renewed with after a gap, if that is still running; else itself.

    Renewing the old one a second time must not charge the same days again.
    """
    ended = membership.ends_on
    if membership.cancelled_on is not None:
        ended = min(ended, membership.cancelled_on - ONE_DAY)
    newer = session.scalars(
        select(Membership)
        .where(
            Membership.client_id == membership.client_id,
            Membership.plan_id == membership.plan_id,
            Membership.id > membership.id,
            Membership.cancelled_on.is_(None),
            Membership.starts_on > ended,
            Membership.ends_on >= today,
        )
        .order_by(Membership.ends_on.desc(), Membership.id.desc())
        .limit(1)
    ).first()
    return membership if newer is None else newer


def next_term(
    session: Session, profile: StudioProfile, membership: Membership, plan: Plan, today: date
) -> Preview:
    """What renewing would do: go on after the present end, or start today if that lies behind.

    Raises ``RuleBroken`` if the membership is cancelled but still running.
    """
    days = days_of(session, membership, plan)
    if days.was_cancelled and (days.last_day is None or days.last_day >= today):
        raise RuleBroken(
            "This membership is cancelled and still running. Take the cancellation back, then renew it."
        )
    joins = goes_on(days, today)
    first = membership.ends_on + ONE_DAY if joins else today
    term = term_from(plan_terms(plan), first, run_of(session, membership.id) if joins else ())
    begins_on = first_day_of_next(session, membership.id, term) if joins else first
    return Preview(
        plan_id=plan.id,
        plan_name=plan.name,
        starts_on=first,
        ends_on=term.to_day,
        price=price_on(session, plan.id, max(first, today)),
        signup_fee=0,
        currency=profile.currency,
        due_on=due_day(begins_on, today),
        visits=plan.visits,
        goes_on=joins,
    )


def new_membership(session: Session, client: Client, plan: Plan, term: Preview, now: datetime) -> Membership:
    """A membership whose first term is *term*, not charged yet."""
    membership = Membership(
        client_id=client.id,
        plan_id=plan.id,
        sold_at=now,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        visits_left=0 if _counts_visits(plan) else None,
    )
    session.add(membership)
    session.flush()
    return membership


def _counts_visits(plan: Plan) -> bool:
    return plan.kind in {PlanKind.PACK, PlanKind.TRIAL} and plan.visits is not None


def add_term(case: Case, term: Preview, kind: FactKind, key: str | None) -> MembershipFact:
    """Give the membership *term*: its days, its visits, its charges, and the fact that it was sold."""
    session, membership, plan = case.work.session, case.membership, case.plan
    rests = any(hold.to_day is None for hold in holds_of(session, membership.id))
    words = resting_text(plan) if rests else term_text(case.profile, plan, term.starts_on, term.ends_on)
    charge = _charge(case, ChargeKind.MEMBERSHIP, words, term.price, term.due_on)
    _charge(
        case,
        ChargeKind.SIGNUP_FEE,
        f"{shortened(plan.name, LONGEST_NAME)}: sign-up fee",
        term.signup_fee,
        term.due_on,
    )
    session.add(
        MembershipTerm(
            membership_id=membership.id,
            from_day=term.starts_on,
            to_day=term.ends_on,
            price=term.price,
            charge_id=charge.id if charge else None,
        )
    )
    membership.ends_on = term.ends_on
    if _counts_visits(plan) and plan.visits:
        membership.visits_left = (membership.visits_left or 0) + plan.visits
        session.add(PackEntry(membership_id=membership.id, delta=plan.visits, at=case.work.now))
    return add_fact(case, kind, term.starts_on, key=key)


def _charge(case: Case, kind: ChargeKind, text: str, amount: int, due_on: date) -> Charge | None:
    if amount == 0:
        return None
    return post_charge(
        case.work,
        case.profile,
        client_id=case.client.id,
        kind=kind,
        text=text,
        amount=amount,
        due_on=due_on,
        tax_rate=case.plan.tax_rate,
        membership_id=case.membership.id,
        staff_id=case.actor.staff_id,
    )


def withdraw(case: Case, fact_id: int) -> MembershipFact:
    """Take the last sale or renewal back: its charges are reversed, its days and visits are gone.

    Raises ``NotFound`` or ``RuleBroken`` (too late, used already, not the last term, taken back before).
    """
    session, membership = case.work.session, case.membership
    fact = session.get(MembershipFact, fact_id)
    if (
        fact is None
        or fact.membership_id != membership.id
        or fact.kind not in {FactKind.SOLD, FactKind.RENEWED}
    ):
        raise NotFound("There is no such sale or renewal. Nothing was changed.")
    terms = terms_of(session, membership.id)
    if fact_by_key(session, undo_key(fact_id)) is not None or not terms:
        raise RuleBroken("This was taken back already. Nothing was changed.")
    if terms[-1].from_day != fact.on_day:
        raise RuleBroken("It was renewed again since. Take the last renewal back first.")
    if case.work.now - fact.at > WITHDRAWN_WITHIN:
        raise RuleBroken("This can be taken back on the day it was sold only. Cancel the membership instead.")
    _refuse_used(case, terms[-1], only=len(terms) == 1)
    _take_visits_back(case, fact)
    _reverse_charges(case, terms[-1], with_fee=len(terms) == 1)
    terms[-1].voided_at = case.work.now
    if len(terms) == 1:
        membership.cancelled_on, membership.cancel_reason = membership.starts_on, None
    else:
        length = (terms[-1].to_day - terms[-1].from_day).days + 1
        membership.ends_on = pushed(membership.ends_on, -length)
    return add_fact(case, FactKind.WITHDRAWN, fact.on_day, key=undo_key(fact_id))


def _refuse_used(case: Case, term: MembershipTerm, *, only: bool) -> None:
    first = case.membership.starts_on if only else term.from_day
    day = visited_between(case.work.session, case.membership.id, first, case.today)
    if day is not None:
        raise RuleBroken(
            f"It was used on {amounts.day(day, case.profile)}, so it cannot be taken back. Cancel it instead."
        )


def _take_visits_back(case: Case, fact: MembershipFact) -> None:
    session, membership = case.work.session, case.membership
    taken = aliased(PackEntry)
    added = session.scalar(
        select(PackEntry)
        .outerjoin(taken, taken.reverses_id == PackEntry.id)
        .where(
            PackEntry.membership_id == membership.id,
            PackEntry.delta > 0,
            PackEntry.at == fact.at,
            PackEntry.visit_id.is_(None),
            PackEntry.reverses_id.is_(None),
            taken.id.is_(None),
        )
        .limit(1)
    )
    if added is None:
        return
    left = (membership.visits_left or 0) - added.delta
    if left < 0:
        raise RuleBroken("Some of these visits are used already, so it cannot be taken back.")
    membership.visits_left = left
    session.add(
        PackEntry(membership_id=membership.id, delta=-added.delta, reverses_id=added.id, at=case.work.now)
    )


def _reverse_charges(case: Case, term: MembershipTerm, *, with_fee: bool) -> None:
    session = case.work.session
    reversal = aliased(Charge)
    mine = Charge.id == term.charge_id
    fee = (Charge.membership_id == case.membership.id) & (Charge.kind == ChargeKind.SIGNUP_FEE)
    still_there = (
        select(Charge)
        .outerjoin(reversal, reversal.reverses_id == Charge.id)
        .where(mine | fee if with_fee else mine, Charge.reverses_id.is_(None), reversal.id.is_(None))
        .order_by(Charge.id)
    )
    for charge in session.scalars(still_there).all():
        reverse_charge(case.work, case.profile, charge, reason="", staff_id=case.actor.staff_id)


def sold_by_key(
    session: Session, profile: StudioProfile, key: str | None, *, client_id: int, plan_id: int
) -> MembershipSold | None:
    """What *key* sold or renewed before. Raises ``RuleBroken`` if that was something else."""
    fact = fact_by_key(session, key)
    if fact is None:
        return None
    if fact.kind not in {FactKind.SOLD, FactKind.RENEWED}:
        raise key_used()
    done = sold(session, profile, fact, repeated=True)
    if (done.client_id, done.plan_id) != (client_id, plan_id):
        raise key_used()
    return done


def sold(
    session: Session, profile: StudioProfile, fact: MembershipFact, *, repeated: bool = False
) -> MembershipSold:
    """What was sold or renewed with *fact*, as the desk sees it."""
    membership = session.get_one(Membership, fact.membership_id)
    plan = session.get_one(Plan, membership.plan_id)
    terms = terms_of(session, membership.id, voided=True)
    term = next(row for row in reversed(terms) if row.from_day == fact.on_day)
    fee = select(Charge.amount).where(
        Charge.membership_id == membership.id,
        Charge.kind == ChargeKind.SIGNUP_FEE,
        Charge.reverses_id.is_(None),
        Charge.at == fact.at,
    )
    return MembershipSold(
        membership_id=membership.id,
        client_id=membership.client_id,
        plan_id=plan.id,
        plan_name=plan.name,
        starts_on=term.from_day,
        ends_on=membership.ends_on,
        price=term.price,
        signup_fee=int(session.scalar(fee) or 0),
        currency=profile.currency,
        charge_id=term.charge_id,
        balance=balance_of(session, membership.client_id),
        visits_left=membership.visits_left,
        fact_id=fact.id,
        repeated=repeated,
    )
