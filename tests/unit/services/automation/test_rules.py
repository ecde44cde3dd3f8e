"""What makes a rule a sensible one."""

from dataclasses import replace

import pytest

from fitnesscrm_desktop.models.values import Audience, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Condition, Every, Field, Op, Some
from fitnesscrm_desktop.services.automation.results import RuleDraft
from fitnesscrm_desktop.services.automation.rules import MOST_DAYS, checked_rule
from fitnesscrm_desktop.services.core.errors import RuleBroken

MAIL = RuleDraft("Ends soon", Trigger.MEMBERSHIP_ENDING, 7, template_id=1)
TASK = RuleDraft("Call", Trigger.INACTIVITY, action=RuleAction.TASK, task_text="Call them")


def fields_wrong(draft: RuleDraft) -> set[str]:
    with pytest.raises(RuleBroken) as caught:
        checked_rule(draft)
    return set(caught.value.fields)


def test_a_sensible_rule_stays_as_it_is() -> None:
    assert checked_rule(MAIL) == MAIL


@pytest.mark.parametrize("days", [-1, MOST_DAYS + 1])
def test_days_nobody_can_mean_are_refused(days: int) -> None:
    assert fields_wrong(replace(MAIL, days=days)) == {"days"}


@pytest.mark.parametrize("trigger", [Trigger.VISITS_REACHED, Trigger.ANNIVERSARY])
def test_a_milestone_needs_its_number(trigger: Trigger) -> None:
    assert fields_wrong(replace(MAIL, trigger=trigger, days=0)) == {"days"}
    assert checked_rule(replace(MAIL, trigger=trigger, days=1)).days == 1


def test_a_number_that_means_nothing_is_dropped() -> None:
    assert checked_rule(replace(MAIL, trigger=Trigger.BIRTHDAY, days=7)).days == 0


def test_a_message_needs_words_and_a_task_says_what_to_do() -> None:
    assert fields_wrong(replace(MAIL, template_id=None)) == {"template_id"}
    assert fields_wrong(replace(TASK, task_text="  ")) == {"task_text"}


def test_a_task_is_for_the_staff_and_sends_nothing() -> None:
    tidy = checked_rule(replace(TASK, template_id=5, audience_role=Role.TRAINER))
    assert (tidy.audience, tidy.audience_role, tidy.template_id) == (Audience.STAFF, Role.TRAINER, None)


def test_staff_are_named_by_their_role() -> None:
    assert fields_wrong(replace(MAIL, audience=Audience.STAFF)) == {"audience_role"}
    assert checked_rule(replace(MAIL, audience_role=Role.OWNER)).audience_role is None


@pytest.mark.parametrize("audience", [Audience.TRAINER, Audience.STAFF])
def test_letters_go_to_clients_only(audience: Audience) -> None:
    letter = replace(MAIL, action=RuleAction.LETTER, audience=audience, audience_role=Role.OWNER)
    assert fields_wrong(letter) == {"action"}


@pytest.mark.parametrize(
    "comparison",
    [
        Comparison(Field.STAGE, Op.IS, "sleepy"),
        Comparison(Field.CONSENT, Op.IS, "everything"),
        Comparison(Field.TAG, Op.IS, "blue"),
        Comparison(Field.STAGE, Op.AT_LEAST, "active"),
        Comparison(Field.AGE, Op.AT_LEAST, "old"),
        Comparison(Field.CUSTOM, Op.IS, "x"),
    ],
)
def test_conditions_that_mean_nothing_are_refused(comparison: Comparison) -> None:
    assert fields_wrong(replace(MAIL, conditions=comparison)) == {"conditions"}


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert fields_wrong(replace(MAIL, days=-1, template_id=None)) == {"days", "template_id"}


@pytest.mark.parametrize("nobody", [Some(()), Every((Some(()),)), Some((Every(()), Some(())))])
def test_a_choice_of_nothing_would_never_find_anybody(nobody: Condition) -> None:
    assert fields_wrong(replace(MAIL, conditions=nobody)) == {"conditions"}
