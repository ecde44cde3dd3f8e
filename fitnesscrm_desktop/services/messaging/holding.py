"""A rule that is off, or asks first now, says no more: what it has approved waits for a yes of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import MessageState
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.approved_files import Attachments
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.rules import AT_ONCE

RULE_OFF, RULE_CHANGED, RULE_ON = "rule_off", "rule_changed", "rule_on"
"""Stable words: why a message waits for a yes again, and why it does not any more."""
SO_AGAIN = "so_again"
"""Stable word: it was dropped because it was not so any more, and is so again."""


def hold_back(work: Work, actor_name: str, rule_id: int, why: str = RULE_OFF) -> tuple[int, ...]:
    """Let what this rule has approved wait for a yes; what a person has approved stays approved."""
    return _held(work, actor_name, _approved(work, Message.rule_id == rule_id), why)


def hold_back_those_off(work: Work, actor_name: str, rows: Sequence[Message]) -> set[int]:
    """Those of *rows*, locked already, that a rule has approved which may not by now; they wait for a yes."""
    off = dict(
        iter(
            work.session.execute(
                select(Rule.id, Rule.name).where(
                    Rule.id.in_({row.rule_id for row in rows if row.rule_id is not None}),
                    or_(Rule.enabled_on.is_(None), Rule.archived_at.is_not(None), Rule.by_itself.is_(False)),
                )
            )
        )
    )
    theirs = [row for row in rows if row.rule_id in off and row.approved_by == off[row.rule_id]]
    return set(_held(work, actor_name, theirs, RULE_OFF))


def let_go(work: Work, message_ids: Iterable[int], rule: Rule) -> int:
    """Take a holding back: the rule is on again, and nobody has touched these since; how many there are."""
    where = (
        Message.id.in_(list(message_ids)),
        Message.rule_id == rule.id,
        Message.state == MessageState.DRAFT,
        Message.outcome == RULE_OFF,
    )
    found = list(work.session.scalars(select(Message).where(*where).order_by(Message.id).with_for_update()))
    files = Attachments()
    for row in found:
        row.state, row.send_at, row.outcome = MessageState.APPROVED, AT_ONCE, ""
        row.approved_at, row.approved_by = work.now, rule.name
        row.files_seal = files.seal(work.session, row)
    _tell(work, found, rule.name, RULE_ON)
    return len(found)


def _held(work: Work, actor_name: str, rows: Sequence[Message], why: str) -> tuple[int, ...]:
    by_rule = approved_by_rules(work.session, [row.id for row in rows])
    held = [row for row in rows if row.id in by_rule]
    for row in held:
        row.state, row.send_at, row.outcome = MessageState.DRAFT, None, why
        row.approved_at, row.approved_by = None, ""
    _tell(work, held, actor_name, why)
    return tuple(row.id for row in held)


def _tell(work: Work, rows: Sequence[Message], actor_name: str, text: str) -> None:
    work.session.flush()
    for row in rows:
        event = MessageEvent(message_id=row.id, at=work.now, state=row.state, text=text, actor=actor_name)
        work.session.add(event)
    if rows:
        work.session.flush()
        work.record(MessagesChanged())


def _approved(work: Work, *where: ColumnElement[bool]) -> list[Message]:
    query = select(Message).where(Message.state == MessageState.APPROVED, *where).order_by(Message.id)
    return list(work.session.scalars(query.with_for_update().execution_options(populate_existing=True)))


def approved_by_rules(session: Session, message_ids: Sequence[int]) -> set[int]:
    """Those whose last yes came from a rule: when it wrote them, or when it was switched on again."""
    yes: dict[int, bool] = {}
    begun: dict[int, int] = defaultdict(int)
    for some in portions(message_ids):
        query = (
            select(MessageEvent.message_id, MessageEvent.state, MessageEvent.text)
            .where(MessageEvent.message_id.in_(some))
            .order_by(MessageEvent.id)
        )
        for message_id, state, text in session.execute(query):
            begun[message_id] += 1
            if state is MessageState.APPROVED and text in {"", RULE_ON}:
                yes[message_id] = begun[message_id] == 1 or text == RULE_ON
    return {message_id for message_id, by_rule in yes.items() if by_rule}
