"""Who lacks a form, whose form expires, and whose waits for somebody to look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, StageSpan
from fitnesscrm_desktop.models.forms import ClientForm, FormTemplate
from fitnesscrm_desktop.models.values import ClientStage, FormAudience, FormState
from fitnesscrm_desktop.services.checkin.form_rules import needs_form
from fitnesscrm_desktop.services.forms.results import MissingForm
from fitnesscrm_desktop.services.forms.rules import SOON, state_on
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_GONE = (ClientStage.CANCELLED, ClientStage.EXPIRED, ClientStage.FORMER)
"""They do not train here any more, so nobody asks them for anything."""
_ORDER = (FormState.MISSING, FormState.EXPIRED, FormState.EXPIRING, FormState.VALID)


def missing_forms(
    session: Session, profile: StudioProfile, today: date, client_id: int | None = None
) -> tuple[MissingForm, ...]:
    """What is missing, expired, about to expire or waiting; of one client, or of all who train here."""
    found: list[tuple[str, MissingForm]] = []
    for template in session.scalars(select(FormTemplate).where(FormTemplate.archived_at.is_(None))):
        found += _of_template(session, template, profile, today, client_id)
    found.sort(key=lambda each: (_ORDER.index(each[1].state), each[0], each[1].name))
    return tuple(each for _key, each in found)


def _of_template(
    session: Session, template: FormTemplate, profile: StudioProfile, today: date, client_id: int | None
) -> Iterator[tuple[str, MissingForm]]:
    for client, form_id, expires_on, waits in session.execute(
        _who(template, today, profile.adult_age, client_id)
    ):
        needed = needs_form(template.required_for, client.born, today, profile.adult_age)
        if form_id is None and not needed:
            continue
        state = FormState.MISSING if form_id is None else state_on(today, expires_on, void=False)
        if state is FormState.VALID and not waits:
            continue
        if state is FormState.EXPIRED and not needed and client_id is None and not waits:
            continue  # nobody needs it any more
        line = MissingForm(
            client_id=client.id,
            client_name=f"{client.first_name} {client.last_name}",
            member_number=client.member_number,
            template_id=template.id,
            name=template.name,
            kind=template.kind,
            state=state,
            form_id=form_id,
            expires_on=expires_on,
            waits_for_clearance=bool(waits),
        )
        if needed and state in {FormState.MISSING, FormState.EXPIRED}:
            line = replace(
                line, blocks_checkin=template.blocks_checkin, blocks_booking=template.blocks_booking
            )
        yield client.sort_key, line


def _who(
    template: FormTemplate, today: date, adult_age: int, client_id: int | None
) -> Select[*tuple[Any, ...]]:
    """Each client who trains here, with the last form of this kind that counts."""
    newest = (
        select(
            ClientForm.client_id,
            ClientForm.id.label("form_id"),
            ClientForm.expires_on,
            and_(ClientForm.asks_clearance, ClientForm.cleared_on.is_(None)).label("waits"),
            func.row_number()
            .over(
                partition_by=ClientForm.client_id,
                order_by=(ClientForm.signed_on.desc(), ClientForm.id.desc()),
            )
            .label("place"),
        )
        .where(ClientForm.template_id == template.id, ClientForm.voided_at.is_(None))
        .subquery()
    )
    wanted = [newest.c.expires_on <= today + SOON, newest.c.waits]
    if template.required_for is not FormAudience.NOBODY:
        wanted.append(newest.c.form_id.is_(None))
    query = (
        select(Client, newest.c.form_id, newest.c.expires_on, newest.c.waits)
        .outerjoin(newest, and_(newest.c.client_id == Client.id, newest.c.place == 1))
        .where(Client.archived_at.is_(None), or_(*wanted))
    )
    if template.required_for is FormAudience.MINORS:  # no grown-up is read who has signed nothing
        young = Client.born > date(today.year - adult_age - 1, 1, 1)
        query = query.where(or_(newest.c.form_id.is_not(None), young))
    if client_id is not None:
        return query.where(Client.id == client_id)
    gone = (
        select(StageSpan.id)
        .where(
            StageSpan.client_id == Client.id,
            StageSpan.from_day <= today,
            or_(StageSpan.to_day.is_(None), StageSpan.to_day >= today),
            StageSpan.stage.in_(_GONE),
        )
        .exists()
    )
    return query.where(~gone)
