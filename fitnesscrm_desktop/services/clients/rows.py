"""Lines of tables and of search results, for ids that are known already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientFigures, ClientPhoto, ClientTag, StageSpan, Tag
from fitnesscrm_desktop.models.values import ClientStage
from fitnesscrm_desktop.services.clients.ranges import of_ids
from fitnesscrm_desktop.services.clients.results import ClientHit, ClientRow, Likeness, TagInfo
from fitnesscrm_desktop.services.lifecycle.running import plan_on

_HAS_PHOTO = exists().where(ClientPhoto.client_id == Client.id).correlate(Client)


def client_rows(session: Session, ids: Iterable[int], today: date, *, money: bool) -> list[ClientRow]:
    """The lines of these clients, in their order; who is gone is left out."""
    wanted = list(ids)
    tags = _tags(session, wanted)
    query = _select(
        today,
        Client.id,
        Client.member_number,
        Client.first_name,
        Client.last_name,
        Client.phone,
        Client.email,
        Client.blocked_reason,
        Client.archived_at,
        plan_on(today),
        ClientFigures.ends_on,
        ClientFigures.visits,
        ClientFigures.last_visit_on,
        ClientFigures.balance,
    )
    found = {row[0]: _row(row, tags, money=money) for row in of_ids(session, query, Client.id, wanted)}
    return [found[each] for each in wanted if each in found]


def _row(row: tuple[Any, ...], tags: Mapping[int, list[TagInfo]], *, money: bool) -> ClientRow:
    client_id, number, first, last, phone, email, blocked, archived_at, *figures, stage, has_photo = row
    plan_name, ends_on, visits, last_visit_on, balance = figures
    return ClientRow(
        id=client_id,
        member_number=number,
        first_name=first,
        last_name=last,
        phone=phone,
        email=email,
        plan_name=plan_name,
        stage=stage or ClientStage.LEAD,
        ends_on=ends_on,
        visits=visits or 0,
        last_visit_on=last_visit_on,
        balance=(balance or 0) if money else None,
        tags=tuple(tags[client_id]),
        has_photo=has_photo,
        blocked=bool(blocked),
        archived=archived_at is not None,
    )


def client_hits(
    session: Session, ids: Iterable[int], today: date, why: Mapping[int, tuple[Likeness, ...]] | None = None
) -> list[ClientHit]:
    """Search results of these clients, in their order."""
    wanted = list(ids)
    query = _select(
        today,
        Client.id,
        Client.member_number,
        Client.first_name,
        Client.last_name,
        Client.phone,
        Client.email,
        Client.born,
        Client.archived_at,
        plan_on(today),
    )
    found = {row[0]: row for row in of_ids(session, query, Client.id, wanted)}
    reasons = why or {}
    return [_hit(found[each], reasons.get(each, ())) for each in wanted if each in found]


def _hit(row: tuple[Any, ...], why: tuple[Likeness, ...]) -> ClientHit:
    client_id, number, first, last, phone, email, born, archived_at, plan_name, stage, has_photo = row
    return ClientHit(
        id=client_id,
        member_number=number,
        first_name=first,
        last_name=last,
        phone=phone,
        email=email,
        born=born,
        plan_name=plan_name,
        stage=stage or ClientStage.LEAD,
        archived=archived_at is not None,
        has_photo=has_photo,
        why=why,
    )


def _select(today: date, *columns: Any) -> Select[*tuple[Any, ...]]:
    """*columns*, then the stage on that day, then whether there is a photo."""
    stage = (
        select(StageSpan.stage)
        .where(StageSpan.client_id == Client.id, StageSpan.from_day <= today)
        .order_by(StageSpan.from_day.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
    query = select(*columns, stage, _HAS_PHOTO).select_from(Client)
    return query.outerjoin(ClientFigures, ClientFigures.client_id == Client.id)


def _tags(session: Session, ids: list[int]) -> Mapping[int, list[TagInfo]]:
    found: dict[int, list[TagInfo]] = defaultdict(list)
    query = select(ClientTag.client_id, Tag.id, Tag.name, Tag.color).join(Tag).order_by(Tag.folded)
    for client_id, *tag in of_ids(session, query, ClientTag.client_id, ids):
        found[client_id].append(TagInfo(*tag))
    return found
