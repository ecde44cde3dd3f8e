"""Forms at the door: red where the studio says so, else amber; and never a word of what is in them."""

from dataclasses import replace
from datetime import date

import pytest

from fitnesscrm_desktop.models.values import CheckInReason, Cure, FormAudience, Verdict
from fitnesscrm_desktop.services.checkin.form_rules import FormFacts
from fitnesscrm_desktop.services.checkin.reasons import sentence
from fitnesscrm_desktop.services.checkin.rules import admission
from tests.support.door import STUDIO, TODAY, at, monthly, somebody

CHILD, GROWN = date(2012, 5, 1), date(1990, 5, 1)
WAIVER = FormFacts(3, "Waiver", FormAudience.ALL, blocks=False)
YESTERDAY = date(2026, 3, 3)


def verdict(form: FormFacts, born: date | None = GROWN) -> tuple[Verdict, list[CheckInReason]]:
    facts = somebody(monthly(), forms=(form,), born=born, guardian_agreed=True)
    found = admission(facts, at(18), STUDIO)
    return found.verdict, [each.word for each in (*found.refusals, *found.notices)]


def test_a_missing_form_is_a_notice() -> None:
    assert verdict(WAIVER) == (Verdict.NOTICE, [CheckInReason.FORM_MISSING])


def test_a_missing_form_keeps_out_where_the_studio_says_so() -> None:
    assert verdict(replace(WAIVER, blocks=True)) == (Verdict.REFUSED, [CheckInReason.FORM_MISSING])


@pytest.mark.parametrize(
    ("expires_on", "words"),
    [(None, []), (TODAY, []), (YESTERDAY, [CheckInReason.FORM_MISSING])],
)
def test_a_signed_form_counts_until_its_last_day(expires_on: date | None, words: list[CheckInReason]) -> None:
    assert verdict(replace(WAIVER, form_id=9, expires_on=expires_on))[1] == words


@pytest.mark.parametrize(("born", "asked"), [(CHILD, True), (GROWN, False), (None, False)])
def test_a_form_for_minors(born: date | None, *, asked: bool) -> None:
    assert (verdict(replace(WAIVER, audience=FormAudience.MINORS), born)[1] != []) is asked


def test_a_form_nobody_needs_says_nothing() -> None:
    assert verdict(replace(WAIVER, audience=FormAudience.NOBODY, blocks=True)) == (Verdict.ADMITTED, [])


def test_a_form_that_waits_is_a_notice_until_it_is_over() -> None:
    waits = replace(WAIVER, audience=FormAudience.NOBODY, form_id=9, waits=True)
    assert verdict(waits) == (Verdict.NOTICE, [CheckInReason.CLEARANCE_OPEN])
    assert verdict(replace(waits, expires_on=YESTERDAY))[1] == []


def test_what_the_desk_can_do() -> None:
    blocking = replace(WAIVER, blocks=True)
    waiting = replace(WAIVER, template_id=4, form_id=9, waits=True)
    found = admission(somebody(monthly(), forms=(blocking, waiting)), at(18), STUDIO)
    assert [(each.cure, each.form_id) for each in found.refusals[0].cures] == [
        (Cure.FILL_FORM, 3),
        (Cure.OVERRIDE, None),
    ]
    assert [(each.cure, each.form_id) for each in found.notices[0].cures] == [(Cure.GIVE_CLEARANCE, 9)]


def test_the_sentences() -> None:
    expired = replace(WAIVER, form_id=9, expires_on=YESTERDAY)
    waiting = replace(WAIVER, name="Health", form_id=9, waits=True)
    found = admission(somebody(monthly(), forms=(WAIVER, expired, waiting)), at(18), STUDIO)
    assert [sentence(each, TODAY, STUDIO) for each in found.notices] == [
        "“Waiver” is not signed yet.",
        "“Waiver” was valid until 3 March 2026 and has to be signed again.",
        "“Health” has to be looked at by somebody who may, before the training.",
    ]
