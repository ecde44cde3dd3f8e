"""Who is sending which message: claims, what came of them, and claims of those who are gone.

A claim is stored before the server is spoken to, its result right after the server's answer. So a message is
sent twice only if the program ends between the two, and then this is known. Of one claim the messages are
sent in the order of ``send_at`` and ``id``: when its owner is gone, only the first that is left can have been
on its way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, literal, null, select, true, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import Channel, MessageState, RecipientKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import is_made_up, real_now
from fitnesscrm_desktop.services.core.prepared import Prepared
from fitnesscrm_desktop.services.core.shared_clock import shared_now
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.messaging.approved_files import Attachments
from fitnesscrm_desktop.services.messaging.claim_owners import is_held, is_left
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.locking import lock_in_order
from fitnesscrm_desktop.services.messaging.rules import CLAIM_LASTS, claim_is_stale, deadline
from fitnesscrm_desktop.services.messaging.ways import Outgoing

BATCH = 50
_A_MINUTE = timedelta(minutes=1)
_TABLE = cast("Table", Message.__table__)

_NOTE = Prepared(
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("of_id"), _TABLE.c.claim == bindparam("of_claim"))
    .values(
        state=bindparam("new_state"),
        send_at=bindparam("new_send_at"),
        sent_at=bindparam("new_sent_at"),
        outcome=bindparam("new_outcome"),
        tries=bindparam("new_tries"),
        perhaps_twice=bindparam("new_perhaps_twice"),
        claim="",
        claimed_at=null(),
        version=_TABLE.c.version + 1,
    )
    .returning(_TABLE.c.id)
)
"""Prepared, as is the event: it comes with every message that is sent."""
_EVENT = Prepared(
    insert(cast("Table", MessageEvent.__table__)).inline(),
    columns=("message_id", "at", "state", "text", "actor"),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Some messages that nobody else sends now."""

    name: str
    at: datetime
    """By the clock of this PC, which others do not see."""
    messages: tuple[Outgoing, ...]


def due_messages(core: Core, work: Work, channel: Channel, limit: int = BATCH) -> list[Message]:
    """The next messages of a channel, locked; those that another program has locked are its own.

    Whoever acts as if it were another moment does not see what was not written by then.
    """
    now = work.now
    this_minute = now.replace(second=0, microsecond=0)
    there = Message.created_at < this_minute + _A_MINUTE if is_made_up(core.clock) else true()
    query = (
        select(Message)
        .where(
            Message.state == MessageState.APPROVED, Message.send_at <= now, Message.channel == channel, there
        )
        .order_by(Message.send_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(work.session.scalars(query))


def claim_messages(core: Core, work: Work, name: str, rows: Sequence[Message], files: Attachments) -> Claim:
    """Make *rows* this program's own under a *name*; they are locked already."""
    claimed_at = shared_now(core, work)
    for row in rows:
        row.state, row.claim, row.claimed_at = MessageState.SENDING, name, claimed_at
    work.session.flush()
    return Claim(name, real_now(core.clock), tuple(_outgoing(work, row, files) for row in rows))


def _outgoing(work: Work, row: Message, files: Attachments) -> Outgoing:
    return Outgoing(
        id=row.id,
        channel=row.channel,
        to_name=row.to_name,
        to_address=row.to_address,
        subject=row.subject,
        text=row.text,
        html=row.html,
        wire_id=row.wire_id,
        tries=row.tries,
        deadline=deadline(row.good_until, row.approved_at, work.now),
        by_rule=row.rule_id is not None,
        to_client=row.recipient is RecipientKind.CLIENT,
        attachments=files.of(work.session, row.template_id) if row.channel is Channel.EMAIL else (),
        due=row.send_at,
        outcome=row.outcome,
        retried_blind=row.perhaps_twice,
    )


@dataclass(frozen=True, slots=True)
class Note:
    """What came of one try, as it is stored."""

    state: MessageState
    send_at: datetime | None
    outcome: str
    tries: int
    perhaps_twice: bool = False

    def store(self, work: Work, actor: Actor, claim: str, message_id: int) -> bool:
        """Whether the message was still ours; else somebody else has taken it over, and this is void."""
        outcome = shortened(self.outcome, TEXT_LENGTH)
        values: Mapping[str, Any] = {
            "of_id": message_id,
            "of_claim": claim,
            "new_state": self.state,
            "new_send_at": self.send_at,
            "new_sent_at": work.really_now if self.state is MessageState.SENT else None,
            "new_outcome": outcome,
            "new_tries": self.tries,
            "new_perhaps_twice": self.perhaps_twice,
        }
        if _NOTE.row(work.connection, values) is None:
            return False
        add_event(work, actor, message_id, self.state, outcome)
        return True


def add_event(work: Work, actor: Actor, message_id: int, state: MessageState, text: str = "") -> None:
    """Write down what happened to a message."""
    values = {
        "message_id": message_id,
        "at": work.really_now if state is MessageState.SENT else work.now,
        "state": state,
        "text": shortened(text, TEXT_LENGTH),
        "actor": actor.name,
    }
    _EVENT.rows(work.connection, values)


def give_back(work: Work, claim: str, message_ids: Iterable[int]) -> None:
    """Let go of messages that were claimed and not begun."""
    ours = Message.id.in_(list(message_ids)), Message.claim == claim
    for some in lock_in_order(work.session, *ours):
        statement = (
            update(Message)
            .where(Message.id.in_(some))
            .values(state=MessageState.APPROVED, claim="", claimed_at=None, version=Message.version + 1)
        )
        work.session.execute(statement, execution_options={"synchronize_session": False})


def take_over(core: Core, work: Work, actor: Actor) -> int:
    """Give messages of those who are gone back to everybody; how many.

    Who has ended on this PC is gone at once, who is elsewhere when the time of the claim is over.

    The first that was left of each claim may have been sent: it is marked, keeps its Message-ID and is sent
    again.
    """
    query = (
        select(Message)
        .where(Message.state == MessageState.SENDING)
        .order_by(Message.claim, Message.send_at, Message.id)
        .with_for_update(skip_locked=True)
    )
    now = shared_now(core, work)
    rows = work.session.scalars(query).all()
    claims = {row.claim for row in rows}
    left = {claim for claim in claims if is_left(claim)}
    old = [row for row in rows if row.claim in left or claim_is_stale(row.claimed_at, now)]
    held = {claim for claim in claims - left if is_held(claim)}
    stale = [row for row in old if row.claim not in held]
    seen: set[str] = set()
    for row in stale:
        text = ""
        if row.claim not in seen:
            row.perhaps_twice, row.tries = True, row.tries + 1
            text = "The program ended while this was being sent. It is sent once more, perhaps twice in all."
            row.outcome = text
        seen.add(row.claim)
        row.state, row.claim, row.claimed_at = MessageState.APPROVED, "", None
        work.session.flush()
        if text:
            add_event(work, actor, row.id, MessageState.APPROVED, text)
    if stale:
        work.record(MessagesChanged())
    return len(stale)


def anything_to_do(session: Session, now: datetime) -> bool:
    """Whether a round of sending would find something; asked before a transaction is begun."""
    sending = select(literal(1)).where(Message.state == MessageState.SENDING)
    due = select(literal(1)).where(Message.state == MessageState.APPROVED, Message.send_at <= now)
    return any(session.execute(each.limit(1)).first() is not None for each in (due, sending))


__all__ = ["BATCH", "CLAIM_LASTS", "Claim", "Note", "claim_messages", "due_messages"]
