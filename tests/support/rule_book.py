"""Rules for tests, each in one line, and what they find."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import Rule, RuleMatch, StaffTask
from fitnesscrm_desktop.models.message import Message, MessageTemplate, TemplateText
from fitnesscrm_desktop.models.values import Purpose, RuleAction, Trigger
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

    def words(
        self,
        text: str = "Hello {{ client.first_name }}",
        *,
        purpose: Purpose = Purpose.SERVICE,
        subject: str = "Hello",
    ) -> int:
        """Store a template with English words; the id."""
        with self.services.core.write() as work:
            name = f"Words {work.next_number('words of a test')}"
            template = MessageTemplate(name=name, folded=name.casefold(), purpose=purpose)
            work.session.add(template)
            work.session.flush()
            work.session.add(TemplateText(template_id=template.id, language="en", subject=subject, text=text))
            return template.id

    def mail(self, trigger: Trigger, days: int = 0, **more: Any) -> RuleRow:
        """Store and switch on a rule that writes an e-mail."""
        template = more.pop("template_id", None) or self.words()
        return self.add(trigger, days, action=RuleAction.EMAIL, template_id=template, **more)

    def look(self, *triggers: Trigger) -> dict[str, int]:
        """Let all rules look once; how many occasions ended how."""
        matched = self.services.rules.look(self.actor, triggers or None)
        return {state.value: count for state, count in matched.counts.items()}

    def matches(self, row: RuleRow | None = None) -> list[tuple[int, str, str, str]]:
        """Client, occurrence, state and reason of everything that was found, in the order it was."""
        query = select(RuleMatch).order_by(RuleMatch.id)
        if row is not None:
            query = query.where(RuleMatch.rule_id == row.id)
        with self.services.core.read() as session:
            return [
                (each.client_id, each.occurrence, each.state.value, each.reason)
                for each in session.scalars(query)
            ]

    def messages(self) -> list[Message]:
        """All messages, the oldest first."""
        with self.services.core.read() as session:
            found = list(session.scalars(select(Message).order_by(Message.id)))
            session.expunge_all()
            return found

    def tasks(self) -> list[StaffTask]:
        """All tasks, the oldest first."""
        with self.services.core.read() as session:
            found = list(session.scalars(select(StaffTask).order_by(StaffTask.id)))
            session.expunge_all()
            return found

    def since_mark(self, row: RuleRow) -> list[Found]:
        """What a rule finds from where it left off to today."""
        with self.services.core.read() as session:
            profile = studio_profile(session)
            today = profile.day_of(self.services.core.clock.now())
            return list(find_since_mark(session, profile, session.get_one(Rule, row.id), today))
