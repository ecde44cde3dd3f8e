"""Triggers that go by what was stored: each finds what came after the last row it has seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from fitnesscrm_desktop.models.client import Client, ClientFigures
from fitnesscrm_desktop.models.ledger import Payment
from fitnesscrm_desktop.models.membership import Membership, MembershipFact
from fitnesscrm_desktop.models.values import FactKind, Trigger
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.messaging.settled_memberships import ever_held
from fitnesscrm_desktop.services.settings.profile import StudioProfile

LOOK_BACK = 100
"""Rows before the last one seen that are looked at again: a server may store them out of order."""


@dataclass(frozen=True, slots=True)
class NewRows:
    """Which rows a rule looks at (ids above *after*), and its n."""

    session: Session
    profile: StudioProfile
    after: int
    n: int
    client_id: int | None = None
    """Whose rows; None: everybody's."""

    def theirs(self, client: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """Whether a row is one of those, by the column that names its *client*."""
        return true() if self.client_id is None else client == self.client_id


_COUNTED: dict[Trigger, tuple[InstrumentedAttribute[int], InstrumentedAttribute[datetime]]] = {
    Trigger.CLIENT_CREATED: (Client.id, Client.created_at),
    Trigger.VISIT: (Visit.id, Visit.at),
    Trigger.VISITS_REACHED: (Visit.id, Visit.at),
    Trigger.PAYMENT: (Payment.id, Payment.at),
    Trigger.REFUND: (Payment.id, Payment.at),
    Trigger.MEMBERSHIP_SOLD: (MembershipFact.id, MembershipFact.at),
    Trigger.MEMBERSHIP_FROZEN: (MembershipFact.id, MembershipFact.at),
}


def last_row(session: Session, trigger: Trigger) -> int:
    """The id of the last row there is for *trigger*; 0 for one that goes by days."""
    if trigger not in _COUNTED:
        return 0
    identity, _ = _COUNTED[trigger]
    return session.scalar(select(func.max(identity))) or 0


def first_row_since(session: Session, trigger: Trigger, moment: datetime) -> int | None:
    """The lowest id of what has happened since *moment*; None if nothing has."""
    identity, at = _COUNTED[trigger]
    return session.scalar(select(func.min(identity)).where(at >= moment))


def look_after(row_id: int, from_row: int) -> int:
    """Above which id to look, when *row_id* was the last seen and *from_row* there before the rule was."""
    return max(row_id - LOOK_BACK, from_row)


def _created(rows: NewRows) -> Iterator[Found]:
    """Somebody the desk has added; who came with an imported list has been a client before."""
    query = select(Client.id, Client.created_at).where(
        Client.id > rows.after, Client.import_id.is_(None), rows.theirs(Client.id)
    )
    for client_id, at in rows.session.execute(query):
        day = rows.profile.day_of(at)
        yield Found(client_id, "client", day, day)


def _visits(rows: NewRows) -> Iterator[Found]:
    query = select(Visit.id, Visit.client_id, Visit.day, Visit.membership_id).where(
        Visit.id > rows.after, Visit.cancelled_at.is_(None), rows.theirs(Visit.client_id)
    )
    for visit_id, client_id, day, membership_id in rows.session.execute(query):
        yield Found(client_id, f"visit:{visit_id}", day, day, membership_id=membership_id)


def _visits_reached(rows: NewRows) -> Iterator[Found]:
    """The n-th visit is among the new ones. Taken back and made again it is the same occasion."""
    # Counted here: grouped in the database, every visit there ever was would be walked through.
    new = Counter(
        rows.session.scalars(
            select(Visit.client_id).where(
                Visit.id > rows.after, Visit.cancelled_at.is_(None), rows.theirs(Visit.client_id)
            )
        )
    )
    for some in portions(new):
        figures = select(ClientFigures.client_id, ClientFigures.visits).where(
            ClientFigures.client_id.in_(some), ClientFigures.visits >= rows.n
        )
        reached = [
            client_id
            for client_id, visits in rows.session.execute(figures)
            if visits - new[client_id] < rows.n
        ]
        for client_id, visit_id, day in rows.session.execute(_nth_visit(reached, rows.n)):
            if visit_id > rows.after:
                yield Found(client_id, f"visits:{rows.n}", day, day, rows.n)


def _nth_visit(client_ids: list[int], n: int) -> Select[int, int, date]:
    place = func.row_number().over(partition_by=Visit.client_id, order_by=(Visit.at, Visit.id))
    numbered = (
        select(Visit.client_id, Visit.id, Visit.day, place.label("place"))
        .where(Visit.client_id.in_(client_ids), Visit.cancelled_at.is_(None))
        .subquery()
    )
    return select(numbered.c.client_id, numbered.c.id, numbered.c.day).where(numbered.c.place == n)


def _payments(rows: NewRows) -> Iterator[Found]:
    query = select(Payment.id, Payment.client_id, Payment.day).where(
        Payment.id > rows.after, Payment.amount > 0, rows.theirs(Payment.client_id)
    )
    for payment_id, client_id, day in rows.session.execute(query):
        yield Found(client_id, f"payment:{payment_id}", day, day)


def _refunds(rows: NewRows) -> Iterator[Found]:
    query = select(Payment.id, Payment.client_id, Payment.day).where(
        Payment.id > rows.after, Payment.amount < 0, rows.theirs(Payment.client_id)
    )
    for payment_id, client_id, day in rows.session.execute(query):
        yield Found(client_id, f"payment:{payment_id}", day, day)


def _facts(rows: NewRows, kind: FactKind) -> Iterator[Found]:
    """What was taken back since is no occasion any more."""
    query = (
        select(
            MembershipFact.id, MembershipFact.at, MembershipFact.on_day, Membership.id, Membership.client_id
        )
        .join(Membership, Membership.id == MembershipFact.membership_id)
        .where(
            MembershipFact.id > rows.after,
            MembershipFact.kind == kind,
            ever_held(),
            rows.theirs(Membership.client_id),
        )
    )
    for fact_id, at, on_day, membership_id, client_id in rows.session.execute(query):
        day = rows.profile.day_of(at)
        yield Found(client_id, f"fact:{fact_id}", day, on_day, membership_id=membership_id)


def _sold(rows: NewRows) -> Iterator[Found]:
    return _facts(rows, FactKind.SOLD)


def _frozen(rows: NewRows) -> Iterator[Found]:
    return _facts(rows, FactKind.FROZEN)


BY_ROW: dict[Trigger, Callable[[NewRows], Iterator[Found]]] = {
    Trigger.CLIENT_CREATED: _created,
    Trigger.VISIT: _visits,
    Trigger.VISITS_REACHED: _visits_reached,
    Trigger.PAYMENT: _payments,
    Trigger.REFUND: _refunds,
    Trigger.MEMBERSHIP_SOLD: _sold,
    Trigger.MEMBERSHIP_FROZEN: _frozen,
}
