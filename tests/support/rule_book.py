"""Rules for tests, each in one line, and what they find."""

from __future__ import annotations

from datetime import date
from typing import Any

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.values import RuleAction, Trigger
from fitnesscrm_desktop.services.automation.marks import find_between, find_since_mark
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.automation.results import RuleDraft, RuleRow
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.settings.profile import studio_profile


class RuleBook:
    """Writes rules that give the staff a task, which needs no words and no address."""

    def __init__(self, services: Services, actor: Actor) -> None:
        self.services, self.actor = services, actor

    def draft(self, trigger: Trigger, days: int = 0, **more: Any) -> RuleDraft:
        """A rule that is not stored yet."""
        parts: dict[str, Any] = {"action": RuleAction.TASK, "task_text": "Call them", **more}
        return RuleDraft(parts.pop("name", f"On {trigger.value}"), trigger, days, **parts)

    def add(self, trigger: Trigger, days: int = 0, *, on: bool = True, **more: Any) -> RuleRow:
        """Store a rule and, unless told otherwise, switch it on."""
        row = self.services.rules.add(self.actor, self.draft(trigger, days, **more))
        return self.services.rules.enable(self.actor, row.id) if on else row

    def found(self, row: RuleRow, first: date, last: date | None = None) -> list[Found]:
        """What a rule that goes by the calendar finds on these days."""
        with self.services.core.read() as session:
            found = find_between(session, session.get_one(Rule, row.id), first, last or first)
        return sorted(found, key=lambda each: (each.day, each.client_id))

    def since_mark(self, row: RuleRow) -> list[Found]:
        """What a rule finds from where it left off to today."""
        with self.services.core.read() as session:
            profile = studio_profile(session)
            today = profile.day_of(self.services.core.clock.now())
            return list(find_since_mark(session, profile, session.get_one(Rule, row.id), today))
