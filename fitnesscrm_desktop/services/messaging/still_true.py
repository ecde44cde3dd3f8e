"""Looks, right before a message goes out, whether what it says still holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.client import Client, Consent
from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import (
    Audience,
    Channel,
    ConsentKind,
    MessageState,
    Purpose,
    RecipientKind,
)
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.clients.rules import is_minor
from fitnesscrm_desktop.services.messaging.holding import RULE_CHANGED
from fitnesscrm_desktop.services.messaging.results import SkipReason
from fitnesscrm_desktop.services.messaging.right_reader import read_by_others
from fitnesscrm_desktop.services.messaging.settled import settled
from fitnesscrm_desktop.services.messaging.staff_addresses import without_address

_CONSENT_OF = {Channel.EMAIL: ConsentKind.EMAIL, Channel.SMS: ConsentKind.SMS}

_ASKED_AGAIN = ((MessageState.DROPPED, SkipReason.UNMET.value), (MessageState.DRAFT, RULE_CHANGED))
"""After these only a person lets a message go out."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is known of the clients that rules write to, or about."""

    archived: bool
    blocked: bool
    born: date | None
    payer_id: int | None


Unmet = Callable[[Session, Sequence[Message], date], set[int]]
"""Those of some messages of rules whose clients do not meet the conditions of the rule today."""


def no_longer_true(
    session: Session, messages: Sequence[Message], today: date, adult_age: int, unmet: Unmet
) -> dict[int, str]:
    """Messages that must not be sent any more, and the stable word for why.

    Who has said no meanwhile gets nothing more, whoever wrote it; of what rules have written, nothing goes to
    who is blocked, turned out to be a child, does not pay for the client any more, has left the staff or has
    no address there any more, or does not meet the conditions, and nothing that is paid, renewed or taken
    back is spoken of.
    """
    refused = _refusals(session, messages)
    by_rule = [each for each in messages if each.rule_id is not None and each.id not in refused]
    standings = _standings(session, {person for each in by_rule for person in _clients(each)})
    theirs = _rules_for_clients(session, by_rule)
    others_read = read_by_others(session, by_rule, today, adult_age)
    for message in by_rule:
        reason = _standing_reason(message, standings, today, adult_age)
        if reason is None and (
            message.id in others_read
            or (message.rule_id in theirs and _reads_it_alone(message, standings, today, adult_age))
        ):
            reason = SkipReason.NOT_RESPONSIBLE
        if reason is not None:
            refused[message.id] = reason
    others = [each for each in by_rule if each.id not in refused]
    refused |= dict.fromkeys(without_address(session, others), SkipReason.NO_ADDRESS)
    others = [each for each in others if each.id not in refused]
    refused |= dict.fromkeys(settled(session, others, today), SkipReason.SETTLED)
    others = [each for each in others if each.id not in refused]
    refused |= dict.fromkeys(conditions_unmet(session, others, today, unmet), SkipReason.UNMET)
    return {each: str(reason) for each, reason in refused.items()}


def conditions_unmet(session: Session, messages: Sequence[Message], today: date, unmet: Unmet) -> set[int]:
    """Those of *messages* that the conditions of their rules take out.

    A yes that a person has given since is worth more: to one that was dropped for this, or that has waited
    for a yes because the rule was changed.
    """
    failing = unmet(session, messages, today)
    return failing - _wanted_all_the_same(session, failing) if failing else failing


def _wanted_all_the_same(session: Session, message_ids: Iterable[int]) -> set[int]:
    wanted: set[int] = set()
    for some in portions(message_ids):
        query = select(MessageEvent.message_id).where(
            MessageEvent.message_id.in_(some),
            tuple_(MessageEvent.state, MessageEvent.text).in_(_ASKED_AGAIN),
        )
        wanted.update(session.scalars(query))
    return wanted


def _standing_reason(
    message: Message, standings: Mapping[int, _Standing], today: date, adult_age: int
) -> SkipReason | None:
    about = standings.get(message.client_id or 0)
    if about is not None and about.archived:
        return SkipReason.ARCHIVED
    if message.recipient is not RecipientKind.CLIENT:
        return None
    if about is not None and about.blocked:
        return SkipReason.BLOCKED
    reader = standings.get(message.recipient_id)
    if reader is not None and is_minor(reader.born, today, adult_age):
        return SkipReason.NO_GUARDIAN
    if about is not None and reader is not None and message.recipient_id != message.client_id:
        return (
            SkipReason.NOT_RESPONSIBLE if reader.archived or about.payer_id != message.recipient_id else None
        )
    return None


def _rules_for_clients(session: Session, messages: Sequence[Message]) -> set[int | None]:
    """The rules of *messages* that write to somebody else only where the client is under age."""
    ids = {each.rule_id for each in messages if each.rule_id is not None}
    return set(session.scalars(select(Rule.id).where(Rule.id.in_(ids), Rule.audience == Audience.CLIENT)))


def _reads_it_alone(
    message: Message, standings: Mapping[int, _Standing], today: date, adult_age: int
) -> bool:
    """Whether the client, whom somebody else was to read it for, has come of age."""
    about = standings.get(message.client_id or 0)
    is_for_somebody = message.recipient is RecipientKind.CLIENT and message.recipient_id != message.client_id
    return is_for_somebody and about is not None and not is_minor(about.born, today, adult_age)


def _refusals(session: Session, messages: Sequence[Message]) -> dict[int, SkipReason]:
    """A "no" of the client or of who reads it for the client holds for both."""
    to_clients = [each for each in messages if each.recipient is RecipientKind.CLIENT]
    said = _last_words(session, {person for each in to_clients for person in _people(each)})
    refused = {}
    for message in to_clients:
        people = [said[person] for person in _people(message) if person in said]
        marketing = [words[ConsentKind.MARKETING] for words in people if ConsentKind.MARKETING in words]
        asked = _CONSENT_OF.get(message.channel)
        if asked is not None and any(words.get(asked) is False for words in people):
            refused[message.id] = SkipReason.OPTED_OUT
        elif message.purpose is Purpose.MARKETING and (not marketing or False in marketing):
            refused[message.id] = SkipReason.NO_CONSENT
    return refused


def _people(message: Message) -> set[int]:
    return {message.recipient_id, message.client_id or message.recipient_id}


def _last_words(session: Session, client_ids: Iterable[int]) -> dict[int, dict[ConsentKind, bool]]:
    newest = (
        select(func.max(Consent.id))
        .where(Consent.client_id.in_(list(client_ids)))
        .group_by(Consent.client_id, Consent.kind)
    )
    said: dict[int, dict[ConsentKind, bool]] = defaultdict(dict)
    query = select(Consent.client_id, Consent.kind, Consent.given).where(Consent.id.in_(newest))
    for client_id, kind, given in session.execute(query):
        said[client_id][kind] = given
    return said


def _clients(message: Message) -> set[int]:
    """Who it is about and, if that is a client, who reads it."""
    about = set() if message.client_id is None else {message.client_id}
    return about | {message.recipient_id} if message.recipient is RecipientKind.CLIENT else about


def _standings(session: Session, client_ids: Iterable[int]) -> dict[int, _Standing]:
    query = select(Client.id, Client.archived_at, Client.blocked_reason, Client.born, Client.payer_id).where(
        Client.id.in_(list(client_ids))
    )
    return {
        row.id: _Standing(row.archived_at is not None, bool(row.blocked_reason), row.born, row.payer_id)
        for row in session.execute(query)
    }
