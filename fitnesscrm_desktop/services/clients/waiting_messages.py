"""What waits in the outbox goes along when a client's address changes, or when two records become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import Channel, MessageState, RecipientKind
from fitnesscrm_desktop.services.clients.contact import postal_lines
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work

MERGED = "merged"
"""Stable words for why a message was dropped."""
NO_ADDRESS = "no_address"
POST = "post"
CHANNELS = {"email": (Channel.EMAIL,), "phone": (Channel.SMS, Channel.COPY), POST: (Channel.LETTER,)}
"""Which messages go to which address of a client: a field, or the lines of the postal address."""
_WAITING = (MessageState.DRAFT, MessageState.APPROVED)
_FOLLOWS = (*_WAITING, MessageState.FAILED)
_ON_ITS_WAY = (MessageState.SENDING, MessageState.SENT)
READDRESSED = "Changed: to_address"


def readdress(work: Work, actor: Actor, client_id: int, field: str, old: str, new: str) -> None:
    """Let what waits for the *old* address of a client go to the *new* one; without one, drop it.

    So does what has failed and may be tried again; that is not dropped. An address that somebody has typed
    into a message is another one, and stays.
    """
    if not old or old == new:
        return
    to_old = (Message.channel.in_(CHANNELS[field]), Message.to_address == old)
    for message in _locked(work, *_to_client(client_id), *to_old, states=_FOLLOWS):
        if message.state is MessageState.FAILED and not new:
            continue
        if new or message.channel is Channel.COPY:  # a copy needs no address: somebody passes it on
            message.to_address = new
            _tell(work, actor, message, READDRESSED)
        else:
            _drop(work, actor, message, NO_ADDRESS)
    work.session.flush()


def rename(work: Work, client_id: int, old: str, new: str) -> None:
    """Let what waits name its reader as the client is called now."""
    if old != new:
        for message in _locked(work, *_to_client(client_id), Message.to_name == old, states=_FOLLOWS):
            message.to_name = new
        work.session.flush()


def address_of(client: Client, field: str) -> str:
    """Where messages of these channels go to; empty for nowhere."""
    return postal_lines(client) if field == POST else getattr(client, field) or ""


def join_waiting(work: Work, actor: Actor, keep: Client, other: Client) -> None:
    """Before *other* becomes part of *keep*: nobody is told twice, what waits goes to the kept address.

    All that moves, or may be dropped, is locked first, in the order in which everybody does.
    """
    of_other = or_(Message.client_id == other.id, and_(*_to_client(other.id)))
    waits_for_kept = and_(Message.client_id == keep.id, Message.state.in_(_WAITING))
    ids = select(Message.id).where(or_(of_other, waits_for_kept)).order_by(Message.id)
    work.session.execute(ids.with_for_update())
    for message in _locked(work, Message.id.in_(_told_twice(work, keep, other))):
        _drop(work, actor, message, MERGED)
    work.session.flush()
    for field in CHANNELS:
        mine, theirs = address_of(keep, field), address_of(other, field)
        if mine and theirs:
            readdress(work, actor, other.id, field, theirs, mine)


def _told_twice(work: Work, keep: Client, other: Client) -> list[int]:
    """Of messages of one rule about one occasion those of *other*, unless these have left already."""
    rows = work.session.execute(
        select(Message.id, Message.client_id, Message.state, RuleMatch.rule_id, RuleMatch.occurrence)
        .join(RuleMatch, RuleMatch.id == Message.match_id)
        .where(Message.client_id.in_([keep.id, other.id]), Message.state.in_([*_WAITING, *_ON_ITS_WAY]))
    )
    found: dict[tuple[int, str], dict[int, dict[int, MessageState]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        found[row.rule_id, row.occurrence][row.client_id or 0][row.id] = row.state
    twice: list[int] = []
    for of_both in found.values():
        mine, theirs = of_both[keep.id], of_both[other.id]
        if mine and theirs:
            twice += mine if _has_left(theirs.values()) and not _has_left(mine.values()) else theirs
    return twice


def _has_left(states: Iterable[MessageState]) -> bool:
    return any(state in _ON_ITS_WAY for state in states)


def _to_client(client_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Message.recipient == RecipientKind.CLIENT, Message.recipient_id == client_id)


def _locked(
    work: Work, *where: ColumnElement[bool], states: Sequence[MessageState] = _WAITING
) -> list[Message]:
    """Messages that wait, so that nobody sends them meanwhile."""
    query = select(Message).where(Message.state.in_(states), *where).order_by(Message.id)
    return list(work.session.scalars(query.with_for_update().execution_options(populate_existing=True)))


def _drop(work: Work, actor: Actor, message: Message, reason: str) -> None:
    message.state, message.outcome = MessageState.DROPPED, reason
    _tell(work, actor, message, reason)


def _tell(work: Work, actor: Actor, message: Message, text: str) -> None:
    event = MessageEvent(message_id=message.id, at=work.now, state=message.state, text=text, actor=actor.name)
    work.session.add(event)
