"""Ends what means nothing any more; takes up what only a clock that was ahead has ended, or put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, literal, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import MessageState
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.claims import add_event
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.results import SkipReason
from fitnesscrm_desktop.services.messaging.rules import AT_ONCE

APART = timedelta(minutes=30)
"""So much the clocks of several PCs may differ before one of them counts as having been wrong."""
_WAITING = (MessageState.DRAFT, MessageState.APPROVED)
_AFTER_ALL = "It only seemed too late: a clock was ahead."


def anything_untimely(session: Session, now: datetime) -> bool:
    """Whether ``settle_times`` would find something; asked before a transaction is begun."""
    return any(
        session.execute(query.with_only_columns(literal(1)).limit(1)).first() is not None
        for query in (_late(now), _seemed_late(now), _seemed_early(now))
    )


def settle_times(work: Work, actor: Actor) -> int:
    """End what is too late, take up what a clock that was ahead has ended or put off; how many ended."""
    session, now = work.session, work.now
    revived = _locked(session, _seemed_late(now))
    stood = _stood(session, [each.id for each in revived])
    for row in revived:
        row.state = stood.get(row.id, MessageState.DRAFT)
        row.send_at = AT_ONCE if row.state is MessageState.APPROVED else None
        row.outcome = ""
    put_off = _locked(session, _seemed_early(now))
    for row in put_off:
        row.send_at = AT_ONCE
    late = _locked(session, _late(now))
    for row in late:
        row.state, row.outcome = MessageState.TOO_LATE, str(SkipReason.TOO_LATE)
        row.send_at = row.good_until  # by which it is found if that moment turns out to be still to come
    session.flush()
    for row in revived:
        add_event(work, actor, row.id, row.state, _AFTER_ALL)
    for row in late:
        add_event(work, actor, row.id, row.state, row.outcome)
    if late or revived or put_off:
        work.record(MessagesChanged())
    return len(late)


def _late(now: datetime) -> Select[Message]:
    return select(Message).where(Message.state.in_(_WAITING), Message.good_until <= now)


def _seemed_late(now: datetime) -> Select[Message]:
    return select(Message).where(
        Message.state == MessageState.TOO_LATE, Message.send_at > now, Message.good_until > now
    )


def _seemed_early(now: datetime) -> Select[Message]:
    """Put off at a moment that is still to come."""
    last, later = aliased(MessageEvent), aliased(MessageEvent)
    is_last = ~exists().where(later.message_id == last.message_id, later.id > last.id)
    ahead = exists().where(last.message_id == Message.id, last.at > now + APART, is_last)
    return select(Message).where(Message.state == MessageState.APPROVED, Message.send_at > now, ahead)


def _locked(session: Session, query: Select[Message]) -> Sequence[Message]:
    return session.scalars(query.with_for_update(skip_locked=True, of=Message)).all()


def _stood(session: Session, message_ids: Sequence[int]) -> dict[int, MessageState]:
    """Where each message stood before it ended."""
    if not message_ids:
        return {}
    event = MessageEvent
    query = select(event.message_id, event.state).where(
        event.message_id.in_(message_ids), event.state.in_(_WAITING)
    )
    return dict(iter(session.execute(query.order_by(event.id))))
