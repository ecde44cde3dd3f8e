"""What the database holds about visits, for tests to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.models.membership import Membership, PackEntry
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.visit import Visit, VisitHour


def stored_visits(services: Services, client_id: int | None = None) -> Sequence[Visit]:
    """All visits in the order in which they were stored, those taken back too."""
    query = select(Visit).order_by(Visit.id)
    if client_id is not None:
        query = query.where(Visit.client_id == client_id)
    with services.core.read() as session:
        found = session.scalars(query).all()
        session.expunge_all()
        return found


def stored_visit(services: Services, visit_id: int | None) -> Visit:
    """One visit."""
    with services.core.read() as session:
        found = session.get_one(Visit, visit_id)
        session.expunge(found)
        return found


def figures_of(services: Services, client_id: int) -> tuple[int, date | None]:
    """Number of visits and day of the last one, as lists show them."""
    with services.core.read() as session:
        row = session.get_one(ClientFigures, client_id)
        return row.visits, row.last_visit_on


def hours(services: Services) -> dict[tuple[date, int], int]:
    """Visits by day and hour."""
    with services.core.read() as session:
        return {(row.day, row.hour): row.count for row in session.scalars(select(VisitHour))}


def pack_of(services: Services, membership_id: int) -> tuple[int | None, int]:
    """Visits left of a pack, and the sum of its ledger, which must be the same."""
    with services.core.read() as session:
        left = session.get_one(Membership, membership_id).visits_left
        total = select(func.sum(PackEntry.delta)).where(PackEntry.membership_id == membership_id)
        return left, session.scalar(total) or 0


def audited(services: Services, action: str) -> list[dict[str, Any]]:
    """What the audit log holds about an action."""
    import json

    with services.core.read() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))
        return [
            {"actor": row.actor, "entity_id": row.entity_id, **(json.loads(row.detail) if row.detail else {})}
            for row in found
        ]
