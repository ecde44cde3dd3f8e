"""Everything is said at the door, and nothing twice."""

from fitnesscrm_desktop.models.values import CheckInReason, Cure
from fitnesscrm_desktop.services.checkin.rules import admission
from tests.support.door import STUDIO, a_pack, a_visit, at, monthly, somebody

NOON = at(12)


def test_several_packs_of_one_plan_are_said_and_cured_once() -> None:
    packs = (a_pack(0), a_pack(0, id=5), a_pack(0, id=6, plan="5 visits"))
    found = admission(somebody(*packs), NOON, STUDIO)
    assert [(each.word, each.plan) for each in found.refusals] == [
        (CheckInReason.PACK_USED_UP, "10 visits"),
        (CheckInReason.PACK_USED_UP, "5 visits"),
    ]


def test_who_is_in_and_was_blocked_meanwhile_is_said_to_be() -> None:
    facts = somebody(monthly(), visits=(a_visit(at(11, 50)),), blocked_reason="Threw a weight")
    found = admission(facts, NOON, STUDIO)
    assert [each.word for each in found.notices] == [CheckInReason.ALREADY_IN, CheckInReason.BLOCKED]
    assert [offer.cure for offer in found.notices[1].cures] == [Cure.UNBLOCK]
