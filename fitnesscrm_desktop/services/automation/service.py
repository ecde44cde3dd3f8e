"""The rules of the studio: written, switched on and off, tried out and counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from threading import Event

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.values import MatchState, Permission, Trigger
from fitnesscrm_desktop.services.automation.dry_run import dry_run
from fitnesscrm_desktop.services.automation.events import RulesChanged
from fitnesscrm_desktop.services.automation.fillable import doubts_about
from fitnesscrm_desktop.services.automation.found import found_page
from fitnesscrm_desktop.services.automation.marks import start_mark
from fitnesscrm_desktop.services.automation.matching import switched_on
from fitnesscrm_desktop.services.automation.naming import refuse_unknown
from fitnesscrm_desktop.services.automation.other_readers import InVain
from fitnesscrm_desktop.services.automation.records import conflict, draft_of, found_rule, put, rule_rows
from fitnesscrm_desktop.services.automation.results import (
    DryRun,
    MatchRow,
    RuleDraft,
    RuleRow,
    RuleStatistics,
)
from fitnesscrm_desktop.services.automation.rules import checked_rule, speaks_to_others
from fitnesscrm_desktop.services.automation.starters import STARTERS
from fitnesscrm_desktop.services.automation.statistics import statistics_of
from fitnesscrm_desktop.services.automation.turns import Matched, look
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.messaging.holding import RULE_CHANGED, hold_back, let_go
from fitnesscrm_desktop.services.messaging.shipped import ensure_templates, template_ids
from fitnesscrm_desktop.services.settings.profile import studio_profile

MOST_BACK = 366


class RuleService:
    """Keeps the rules."""

    def __init__(self, core: Core) -> None:
        self._core, self._in_vain = core, InVain()

    def list(self, actor: Actor, *, archived: bool = False) -> Sequence[RuleRow]:
        """All rules, those switched on first; archived ones, at the end, only when asked for."""
        actor.require(Permission.MANAGE_RULES)
        query = select(Rule).order_by(Rule.archived_at.is_not(None), Rule.enabled_on.is_(None), Rule.id)
        if not archived:
            query = query.where(Rule.archived_at.is_(None))
        with self._core.read() as session:
            return rule_rows(session, session.scalars(query).all())

    def get(self, actor: Actor, rule_id: int) -> RuleRow:
        """One rule. Raises ``NotFound``."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.read() as session:
            return _row(session, found_rule(session, rule_id))

    def add(self, actor: Actor, draft: RuleDraft) -> RuleRow:
        """Add a rule, switched off. Raises ``RuleBroken`` with what is wrong, field by field."""
        actor.require(Permission.MANAGE_RULES)
        tidy = checked_rule(draft)
        with self._core.write() as work:
            refuse_unknown(work.session, tidy.conditions, tidy.template_id)
            rule = Rule(created_at=work.now, enabled_on=None)
            put(rule, tidy)
            work.session.add(rule)
            work.session.flush()
            return self._changed(work, actor, rule, "rule.add")

    def edit(self, actor: Actor, rule_id: int, draft: RuleDraft, version: int) -> RuleRow:
        """Change a rule. What it has found stays found; if it waits for something else now, it starts anew.

        What it has approved by itself and is not sent yet waits for a yes if it asks first now, or speaks to
        others.

        Raises ``Conflict`` if it was changed since *version*, ``RuleBroken``, ``NotFound``.
        """
        actor.require(Permission.MANAGE_RULES)
        tidy = checked_rule(draft)
        with self._core.write() as work:
            rule = found_rule(work.session, rule_id, lock=True)
            before = draft_of(rule)
            if rule.version != version:
                raise conflict(before, tidy)
            refuse_unknown(work.session, tidy.conditions, tidy.template_id)
            put(rule, tidy)
            if rule.enabled_on is not None and (before.trigger, before.days) != (tidy.trigger, tidy.days):
                self._start(work, rule)
            held: tuple[int, ...] = ()
            if before.by_itself and speaks_to_others(before, tidy):
                held = hold_back(work, actor.name, rule_id, RULE_CHANGED)
            work.session.flush()
            return replace(self._changed(work, actor, rule, "rule.edit"), held=held)

    def enable(self, actor: Actor, rule_id: int, *, held: Collection[int] = ()) -> RuleRow:
        """Switch a rule on: it acts on what happens from today on. Raises ``RuleBroken``, ``NotFound``.

        To take a switching off back, *held* names the messages that wait for a yes since: they go out again.
        """
        actor.require(Permission.MANAGE_RULES)
        with self._core.write() as work:
            rule = found_rule(work.session, rule_id, lock=True)
            if rule.archived_at is not None:
                raise RuleBroken("This rule is archived. Restore it first. Nothing was changed.")
            if rule.enabled_on is None:
                draft = draft_of(rule)
                refuse_unknown(work.session, draft.conditions, draft.template_id)
                self._start(work, rule)
                if held and rule.by_itself:
                    let_go(work, held, rule)
            work.session.flush()
            return self._changed(work, actor, rule, "rule.enable")

    def disable(self, actor: Actor, rule_id: int) -> RuleRow:
        """Switch a rule off; what it has approved by itself and is not sent yet waits for a yes."""
        return self._set_off(actor, rule_id, archive=False)

    def archive(self, actor: Actor, rule_id: int) -> RuleRow:
        """Put a rule away, as if it were switched off; what it has done stays known."""
        return self._set_off(actor, rule_id, archive=True)

    def restore(self, actor: Actor, rule_id: int) -> RuleRow:
        """Bring an archived rule back, switched off."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.write() as work:
            rule = found_rule(work.session, rule_id, lock=True)
            rule.archived_at = None
            work.session.flush()
            return self._changed(work, actor, rule, "rule.restore")

    def doubts(self, actor: Actor, draft: RuleDraft) -> tuple[str, ...]:
        """Why the words of a rule would make no sense on its occasions, in sentences; they forbid nothing."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.read() as session:
            return doubts_about(session, draft)

    def add_starters(self, actor: Actor) -> Sequence[RuleRow]:
        """Add the rules most studios want, switched off; not those that are called like one there is."""
        actor.require(Permission.MANAGE_RULES)
        ensure_templates(self._core)
        with self._core.read() as session:
            words = template_ids(session)
            taken = {
                fold(name) for name in session.scalars(select(Rule.name).where(Rule.archived_at.is_(None)))
            }
        return [
            self.add(actor, replace(draft, template_id=words[key] if key else None))
            for draft, key in STARTERS
            if fold(draft.name) not in taken
        ]

    # --- what they do -----------------------------------------------------------------------------------

    def dry_run(self, actor: Actor, rule_id: int | None = None, *, back: int = 30, ahead: int = 7) -> DryRun:
        """What one rule, or every rule that is switched on, would have done and will do; nothing is stored.

        Looks *back* days back and *ahead* days ahead. Raises ``RuleBroken`` for too many, ``NotFound``.
        """
        actor.require(Permission.MANAGE_RULES)
        if not (0 <= back <= MOST_BACK and 0 <= ahead <= MOST_BACK):
            raise RuleBroken(f"A trial looks 0 to {MOST_BACK} days back and ahead.")
        with self._core.read() as session:
            rules, beside = switched_on(session, None), list[Rule]()
            if rule_id:
                beside = [rule for rule in rules if rule.id != rule_id]
                rules = [found_rule(session, rule_id)]
            profile, now = studio_profile(session), self._core.clock.now()
            return dry_run(session, profile, rules, now, back=back, ahead=ahead, beside=beside)

    def statistics(self, actor: Actor, rule_id: int) -> RuleStatistics:
        """What became of everything a rule has found. Raises ``NotFound``."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.read() as session:
            return statistics_of(session, found_rule(session, rule_id))

    def found(
        self,
        actor: Actor,
        rule_id: int,
        *,
        state: MatchState | None = None,
        reason: str = "",
        after: Cursor | None = None,
        limit: int = 100,
    ) -> Page[MatchRow]:
        """At most *limit* occasions a rule has found behind *after*, newest first. Raises ``NotFound``."""
        actor.require(Permission.MANAGE_RULES)
        with self._core.read() as session:
            found_rule(session, rule_id)
            return found_page(session, rule_id, state, reason, after=after, limit=limit)

    def look(
        self, actor: Actor, triggers: Collection[Trigger] | None = None, stop: Event | None = None
    ) -> Matched:
        """Let every rule that is switched on look now; what the jobs do by themselves.

        May be broken off (*stop*), killed and repeated: each occasion is acted on once. What went wrong for
        one rule is told by the result; the others have done their work.
        """
        actor.require(Permission.MANAGE_RULES)
        return look(self._core, triggers, stop, self._in_vain)

    def _set_off(self, actor: Actor, rule_id: int, *, archive: bool) -> RuleRow:
        actor.require(Permission.MANAGE_RULES)
        with self._core.write() as work:
            rule = found_rule(work.session, rule_id, lock=True)
            rule.enabled_on = None
            if archive:
                rule.archived_at = work.now
            held = hold_back(work, actor.name, rule_id)
            action = "rule.archive" if archive else "rule.disable"
            return replace(self._changed(work, actor, rule, action), held=held)

    def _start(self, work: Work, rule: Rule) -> None:
        today = studio_profile(work.session).day_of(work.now)
        rule.enabled_on = today
        start_mark(work.session, rule, today)

    @staticmethod
    def _changed(work: Work, actor: Actor, rule: Rule, action: str) -> RuleRow:
        work.audit(actor, action, "rule", rule.id, name=rule.name)
        work.record(RulesChanged(rule.id))
        return _row(work.session, rule)


def _row(session: Session, rule: Rule) -> RuleRow:
    (row,) = rule_rows(session, [rule])
    return row
