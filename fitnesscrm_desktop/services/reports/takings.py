"""The takings journal: every payment and refund of a period, in the order of their receipts."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.ledger import Payment
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.services.reports.results import (
    ColumnKind,
    Report,
    ReportColumn,
    ReportKind,
    ReportTotal,
)
from fitnesscrm_desktop.services.settings.profile import StudioProfile

METHODS = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.CARD: "Card",
    PaymentMethod.TRANSFER: "Bank transfer",
    PaymentMethod.CHEQUE: "Cheque",
    PaymentMethod.VOUCHER: "Voucher",
}
COLUMNS = (
    ReportColumn("receipt", "Receipt", ColumnKind.NUMBER, 0.8),
    ReportColumn("at", "Taken at", ColumnKind.MOMENT, 1.4),
    ReportColumn("number", "Client no.", ColumnKind.NUMBER, 0.8),
    ReportColumn("client", "Client", ColumnKind.TEXT, 2.2),
    ReportColumn("method", "Method", ColumnKind.TEXT, 1.1),
    ReportColumn("staff", "Taken by", ColumnKind.TEXT, 1.3),
    ReportColumn("note", "Note", ColumnKind.TEXT, 1.5),
    ReportColumn("amount", "Amount", ColumnKind.MONEY, 1.2),
)


def takings_report(
    session: Session, profile: StudioProfile, first: date, last: date, made_at: datetime
) -> Report:
    """Every payment counts, also of a client who was archived since."""
    found = session.execute(
        select(
            Payment.receipt_number,
            Payment.at,
            Payment.client_id,
            Client.member_number,
            Client.first_name,
            Client.last_name,
            Payment.method,
            Staff.name,
            Payment.note,
            Payment.amount,
        )
        .join(Client, Client.id == Payment.client_id)
        .outerjoin(Staff, Staff.id == Payment.staff_id)
        .where(Payment.day.between(first, last))
        .order_by(Payment.receipt_number)
    ).all()
    rows = tuple(
        (
            row.receipt_number,
            row.at,
            row.member_number,
            f"{row.first_name} {row.last_name}",
            METHODS[row.method],
            row.name or command_line().name,
            row.note,
            row.amount,
        )
        for row in found
    )
    sums: Counter[PaymentMethod] = Counter()
    for row in found:
        sums[row.method] += row.amount
    refunds = sum(row.amount for row in found if row.amount < 0)
    return Report(
        kind=ReportKind.TAKINGS,
        title="Takings journal",
        first=first,
        last=last,
        made_at=made_at,
        currency=profile.currency,
        columns=COLUMNS,
        rows=rows,
        client_ids=tuple(row.client_id for row in found),
        totals=(
            ReportTotal("Payments and refunds", len(rows), ColumnKind.NUMBER),
            *(ReportTotal(METHODS[method], sums[method]) for method in PaymentMethod if method in sums),
            *([ReportTotal("Refunds in these sums", refunds)] if refunds else []),
            ReportTotal("Total", sum(sums.values())),
        ),
    )
