"""A server that takes nothing at all is left alone for a while: its trouble costs no message a try."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.message import ChannelPause, Message
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.locking import lock_in_order
from fitnesscrm_desktop.services.messaging.outbox_results import Pause
from fitnesscrm_desktop.services.messaging.rules import is_paused, server_pause
from fitnesscrm_desktop.services.messaging.waiting import WaitReason
from fitnesscrm_desktop.services.messaging.ways import Outgoing

_AS_IT_IS = {"synchronize_session": False}


def standing_pauses(session: Session, now: datetime) -> tuple[Pause, ...]:
    """The ways that are paused now."""
    rows = session.scalars(select(ChannelPause).order_by(ChannelPause.channel))
    return tuple(Pause(row.channel, row.until, row.text) for row in rows if is_paused(row.until, now))


def standing_pause(session: Session, channel: Channel, now: datetime) -> Pause | None:
    """The pause of a *channel*; None: its server may be asked."""
    return next((each for each in standing_pauses(session, now) if each.channel is channel), None)


def pause_channel(work: Work, channel: Channel, text: str) -> int:
    """Leave the server alone for a while, longer each time; how often in a row it has come to that.

    Whoever asks for this has called ``one_at_a_time`` first: another PC may find out the same.
    """
    say_on_waiting(work, channel, text)
    row = work.session.get(ChannelPause, channel, with_for_update=True)
    if row is None:
        row = ChannelPause(channel=channel, times=0, until=work.now)
        work.session.add(row)
    if not is_paused(row.until, work.now):
        row.times += 1
    row.until = work.now + server_pause(row.times)
    row.text = shortened(text, TEXT_LENGTH)
    work.session.flush()
    work.record(MessagesChanged())
    return row.times


def lift_pauses(work: Work, channels: Iterable[Channel]) -> None:
    """The server has answered, or a person wants it to be asked now."""
    statement = delete(ChannelPause).where(ChannelPause.channel.in_(list(channels)))
    work.session.execute(statement, execution_options=_AS_IT_IS)


def say_on_waiting(work: Work, channel: Channel, text: str, *, for_good: bool = False) -> None:
    """Messages that cannot leave say why; no try is counted.

    What has waited for room, or for the morning, keeps that as its reason: by it nobody overtakes it. Where
    nothing may ever leave (*for_good*) it gives its place up, or it would hold up what leaves another way.

    What somebody else is changing at this moment is left out: nobody waits for a sentence.
    """
    said = shortened(text, TEXT_LENGTH)
    places = [] if for_good else list(WaitReason)
    waiting = (
        Message.state == MessageState.APPROVED,
        Message.channel == channel,
        Message.outcome.not_in([said, *places]),
        Message.send_at <= work.now,
    )
    for some in lock_in_order(work.session, *waiting, skip_locked=True):
        statement = update(Message).where(Message.id.in_(some)).values(outcome=said)
        work.session.execute(statement, execution_options=_AS_IT_IS)


def let_others_go_first(work: Work, message_id: int) -> None:
    """A message that its server turns away for now is asked for last, or it would stop all others."""
    statement = (
        update(Message)
        .where(Message.id == message_id, Message.state == MessageState.APPROVED)
        .values(send_at=work.now, version=Message.version + 1)
    )
    work.session.execute(statement, execution_options=_AS_IT_IS)


def take_back_tries(work: Work, tried: Sequence[Outgoing]) -> None:
    """It was the server's trouble: these stand as they stood before they were tried."""
    for message in tried:
        statement = (
            update(Message)
            .where(
                Message.id == message.id,
                Message.state == MessageState.APPROVED,
                Message.tries == message.tries + 1,
            )
            .values(
                tries=message.tries,
                send_at=message.due,
                outcome=message.outcome,
                version=Message.version + 1,
            )
        )
        work.session.execute(statement, execution_options=_AS_IT_IS)
