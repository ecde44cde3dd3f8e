"""Reads what clients have signed, inside the caller's transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.forms import ClientForm, FormTemplate, FormVersion
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.services.clients.finding import lock_client
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.forms.results import SignedForm
from fitnesscrm_desktop.services.forms.rules import state_on

_ALL = (
    select(
        ClientForm,
        FormTemplate.name,
        FormTemplate.kind,
        FormVersion.number,
        Client.first_name,
        Client.last_name,
        Client.member_number,
        Staff.name,
    )
    .join(FormTemplate, FormTemplate.id == ClientForm.template_id)
    .join(FormVersion, FormVersion.id == ClientForm.version_id)
    .join(Client, Client.id == ClientForm.client_id)
    .outerjoin(Staff, Staff.id == ClientForm.staff_id)
)


def forms_of(session: Session, client_id: int, today: date) -> tuple[SignedForm, ...]:
    """All that a client has signed, the newest first."""
    query = _ALL.where(ClientForm.client_id == client_id)
    return _read(session, query.order_by(ClientForm.signed_on.desc(), ClientForm.id.desc()), today)


def newest_forms(session: Session, today: date, limit: int) -> tuple[SignedForm, ...]:
    """What was signed last, by anybody."""
    return _read(session, _ALL.order_by(ClientForm.id.desc()).limit(limit), today)


def signed_form(session: Session, form_id: int, today: date) -> SignedForm:
    """One signed form. Raises ``NotFound``."""
    found = _read(session, _ALL.where(ClientForm.id == form_id), today)
    if not found:
        raise NotFound(f"There is no signed form with the id {form_id}.")
    return found[0]


def last_signed(session: Session, client_id: int, template_id: int) -> ClientForm | None:
    """What a client has signed last on a form."""
    query = select(ClientForm).where(ClientForm.client_id == client_id, ClientForm.template_id == template_id)
    return session.scalar(query.order_by(ClientForm.id.desc()).limit(1))


def found_form(session: Session, form_id: int) -> ClientForm:
    """Its row. Raises ``NotFound``."""
    row = session.get(ClientForm, form_id)
    if row is None:
        raise NotFound(f"There is no signed form with the id {form_id}.")
    return row


def locked_form(session: Session, form_id: int) -> ClientForm:
    """Its row, locked after its client. Raises ``NotFound``."""
    lock_client(session, found_form(session, form_id).client_id)
    return session.get_one(ClientForm, form_id, with_for_update=True, populate_existing=True)


def _read(session: Session, query: Select[*tuple[Any, ...]], today: date) -> tuple[SignedForm, ...]:
    return tuple(_signed(*row, today=today) for row in session.execute(query))


def _signed(row: ClientForm, *joined: Any, today: date) -> SignedForm:
    name, kind, number, first, last, member_number, staff = joined
    return SignedForm(
        id=row.id,
        client_id=row.client_id,
        client_name=f"{first} {last}",
        member_number=member_number,
        template_id=row.template_id,
        name=name,
        kind=kind,
        number=number,
        language=row.language,
        signed_on=row.signed_on,
        at=row.at,
        signed_by=row.signed_by,
        signer=row.signer,
        relation=row.relation,
        staff=staff or "",
        expires_on=row.expires_on,
        state=state_on(today, row.expires_on, void=row.voided_at is not None),
        asks_clearance=row.asks_clearance,
        cleared_on=row.cleared_on,
        cleared_by=row.cleared_by,
        clearance_name=row.clearance_name,
        voided_at=row.voided_at,
        voided_by=row.voided_by,
        void_reason=row.void_reason,
        paper_sha256=row.paper_sha256,
    )
