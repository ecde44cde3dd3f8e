"""What waits for somebody on the staff goes to the address this person has when it leaves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

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
    theirs = [
        row
        for row in rows
        if row.recipient is RecipientKind.STAFF
        and row.match_id is not None
        and row.channel in {Channel.EMAIL, Channel.SMS}
    ]
    if not theirs:
        return
    query = select(Staff.id, Staff.email, Staff.phone).where(
        Staff.id.in_({row.recipient_id for row in theirs})
    )
    known = {
        staff_id: {Channel.EMAIL: email, Channel.SMS: phone}
        for staff_id, email, phone in work.session.execute(query)
    }
    typed = select(MessageEvent.message_id).where(
        MessageEvent.message_id.in_([row.id for row in theirs]),
        MessageEvent.text.like(_TYPED),
    )
    kept = set(work.session.scalars(typed))
    for row in theirs:
        address = known.get(row.recipient_id, {}).get(row.channel)
        if address and address != row.to_address and row.id not in kept:
            row.to_address = address
            work.session.flush()
            add_event(work, actor, row.id, row.state, _FOLLOWS)
