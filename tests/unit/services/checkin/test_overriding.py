"""A refusal may be overridden by somebody with the right and a reason."""

from fitnesscrm_desktop.models.values import CheckInReason, Cure, Verdict
from fitnesscrm_desktop.services.checkin.rules import Admission, admission, overridden
from tests.support.door import STUDIO, a_pack, at, somebody

NOON = at(12)


def noticed(found: Admission) -> list[CheckInReason]:
    return [each.word for each in found.notices]


def cures(found: Admission, word: CheckInReason) -> list[Cure]:
    (reason,) = [each for each in (*found.refusals, *found.notices) if each.word is word]
    return [offer.cure for offer in reason.cures]


class TestOverride:
    def test_the_decision_is_told_first_and_the_reasons_stay(self) -> None:
        refused = admission(somebody(blocked_reason="x", pinned_notes=("y",)), NOON, STUDIO)
        found = overridden(refused, "Spoke to her")
        assert found.verdict is Verdict.NOTICE
        assert noticed(found) == [
            CheckInReason.OVERRIDDEN,
            CheckInReason.BLOCKED,
            CheckInReason.NO_MEMBERSHIP,
            CheckInReason.PINNED_NOTE,
        ]
        assert found.notices[0].text == "Spoke to her"

    def test_nothing_is_offered_that_the_decision_has_settled(self) -> None:
        refused = admission(somebody(blocked_reason="x"), NOON, STUDIO)
        found = overridden(refused, "Spoke to her")
        assert cures(found, CheckInReason.BLOCKED) == [Cure.UNBLOCK]
        assert cures(found, CheckInReason.NO_MEMBERSHIP) == [Cure.SELL]

    def test_a_pack_that_admits_is_spent_although_the_person_was_refused(self) -> None:
        found = overridden(admission(somebody(a_pack(3), archived=True), NOON, STUDIO), "ok")
        assert (found.membership, found.spends) == (a_pack(3), True)

    def test_a_pack_that_is_used_up_is_not(self) -> None:
        found = overridden(admission(somebody(a_pack(0)), NOON, STUDIO), "ok")
        assert (found.membership, found.spends) == (a_pack(0), False)
