"""Lets a membership rest, inside the caller's transaction."""

from __future__ import annotations

from datetime import date

from fitnesscrm_desktop.models.membership import MembershipFact, MembershipHold
from fitnesscrm_desktop.models.values import FactKind
from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, Days
from fitnesscrm_desktop.services.memberships.records import Case, add_fact, visited_between
from fitnesscrm_desktop.services.memberships.rules import length, new_hold, pushed


def freeze_on(
    case: Case, from_day: date | None, to_day: date | None, reason: str
) -> tuple[MembershipFact, Days]:
    """Write the rest down and move the end by it. Raises ``RuleBroken`` for days it cannot rest on."""
    hold = new_hold(case.days, from_day, to_day, case.today)
    used = visited_between(case.work.session, case.membership.id, hold.first, case.today - ONE_DAY)
    if used is not None:
        text = f"It was used on {amounts.day(used, case.profile)}; the freeze can begin after that day."
        raise RuleBroken(f"{text} Nothing was changed.", fields={"from_day": text})
    row = MembershipHold(
        membership_id=case.membership.id, from_day=hold.first, to_day=hold.last, reason=reason
    )
    case.work.session.add(row)
    case.membership.ends_on = pushed(case.membership.ends_on, length(hold))
    fact = add_fact(case, FactKind.FROZEN, hold.first, days=length(hold) or None, reason=reason)
    return fact, hold
