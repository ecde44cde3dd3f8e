"""Until when a term runs that was charged before a rest moved it: an entry of the ledger is never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, MembershipTerm
from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.lifecycle.rules import Days
from fitnesscrm_desktop.services.lifecycle.terms import LAST_DAY_OF_ALL, Term, shifted_terms
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def moved_ends(session: Session, profile: StudioProfile, charges: Iterable[Charge]) -> dict[int, date]:
    """The last day of the terms of these *charges*, where their words say another one.

    Not of a membership that was cancelled, nor while nobody knows the day because it rests until resumed.
    What no rest moved runs as it was sold, in whatever way days were written then.
    """
    words = {each.id: each.text for each in charges if each.membership_id is not None}
    ids = {each.membership_id for each in charges if each.membership_id is not None}
    holds: dict[int, list[Days]] = defaultdict(list)
    for hold in session.scalars(
        select(MembershipHold)
        .join(Membership)
        .where(MembershipHold.membership_id.in_(ids), Membership.cancelled_on.is_(None))
    ):
        holds[hold.membership_id].append(Days(hold.from_day, hold.to_day))
    terms: dict[int, list[MembershipTerm]] = defaultdict(list)
    for term in session.scalars(
        select(MembershipTerm)
        .where(MembershipTerm.membership_id.in_(list(holds)), MembershipTerm.voided_at.is_(None))
        .order_by(MembershipTerm.from_day, MembershipTerm.id)
    ):
        terms[term.membership_id].append(term)
    return {
        term.charge_id: last
        for membership_id, sold in terms.items()
        for term, last in zip(sold, _ends(sold, holds[membership_id]), strict=True)
        if term.charge_id in words
        and term.to_day != last < LAST_DAY_OF_ALL
        and amounts.day(last, profile) not in words[term.charge_id]
    }


def _ends(terms: list[MembershipTerm], holds: list[Days]) -> list[date]:
    return [each.to_day for each in shifted_terms([Term(one.from_day, one.to_day) for one in terms], holds)]
