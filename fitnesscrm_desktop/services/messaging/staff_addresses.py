"""What waits for somebody on the staff goes to the address this person has when it leaves, or to none."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Channel, RecipientKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.claims import add_event

_TYPED = "Changed: %to_address%"
_FOLLOWS = "It goes to the address its reader has now."


def readdress_staff(work: Work, actor: Actor, rows: Sequence[Message]) -> None:
    """Let those of *rows*, locked already, follow a new address; one that somebody has typed stays."""
    for row, address in _today(work.session, rows):
        if address not in {"", row.to_address}:
            row.to_address = address
            work.session.flush()
            add_event(work, actor, row.id, row.state, _FOLLOWS)


def without_address(session: Session, messages: Sequence[Message]) -> set[int]:
    """Those of *messages* of rules whose reader on the staff had an address, and has none any more."""
    return {message.id for message, address in _today(session, messages) if not address}


def _today(session: Session, messages: Sequence[Message]) -> list[tuple[Message, str]]:
    """Messages of rules to the staff, and the address each reader has now; without those with a typed one."""
    theirs = [
        each
        for each in messages
        if each.recipient is RecipientKind.STAFF
        and each.match_id is not None
        and each.channel in {Channel.EMAIL, Channel.SMS}
    ]
    if not theirs:
        return []
    query = select(Staff.id, Staff.email, Staff.phone).where(
        Staff.id.in_({each.recipient_id for each in theirs})
    )
    known = {
        (staff_id, channel): address or ""
        for staff_id, email, phone in session.execute(query)
        for channel, address in ((Channel.EMAIL, email), (Channel.SMS, phone))
    }
    typed = select(MessageEvent.message_id).where(
        MessageEvent.message_id.in_([each.id for each in theirs]),
        MessageEvent.text.like(_TYPED),
    )
    kept = set(session.scalars(typed))
    return [
        (each, known.get((each.recipient_id, each.channel), "")) for each in theirs if each.id not in kept
    ]
