"""Everything the page of one client shows at a glance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientFigures, ClientPhoto, ClientTag, Household, Tag
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.codes import codes_of
from fitnesscrm_desktop.services.clients.consents import consents_now
from fitnesscrm_desktop.services.clients.custom_fields import all_fields, stored_values
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.clients.names import full_name
from fitnesscrm_desktop.services.clients.notes import notes_of
from fitnesscrm_desktop.services.clients.results import (
    CLIENT_FIELDS,
    ClientDetail,
    FieldValue,
    HouseholdInfo,
    NewClient,
    PersonLink,
    TagInfo,
)
from fitnesscrm_desktop.services.clients.rules import age_on, is_birthday, is_minor
from fitnesscrm_desktop.services.clients.tags import tag_info
from fitnesscrm_desktop.services.clients.trainers import trainer_now
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.lifecycle.refresh import standing_of
from fitnesscrm_desktop.services.lifecycle.running import plan_name_on
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def client_detail(
    session: Session, actor: Actor, client_id: int, profile: StudioProfile, today: date
) -> ClientDetail:
    """What *actor* may see of a client. Raises ``NotFound``."""
    client = find_client(session, client_id)
    figures = session.get(ClientFigures, client.id) or ClientFigures(balance=0, visits=0, plan_name="")
    standing = standing_of(session, client.id, today)
    money = actor.may(Permission.VIEW_MONEY)
    photo = select(exists().where(ClientPhoto.client_id == client.id))
    return ClientDetail(
        id=client.id,
        member_number=client.member_number,
        version=client.version,
        details=_details(client, actor),
        age=None if client.born is None else age_on(client.born, today),
        birthday_today=is_birthday(client.born, today),
        minor=is_minor(client.born, today, profile.adult_age),
        has_medical_alert=bool(client.medical_alert),
        blocked_reason=client.blocked_reason,
        created_at=client.created_at,
        archived_at=client.archived_at,
        merged_into_id=client.merged_into_id,
        stage=standing.stage,
        reason=standing.reason,
        plan_name=plan_name_on(session, client.id, today) or figures.plan_name,
        ends_on=figures.ends_on,
        visits=figures.visits,
        last_visit_on=figures.last_visit_on,
        balance=figures.balance if money else None,
        oldest_due_on=figures.oldest_due_on if money else None,
        has_photo=bool(session.scalar(photo)),
        codes=tuple(codes_of(session, client.id)),
        tags=_tags(session, client.id),
        fields=_fields(session, client.id),
        notes=tuple(notes_of(session, actor, client.id)),
        consents=consents_now(session, client.id),
        household=_household(session, client),
        payer=_payer(session, client),
        pays_for=_people(session, Client.payer_id == client.id),
        trainer=trainer_now(session, client.id),
    )


def _details(client: Client, actor: Actor) -> NewClient:
    details = NewClient(**{field: getattr(client, field) for field in CLIENT_FIELDS})
    return details if actor.may(Permission.VIEW_HEALTH) else replace(details, medical_alert="")


def _tags(session: Session, client_id: int) -> tuple[TagInfo, ...]:
    query = select(Tag).join(ClientTag).where(ClientTag.client_id == client_id).order_by(Tag.folded)
    return tuple(tag_info(row) for row in session.scalars(query))


def _fields(session: Session, client_id: int) -> tuple[FieldValue, ...]:
    """All fields that are asked for, and archived ones in which the client has something."""
    values = stored_values(session, client_id)
    fields = all_fields(session, archived=True)
    return tuple(
        FieldValue(info, values.get(info.id, "")) for info in fields if not info.archived or info.id in values
    )


def _household(session: Session, client: Client) -> HouseholdInfo | None:
    if client.household_id is None:
        return None
    household = session.get_one(Household, client.household_id)
    others = _people(session, (Client.household_id == household.id) & (Client.id != client.id))
    return HouseholdInfo(household.id, household.name, others)


def _payer(session: Session, client: Client) -> PersonLink | None:
    if client.payer_id is None:
        return None
    return next(iter(_people(session, Client.id == client.payer_id)), None)


def _people(session: Session, condition: ColumnElement[bool]) -> tuple[PersonLink, ...]:
    query = select(Client.id, Client.member_number, Client.first_name, Client.last_name)
    rows = session.execute(query.where(condition).order_by(Client.sort_key, Client.id))
    return tuple(
        PersonLink(row.id, row.member_number, full_name(row.first_name, row.last_name)) for row in rows
    )
