"""How many approved messages wait, for what, and until when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MessageState
from fitnesscrm_desktop.services.messaging.outbox_results import Waits, WaitsFor
from fitnesscrm_desktop.services.messaging.pauses import standing_pauses
from fitnesscrm_desktop.services.messaging.rules import BY_ITSELF
from fitnesscrm_desktop.services.messaging.waiting import WaitReason

_ORDER = tuple(WaitsFor)


def waiting_counts(session: Session, now: datetime) -> tuple[Waits, ...]:
    """What keeps messages from going out now, a server that is away first."""
    found = [*_for_servers(session, now), *_for_a_moment(session, now)]
    return tuple(sorted(found, key=lambda each: (_ORDER.index(each.what), each.until)))


def _for_servers(session: Session, now: datetime) -> list[Waits]:
    pauses = {each.channel: each for each in standing_pauses(session, now)}
    if not pauses:
        return []
    query = (
        select(Message.channel, func.count())
        .where(
            Message.state == MessageState.APPROVED,
            Message.send_at <= now,
            Message.channel.in_(list(pauses)),
        )
        .group_by(Message.channel)
    )
    return [
        Waits(WaitsFor.SERVER, channel, number, pauses[channel].until, pauses[channel].text)
        for channel, number in session.execute(query)
    ]


def _for_a_moment(session: Session, now: datetime) -> list[Waits]:
    reasons = {reason.value: reason.value for reason in WaitReason}
    what = case(reasons, value=Message.outcome, else_=WaitsFor.NEXT_TRY.value)
    query = (
        select(what, Message.channel, func.count(), func.min(Message.send_at))
        .where(
            Message.state == MessageState.APPROVED,
            Message.send_at > now,
            Message.channel.in_(BY_ITSELF),
        )
        .group_by(what, Message.channel)
    )
    return [
        Waits(WaitsFor(word), channel, number, until)
        for word, channel, number, until in session.execute(query)
    ]
