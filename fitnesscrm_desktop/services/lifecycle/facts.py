"""Gathers from the database what a client's stage and figures depend on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.ledger import Allocation, Charge, Payment
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, PackEntry, Plan
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, ClientFacts, Days, MembershipDays
from fitnesscrm_desktop.services.settings.profile import StudioProfile


@dataclass(frozen=True, slots=True)
class Debt:
    """One charge and the days on which it was not settled in full."""

    due_on: date
    unsettled: tuple[Days, ...]

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to be paid."""
        return any(days.last is None for days in self.unsettled)


@dataclass(frozen=True, slots=True)
class Account:
    """A client's money in short."""

    balance: int
    oldest_due_on: date | None
    unpaid: tuple[Days, ...]


def membership_days(session: Session, client_id: int, profile: StudioProfile) -> list[MembershipDays]:
    """All memberships of a client as the rules see them."""
    rows = session.execute(
        select(Membership, Plan.kind)
        .join(Plan)
        .where(Membership.client_id == client_id)
        .order_by(Membership.id)
    ).all()
    holds: dict[int, list[Days]] = defaultdict(list)
    for hold in session.scalars(
        select(MembershipHold).join(Membership).where(Membership.client_id == client_id)
    ):
        holds[hold.membership_id].append(Days(hold.from_day, hold.to_day))
    return [
        MembershipDays(
            kind=kind,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            cancelled_on=row.cancelled_on,
            cancel_reason=row.cancel_reason,
            holds=tuple(holds[row.id]),
            used_up=() if row.visits_left is None else _used_up(session, row.id, profile),
        )
        for row, kind in rows
    ]


def _used_up(session: Session, membership_id: int, profile: StudioProfile) -> tuple[Days, ...]:
    entries = session.execute(
        select(PackEntry.at, PackEntry.delta)
        .where(PackEntry.membership_id == membership_id)
        .order_by(PackEntry.id)
    ).all()
    return used_up_days([(entry.at, entry.delta) for entry in entries], profile)


def used_up_days(entries: Sequence[tuple[datetime, int]], profile: StudioProfile) -> tuple[Days, ...]:
    """Days on which a pack was empty: from the day after its last visit until visits are added."""
    found: list[Days] = []
    left, empty_since = 0, None
    for at, delta in entries:
        day = profile.day_of(at)
        left += delta
        if left <= 0 and empty_since is None:
            empty_since = day + ONE_DAY
        elif left > 0 and empty_since is not None:
            if day > empty_since:
                found.append(Days(empty_since, day - ONE_DAY))
            empty_since = None
    if empty_since is not None:
        found.append(Days(empty_since, None))
    return tuple(found)


def account(session: Session, client_id: int, profile: StudioProfile) -> Account:
    """Balance, oldest open due day, and the days on which the client was overdue."""
    charged = session.scalar(select(func.sum(Charge.amount)).where(Charge.client_id == client_id)) or 0
    paid = session.scalar(select(func.sum(Payment.amount)).where(Payment.client_id == client_id)) or 0
    debts = _debts(session, client_id, profile)
    open_dues = [debt.due_on for debt in debts if debt.is_open]
    return Account(
        int(charged) - int(paid), min(open_dues, default=None), overdue_days(debts, profile.grace_days)
    )


def overdue_days(debts: Sequence[Debt], grace_days: int) -> tuple[Days, ...]:
    """Days on which a debt was older than the grace and not settled."""
    late = []
    for debt in debts:
        patient_until = debt.due_on + timedelta(days=grace_days)
        late += [Days(max(days.first, patient_until + ONE_DAY), days.last) for days in debt.unsettled]
    return tuple(days for days in late if days.last is None or days.last >= days.first)


def unsettled_days(
    amount: int, charged_on: date, parts: Sequence[tuple[date, int]], reversed_on: date | None = None
) -> tuple[Days, ...]:
    """Days on which *parts* (day and amount, in order) did not yet, or no longer, settle *amount*.

    A day counts as it ended; a refund opens the charge again without rewriting the days before.
    """
    found: list[Days] = []
    settled, open_since = 0, charged_on
    is_open = amount > 0
    for day, part in parts:
        settled += part
        if is_open and settled >= amount:
            found.append(Days(open_since, day - ONE_DAY))
            is_open = False
        elif not is_open and settled < amount:
            open_since, is_open = day, True
    if is_open:
        found.append(Days(open_since, reversed_on - ONE_DAY if reversed_on else None))
    return tuple(days for days in found if days.last is None or days.last >= days.first)


def _debts(session: Session, client_id: int, profile: StudioProfile) -> list[Debt]:
    charges = session.execute(
        select(Charge.id, Charge.amount, Charge.due_on, Charge.at, Charge.reverses_id).where(
            Charge.client_id == client_id
        )
    ).all()
    reversed_on = {row.reverses_id: profile.day_of(row.at) for row in charges if row.reverses_id is not None}
    parts: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for part in session.execute(
        select(Allocation.charge_id, Allocation.at, Allocation.amount)
        .join(Charge, Charge.id == Allocation.charge_id)
        .where(Charge.client_id == client_id)
        .order_by(Allocation.id)
    ):
        parts[part.charge_id].append((profile.day_of(part.at), part.amount))
    return [
        Debt(
            row.due_on,
            unsettled_days(row.amount, profile.day_of(row.at), parts[row.id], reversed_on.get(row.id)),
        )
        for row in charges
        if row.reverses_id is None
    ]


def client_facts(session: Session, client_id: int, profile: StudioProfile, money: Account) -> ClientFacts:
    """Everything the stage of one client depends on."""
    known_since = session.scalars(select(Client.created_at).where(Client.id == client_id)).one()
    return ClientFacts(
        known_since=profile.day_of(known_since),
        memberships=membership_days(session, client_id, profile),
        unpaid=money.unpaid,
    )
