"""The client list: who was a client in a period, stood where at its end, came how often, paid how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fitnesscrm_desktop.models.client import Client, ClientFigures, StageSpan
from fitnesscrm_desktop.models.ledger import Payment
from fitnesscrm_desktop.models.values import ClientStage
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.reports.results import (
    ColumnKind,
    Report,
    ReportColumn,
    ReportKind,
    ReportTotal,
)
from fitnesscrm_desktop.services.settings.profile import StudioProfile

STAGES = {
    ClientStage.LEAD: "Lead",
    ClientStage.TRIAL: "Trial",
    ClientStage.ACTIVE: "Active",
    ClientStage.FROZEN: "Frozen",
    ClientStage.OVERDUE: "Overdue",
    ClientStage.CANCELLED: "Cancelled",
    ClientStage.EXPIRED: "Expired",
    ClientStage.FORMER: "Former",
}
COLUMNS = (
    ReportColumn("number", "No.", ColumnKind.NUMBER, 0.8),
    ReportColumn("client", "Client", ColumnKind.TEXT, 2.0),
    ReportColumn("phone", "Phone", ColumnKind.TEXT, 1.5),
    ReportColumn("email", "E-mail", ColumnKind.TEXT, 2.8),
    ReportColumn("since", "Client since", ColumnKind.DAY, 1.2),
    ReportColumn("stage", "Stage", ColumnKind.TEXT, 1.0),
    ReportColumn("visits", "Visits", ColumnKind.NUMBER, 0.7),
    ReportColumn("paid", "Paid", ColumnKind.MONEY, 1.1),
    ReportColumn("balance", "Owes today", ColumnKind.MONEY, 1.1),
)


def clients_report(
    session: Session, profile: StudioProfile, first: date, last: date, made_at: datetime
) -> Report:
    """Clients known by the end of the period and not archived before it began.

    Who was merged into somebody else is no client any more: all there was to count has gone over.
    Stages are those of the last day, visits and payments those of the period, debts those of today.
    """
    begin = start_of_day(first, profile.zone)
    end = start_of_day(last + timedelta(days=1), profile.zone)
    found = session.execute(
        select(
            Client.id,
            Client.member_number,
            Client.first_name,
            Client.last_name,
            Client.phone,
            Client.email,
            Client.created_at,
            ClientFigures.balance,
        )
        .outerjoin(ClientFigures, ClientFigures.client_id == Client.id)
        .where(
            Client.created_at < end,
            or_(Client.archived_at.is_(None), Client.archived_at >= begin),
            Client.merged_into_id.is_(None),
        )
        .order_by(Client.sort_key, Client.id)
    ).all()
    stages = _stages_on(session, last)
    visits = _per_client(session, func.count(), Visit.client_id, Visit.day, first, last)
    paid = _per_client(session, func.sum(Payment.amount), Payment.client_id, Payment.day, first, last)
    rows = tuple(
        (
            row.member_number,
            f"{row.first_name} {row.last_name}",
            shown_phone(row.phone),
            row.email or "",
            profile.day_of(row.created_at),
            STAGES[stages.get(row.id, ClientStage.LEAD)],
            visits.get(row.id, 0),
            paid.get(row.id, 0),
            row.balance or 0,
        )
        for row in found
    )
    counted = Counter(stages.get(row.id, ClientStage.LEAD) for row in found)
    return Report(
        kind=ReportKind.CLIENTS,
        title="Client list",
        first=first,
        last=last,
        made_at=made_at,
        currency=profile.currency,
        columns=COLUMNS,
        rows=rows,
        client_ids=tuple(row.id for row in found),
        totals=(
            ReportTotal("Clients", len(rows), ColumnKind.NUMBER),
            *(ReportTotal(STAGES[s], counted[s], ColumnKind.NUMBER) for s in ClientStage if counted[s]),
            ReportTotal("Visits in the period", sum(visits.get(r.id, 0) for r in found), ColumnKind.NUMBER),
            ReportTotal("Paid in the period", sum(paid.get(r.id, 0) for r in found)),
        ),
    )


def _stages_on(session: Session, day: date) -> Mapping[int, ClientStage]:
    query = select(StageSpan.client_id, StageSpan.stage).where(
        StageSpan.from_day <= day, or_(StageSpan.to_day.is_(None), StageSpan.to_day >= day)
    )
    return {row.client_id: row.stage for row in session.execute(query)}


def _per_client(
    session: Session,
    figure: Any,
    client_id: InstrumentedAttribute[int],
    day: InstrumentedAttribute[date],
    first: date,
    last: date,
) -> Mapping[int, int]:
    query = select(client_id, figure).where(day.between(first, last)).group_by(client_id)
    if client_id.class_ is Visit:
        query = query.where(Visit.cancelled_at.is_(None))
    return {found: int(value) for found, value in session.execute(query)}
