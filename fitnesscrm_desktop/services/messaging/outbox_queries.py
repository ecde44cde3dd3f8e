"""Looks into the outbox: pages, one message whole, how many stand where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.message import Message, MessageEvent, SmsReceipt, TemplateAttachment
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.clients.names import full_name
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.core.paging import Cursor, Page, keyset_page
from fitnesscrm_desktop.services.messaging.outbox_results import OutboxCounts, WayState, Which
from fitnesscrm_desktop.services.messaging.results import AttachmentRow, EventRow, MessageDetail, MessageRow
from fitnesscrm_desktop.services.messaging.rules import AT_ONCE, BY_ITSELF
from fitnesscrm_desktop.services.messaging.waiting_counts import waiting_counts

_FIRST_LINE = 200
_DAY = timedelta(hours=25)
"""The longest there is; what a clock that was ahead has sent is not of today."""
_STATES = {
    Which.DRAFT: (MessageState.DRAFT,),
    Which.READY: (MessageState.APPROVED, MessageState.SENDING),
    Which.FAILED: (MessageState.FAILED,),
    Which.ENDED: (MessageState.DROPPED, MessageState.TOO_LATE),
}
"""Few rows each, found by the index of states; what was sent is found by walking back from the newest."""


def message_page(
    session: Session,
    which: Which,
    *,
    client_id: int | None,
    rule_id: int | None,
    after: Cursor | None,
    limit: int,
) -> Page[MessageRow]:
    """At most *limit* messages behind *after*, the newest first."""
    query = _rows()
    if client_id is not None:
        query = query.where(Message.client_id == client_id)
    if rule_id is not None:
        query = query.where(Message.rule_id == rule_id)
    if (wanted := _wanted(which)) is not None:
        query = query.where(wanted)
    return keyset_page(
        session, query, keys=[Message.id], after=after, limit=limit, make=_row, descending=True
    )


def message_ids(
    session: Session, which: Which, *, client_id: int | None, rule_id: int | None
) -> tuple[int, ...]:
    """The ids of all these messages, the oldest first."""
    query = select(Message.id).order_by(Message.id)
    if client_id is not None:
        query = query.where(Message.client_id == client_id)
    if rule_id is not None:
        query = query.where(Message.rule_id == rule_id)
    if (wanted := _wanted(which)) is not None:
        query = query.where(wanted)
    return tuple(session.scalars(query))


def _wanted(which: Which) -> ColumnElement[bool] | None:
    if which is Which.ALL:
        return None
    if which is Which.SENT:
        word = type_coerce(Message.state, String)
        return word.concat("") == MessageState.SENT.value  # no index: nearly all rows are
    return Message.state.in_(_STATES[which])


def _rows() -> Select[Message, Client, str, str, SmsReceipt]:
    """Every message with its client, the name of its rule, and who wrote it."""
    return (
        select(Message, Client, Rule.name, Staff.name, SmsReceipt)
        .outerjoin(Client, Client.id == Message.client_id)
        .outerjoin(Rule, Rule.id == Message.rule_id)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .outerjoin(SmsReceipt, SmsReceipt.message_id == Message.id)
    )


def _row(found: Any) -> MessageRow:
    """The parts of ``_rows``; a page adds its keys behind them."""
    message: Message = found[0]
    client: Client | None = found[1]
    rule_name: str | None = found[2]
    writer: str | None = found[3]
    receipt: SmsReceipt | None = found[4]
    first = next((line.strip() for line in message.text.splitlines() if line.strip()), "")
    return MessageRow(
        id=message.id,
        client_id=message.client_id,
        client_name="" if client is None else full_name(client.first_name, client.last_name),
        to_name=message.to_name,
        to_address=message.to_address,
        channel=message.channel,
        purpose=message.purpose,
        subject=message.subject,
        first_line=first[:_FIRST_LINE],
        state=message.state,
        rule_id=message.rule_id,
        rule_name=rule_name or "",
        writer=writer or "",
        created_at=message.created_at,
        send_at=None if message.send_at == AT_ONCE else message.send_at,
        sent_at=message.sent_at,
        outcome=message.outcome,
        tries=message.tries,
        perhaps_twice=message.perhaps_twice,
        version=message.version,
        receipt=None if receipt is None else receipt.state,
        receipt_text="" if receipt is None else receipt.text,
    )


def message_detail(session: Session, message_id: int) -> MessageDetail:
    """One message whole. Raises ``NotFound``."""
    found = session.execute(_rows().where(Message.id == message_id)).first()
    if found is None:
        raise NotFound("There is no such message.")
    message: Message = found[0]
    events = session.scalars(
        select(MessageEvent).where(MessageEvent.message_id == message_id).order_by(MessageEvent.id)
    )
    return MessageDetail(
        row=_row(found),
        text=message.text,
        html=message.html,
        language=message.language,
        events=tuple(EventRow(each.at, each.state, each.text, each.actor) for each in events),
        approved_by=message.approved_by,
        attachments=_attachments(session, message),
    )


def _attachments(session: Session, message: Message) -> tuple[AttachmentRow, ...]:
    if message.template_id is None or message.channel is not Channel.EMAIL:
        return ()
    row = TemplateAttachment
    query = (
        select(row.id, row.file_name, row.content_type, func.length(row.content))
        .where(row.template_id == message.template_id)
        .order_by(row.id)
    )
    return tuple(AttachmentRow(*each) for each in session.execute(query))


def outbox_counts(
    session: Session, now: datetime, day_began: datetime, mail: WayState, sms: WayState
) -> OutboxCounts:
    """How many messages stand where, and what those that are approved wait for."""
    open_states = [
        MessageState.DRAFT,
        MessageState.APPROVED,
        MessageState.SENDING,
        MessageState.FAILED,
    ]
    query = (
        select(Message.state, Message.channel, func.count())
        .where(Message.state.in_(open_states))
        .group_by(Message.state, Message.channel)
    )
    by_state = dict.fromkeys(open_states, 0)
    to_hand_over = 0
    for state, channel, count in session.execute(query):
        by_state[state] += count
        if state is MessageState.APPROVED and channel not in BY_ITSELF:
            to_hand_over += count
    sent_today = session.scalar(
        select(func.count()).where(
            Message.state == MessageState.SENT,
            Message.send_at >= day_began,
            Message.send_at < day_began + _DAY,
        )
    )
    return OutboxCounts(
        draft=by_state[MessageState.DRAFT],
        approved=by_state[MessageState.APPROVED] + by_state[MessageState.SENDING] - to_hand_over,
        sending=by_state[MessageState.SENDING],
        to_hand_over=to_hand_over,
        failed=by_state[MessageState.FAILED],
        sent_today=sent_today or 0,
        mail=mail,
        sms=sms,
        waits=waiting_counts(session, now),
    )


def any_waits_because_of(session: Session, outcomes: Sequence[str]) -> bool:
    """Whether a message waits for another try after one of these outcomes."""
    query = select(literal(1)).where(
        Message.state == MessageState.APPROVED, Message.tries > 0, Message.outcome.in_(outcomes)
    )
    return session.execute(query.limit(1)).first() is not None


def letters_waiting(session: Session) -> int:
    """How many letters are approved and not in the post."""
    query = select(func.count()).where(
        Message.state == MessageState.APPROVED, Message.channel == Channel.LETTER
    )
    return session.scalar(query) or 0
