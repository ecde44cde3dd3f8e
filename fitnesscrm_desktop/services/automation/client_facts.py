"""Gathers what conditions ask about many clients, in a few statements however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import (
    Client,
    ClientFigures,
    ClientTag,
    ClientTrainer,
    Consent,
    CustomValue,
    StageSpan,
)
from fitnesscrm_desktop.models.membership import Membership
from fitnesscrm_desktop.services.automation.conditions import Condition, Facts, Field, fields_of, holds
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.clients.rules import age_on


def meeting(session: Session, condition: Condition, found: Collection[Found], today: date) -> Iterator[Found]:
    """Those of *found* whose clients are in the lists and meet *condition* today, in their order."""
    asked = fields_of(condition)
    current = _current(session, {each.client_id for each in found})
    about = facts_of(session, current, asked, today)
    plans = _plans_of(session, (each.membership_id for each in found)) if Field.PLAN in asked else {}
    births = _births(session, current) if Field.AGE in asked else {}
    for each in found:
        if each.client_id not in current:
            continue
        facts = about[each.client_id]
        if each.client_id in births:  # a trial run asks how old somebody will be on a day to come
            facts = facts.at_age(age_on(births[each.client_id], max(each.day, today)))
        if each.membership_id in plans:
            facts = facts.about_plan(plans[each.membership_id])
        if holds(condition, facts):
            yield each


def _current(session: Session, client_ids: Collection[int]) -> set[int]:
    """Those who are neither archived nor merged into somebody else."""
    current: set[int] = set()
    for some in portions(client_ids):
        in_lists = select(Client.id).where(Client.id.in_(some), Client.archived_at.is_(None))
        current.update(session.scalars(in_lists))
    return current


def facts_of(
    session: Session, client_ids: Collection[int], asked: Collection[Field], today: date
) -> dict[int, Facts]:
    """What is asked about these clients, as of *today*; what nobody asks about is left empty."""
    gathered: dict[int, dict[str, Any]] = {client_id: {} for client_id in client_ids}
    for field in asked:
        for some in portions(client_ids):
            for client_id, name, value in _GATHER[field](session, some, today):
                gathered[client_id][name] = value
    return {client_id: Facts(**parts) for client_id, parts in gathered.items()}


Answers = Iterator[tuple[int, str, Any]]


def _each(session: Session, query: Select[int, Any], name: str) -> Answers:
    for client_id, value in session.execute(query):
        yield client_id, name, value


def _together(session: Session, query: Select[int, Any], name: str) -> Answers:
    kept: dict[int, set[Any]] = defaultdict(set)
    for client_id, value in session.execute(query):
        kept[client_id].add(value)
    for client_id, values in kept.items():
        yield client_id, name, frozenset(values)


def _stages(session: Session, ids: list[int], today: date) -> Answers:
    query = select(StageSpan.client_id, StageSpan.stage).where(
        StageSpan.client_id.in_(ids),
        StageSpan.from_day <= today,
        or_(StageSpan.to_day.is_(None), StageSpan.to_day >= today),
    )
    return _each(session, query, "stage")


def _plans(session: Session, ids: list[int], today: date) -> Answers:
    query = select(Membership.client_id, Membership.plan_id).where(
        Membership.client_id.in_(ids),
        Membership.starts_on <= today,
        Membership.ends_on >= today,
        or_(Membership.cancelled_on.is_(None), Membership.cancelled_on > today),
    )
    return _together(session, query, "plan_ids")


def _tags(session: Session, ids: list[int], _today: date) -> Answers:
    query = select(ClientTag.client_id, ClientTag.tag_id).where(ClientTag.client_id.in_(ids))
    return _together(session, query, "tag_ids")


def _births(session: Session, client_ids: Collection[int]) -> dict[int, date]:
    births: dict[int, date] = {}
    for some in portions(client_ids):
        query = select(Client.id, Client.born).where(Client.id.in_(some), Client.born.is_not(None))
        births.update({client_id: born for client_id, born in session.execute(query) if born is not None})
    return births


def _ages(session: Session, ids: list[int], today: date) -> Answers:
    for client_id, born in _births(session, ids).items():
        yield client_id, "age", age_on(born, today)


def _trainers(session: Session, ids: list[int], today: date) -> Answers:
    query = select(ClientTrainer.client_id, ClientTrainer.staff_id).where(
        ClientTrainer.client_id.in_(ids),
        ClientTrainer.from_day <= today,
        or_(ClientTrainer.to_day.is_(None), ClientTrainer.to_day >= today),
    )
    return _each(session, query, "trainer_id")


def _languages(session: Session, ids: list[int], _today: date) -> Answers:
    return _each(session, select(Client.id, Client.language).where(Client.id.in_(ids)), "language")


def _consents(session: Session, ids: list[int], _today: date) -> Answers:
    """The last word of each kind, if it was a yes."""
    last = (
        select(func.max(Consent.id).label("id"))
        .where(Consent.client_id.in_(ids))
        .group_by(Consent.client_id, Consent.kind)
        .subquery()
    )
    query = select(Consent.client_id, Consent.kind).join(last, and_(last.c.id == Consent.id, Consent.given))
    return _together(session, query, "consents")


def _balances(session: Session, ids: list[int], _today: date) -> Answers:
    query = select(ClientFigures.client_id, ClientFigures.balance).where(ClientFigures.client_id.in_(ids))
    return _each(session, query, "balance")


def _custom(session: Session, ids: list[int], _today: date) -> Answers:
    kept: dict[int, dict[int, str]] = defaultdict(dict)
    query = select(CustomValue.client_id, CustomValue.field_id, CustomValue.value).where(
        CustomValue.client_id.in_(ids)
    )
    for client_id, field_id, value in session.execute(query):
        kept[client_id][field_id] = value
    for client_id, values in kept.items():
        yield client_id, "custom", values


_GATHER = {
    Field.STAGE: _stages,
    Field.PLAN: _plans,
    Field.TAG: _tags,
    Field.AGE: _ages,
    Field.TRAINER: _trainers,
    Field.LANGUAGE: _languages,
    Field.CONSENT: _consents,
    Field.BALANCE: _balances,
    Field.CUSTOM: _custom,
}


def _plans_of(session: Session, membership_ids: Iterable[int | None]) -> dict[int | None, int]:
    plans: dict[int | None, int] = {}
    for some in portions({each for each in membership_ids if each is not None}):
        rows = session.execute(select(Membership.id, Membership.plan_id).where(Membership.id.in_(some)))
        plans.update((membership_id, plan_id) for membership_id, plan_id in rows)
    return plans
