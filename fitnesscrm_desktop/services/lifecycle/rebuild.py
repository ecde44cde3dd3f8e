"""Works out the figures and stage spans of many clients from the facts, in bulk.

``refresh`` keeps one client in step with each change; this is for data that arrives by the thousand,
and for doubt: ``differences`` compares what is kept with what it should be, ``rebuild`` makes it anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientFigures, StageSpan
from fitnesscrm_desktop.models.ledger import Allocation, Charge, Payment
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, PackEntry, Plan
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.lifecycle.facts import Debt, overdue_days, unsettled_days, used_up_days
from fitnesscrm_desktop.services.lifecycle.rules import (
    ClientFacts,
    Days,
    MembershipDays,
    Span,
    spans,
    two_plans_until,
)
from fitnesscrm_desktop.services.settings.profile import StudioProfile

CLIENTS_AT_ONCE = 2000
_FIGURES = ("balance", "oldest_due_on", "visits", "last_visit_on", "plan_name", "ends_on", "two_plans_until")


@dataclass(frozen=True, slots=True)
class Expected:
    """What ``client_figures`` and ``client_stage`` should say about one client."""

    client_id: int
    balance: int
    oldest_due_on: date | None
    visits: int
    last_visit_on: date | None
    plan_name: str
    ends_on: date | None
    two_plans_until: date | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something kept that is not what the facts say."""

    client_id: int
    what: str
    kept: str
    expected: str


def rebuild(session: Session, profile: StudioProfile, first_id: int = 0) -> int:
    """Make the figures and spans of all clients from *first_id* on anew; how many clients that were."""
    session.flush()
    session.execute(delete(ClientFigures).where(ClientFigures.client_id >= first_id))
    session.execute(delete(StageSpan).where(StageSpan.client_id >= first_id))
    count = 0
    for chunk in _chunks(session, first_id):
        found = [_expected(each, profile) for each in _gather(session, chunk, profile)]
        count += len(found)
        figures = [{name: getattr(each, name) for name in ("client_id", *_FIGURES)} for each in found]
        session.execute(insert(ClientFigures), figures)
        stages = [_stage_row(each.client_id, span) for each in found for span in each.spans]
        session.execute(insert(StageSpan), stages)
    return count


def differences(session: Session, profile: StudioProfile) -> Iterator[Difference]:
    """Where figures and spans differ from the facts; nothing, if all is well."""
    for chunk in _chunks(session, 0):
        within = (chunk.first <= ClientFigures.client_id) & (ClientFigures.client_id <= chunk.last)
        kept = {
            row.client_id: row for row in session.execute(select(*ClientFigures.__table__.c).where(within))
        }
        spans_kept: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        columns = (StageSpan.stage, StageSpan.reason, StageSpan.from_day, StageSpan.to_day)
        for client_id, *values in session.execute(
            select(StageSpan.client_id, *columns)
            .where(StageSpan.client_id.between(chunk.first, chunk.last))
            .order_by(StageSpan.client_id, StageSpan.from_day)
        ):
            spans_kept[client_id].append(tuple(values))
        for facts in _gather(session, chunk, profile):
            yield from _compare(
                _expected(facts, profile), kept.get(facts.client_id), spans_kept[facts.client_id]
            )


def _compare(expected: Expected, kept: Any, spans_kept: Sequence[tuple[Any, ...]]) -> Iterator[Difference]:
    if kept is None:
        yield Difference(expected.client_id, "figures", "missing", "there")
        return
    for name in _FIGURES:
        stored, right = getattr(kept, name), getattr(expected, name)
        if stored != right:
            yield Difference(expected.client_id, name, str(stored), str(right))
    right_spans = [
        (each.standing.stage, each.standing.reason, each.first, each.last) for each in expected.spans
    ]
    if list(spans_kept) != right_spans:
        yield Difference(expected.client_id, "stages", _told(spans_kept), _told(right_spans))


def _told(rows: Sequence[tuple[Any, ...]]) -> str:
    return ", ".join(f"{stage.value} from {first.isoformat()}" for stage, _reason, first, _last in rows)


@dataclass(frozen=True, slots=True)
class _Chunk:
    first: int
    last: int


def _chunks(session: Session, first_id: int) -> Iterator[_Chunk]:
    while True:
        ids = select(Client.id).where(Client.id >= first_id).order_by(Client.id).limit(CLIENTS_AT_ONCE)
        found = session.scalars(ids).all()
        if not found:
            return
        yield _Chunk(found[0], found[-1])
        first_id = found[-1] + 1


@dataclass(slots=True)
class _Facts:
    """All that hangs on one client."""

    client_id: int
    known_since: date
    memberships: list[tuple[int, str, MembershipDays]]
    """With the id and the name of the plan, the newest first."""
    debts: list[Debt]
    balance: int
    visits: int
    last_visit_on: date | None


