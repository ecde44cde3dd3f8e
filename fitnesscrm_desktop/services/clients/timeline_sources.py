"""Where the entries of a client's timeline come from; each source gives its newest ones for a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.client import Client, Consent, StaffNote, StageSpan
from fitnesscrm_desktop.models.ledger import Charge, Payment
from fitnesscrm_desktop.models.membership import Membership, MembershipFact, Plan
from fitnesscrm_desktop.models.message import Message, SmsReceipt
from fitnesscrm_desktop.models.staff import AuditEntry, Staff
from fitnesscrm_desktop.models.values import MessageState, Permission
from fitnesscrm_desktop.models.visit import Visit, VisitCancellation
from fitnesscrm_desktop.services.clients.notes import readable_by
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.settings.profile import StudioProfile

RANK = {kind: rank for rank, kind in enumerate(TimelineKind)}
"""Where things happened in the same instant, the later kind stands above."""

Moment = InstrumentedAttribute[datetime]
Identity = InstrumentedAttribute[int]


@dataclass(frozen=True, slots=True)
class Ask:
    """What every source is asked: whose entries, behind which one, how many."""

    session: Session
    actor: Actor
    profile: StudioProfile
    client_id: int
    today: date
    after: tuple[datetime, int, int] | None
    limit: int

    def behind(self, kind: TimelineKind, at: Moment, identity: Identity) -> ColumnElement[bool]:
        """Only what stands below the last entry of the page before."""
        if self.after is None:
            return true()
        last_at, last_rank, last_id = self.after
        rank = RANK[kind]
        if rank < last_rank:
            return at <= last_at
        if rank > last_rank:
            return at < last_at
        return or_(at < last_at, and_(at == last_at, identity < last_id))

    def shows(self, entry: TimelineEntry) -> bool:
        """Whether an entry stands below the last one of the page before; for sources of a few rows."""
        return self.after is None or (entry.at, RANK[entry.kind], entry.id) < self.after

    def newest(
        self,
        query: Select[*tuple[Any, ...]],
        kind: TimelineKind,
        at: Moment,
        identity: Identity,
    ) -> Iterator[Any]:
        """The rows of a source for this page, the newest first."""
        page = query.where(self.behind(kind, at, identity)).order_by(at.desc(), identity.desc())
        yield from self.session.execute(page.limit(self.limit))


def _visits(ask: Ask) -> Iterator[TimelineEntry]:
    query = (
        select(Visit, Staff.name)
        .outerjoin(Staff, Staff.id == Visit.staff_id)
        .where(Visit.client_id == ask.client_id)
    )
    for visit, staff in ask.newest(query, TimelineKind.VISIT, Visit.at, Visit.id):
        yield TimelineEntry(
            TimelineKind.VISIT,
            visit.id,
            visit.at,
            visit.verdict,
            text=visit.override_reason,
            staff=staff or "",
            undone=visit.cancelled_at is not None,
        )


def _undone_visits(ask: Ask) -> Iterator[TimelineEntry]:
    undone = VisitCancellation
    query = (
        select(undone, Visit.verdict, Visit.day, Staff.name)
        .join(Visit, Visit.id == undone.visit_id)
        .outerjoin(Staff, Staff.id == undone.staff_id)
        .where(Visit.client_id == ask.client_id)
    )
    kind = TimelineKind.VISIT_UNDONE
    for row, verdict, day, staff in ask.newest(query, kind, undone.at, undone.id):
        yield TimelineEntry(kind, row.id, row.at, verdict, day=day, staff=staff or "")


def _memberships(ask: Ask) -> Iterator[TimelineEntry]:
    fact = MembershipFact
    query = (
        select(fact, Plan.name, Staff.name)
        .join(Membership, Membership.id == fact.membership_id)
        .join(Plan, Plan.id == Membership.plan_id)
        .outerjoin(Staff, Staff.id == fact.staff_id)
        .where(Membership.client_id == ask.client_id)
    )
    kind = TimelineKind.MEMBERSHIP
    for row, plan, staff in ask.newest(query, kind, fact.at, fact.id):
        yield TimelineEntry(
            kind,
            row.id,
            row.at,
            row.kind,
            text=f"{plan}\n{row.reason}".strip(),
            staff=staff or "",
            day=row.on_day,
            number=row.days,
        )


def _charges(ask: Ask) -> Iterator[TimelineEntry]:
    query = (
        select(Charge, Staff.name)
        .outerjoin(Staff, Staff.id == Charge.staff_id)
        .where(Charge.client_id == ask.client_id)
    )
    kind = TimelineKind.CHARGE
    for row, staff in ask.newest(query, kind, Charge.at, Charge.id):
        yield TimelineEntry(
            kind,
            row.id,
            row.at,
            row.kind,
            text=row.text,
            staff=staff or "",
            amount=row.amount,
            day=row.due_on,
        )


def _payments(ask: Ask) -> Iterator[TimelineEntry]:
    query = (
        select(Payment, Staff.name)
        .outerjoin(Staff, Staff.id == Payment.staff_id)
        .where(Payment.client_id == ask.client_id)
    )
    kind = TimelineKind.PAYMENT
    for row, staff in ask.newest(query, kind, Payment.at, Payment.id):
        yield TimelineEntry(
            kind,
            row.id,
            row.at,
            row.method,
            text=row.note,
            staff=staff or "",
            amount=-row.amount,
            number=row.receipt_number,
        )


def _notes(ask: Ask) -> Iterator[TimelineEntry]:
    query = (
        select(StaffNote, Staff.name)
        .outerjoin(Staff, Staff.id == StaffNote.staff_id)
        .where(
            StaffNote.client_id == ask.client_id,
            StaffNote.removed_at.is_(None),
            readable_by(ask.actor),
        )
    )
    kind = TimelineKind.NOTE
    for row, staff in ask.newest(query, kind, StaffNote.at, StaffNote.id):
        word = "pinned" if row.pinned else "plain"
        yield TimelineEntry(kind, row.id, row.at, word, text=row.text, staff=staff or "")


def _consents(ask: Ask) -> Iterator[TimelineEntry]:
    query = (
        select(Consent, Staff.name)
        .outerjoin(Staff, Staff.id == Consent.staff_id)
        .where(Consent.client_id == ask.client_id)
    )
    kind = TimelineKind.CONSENT
    for row, staff in ask.newest(query, kind, Consent.at, Consent.id):
        yield TimelineEntry(
            kind,
            row.id,
            row.at,
            row.kind,
            text=row.source,
            staff=staff or "",
            day=row.on_day,
            given=row.given,
        )


def _messages(ask: Ask) -> Iterator[TimelineEntry]:
    """Messages at the moment they were written; a draft is there for those who see it in the outbox.

    What never got its yes is no history of the client.
    """
    shown: ColumnElement[bool] = Message.approved_at.is_not(None)
    if ask.actor.may(Permission.WRITE_MESSAGES):
        shown = or_(shown, Message.state == MessageState.DRAFT)
    query = (
        select(Message, Staff.name, SmsReceipt)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .outerjoin(SmsReceipt, SmsReceipt.message_id == Message.id)
        .where(Message.client_id == ask.client_id, shown)
    )
    kind = TimelineKind.MESSAGE
    for row, staff, receipt in ask.newest(query, kind, Message.created_at, Message.id):
        told = () if receipt is None else (str(receipt.state), receipt.text)
        yield TimelineEntry(
            kind,
            row.id,
            row.created_at,
            row.state,
            text=row.subject or row.text.partition("\n")[0][:SHORT_TEXT],
            staff=staff or "",
            fields=(str(row.channel), *told),
        )


def _stages(ask: Ask) -> Iterator[TimelineEntry]:
    """Stages are whole days: each stands at the beginning of its first one. There are a few in a life."""
    query = select(StageSpan).where(StageSpan.client_id == ask.client_id, StageSpan.from_day <= ask.today)
    for row in ask.session.scalars(query):
        at = start_of_day(row.from_day, ask.profile.zone)
        entry = TimelineEntry(TimelineKind.STAGE, row.id, at, row.stage, text=row.reason, day=row.from_day)
        if ask.shows(entry):
            yield entry


def _records(ask: Ask) -> Iterator[TimelineEntry]:
    """What was changed in the record itself, from the audit log."""
    query = select(AuditEntry).where(
        AuditEntry.entity == "client",
        AuditEntry.entity_id == ask.client_id,
        AuditEntry.action.startswith("client."),
        AuditEntry.id >= _arrival(ask.client_id),
    )
    kind = TimelineKind.RECORD
    for (row,) in ask.newest(query, kind, AuditEntry.at, AuditEntry.id):
        detail = _detail(row.detail)
        fields = detail.get("fields")
        yield TimelineEntry(
            kind,
            row.id,
            row.at,
            row.action,
            text=str(detail.get("tag") or detail.get("code") or ""),
            staff=row.actor,
            number=_whole(detail.get("merged") or detail.get("into")),
            fields=tuple(map(str, fields)) if isinstance(fields, list) else (),
        )


def _arrival(client_id: int) -> ScalarSelect[int]:
    """The entry with which the client came: added, or imported.

    What was written down before it belongs to somebody who came with an import that was taken back: a file
    database gives ids out again.
    """
    added = and_(
        AuditEntry.entity == "client", AuditEntry.entity_id == client_id, AuditEntry.action == "client.add"
    )
    import_id = select(Client.import_id).where(Client.id == client_id).scalar_subquery()
    imported = and_(
        AuditEntry.entity == "import", AuditEntry.entity_id == import_id, AuditEntry.action == "import.run"
    )
    came = select(func.coalesce(func.max(AuditEntry.id), 0)).where(or_(added, imported))
    return came.correlate(None).scalar_subquery()


def _detail(stored: str) -> dict[str, object]:
    """The detail of an audit entry; one that was too long to be kept whole tells nothing more."""
    try:
        detail = json.loads(stored or "{}")
    except ValueError:
        return {}
    return detail if isinstance(detail, dict) else {}


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


Source = Callable[[Ask], Iterator[TimelineEntry]]
"""Features above this one bring sources of their own; each asks by itself who may see its entries."""
FOR_ALL: tuple[Source, ...] = (
    _visits,
    _undone_visits,
    _memberships,
    _notes,
    _consents,
    _messages,
    _stages,
    _records,
)
MONEY: tuple[Source, ...] = (_charges, _payments)
