"""What the door says of an end after which something of the client begins."""

from dataclasses import replace
from datetime import timedelta

from fitnesscrm_desktop.models.values import CheckInReason, Cure, PlanKind
from fitnesscrm_desktop.services.checkin.rules import Admission, MembershipFacts, admission
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from tests.support.door import STUDIO, TODAY, at, monthly, somebody

ENDS = TODAY + ONE_DAY
NOON = at(12)


def after(following: MembershipFacts) -> Admission:
    return admission(somebody(monthly(ends_on=ENDS), following), NOON, STUDIO)


def cures_of_the_end(found: Admission) -> list[Cure]:
    return [its.cure for each in found.notices if each.word is CheckInReason.ENDS_SOON for its in each.cures]


def test_what_was_taken_back_does_not_come_again() -> None:
    later = monthly(id=3, starts_on=ENDS + 2 * ONE_DAY, ends_on=ENDS + timedelta(days=30))
    assert cures_of_the_end(after(later)) == [Cure.SELL]
    assert cures_of_the_end(after(replace(later, cancelled_on=later.starts_on))) == [Cure.RENEW]


def test_a_day_pass_is_none_that_goes_on() -> None:
    day = ENDS + ONE_DAY
    day_pass = monthly(id=3, plan="Day pass", kind=PlanKind.DAY, starts_on=day, ends_on=day)
    assert cures_of_the_end(after(day_pass)) == [Cure.RENEW]
    assert cures_of_the_end(after(replace(day_pass, kind=PlanKind.RECURRING))) == []
