"""Whatever a rule is made of, it is one whole sentence."""

from itertools import product
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from fitnesscrm_desktop.models.values import Audience, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Condition, Every, Field, Op, Some
from fitnesscrm_desktop.services.automation.results import RuleDraft
from fitnesscrm_desktop.services.messaging.results import SkipReason
from fitnesscrm_desktop.ui.automation.condition_words import condition_text
from fitnesscrm_desktop.ui.automation.words import draft_sentence, reason_name, reason_text
from fitnesscrm_desktop.ui.core.formats import Formats

FORMATS = Formats(Locale("en", "IE"), "EUR", ZoneInfo("Europe/Dublin"))
NAMES = {"plan:3": "Gold", "tag:7": "VIP", "trainer:2": "Tom", "custom:1": "Shirt"}


@pytest.mark.parametrize("action", list(RuleAction))
@pytest.mark.parametrize("trigger", list(Trigger))
def test_every_rule_is_a_sentence_without_gaps(qapp: object, trigger: Trigger, action: RuleAction) -> None:
    for n, audience, role in product((0, 1, 7), Audience, (None, *Role)):
        draft = RuleDraft(
            "x", trigger, n, audience=audience, audience_role=role, action=action, task_text="Call"
        )
        said = draft_sentence(draft, NAMES, FORMATS)
        assert said.endswith(".")
        assert said[0].isupper()
        assert not {"{", "}", "%"} & set(said)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (RuleDraft("", Trigger.MEMBERSHIP_ENDING, 7), "When a membership ends in 7 days, e-mail the client."),
        (RuleDraft("", Trigger.MEMBERSHIP_ENDING), "On the last day of a membership, e-mail the client."),
        (
            RuleDraft("", Trigger.OVERDUE, 1, audience=Audience.PAYER, action=RuleAction.SMS),
            "When something has been overdue for a day, text whoever pays for the client.",
        ),
        (
            RuleDraft("", Trigger.VISITS_REACHED, 100, action=RuleAction.TASK, task_text="Bake a cake"),
            "On a client’s visit number 100, give anybody the task “Bake a cake”.",
        ),
    ],
)
def test_sentences_read_as_one_would_say_them(qapp: object, draft: RuleDraft, said: str) -> None:
    assert draft_sentence(draft, NAMES, FORMATS) == said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Comparison(Field.STAGE, Op.IS_NOT, "lead"), "the status is not Lead"),
        (Comparison(Field.BALANCE, Op.AT_LEAST, "5000"), "at least €50.00 is owed"),
        (Comparison(Field.LANGUAGE, Op.IS, "de"), "the language is German"),
        (Comparison(Field.CONSENT, Op.IS, "marketing"), "the client agreed to offers and news"),
        (Comparison(Field.CUSTOM, Op.AT_LEAST, "2026-01-31", 1), "“Shirt” is at least 31 Jan 2026"),
        (
            Every((Comparison(Field.PLAN, Op.IS, "3"), Some((Comparison(Field.TAG, Op.IS, "7"),)))),
            "the plan is Gold and the client has the tag VIP",
        ),
        (
            Some(
                (
                    Comparison(Field.TRAINER, Op.IS, "2"),
                    Every((Comparison(Field.AGE, Op.AT_LEAST, "60"), Comparison(Field.PLAN, Op.IS_NOT, "3"))),
                )
            ),
            "the trainer is Tom or (the client is at least 60 years old and the plan is not Gold)",
        ),
    ],
)
def test_conditions_are_said_with_names_and_brackets(qapp: object, condition: Condition, said: str) -> None:
    assert condition_text(condition, NAMES, FORMATS) == said


@pytest.mark.parametrize("reason", [each.value for each in SkipReason])
def test_every_reason_has_words(qapp: object, reason: str) -> None:
    assert reason not in {reason_text(reason), reason_name(reason)}
