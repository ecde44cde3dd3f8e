"""Puts messages into the outbox, inside the transaction of whoever has a reason to write."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH
from fitnesscrm_desktop.models.message import Message, MessageEvent, MessagingSettings
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import UNWANTED, one_line, paragraphs
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.approved_files import files_of
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.results import Composed, Recipient
from fitnesscrm_desktop.services.messaging.rules import AT_ONCE

LONGEST_TEXT = 20_000
LONGEST_SMS = 1530
"""Ten parts."""
LONGEST_HTML = 200_000
_NO_DOMAIN = "fitnesscrm.invalid"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message comes from: a rule's match, or a person."""

    match_id: int | None = None
    rule_id: int | None = None
    staff_id: int | None = None
    actor: str = "automatic"
    key: str = ""
    """Of a message written by hand, so that it is stored once; hexadecimal."""


def queue_message(
    work: Work,
    composed: Composed,
    origin: Origin,
    *,
    approved_by: str = "",
    good_until: datetime | None = None,
) -> int:
    """Store a message as a draft or, if somebody has *approved* it (a rule's name, a person's), ready to go.

    A person may edit its words, and the program writes them anew when what they tell is changed.
    Raises ``RuleBroken`` for texts that are too long or hold nothing.
    """
    text, html = checked_text(composed.channel, composed.text), checked_html(composed.html)
    state = MessageState.APPROVED if approved_by else MessageState.DRAFT
    domain, price = _settings(work.session)
    to_name, to_address = reader_lines(composed.recipient)
    message = Message(
        match_id=origin.match_id,
        rule_id=origin.rule_id,
        template_id=composed.template_id,
        client_id=composed.client_id,
        recipient=composed.recipient.kind,
        recipient_id=composed.recipient.id,
        to_name=to_name,
        to_address=to_address,
        channel=composed.channel,
        purpose=composed.purpose,
        language=composed.language,
        subject=checked_subject(composed.channel, composed.subject),
        text=text,
        html=html,
        state=state,
        created_at=work.now,
        staff_id=origin.staff_id,
        approved_at=work.now if approved_by else None,
        approved_by=approved_by,
        send_at=AT_ONCE if approved_by else None,
        good_until=good_until,
        wire_id=_wire_id(origin.key or uuid.uuid4().hex, domain),
        parts=composed.parts,
        cost=composed.parts * price if composed.channel is Channel.SMS else 0,
    )
    if approved_by:
        message.files_seal = files_of(work.session).seal(work.session, message)
    work.session.add(message)
    work.session.flush()
    actor = approved_by or origin.actor
    event = MessageEvent(message_id=message.id, at=work.really_now, state=state, actor=actor)
    work.session.add(event)
    work.record(MessagesChanged())
    return message.id


def reader_lines(reader: Recipient) -> tuple[str, str]:
    """Name and address as a message keeps them."""
    return one_line(reader.name, 2 * NAME_LENGTH + 1), paragraphs(reader.address, TEXT_LENGTH)


def put_words(session: Session, message: Message, composed: Composed) -> None:
    """Let *message* say what was composed anew. Raises ``RuleBroken`` for texts that cannot be sent."""
    _, price = _settings(session)
    message.subject = checked_subject(message.channel, composed.subject)
    message.text, message.html = checked_text(message.channel, composed.text), checked_html(composed.html)
    message.language, message.parts = composed.language, composed.parts
    message.cost = composed.parts * price if message.channel is Channel.SMS else 0


def wire_id_of(session: Session, key: str) -> str:
    """The Message-ID of the message with this key."""
    return _wire_id(key, _settings(session)[0])


def _wire_id(key: str, domain: str) -> str:
    return f"<fitnesscrm.{key}@{domain}>"


def checked_subject(channel: Channel, subject: str) -> str:
    """The subject in one line. Raises ``RuleBroken``."""
    needed = "An e-mail needs a subject." if channel is Channel.EMAIL else ""
    return one_line(subject, SHORT_TEXT, needed=needed)


def checked_text(channel: Channel, text: str) -> str:
    """The words as they go out. Raises ``RuleBroken``."""
    longest = LONGEST_SMS if channel is Channel.SMS else LONGEST_TEXT
    if len(text) > longest:
        raise RuleBroken(f"The text is longer than {longest} characters. Shorten it.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = "\n".join(UNWANTED.sub(" ", line).rstrip() for line in lines).strip("\n")
    if not kept.strip():
        raise RuleBroken("There is no text in this message.")
    return kept


def checked_html(html: str) -> str:
    """The formatted words. Raises ``RuleBroken``."""
    if len(html) > LONGEST_HTML:
        raise RuleBroken(f"The formatted text is longer than {LONGEST_HTML} characters. Shorten it.")
    return "\n".join(UNWANTED.sub(" ", line) for line in html.splitlines())


def _settings(session: Session) -> tuple[str, int]:
    """The domain that e-mail comes from, and the price of a part of a text message."""
    found = session.execute(select(MessagingSettings.from_address, MessagingSettings.sms_price)).first()
    if found is None:
        return _NO_DOMAIN, 0
    domain = found.from_address.rpartition("@")[2]
    ascii_domain = domain.encode("idna").decode("ascii") if domain else _NO_DOMAIN
    return ascii_domain, found.sms_price
