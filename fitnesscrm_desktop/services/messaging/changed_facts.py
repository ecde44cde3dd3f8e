"""When what messages tell was changed last: money, memberships, visits, who clients and trainers are."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientTrainer
from fitnesscrm_desktop.models.ledger import Charge, Payment
from fitnesscrm_desktop.models.membership import Membership, MembershipFact, PackEntry
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import RecipientKind, Trigger
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.messaging.told_occasions import Told

_ABOUT_MONEY = (Trigger.DUE_SOON, Trigger.OVERDUE, Trigger.PAYMENT, Trigger.REFUND)
_ABOUT_MEMBERSHIPS = (
    Trigger.MEMBERSHIP_SOLD,
    Trigger.MEMBERSHIP_ENDING,
    Trigger.MEMBERSHIP_ENDED,
    Trigger.MEMBERSHIP_FROZEN,
    Trigger.MEMBERSHIP_RETURNED,
)
_TRAINER_CHANGED = ("staff.edit", "staff.leave", "staff.return")
_NAMES = ("first_name", "last_name")


@dataclass(frozen=True, slots=True)
class Changes:
    """When something was changed last, by client."""

    money: dict[int, datetime]
    memberships: dict[int, datetime]
    people: dict[int, datetime]
    visits: dict[int, datetime]
    trainers: dict[int, datetime]
    """Of whoever trains the client, or has."""
    templates: dict[int, datetime]
    """By template: its words, or the studio that stands in them."""

    def any_since(self, told: Told, since: datetime) -> bool:
        """Whether the words of a template may come out different since then."""
        about = told.message.client_id or 0
        by_client = (self.money, self.memberships, self.visits, self.trainers)
        lasts = [changed.get(about) for changed in by_client]
        lasts += [self.people.get(client_id) for client_id in _people(told)]
        return any(last is not None and last > since for last in lasts)

    def against(self, told: Told, since: datetime) -> bool:
        """Whether what the rule speaks of was changed since a person wrote the words; names apart."""
        about, trigger = told.message.client_id or 0, told.rule.trigger
        lasts = [
            self.money.get(about) if trigger in _ABOUT_MONEY else None,
            self.memberships.get(about) if trigger in _ABOUT_MEMBERSHIPS else None,
        ]
        return any(last is not None and last > since for last in lasts)

    def in_other_words(self, told: Told, since: datetime) -> bool:
        """Whether the template, or what it says of the studio, was edited since then."""
        last = self.templates.get(told.message.template_id or 0)
        return last is not None and last > since


def last_changes(session: Session, some: Collection[Told]) -> Changes:
    """Of the clients whom *some* messages are about, or go to; a few statements."""
    about = {each.message.client_id for each in some if each.message.client_id is not None}
    money: dict[int, datetime] = {}
    for table in (Payment, Charge):
        query = select(table.client_id, func.max(table.at)).where(table.client_id.in_(about))
        for client_id, at in session.execute(query.group_by(table.client_id)):
            money[client_id] = max(at, money.get(client_id, at))
    memberships: dict[int, datetime] = {}
    for theirs in (MembershipFact, PackEntry):
        facts = (
            select(Membership.client_id, func.max(theirs.at))
            .join(theirs, theirs.membership_id == Membership.id)
            .where(Membership.client_id.in_(about))
            .group_by(Membership.client_id)
        )
        for client_id, at in session.execute(facts):
            memberships[client_id] = max(at, memberships.get(client_id, at))
    edits = (
        select(AuditEntry.entity_id, func.max(AuditEntry.at))
        .where(
            AuditEntry.entity == "client",
            AuditEntry.entity_id.in_({client_id for each in some for client_id in _people(each)}),
        )
        .group_by(AuditEntry.entity_id)
    )
    people = {client_id: at for client_id, at in session.execute(edits) if client_id is not None}
    visits, trainers = _visits(session, about), _trainers(session, about)
    return Changes(money, memberships, people, visits, trainers, _templates(session, some))


def _visits(session: Session, about: Collection[int]) -> dict[int, datetime]:
    """When they came last, or when a visit was last taken back."""
    query = (
        select(Visit.client_id, func.max(Visit.at), func.max(Visit.cancelled_at))
        .where(Visit.client_id.in_(about))
        .group_by(Visit.client_id)
    )
    return {client_id: max(at, undone or at) for client_id, at, undone in session.execute(query)}


def _trainers(session: Session, about: Collection[int]) -> dict[int, datetime]:
    query = (
        select(ClientTrainer.client_id, func.max(AuditEntry.at))
        .join(AuditEntry, AuditEntry.entity_id == ClientTrainer.staff_id)
        .where(
            ClientTrainer.client_id.in_(about),
            AuditEntry.entity == "staff",
            AuditEntry.action.in_(_TRAINER_CHANGED),
        )
        .group_by(ClientTrainer.client_id)
    )
    return dict(iter(session.execute(query)))


def _templates(session: Session, some: Collection[Told]) -> dict[int, datetime]:
    ids = {each.message.template_id for each in some if each.message.template_id is not None}
    studio = session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.entity == "studio"))
    edits = (
        select(AuditEntry.entity_id, func.max(AuditEntry.at))
        .where(AuditEntry.entity == "message_template", AuditEntry.entity_id.in_(ids))
        .group_by(AuditEntry.entity_id)
    )
    last = {template_id: at for template_id, at in session.execute(edits) if template_id is not None}
    if studio is None:
        return last
    return {template_id: max(studio, last.get(template_id, studio)) for template_id in ids}


def naming_as_before(session: Session, some: Collection[tuple[Told, datetime]]) -> set[int]:
    """Those of *some* messages whose words name somebody as nobody is called any more since that moment."""
    wanted = {client_id for told, _ in some for client_id in _people(told)}
    if not wanted:
        return set()
    query = select(AuditEntry.entity_id, AuditEntry.at, AuditEntry.detail).where(
        AuditEntry.entity == "client",
        AuditEntry.entity_id.in_(wanted),
        AuditEntry.action == "client.edit",
        AuditEntry.at > min(since for _, since in some),
    )
    before: dict[int, list[tuple[datetime, str | None]]] = defaultdict(list)
    for client_id, at, detail in session.execute(query):
        before[client_id or 0] += [(at, name) for name in _names_before(detail)]
    today: dict[int, set[str]] = {}
    names = select(Client.id, Client.first_name, Client.last_name).where(Client.id.in_(wanted))
    for client_id, first_name, last_name in session.execute(names):
        today[client_id] = {first_name, last_name}
    named: set[int] = set()
    for told, since in some:
        people = _people(told)
        right = {name for client_id in people for name in today.get(client_id, ())}
        once = {name for client_id in people for at, name in before[client_id] if at > since} - right
        if any(name is None or _names(told, name) for name in once):
            named.add(told.message.id)
    return named


def _people(told: Told) -> set[int]:
    """The client, and whoever reads it for the client."""
    message = told.message
    reader = message.recipient_id if message.recipient is RecipientKind.CLIENT else None
    return {each for each in (message.client_id, reader) if each is not None}


def _names_before(detail: str) -> Iterator[str | None]:
    """The names before an edit; None: perhaps any, as nobody can tell."""
    try:
        before = json.loads(detail).get("before", {})
    except ValueError:  # so much was changed at once that it was cut off
        yield None
        return
    for field in _NAMES:
        name = before.get(field)
        if isinstance(name, str) and name:
            yield name


def _names(told: Told, name: str) -> bool:
    """Also as whose something is: "Annas", where there is no apostrophe."""
    words = f"{told.message.subject}\n{told.message.text}"
    return re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", words) is not None