def _expected(facts: _Facts, profile: StudioProfile) -> Expected:
    held = [(name, each.last_day) for _plan, name, each in facts.memberships if each.ever_held]
    plan_name, ends_on = max(held, key=lambda pair: pair[1] or date.max, default=("", None))
    days = [each for _plan, _name, each in reversed(facts.memberships)]
    plan_ends = ((plan_id, each.last_day) for plan_id, _name, each in facts.memberships)
    known = ClientFacts(facts.known_since, days, overdue_days(facts.debts, profile.grace_days))
    return Expected(
        client_id=facts.client_id,
        balance=facts.balance,
        oldest_due_on=min((debt.due_on for debt in facts.debts if debt.is_open), default=None),
        visits=facts.visits,
        last_visit_on=facts.last_visit_on,
        plan_name=plan_name,
        ends_on=ends_on,
        two_plans_until=two_plans_until(plan_ends),
        spans=tuple(spans(known, profile.former_after_days)),
    )


def _stage_row(client_id: int, span: Span) -> dict[str, object]:
    return {
        "client_id": client_id,
        "stage": span.standing.stage,
        "reason": span.standing.reason,
        "from_day": span.first,
        "to_day": span.last,
    }


def _gather(session: Session, chunk: _Chunk, profile: StudioProfile) -> Iterator[_Facts]:
    clients = select(Client.id, Client.created_at).where(Client.id.between(chunk.first, chunk.last))
    memberships = _memberships(session, chunk, profile)
    debts = _debts(session, chunk, profile)
    charged = _sums(session, chunk, select(Charge.client_id, func.sum(Charge.amount)), Charge.client_id)
    paid = _sums(session, chunk, select(Payment.client_id, func.sum(Payment.amount)), Payment.client_id)
    visits = {
        client_id: (count, last)
        for client_id, count, last in session.execute(
            select(Visit.client_id, func.count(), func.max(Visit.day))
            .where(Visit.client_id.between(chunk.first, chunk.last), Visit.cancelled_at.is_(None))
            .group_by(Visit.client_id)
        )
    }
    for client_id, created_at in session.execute(clients.order_by(Client.id)):
        balance = charged.get(client_id, 0) - paid.get(client_id, 0)
        seen, last = visits.get(client_id, (0, None))
        known_since = profile.day_of(created_at)
        yield _Facts(client_id, known_since, memberships[client_id], debts[client_id], balance, seen, last)


def _sums(session: Session, chunk: _Chunk, query: Select[int, int], owner: Any) -> dict[int, int]:
    rows = session.execute(query.where(owner.between(chunk.first, chunk.last)).group_by(owner))
    return {client_id: int(amount) for client_id, amount in rows}


def _memberships(
    session: Session, chunk: _Chunk, profile: StudioProfile
) -> dict[int, list[tuple[int, str, MembershipDays]]]:
    mine = Membership.client_id.between(chunk.first, chunk.last)
    holds: dict[int, list[Days]] = defaultdict(list)
    for membership_id, first, last in session.execute(
        select(MembershipHold.membership_id, MembershipHold.from_day, MembershipHold.to_day)
        .join(Membership)
        .where(mine)
    ):
        holds[membership_id].append(Days(first, last))
    entries: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    for membership_id, at, delta in session.execute(
        select(PackEntry.membership_id, PackEntry.at, PackEntry.delta)
        .join(Membership)
        .where(mine)
        .order_by(PackEntry.id)
    ):
        entries[membership_id].append((at, delta))
    found: dict[int, list[tuple[int, str, MembershipDays]]] = defaultdict(list)
    for row, kind, name in session.execute(
        select(Membership, Plan.kind, Plan.name).join(Plan).where(mine).order_by(Membership.id.desc())
    ):
        counted = row.visits_left is not None
        days = MembershipDays(
            kind=kind,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            cancelled_on=row.cancelled_on,
            cancel_reason=row.cancel_reason,
            holds=tuple(holds[row.id]),
            used_up=used_up_days(entries[row.id], profile) if counted else (),
        )
        found[row.client_id].append((row.plan_id, name, days))
    return found


def _debts(session: Session, chunk: _Chunk, profile: StudioProfile) -> dict[int, list[Debt]]:
    mine = Charge.client_id.between(chunk.first, chunk.last)
    parts: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for charge_id, at, amount in session.execute(
        select(Allocation.charge_id, Allocation.at, Allocation.amount)
        .join(Charge, Charge.id == Allocation.charge_id)
        .where(mine)
        .order_by(Allocation.id)
    ):
        parts[charge_id].append((profile.day_of(at), amount))
    rows = session.execute(
        select(
            Charge.id, Charge.client_id, Charge.amount, Charge.due_on, Charge.at, Charge.reverses_id
        ).where(mine)
    ).all()
    reversed_on = {row.reverses_id: profile.day_of(row.at) for row in rows if row.reverses_id is not None}
    found: dict[int, list[Debt]] = defaultdict(list)
    for row in rows:
        if row.reverses_id is None:
            charged_on = profile.day_of(row.at)
            days = unsettled_days(row.amount, charged_on, parts[row.id], reversed_on.get(row.id))
            found[row.client_id].append(Debt(row.due_on, days))
    return found
