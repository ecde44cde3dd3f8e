"""Two desks changed the same rule: asks whose value is kept."""

from __future__ import annotations

from typing import Any

from fitnesscrm_desktop.models.values import Audience, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Every, Some
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.ui.automation.condition_words import Names, condition_text
from fitnesscrm_desktop.ui.automation.offers import Offers
from fitnesscrm_desktop.ui.automation.words import action_name, audience_name, role_name, tr, trigger_name
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.widgets.conflict import kept_of_mine


def kept_of_rule(desk: Desk, conflict: Conflict, names: Names, offers: Offers) -> dict[str, Any] | None:
    """The values of mine that are kept, by field; None: the person went back."""

    def said(name: str, value: object) -> str:
        if name == "template_id":
            return next((each.name for each in offers.templates if each.id == value), "")
        return value_said(value, names, desk.formats)

    return kept_of_mine(desk.dialogs, conflict, _captions(), said)


def value_said(value: object, names: Names, formats: Formats) -> str:
    """A value of a rule as people read it."""
    said = ""
    match value:
        case Trigger():
            said = trigger_name(value)
        case RuleAction():
            said = action_name(value)
        case Audience():
            said = audience_name(value)
        case Role():
            said = role_name(value)
        case Comparison() | Every() | Some():
            said = condition_text(value, names, formats) or tr("nothing")
        case bool():
            said = tr("Yes") if value else tr("No")
        case int() | str():
            said = str(value)
    return said


def _captions() -> dict[str, str]:
    return {
        "name": tr("Name"),
        "trigger": tr("When"),
        "days": tr("Number"),
        "conditions": tr("Only if"),
        "audience": tr("To whom"),
        "audience_role": tr("Which of the staff"),
        "action": tr("What"),
        "template_id": tr("Words"),
        "task_text": tr("What is to be done"),
        "by_itself": tr("Goes out by itself"),
        "ignores_cap": tr("Does not count towards the week"),
    }
