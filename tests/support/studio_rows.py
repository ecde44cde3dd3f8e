"""Clients, plans and memberships written straight into the tables, for tests of what comes after selling."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client, ClientCode, ClientPhoto, Consent, StaffNote
from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import (
    Membership,
    MembershipFact,
    MembershipHold,
    MembershipTerm,
    PackEntry,
    Plan,
    PlanPrice,
)
from fitnesscrm_desktop.models.studio import MEMBER_NUMBERS, Studio
from fitnesscrm_desktop.models.values import ChargeKind, ConsentKind, FactKind, Period, PlanKind
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.settings.profile import studio_profile

_NAMES = itertools.cycle(["Anna Ivanova", "Hugo Rossi", "Olga Novak", "Maria Meyer", "Dmitri Schmidt"])


class StudioRows:
    """Writes rows as the services would, and keeps the figures in step."""

    def __init__(self, services: Services) -> None:
        self._core = services.core

    @property
    def today(self) -> date:
        """The studio's day on the test's clock."""
        with self._core.read() as session:
            return studio_profile(session).day_of(self._core.clock.now())

    def client(self, name: str = "", **fields: Any) -> int:
        """Add a client; the id."""
        first, _, last = (name or next(_NAMES)).partition(" ")
        folded = f"{last} {first}".casefold()
        with self._core.write() as work:
            row = Client(
                member_number=work.next_number(MEMBER_NUMBERS),
                first_name=first,
                last_name=last,
                sort_key=folded,
                given_key=f"{first} {last}".casefold(),
                search_key=folded,
                created_at=work.now,
                **fields,
            )
            work.session.add(row)
            work.session.flush()
            self._refresh(work, row.id)
            return row.id

    def number_of(self, client_id: int) -> str:
        """The member number as a scanner sends it."""
        with self._core.read() as session:
            return str(session.get_one(Client, client_id).member_number)

    def member(self, name: str = "", *, days: int = 30, plan: int | None = None, **fields: Any) -> int:
        """Add a client with a membership that began a month ago and runs for so many more days; the id."""
        client_id = self.client(name, **fields)
        self.membership(client_id, plan or self.plan(), ends_on=self.today + timedelta(days=days))
        return client_id

    def plan(self, name: str = "Monthly", kind: PlanKind = PlanKind.RECURRING, **fields: Any) -> int:
        """Add a plan; the id."""
        if kind is PlanKind.RECURRING:
            fields.setdefault("period", Period.MONTH)
        with self._core.write() as work:
            row = Plan(name=name, kind=kind, **fields)
            work.session.add(row)
            work.session.flush()
            work.session.add(PlanPrice(plan_id=row.id, price=4500, from_day=date(2020, 1, 1)))
            return row.id

    def pack(self, client_id: int, visits: int, *, name: str = "10 visits", **plan: Any) -> int:
        """Sell a pack with so many visits; the id of the membership."""
        sold = self.plan(name, PlanKind.PACK, visits=max(visits, 1), days=365, **plan)
        return self.membership(client_id, sold, visits_left=visits, ends_on=self.today + timedelta(days=200))

    def membership(self, client_id: int, plan_id: int, **fields: Any) -> int:
        """Sell a plan; the id of the membership."""
        today = self.today
        fields.setdefault("starts_on", today - timedelta(days=30))
        fields.setdefault("ends_on", today + timedelta(days=30))
        with self._core.write() as work:
            row = Membership(client_id=client_id, plan_id=plan_id, sold_at=work.now, **fields)
            work.session.add(row)
            work.session.flush()
            work.session.add_all(
                [
                    MembershipTerm(membership_id=row.id, from_day=row.starts_on, to_day=row.ends_on, price=0),
                    MembershipFact(
                        membership_id=row.id, kind=FactKind.SOLD, at=work.now, on_day=row.starts_on
                    ),
                ]
            )
            if row.visits_left:
                work.session.add(PackEntry(membership_id=row.id, delta=row.visits_left, at=work.now))
            self._refresh(work, client_id)
            return row.id

    def hold(self, membership_id: int, first: date, last: date | None = None) -> None:
        """Freeze a membership."""
        with self._core.write() as work:
            work.session.add(MembershipHold(membership_id=membership_id, from_day=first, to_day=last))
            self._refresh(work, work.session.get_one(Membership, membership_id).client_id)

    def debt(self, client_id: int, amount: int, due_on: date) -> None:
        """Charge a client with something that is not paid."""
        with self._core.write() as work:
            currency = studio_profile(work.session).currency
            work.session.add(
                Charge(
                    client_id=client_id,
                    kind=ChargeKind.OTHER,
                    text="Shaker",
                    amount=amount,
                    currency=currency,
                    due_on=due_on,
                    at=work.now,
                )
            )
            self._refresh(work, client_id)

    def code(self, client_id: int, code: str) -> None:
        """Give a client a card."""
        self._add(lambda now: ClientCode(client_id=client_id, code=code, created_at=now))

    def note(self, client_id: int, text: str, **fields: Any) -> None:
        """Pin a note to a client."""
        self._add(lambda now: StaffNote(client_id=client_id, at=now, text=text, pinned=True, **fields))

    def consent(self, client_id: int, *, given: bool = True) -> None:
        """Write down what the guardian says."""
        today = self.today
        self._add(
            lambda now: Consent(
                client_id=client_id,
                kind=ConsentKind.GUARDIAN,
                given=given,
                on_day=today,
                source="paper form",
                at=now,
            )
        )

    def photo(self, client_id: int, jpeg: bytes = b"jpeg") -> None:
        """Put a picture beside a client."""
        self._add(lambda now: ClientPhoto(client_id=client_id, jpeg=jpeg, taken_at=now))

    def change_client(self, client_id: int, **fields: Any) -> None:
        """Change columns of a client."""
        with self._core.write() as work:
            row = work.session.get_one(Client, client_id)
            for name, value in fields.items():
                setattr(row, name, value)

    def change_studio(self, **fields: Any) -> None:
        """Change the studio's rules."""
        with self._core.write() as work:
            row = work.session.get_one(Studio, 1)
            for name, value in fields.items():
                setattr(row, name, value)

    def _add(self, make: Any) -> None:
        with self._core.write() as work:
            now: datetime = work.now
            work.session.add(make(now))

    @staticmethod
    def _refresh(work: Work, client_id: int) -> None:
        refresh_client(work.session, client_id, studio_profile(work.session))
