"""Reads what messages are filled with, for many clients at once: a few statements for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import QueryableAttribute, Session

from fitnesscrm_desktop.models.client import Client, ClientFigures, ClientTrainer, Consent
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, MembershipTerm, Plan
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import ConsentKind
from fitnesscrm_desktop.services.billing.queries import open_by_day

MOST_AT_ONCE = 500
"""Ids in one statement; the databases limit how many there may be."""


@dataclass(frozen=True, slots=True)
class MembershipSeen:
    """A membership with what messages say about it."""

    row: Membership
    plan: str
    rests: bool
    """On hold until somebody resumes it: nobody can say when it ends."""
    price: int | None

    @property
    def last_day(self) -> date | None:
        """The last day it lets in; None: not known."""
        row = self.row
        end = None if self.rests else row.ends_on
        if row.cancelled_on is None:
            return end
        before = row.cancelled_on - timedelta(days=1)
        return before if end is None else min(end, before)

    @property
    def used_up(self) -> bool:
        """Whether it is a pack without a visit left: it is over, whatever its last day says."""
        left = self.row.visits_left
        return left is not None and left <= 0

    def runs_on(self, day: date) -> bool:
        """Whether it lets in on *day*."""
        last = self.last_day
        return self.row.starts_on <= day and (last is None or day <= last) and not self.used_up


@dataclass(slots=True)
class Gathered:
    """What is known of some clients, and of the payers of these."""

    clients: dict[int, Client] = field(default_factory=dict)
    figures: dict[int, ClientFigures] = field(default_factory=dict)
    owed: dict[int, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    """What is open of each due day, the oldest first."""
    memberships: dict[int, list[MembershipSeen]] = field(default_factory=lambda: defaultdict(list))
    trainers: dict[int, Staff] = field(default_factory=dict)
    consents: dict[tuple[int, ConsentKind], bool] = field(default_factory=dict)
    """The last word of each kind."""

    def membership(self, client_id: int, today: date, membership_id: int | None) -> MembershipSeen | None:
        """The membership named; else the one that runs, else the one that lasts longest."""
        there = self.memberships.get(client_id, [])
        if membership_id is not None:
            return next((each for each in there if each.row.id == membership_id), None)
        return max(
            there,
            key=lambda each: (
                each.runs_on(today),
                not each.used_up,
                each.last_day or date.max,
                each.row.id,
            ),
            default=None,
        )


def gather(session: Session, client_ids: Iterable[int], today: date) -> Gathered:
    """Everything about *client_ids* that a message may need."""
    found = Gathered()
    wanted = list(dict.fromkeys(client_ids))
    for start in range(0, len(wanted), MOST_AT_ONCE):
        _gather_some(session, found, wanted[start : start + MOST_AT_ONCE], today)
    return found


def _gather_some(session: Session, found: Gathered, ids: list[int], today: date) -> None:
    _read_clients(session, found, ids)
    payers = {row.payer_id for row in found.clients.values() if row.payer_id} - found.clients.keys()
    _read_clients(session, found, sorted(payers))
    everybody = sorted({*ids, *payers})
    for client_id, kind, given in session.execute(
        select(Consent.client_id, Consent.kind, Consent.given)
        .where(_among(Consent.client_id, everybody))
        .order_by(Consent.id)
    ):
        found.consents[client_id, kind] = given
    for row in session.scalars(select(ClientFigures).where(_among(ClientFigures.client_id, ids))):
        found.figures[row.client_id] = row
    owing = [each for each in ids if each in found.figures and found.figures[each].oldest_due_on]
    for client_id, due_on, left in open_by_day(session, owing):
        found.owed[client_id].append((due_on, left))
    for client_id, staff in session.execute(
        select(ClientTrainer.client_id, Staff)
        .join(Staff, Staff.id == ClientTrainer.staff_id)
        .where(
            _among(ClientTrainer.client_id, ids),
            ClientTrainer.to_day.is_(None),
            ClientTrainer.from_day <= today,
            Staff.left_at.is_(None),
        )
    ):
        found.trainers[client_id] = staff
    _read_memberships(session, found, ids)


def _read_clients(session: Session, found: Gathered, ids: list[int]) -> None:
    for row in session.scalars(select(Client).where(_among(Client.id, ids))):
        found.clients[row.id] = row


def _read_memberships(session: Session, found: Gathered, ids: list[int]) -> None:
    rows = session.execute(
        select(Membership, Plan.name)
        .join(Plan, Plan.id == Membership.plan_id)
        .where(_among(Membership.client_id, ids))
    ).all()
    of_these = select(Membership.id).where(_among(Membership.client_id, ids))
    resting = set(
        session.scalars(
            select(MembershipHold.membership_id).where(
                MembershipHold.membership_id.in_(of_these), MembershipHold.to_day.is_(None)
            )
        )
    )
    terms = session.execute(
        select(MembershipTerm.membership_id, MembershipTerm.price)
        .where(MembershipTerm.membership_id.in_(of_these), MembershipTerm.voided_at.is_(None))
        .order_by(MembershipTerm.from_day, MembershipTerm.id)
    )
    prices: dict[int, int] = {membership_id: price for membership_id, price in terms}  # noqa: C416 - rows are no pairs
    for row, plan in rows:
        if row.id in prices:  # else the sale was taken back
            seen = MembershipSeen(row, plan, row.id in resting, prices[row.id])
            found.memberships[row.client_id].append(seen)


def _among(column: QueryableAttribute[Any], ids: list[int]) -> ColumnElement[bool]:
    return column.in_(ids)
