"""What clients have agreed to, with day and source; the last word of a kind holds."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Consent
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import ConsentKind
from fitnesscrm_desktop.services.clients.results import ConsentInfo


def has_consented(session: Session, client_id: int, kind: ConsentKind) -> bool:
    """Whether the last word of this kind was a yes."""
    last = (
        select(Consent.given)
        .where(Consent.client_id == client_id, Consent.kind == kind)
        .order_by(Consent.id.desc())
        .limit(1)
    )
    return bool(session.scalar(last))


def consent_history(session: Session, client_id: int) -> list[ConsentInfo]:
    """Every yes and no of a client, the newest first."""
    query = (
        select(Consent, Staff.name)
        .outerjoin(Staff, Staff.id == Consent.staff_id)
        .where(Consent.client_id == client_id)
        .order_by(Consent.id.desc())
    )
    return [consent_info(row, staff) for row, staff in session.execute(query)]


def consents_now(session: Session, client_id: int) -> dict[ConsentKind, ConsentInfo]:
    """The last word of each kind; a kind nobody asked about is missing."""
    return {each.kind: each for each in reversed(consent_history(session, client_id))}


def consent_info(row: Consent, staff: str | None) -> ConsentInfo:
    """The consent as others see it."""
    return ConsentInfo(
        id=row.id,
        kind=row.kind,
        given=row.given,
        on_day=row.on_day,
        source=row.source,
        staff=staff or "",
        at=row.at,
    )
