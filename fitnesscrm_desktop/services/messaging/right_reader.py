"""Whether what a rule has written is still meant for its reader: another may pay, train or work here now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.client import Client, ClientTrainer
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Audience, RecipientKind, Role
from fitnesscrm_desktop.services.clients.rules import is_minor


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom a rule speaks to."""

    audience: Audience
    role: Role | None


def read_by_others(
    session: Session, messages: Sequence[Message], today: date, adult_age: int
) -> frozenset[int]:
    """Those of *messages* of rules that somebody else has to read by now.

    On the staff that is who has left, has another role, or is not the client's trainer any more; among
    clients who has somebody now to pay and sign for them, if the rule speaks to whoever does.
    """
    asked = _asked(session, messages)
    to_staff = [each for each in messages if each.recipient is RecipientKind.STAFF]
    working = _roles(session, (each.recipient_id for each in to_staff))
    trained = [each for each in to_staff if _audience(asked, each) is Audience.TRAINER]
    trainers = _trainers(session, (each.client_id for each in trained if each.client_id), today)
    alone = [
        each
        for each in messages
        if each.recipient is RecipientKind.CLIENT
        and each.recipient_id == each.client_id
        and _audience(asked, each) is Audience.PAYER
    ]
    paid_for = _paid_for(session, (each.recipient_id for each in alone), today, adult_age)
    others = {each.id for each in alone if each.recipient_id in paid_for}
    for each in to_staff:
        rule = asked.get(each.rule_id or 0)
        if each.recipient_id not in working or (
            rule is not None and not _is_asked(each, rule, working, trainers)
        ):
            others.add(each.id)
    return frozenset(others)


def _is_asked(
    message: Message, rule: _Asked, working: Mapping[int, Role], trainers: Mapping[int, int]
) -> bool:
    if rule.audience is Audience.TRAINER:
        return trainers.get(message.client_id or 0) == message.recipient_id
    if rule.audience is Audience.STAFF:
        return rule.role in {None, working[message.recipient_id]}
    return True


def _audience(asked: Mapping[int, _Asked], message: Message) -> Audience | None:
    rule = asked.get(message.rule_id or 0)
    return None if rule is None else rule.audience


def _asked(session: Session, messages: Sequence[Message]) -> dict[int, _Asked]:
    ids = {each.rule_id for each in messages if each.rule_id is not None}
    if not ids:
        return {}
    query = select(Rule.id, Rule.audience, Rule.audience_role).where(Rule.id.in_(ids))
    return {rule_id: _Asked(audience, role) for rule_id, audience, role in session.execute(query)}


def _roles(session: Session, staff_ids: Iterable[int]) -> dict[int, Role]:
    """Who of them works here, and as what."""
    wanted = set(staff_ids)
    if not wanted:
        return {}
    query = select(Staff.id, Staff.role).where(Staff.id.in_(wanted), Staff.left_at.is_(None))
    return dict(iter(session.execute(query)))


def _trainers(session: Session, client_ids: Iterable[int], today: date) -> dict[int, int]:
    wanted = set(client_ids)
    if not wanted:
        return {}
    query = select(ClientTrainer.client_id, ClientTrainer.staff_id).where(
        ClientTrainer.client_id.in_(wanted),
        ClientTrainer.to_day.is_(None),
        ClientTrainer.from_day <= today,
    )
    return dict(iter(session.execute(query)))


def _paid_for(session: Session, client_ids: Iterable[int], today: date, adult_age: int) -> set[int]:
    """Those for whom a grown-up pays and signs."""
    wanted = set(client_ids)
    if not wanted:
        return set()
    payer = aliased(Client)
    query = (
        select(Client.id, payer.born)
        .join(payer, payer.id == Client.payer_id)
        .where(Client.id.in_(wanted), payer.archived_at.is_(None))
    )
    return {client_id for client_id, born in session.execute(query) if not is_minor(born, today, adult_age)}
