"""Looks, right before a message goes out, whether what it says still holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.client import Client, ClientFigures, Consent
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Channel, ConsentKind, Purpose, RecipientKind, Trigger
from fitnesscrm_desktop.services.messaging.results import SkipReason

_CONSENT_OF = {Channel.EMAIL: ConsentKind.EMAIL, Channel.SMS: ConsentKind.SMS}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of the clients that rules write about."""

    archived: bool
    balance: int
    oldest_due_on: date | None
    last_visit_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class _Occasion:
    """What a rule has found."""

    trigger: Trigger
    days: int
    on_day: date


def no_longer_true(session: Session, messages: Sequence[Message], today: date) -> dict[int, str]:
    """Messages that must not be sent any more, and the stable word for why.

    Who has said no meanwhile gets nothing more, whoever wrote it; a reminder of what was paid, or a call to
    come back to somebody who came, is not sent either.
    """
    refused = _refusals(session, messages)
    by_rule = [each for each in messages if each.rule_id is not None]
    facts = _facts(session, {each.client_id for each in by_rule if each.client_id is not None})
    occasions = _occasions(session, by_rule)
    for message in by_rule:
        about = facts.get(message.client_id or 0)
        occasion = occasions.get(message.match_id or 0)
        if message.id in refused or about is None:
            continue
        if about.archived:
            refused[message.id] = SkipReason.ARCHIVED
        elif occasion is not None and _is_settled(about, occasion, today):
            refused[message.id] = SkipReason.SETTLED
    return {each: str(reason) for each, reason in refused.items()}


def _is_settled(about: _Facts, occasion: _Occasion, today: date) -> bool:
    """Paid, renewed or back again meanwhile."""
    if occasion.trigger is Trigger.DUE_SOON:
        return about.balance <= 0
    if occasion.trigger is Trigger.OVERDUE:
        return about.balance <= 0 or about.oldest_due_on is None or about.oldest_due_on >= today
    if occasion.trigger is Trigger.INACTIVITY:
        return about.last_visit_on is not None and about.last_visit_on >= occasion.on_day
    if occasion.trigger is Trigger.MEMBERSHIP_ENDING:
        ends = occasion.on_day + timedelta(days=occasion.days)
        return about.ends_on is not None and about.ends_on > ends
    return False


def _refusals(session: Session, messages: Sequence[Message]) -> dict[int, SkipReason]:
    """A "no" of the client or of who reads it for the client holds for both."""
    to_clients = [
        each for each in messages if each.recipient is RecipientKind.CLIENT and each.channel in _CONSENT_OF
    ]
    said = _last_words(session, {person for each in to_clients for person in _people(each)})
    refused = {}
    for message in to_clients:
        people = [said[person] for person in _people(message) if person in said]
        marketing = [words[ConsentKind.MARKETING] for words in people if ConsentKind.MARKETING in words]
        if any(words.get(_CONSENT_OF[message.channel]) is False for words in people):
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


def _facts(session: Session, client_ids: Iterable[int]) -> dict[int, _Facts]:
    figures = ClientFigures
    query = (
        select(
            Client.id,
            Client.archived_at,
            figures.balance,
            figures.oldest_due_on,
            figures.last_visit_on,
            figures.ends_on,
        )
        .outerjoin(figures, figures.client_id == Client.id)
        .where(Client.id.in_(list(client_ids)))
    )
    return {
        row.id: _Facts(
            row.archived_at is not None, row.balance or 0, row.oldest_due_on, row.last_visit_on, row.ends_on
        )
        for row in session.execute(query)
    }


def _occasions(session: Session, messages: Iterable[Message]) -> dict[int, _Occasion]:
    matches = [each.match_id for each in messages if each.match_id is not None]
    query = (
        select(RuleMatch.id, Rule.trigger, Rule.days, RuleMatch.on_day)
        .join(Rule, Rule.id == RuleMatch.rule_id)
        .where(RuleMatch.id.in_(matches))
    )
    return {row.id: _Occasion(row.trigger, row.days, row.on_day) for row in session.execute(query)}
