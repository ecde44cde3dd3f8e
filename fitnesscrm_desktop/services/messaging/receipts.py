"""Asks the gateway later what became of text messages it took, with growing pauses and an end."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.message import Message, SmsReceipt
from fitnesscrm_desktop.models.values import Channel, MessageState, Receipt
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.messaging.claims import add_event
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.rules import next_question
from fitnesscrm_desktop.services.messaging.sms import SmsWay
from fitnesscrm_desktop.services.messaging.sms_status import Told
from fitnesscrm_desktop.services.messaging.ways import Blocked, Way, WayClosed

log = logging.getLogger(__name__)

MOST_IN_A_ROUND = 50
ASKING_LASTS = 30.0
"""Seconds after which a round asks nothing more."""
OpenWay = Callable[[Channel, threading.Event], Way | Blocked]


@dataclass(frozen=True, slots=True)
class Question:
    """What became of the try that the gateway calls so."""

    message_id: int
    gateway_id: str


def keep_receipt(work: Work, message_id: int, gateway_id: str) -> None:
    """The gateway has taken a message, and can be asked about it."""
    receipt = SmsReceipt(
        message_id=message_id,
        gateway_id=gateway_id,
        state=Receipt.ON_THE_WAY,
        text="",
        asked=0,
        ask_at=next_question(0, work.now),
    )
    work.session.merge(receipt)
    work.session.flush()


def ask_receipts(core: Core, actor: Actor, open_way: OpenWay, stop: threading.Event) -> int:
    """Ask about messages whose turn it is; of how many the end is known now."""
    with core.read() as session:
        questions = _due(session, core.clock.now())
    if not questions:
        return 0
    way = open_way(Channel.SMS, stop)
    if isinstance(way, Blocked):
        return 0
    begun, ended = time.monotonic(), 0
    with closing(way):
        for question in questions:
            if stop.is_set() or time.monotonic() - begun >= ASKING_LASTS or not isinstance(way, SmsWay):
                break
            try:
                told = way.ask(question.gateway_id)
            except WayClosed as closed:
                log.info("the gateway could not be asked what became of a message: %s", closed.text)
                told = None
            with core.write() as work:
                ended += note_told(work, actor, question, told)
            if told is None:
                break
    return ended


def _due(session: Session, now: datetime) -> Sequence[Question]:
    query = (
        select(SmsReceipt.message_id, SmsReceipt.gateway_id)
        .where(SmsReceipt.ask_at <= now)
        .order_by(SmsReceipt.ask_at, SmsReceipt.message_id)
        .limit(MOST_IN_A_ROUND)
    )
    return [Question(*row) for row in session.execute(query)]


def note_told(work: Work, actor: Actor, question: Question, told: Told | None) -> bool:
    """Whether this is the end of it."""
    message = work.session.get(Message, question.message_id, with_for_update=True)
    row = work.session.get(SmsReceipt, question.message_id, with_for_update=True)
    if message is None or row is None or row.ask_at is None:  # another PC has asked meanwhile
        return False
    if row.gateway_id != question.gateway_id:  # somebody has tried again meanwhile
        return False
    row.asked += 1
    row.ask_at = next_question(row.asked, work.now)
    if told is not None:
        row.state, row.text = told.state, shortened(told.text, TEXT_LENGTH)
    if row.state is Receipt.ON_THE_WAY and row.ask_at is None:
        row.state = Receipt.UNKNOWN
    ended = row.state is not Receipt.ON_THE_WAY
    if ended:
        row.ask_at = None
    if row.state is Receipt.UNDELIVERED and message.state is MessageState.SENT:
        message.state, message.sent_at, message.send_at = MessageState.FAILED, None, work.now
        message.outcome = row.text
    work.session.flush()
    if ended:
        add_event(work, actor, row.message_id, message.state, _sentence(row.state, row.text))
        work.record(MessagesChanged())
    return ended


def _sentence(state: Receipt, text: str) -> str:
    if state is Receipt.DELIVERED:
        return "The gateway says that it was delivered."
    if state is Receipt.UNDELIVERED:
        return f"Not delivered. The gateway says: {text}"
    return "The gateway never said whether it was delivered, and is not asked any more."
