"""Acts on what rules find: every occasion once, in the order of days, some dozens in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Table, and_, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch, StaffTask
from fitnesscrm_desktop.models.client import ClientTrainer
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Audience, MatchState, RuleAction, Trigger
from fitnesscrm_desktop.services.automation import conditions
from fitnesscrm_desktop.services.automation.client_facts import meeting
from fitnesscrm_desktop.services.automation.events import RulesMatched, TasksChanged
from fitnesscrm_desktop.services.automation.marks import find_since_mark
from fitnesscrm_desktop.services.automation.moved_birthdays import with_moved_birthdays
from fitnesscrm_desktop.services.automation.occasions import Found, is_too_late, last_good_day
from fitnesscrm_desktop.services.automation.orders import occasion_of, order_of
from fitnesscrm_desktop.services.automation.weekly_cap import WeeklyCap
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.queueing import Origin, queue_message
from fitnesscrm_desktop.services.messaging.results import Composed, NotComposed, SkipReason
from fitnesscrm_desktop.services.settings.profile import StudioProfile

MESSAGES_AT_ONCE, TASKS_AT_ONCE = 50, 500
"""Occasions in one transaction: the desk waits for a fraction of a second at most."""


@dataclass(frozen=True, slots=True)
class Case:
    """One occasion for one rule."""

    rule: Rule
    found: Found


def switched_on(session: Session, triggers: Collection[Trigger] | None) -> Sequence[Rule]:
    """The rules that are on, those of *triggers* only if some are given."""
    query = select(Rule).where(Rule.enabled_on.is_not(None), Rule.archived_at.is_(None)).order_by(Rule.id)
    if triggers is not None:
        query = query.where(Rule.trigger.in_(triggers))
    return session.scalars(query).all()


def new_cases(session: Session, profile: StudioProfile, rule: Rule, today: date) -> Iterator[Case]:
    """What a rule finds, has not found before, and has clients who meet its conditions."""
    found = unmatched(session, rule, list(find_since_mark(session, profile, rule, today)), today)
    for each in meeting(session, conditions.read(rule.conditions), found, today):
        yield Case(rule, each)


def unmatched(session: Session, rule: Rule, found: Sequence[Found], today: date) -> list[Found]:
    """Those of *found* that the rule has not found before, and those that were too late and are not.

    The latter had been judged by a clock that was ahead. What was left out because of another membership is
    new again when that one does not go on after all.
    """
    found = with_moved_birthdays(session, rule, found)
    known: dict[tuple[int, str], datetime] = {}
    missed: set[tuple[int, str]] = set()
    for some in portions({each.client_id for each in found}):
        rows = session.execute(
            select(
                RuleMatch.client_id, RuleMatch.occurrence, RuleMatch.at, RuleMatch.state, RuleMatch.reason
            ).where(RuleMatch.rule_id == rule.id, RuleMatch.client_id.in_(some))
        )
        for client_id, occurrence, at, state, reason in rows:
            known[client_id, occurrence] = at
            if state is MatchState.TOO_LATE or reason == SkipReason.FOLLOWED:
                missed.add((client_id, occurrence))
    if missed:
        missed -= {
            (each.client_id, each.key)
            for each in found
            if each.left_out is not None or is_too_late(rule.trigger, each, today)
        }
        known = {key: at for key, at in known.items() if key not in missed}
    return [each for each in found if not _is_known(each, known)]


def _is_known(found: Found, known: Mapping[tuple[int, str], datetime]) -> bool:
    if (found.client_id, found.key) in known:
        return True
    if found.before is None:
        return False
    at = known.get((found.client_id, found.before.key))
    return at is not None and at >= found.before.since


def in_portions(cases: Sequence[Case]) -> Iterator[tuple[Rule, list[Found]]]:
    """Runs of cases of one rule on one day, in their order, none too long for one transaction."""
    for _, run in groupby(cases, key=lambda case: (case.found.day, case.rule.id)):
        one_run = list(run)
        rule = one_run[0].rule
        most = TASKS_AT_ONCE if rule.action is RuleAction.TASK else MESSAGES_AT_ONCE
        for start in range(0, len(one_run), most):
            yield rule, [case.found for case in one_run[start : start + most]]


class Acting:
    """Acts on some occasions of one rule, inside one transaction."""

    def __init__(self, work: Work, profile: StudioProfile, rule: Rule) -> None:
        self._work, self._profile, self._rule = work, profile, rule
        self._today = profile.day_of(work.now)

    def act(self, found: Sequence[Found]) -> Counter[MatchState]:
        """Match each occasion once and queue what comes of it; how many ended how."""
        late = [each for each in found if is_too_late(self._rule.trigger, each, self._today)]
        missed = [_Decision(each, MatchState.TOO_LATE, SkipReason.TOO_LATE.value) for each in late]
        missed += [
            _Decision(each, MatchState.SKIPPED, each.left_out.value)
            for each in found
            if each.left_out is not None and each not in late
        ]
        timely = [each for each in found if each.left_out is None and each not in late]
        if self._rule.action is RuleAction.TASK:
            decided = [*missed, *(_Decision(each) for each in timely)]
            new = self._match(decided)
            self._give_tasks(new)
        else:
            new = self._match([*missed, *self._decide(timely)])
            for match_id, decision in new:
                self._queue(match_id, decision)
        if new:
            self._work.record(RulesMatched())
        return Counter(decision.state for _, decision in new)

    def _give_tasks(self, matched: Sequence[tuple[int, _Decision]]) -> None:
        given = [(match_id, each.found) for match_id, each in matched if each.state is MatchState.QUEUED]
        if not given:
            return
        trainers: dict[int, int] = {}
        if self._rule.audience is Audience.TRAINER:
            trainers = _trainers(self._work.session, [found for _, found in given], self._today)
        rows = [self._task(found, match_id, trainers.get(found.client_id)) for match_id, found in given]
        self._work.session.execute(insert(StaffTask), rows)
        self._work.record(TasksChanged())

    def _task(self, found: Found, match_id: int, trainer_id: int | None) -> dict[str, Any]:
        return {
            "match_id": match_id,
            "client_id": found.client_id,
            "text": self._rule.task_text,
            "for_staff_id": trainer_id,
            "for_role": None if trainer_id else self._rule.audience_role,
            "due_on": max(self._today, found.day),
            "created_at": self._work.now,
        }

    def _decide(self, found: Sequence[Found]) -> Iterator[_Decision]:
        """Who would be written to about each occasion, or why nobody."""
        order = order_of(self._rule)
        if order is None:
            yield from (_Decision(each, MatchState.SKIPPED, SkipReason.NO_TEMPLATE.value) for each in found)
            return
        composer = Composer(self._work.session, self._profile, self._work.now)
        composed = composer.compose([occasion_of(self._rule, each) for each in found], order)
        cap = WeeklyCap(self._work.session, self._work.now, ignored=self._rule.ignores_cap)
        cap.count({one.recipient.id for _, many in composed for one in many if isinstance(one, Composed)})
        for each, (_, outcomes) in zip(found, composed, strict=True):
            allowed = [one for one in outcomes if isinstance(one, Composed) and cap.lets_write(one)]
            if allowed:
                yield _Decision(each, composed=tuple(allowed))
            else:
                yield _Decision(each, MatchState.SKIPPED, _why(outcomes).value)

    def _queue(self, match_id: int, decision: _Decision) -> None:
        last_day = last_good_day(self._rule.trigger, decision.found)
        for each in decision.composed:
            queue_message(
                self._work,
                each,
                Origin(match_id=match_id, rule_id=self._rule.id),
                approved_by=self._rule.name if self._rule.by_itself else "",
                good_until=start_of_day(last_day + ONE_DAY, self._profile.zone),
            )

    def _match(self, decided: Sequence[_Decision]) -> list[tuple[int, _Decision]]:
        """Write down what the rule has found; without what had been found before, by whomever.

        What was too late by a clock that was ahead, or left out, is found anew, once.
        """
        if not decided:
            return []
        rows = [
            {
                "rule_id": self._rule.id,
                "client_id": each.found.client_id,
                "occurrence": each.found.key,
                "on_day": each.found.day,
                "at": self._work.now,
                "state": each.state,
                "reason": each.reason,
            }
            for each in decided
        ]
        new = _insert_once(self._work.session, rows)
        keyed = ((new.get((each.found.client_id, each.found.key)), each) for each in decided)
        return [(match_id, each) for match_id, each in keyed if match_id is not None]


@dataclass(frozen=True, slots=True)
class _Decision:
    """What is to become of one occasion."""

    found: Found
    state: MatchState = MatchState.QUEUED
    reason: str = ""
    composed: tuple[Composed, ...] = ()


def _insert_once(session: Session, rows: Sequence[dict[str, Any]]) -> dict[tuple[int, str], int]:
    """Store those that are new to their rule, or may be found anew; their ids, by client and occasion."""
    server = session.get_bind().dialect.name == "postgresql"
    table = cast("Table", RuleMatch.__table__)
    once: Any = (postgresql.insert if server else sqlite.insert)(table)
    unique = [table.c.rule_id, table.c.client_id, table.c.occurrence]
    meant = once.excluded
    statement = once.on_conflict_do_update(
        index_elements=unique,
        set_={"state": meant.state, "reason": meant.reason, "at": meant.at, "on_day": meant.on_day},
        where=and_(
            or_(table.c.state == MatchState.TOO_LATE, table.c.reason == SkipReason.FOLLOWED.value),
            meant.state != MatchState.TOO_LATE,
            meant.reason != SkipReason.FOLLOWED.value,
        ),
    )
    session.flush()
    returned = session.connection().execute(
        statement.returning(table.c.id, table.c.client_id, table.c.occurrence), list(rows)
    )
    return {(client_id, occurrence): match_id for match_id, client_id, occurrence in returned}


def _why(outcomes: Sequence[Composed | NotComposed]) -> SkipReason:
    """Why none of them was queued; who could have been written to was held back by the weekly cap."""
    reasons = [one.reason for one in outcomes if isinstance(one, NotComposed)]
    return reasons[0] if len(reasons) == len(outcomes) and reasons else SkipReason.WEEKLY_CAP


def _trainers(session: Session, found: Sequence[Found], today: date) -> dict[int, int]:
    query = (
        select(ClientTrainer.client_id, ClientTrainer.staff_id)
        .join(Staff, Staff.id == ClientTrainer.staff_id)
        .where(
            ClientTrainer.client_id.in_({each.client_id for each in found}),
            ClientTrainer.from_day <= today,
            ClientTrainer.to_day.is_(None) | (ClientTrainer.to_day >= today),
            Staff.left_at.is_(None),
        )
    )
    return dict(iter(session.execute(query)))
