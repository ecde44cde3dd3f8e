"""One client's account: every entry in order, and who in the family pays for whom."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientFigures
from fitnesscrm_desktop.models.ledger import Charge, Payment
from fitnesscrm_desktop.services.billing.moved_terms import moved_ends
from fitnesscrm_desktop.services.billing.queries import (
    full_name,
    left_of_payments,
    open_charges,
    unused_payments,
)
from fitnesscrm_desktop.services.billing.results import Account, EntryKind, Ledger, LedgerEntry, Person
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def ledger(session: Session, profile: StudioProfile, client_id: int) -> Ledger:
    """All entries of a client, the oldest first; their sum is the balance."""
    client = find_client(session, client_id)
    client_id = client.id
    entries = sorted(
        [*_charges(session, profile, client_id), *_payments(session, client_id)],
        key=lambda entry: (entry.at, entry.kind in {EntryKind.PAYMENT, EntryKind.REFUND}, entry.id),
    )
    balance = sum(entry.amount for entry in entries)
    return Ledger(client_id, full_name(client), profile.currency, balance, tuple(entries))


def _charges(session: Session, profile: StudioProfile, client_id: int) -> list[LedgerEntry]:
    left = {charge.id: charge.left for charge in open_charges(session, client_id)}
    rows = session.scalars(select(Charge).where(Charge.client_id == client_id)).all()
    taken_back = {row.reverses_id for row in rows}
    ends = moved_ends(session, profile, rows)
    return [
        LedgerEntry(
            id=row.id,
            kind=EntryKind.CHARGE if row.reverses_id is None else EntryKind.REVERSAL,
            amount=row.amount,
            currency=row.currency,
            at=row.at,
            text=row.text,
            charge_kind=row.kind,
            due_on=row.due_on,
            open=left.get(row.id, 0),
            reversed=row.id in taken_back,
            reverses_id=row.reverses_id,
            membership_id=row.membership_id,
            product_id=row.product_id,
            runs_until=ends.get(row.id),
        )
        for row in rows
    ]


def _payments(session: Session, client_id: int) -> list[LedgerEntry]:
    unused = {payment.id: payment.left for payment in unused_payments(session, client_id)}
    rows = session.scalars(select(Payment).where(Payment.client_id == client_id)).all()
    left = left_of_payments(session, [row.id for row in rows])
    return [
        LedgerEntry(
            id=row.id,
            kind=EntryKind.PAYMENT if row.refund_of_id is None else EntryKind.REFUND,
            amount=-row.amount,
            currency=row.currency,
            at=row.at,
            text=row.note,
            open=unused.get(row.id, 0),
            method=row.method,
            receipt_number=row.receipt_number,
            refundable=left.get(row.id, 0) if row.refund_of_id is None else 0,
            refund_of_id=row.refund_of_id,
        )
        for row in rows
    ]


def account(session: Session, profile: StudioProfile, client_id: int, *, now_on: date) -> Account:
    """Balance, what is due since when, the payer, and those this client pays for."""
    client = find_client(session, client_id)
    client_id = client.id
    figures = session.get(ClientFigures, client_id)
    due = figures.oldest_due_on if figures else None
    return Account(
        client_id=client_id,
        name=full_name(client),
        member_number=client.member_number,
        currency=profile.currency,
        balance=figures.balance if figures else 0,
        oldest_due_on=due,
        overdue=due is not None and due + timedelta(days=profile.grace_days) < now_on,
        payer=next(iter(_people(session, Client.id == client.payer_id)), None) if client.payer_id else None,
        pays_for=tuple(_people(session, Client.payer_id == client_id)),
    )


def _people(session: Session, which: ColumnElement[bool]) -> list[Person]:
    rows = session.execute(
        select(Client, func.coalesce(ClientFigures.balance, 0))
        .outerjoin(ClientFigures, ClientFigures.client_id == Client.id)
        .where(which, Client.archived_at.is_(None))
        .order_by(Client.sort_key, Client.id)
    )
    return [Person(client.id, full_name(client), client.member_number, int(owed)) for client, owed in rows]
