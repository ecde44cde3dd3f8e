"""Messages that have left already although the database does not know: an older one was put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import MessageState
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.claims import add_event
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.sent_record import SentRecord
from fitnesscrm_desktop.services.settings.profile import studio_profile

SENT_BEFORE = "Was sent before the restore, on"
SENT_ALREADY = "Was sent right before the program ended, on"
"""The words such a message's outcome begins with."""
_BY_ROW = re.compile(r"(visit|payment|fact|hold):\d+|due:.*:[ca]\d+")
_NOTED_WITHIN = timedelta(seconds=30)
"""A clock that is corrected while a message is noted may be so much behind the record of it."""
_WAITING = (MessageState.DRAFT, MessageState.APPROVED, MessageState.FAILED)


def names_of(session: Session, rows: Iterable[Message]) -> dict[int, tuple[str, ...]]:
    """What messages are known by: their own id and, of a rule, the occasion and who reads it.

    After a restore a rule finds an occasion again and writes a message with another id. Occasions that are
    named by a row do not count: another row may have that number now.
    """
    messages = list(rows)
    occasions = _occasions(session, messages)
    return {each.id: (each.wire_id, *_occasion_name(each, occasions)) for each in messages}


def names_by_id(session: Session, message_ids: Sequence[int]) -> tuple[str, ...]:
    """All names of these messages."""
    rows = [
        row
        for some in portions(message_ids)
        for row in session.scalars(select(Message).where(Message.id.in_(some)))
    ]
    return tuple(name for names in names_of(session, rows).values() for name in names)


def note_sent_before(work: Work, actor: Actor, rows: Sequence[Message], record: SentRecord) -> set[int]:
    """Those of *rows*, locked already, that this PC has sent: from now on they are known as sent."""
    zone = ZoneInfo(studio_profile(work.session).zone)
    names = names_of(work.session, rows)
    left = {row.id for row in rows if record.when(names[row.id])}
    in_vain = _left_in_vain(work.session, left)
    found: set[int] = set()
    for row in rows:
        at = record.when(names[row.id], after=in_vain.get(row.id)) if row.id in left else None
        if at is None:
            continue
        row.state, row.sent_at, row.send_at = MessageState.SENT, at, at
        words = SENT_ALREADY if row.perhaps_twice else SENT_BEFORE
        row.outcome, row.perhaps_twice = f"{words} {at.astimezone(zone):%Y-%m-%d %H:%M}.", False
        work.session.flush()
        add_event(work, actor, row.id, row.state, row.outcome)
        found.add(row.id)
    if found:
        work.audit(actor, "outbox.sent_before", "message", None, ids=sorted(found))
        work.record(MessagesChanged())
    return found


def look_through(work: Work, actor: Actor, record: SentRecord) -> int:
    """All that waits, whoever it waits for; how many had been sent already."""
    query = select(Message).where(Message.state.in_(_WAITING)).order_by(Message.id)
    rows = list(work.session.scalars(query.with_for_update(skip_locked=True)))
    return len(note_sent_before(work, actor, rows, record))


def _left_in_vain(session: Session, message_ids: Iterable[int]) -> dict[int, datetime]:
    """Until when what is known to have left is also known not to have arrived: it may be sent again."""
    in_vain: dict[int, datetime] = {}
    for some in portions(message_ids):
        query = select(MessageEvent.message_id, MessageEvent.state, MessageEvent.at).where(
            MessageEvent.message_id.in_(some),
            MessageEvent.state.in_([MessageState.SENT, MessageState.FAILED]),
        )
        sent: dict[int, datetime] = {}
        for message_id, state, at in session.execute(query.order_by(MessageEvent.id)):
            if state is MessageState.SENT:
                sent[message_id] = at
            elif message_id in sent:
                in_vain[message_id] = sent[message_id] + _NOTED_WITHIN
    return in_vain


def _occasions(session: Session, messages: Sequence[Message]) -> dict[int, str]:
    match_ids = [each.match_id for each in messages if each.match_id is not None]
    query = select(RuleMatch.id, RuleMatch.occurrence).where(RuleMatch.id.in_(match_ids))
    return dict(iter(session.execute(query))) if match_ids else {}


def _occasion_name(message: Message, occasions: Mapping[int, str]) -> tuple[str, ...]:
    occurrence = occasions.get(message.match_id or 0, "")
    if not occurrence or _BY_ROW.fullmatch(occurrence):
        return ()
    parts = (
        message.rule_id,
        message.template_id,
        message.client_id,
        occurrence,
        message.recipient.value,
        message.recipient_id,
        message.channel.value,
        message.to_address,
    )
    return ("\n".join(map(str, parts)),)
