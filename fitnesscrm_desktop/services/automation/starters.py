"""The rules most studios want, offered to one that has none yet; all of them switched off."""

from __future__ import annotations

from fitnesscrm_desktop.models.values import Audience, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Field, Op
from fitnesscrm_desktop.services.automation.results import RuleDraft

STARTERS: tuple[tuple[RuleDraft, str | None], ...] = (
    (RuleDraft("Welcome", Trigger.MEMBERSHIP_SOLD), "welcome"),
    (RuleDraft("Birthday", Trigger.BIRTHDAY), "birthday"),
    (RuleDraft("Ends in a week", Trigger.MEMBERSHIP_ENDING, 7), "membership_ending"),
    (RuleDraft("Has ended", Trigger.MEMBERSHIP_ENDED, 3), "membership_ended"),
    (RuleDraft("Due in three days", Trigger.DUE_SOON, 3, audience=Audience.PAYER), "due_soon"),
    (
        RuleDraft("Overdue for a week", Trigger.OVERDUE, 7, audience=Audience.PAYER, ignores_cap=True),
        "overdue_friendly",
    ),
    (
        RuleDraft("Overdue for three weeks", Trigger.OVERDUE, 21, audience=Audience.PAYER, ignores_cap=True),
        "overdue_firm",
    ),
    (RuleDraft("Stays away", Trigger.INACTIVITY), "inactivity"),
    (RuleDraft("Hundredth visit", Trigger.VISITS_REACHED, 100), "visits_reached"),
    (RuleDraft("One year", Trigger.ANNIVERSARY, 1), "anniversary"),
    (RuleDraft("Goal reached", Trigger.GOAL_REACHED), "goal_reached"),
    (
        RuleDraft(
            "Call who stays away for long",
            Trigger.INACTIVITY,
            14,
            conditions=Comparison(Field.STAGE, Op.IS, "active"),
            audience=Audience.TRAINER,
            audience_role=Role.FRONT_DESK,
            action=RuleAction.TASK,
            task_text="Call and ask how they are",
        ),
        None,
    ),
)
"""Each with the key of the words it sends."""
