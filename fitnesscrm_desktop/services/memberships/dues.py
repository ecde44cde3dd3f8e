"""When the terms of a membership are to be paid once its days have moved, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import Membership, MembershipFact, MembershipHold, MembershipTerm
from fitnesscrm_desktop.models.values import FactKind
from fitnesscrm_desktop.services.billing.posting import post_charge, reverse_charge
from fitnesscrm_desktop.services.billing.queries import open_charges
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.lifecycle.rules import Days
from fitnesscrm_desktop.services.lifecycle.terms import Term, shifted_terms
from fitnesscrm_desktop.services.memberships.records import Case, holds_of, open_case, run_of, terms_of
from fitnesscrm_desktop.services.memberships.rules import due_day_moved, first_days
from fitnesscrm_desktop.services.memberships.term_words import resting_text, term_text
from fitnesscrm_desktop.services.settings.profile import studio_profile

MOVED = "Due on another day: "
MOVES_TERMS = frozenset({FactKind.FROZEN, FactKind.RESUMED, FactKind.REINSTATED})
"""After these the terms that follow begin on other days than before, or may."""


def first_day_of_next(session: Session, membership_id: int, term: Term) -> date:
    """The day *term* begins on once it follows the terms there are, the rests taken into account."""
    holds = [Days(row.from_day, row.to_day) for row in holds_of(session, membership_id)]
    return first_days([*run_of(session, membership_id), term], holds)[-1]


def move_dues(case: Case, fact: MembershipFact) -> list[Charge]:
    """Let what is owed for a term be due when it begins after *fact*; the charges in place of others.

    An entry of the ledger is never changed: the charge is taken back and posted again with its new day. What
    is settled stays as it is, and so does everything of a membership that was cancelled.
    """
    session = case.work.session
    if fact.kind not in MOVES_TERMS or case.membership.cancelled_on is not None:
        return []
    session.flush()
    return _put_right(case)


def wrong_dues(session: Session, today: date) -> list[int]:
    """Memberships in which something owed is not due on the day its term begins, in the order of clients."""
    rested = (
        select(Membership.id, Membership.client_id)
        .join(ClientFigures, ClientFigures.client_id == Membership.client_id)
        .where(
            Membership.cancelled_on.is_(None),
            ClientFigures.balance > 0,
            exists().where(MembershipHold.membership_id == Membership.id),
        )
        .order_by(Membership.client_id, Membership.id)
    )
    return [
        membership_id
        for membership_id, client_id in session.execute(rested).all()
        if any(_misplaced(session, membership_id, client_id, today))
    ]


def mend_dues(work: Work, actor: Actor) -> int:
    """Let what is owed be due when its term begins; how many charges were posted anew.

    Charges from before the program moved them with a freeze. Who calls this makes the figures anew.
    """
    today = studio_profile(work.session).day_of(work.now)
    wrong = wrong_dues(work.session, today)
    return sum(len(_put_right(open_case(work, actor, each))) for each in wrong)


def _put_right(case: Case) -> list[Charge]:
    found = list(_misplaced(case.work.session, case.membership.id, case.client.id, case.today))
    return [_post_in_place(case, *each) for each in found]


def _misplaced(
    session: Session, membership_id: int, client_id: int, today: date
) -> Iterator[tuple[MembershipTerm, Charge, date]]:
    """Terms that are owed, each with its charge and the day on which that should be due."""
    holds = [Days(row.from_day, row.to_day) for row in holds_of(session, membership_id)]
    owed = {each.id for each in open_charges(session, client_id)}
    begins = first_days(run_of(session, membership_id), holds)
    for term, first in zip(terms_of(session, membership_id), begins, strict=True):
        if term.charge_id in owed:
            charge = session.get_one(Charge, term.charge_id)
            due_on = due_day_moved(charge.due_on, first, today)
            if due_on != charge.due_on:
                yield term, charge, due_on


def _post_in_place(case: Case, term: MembershipTerm, charge: Charge, due_on: date) -> Charge:
    reason, text = shortened(f"{MOVED}{charge.text}", SHORT_TEXT), _words_of(case, term)
    reverse_charge(case.work, case.profile, charge, reason=reason, staff_id=case.actor.staff_id)
    posted = post_charge(
        case.work,
        case.profile,
        client_id=charge.client_id,
        kind=charge.kind,
        text=text,
        amount=charge.amount,
        due_on=due_on,
        tax_rate=charge.tax_rate,
        membership_id=charge.membership_id,
        staff_id=case.actor.staff_id,
    )
    term.charge_id = posted.id
    return posted


def _words_of(case: Case, term: MembershipTerm) -> str:
    """What the charge of *term* says, with the days the rests have moved it to."""
    session, membership_id = case.work.session, case.membership.id
    holds = [Days(row.from_day, row.to_day) for row in holds_of(session, membership_id)]
    moved = shifted_terms(run_of(session, membership_id), holds)
    ids = [each.id for each in terms_of(session, membership_id)]
    its = moved[ids.index(term.id)]
    if any(each.last is None and each.first < its.from_day for each in holds):
        return resting_text(case.plan)
    return term_text(case.profile, case.plan, its.from_day, its.to_day)
