"""Plans, clients and sales for tests about money, each in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.base import Base
from fitnesscrm_desktop.models.values import PaymentMethod, Period, PlanKind
from fitnesscrm_desktop.services.billing.products import ProductDraft
from fitnesscrm_desktop.services.billing.results import PaymentTaken, ProductView
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft
from fitnesscrm_desktop.services.memberships.results import MembershipView, PlanView

MONTHLY = PlanDraft("Gold", PlanKind.RECURRING, Period.MONTH, tax_rate=1900)
PACK = PlanDraft("Ten visits", PlanKind.PACK, visits=10, days=90)


class Till:
    """A studio where somebody sells."""

    def __init__(self, services: Services, actor: Actor) -> None:
        self.services, self.actor = services, actor

    def client(self, first: str = "Anna", last: str = "Example", **more: Any) -> int:
        """Add a client; the id."""
        return self.services.clients.add(self.actor, NewClient(first, last, **more)).id

    def plan(self, price: int = 4900, draft: PlanDraft = MONTHLY, **changes: Any) -> PlanView:
        """Add a plan; unless a name is given, one that no other plan has."""
        wanted = replace(draft, **changes)
        taken = [
            plan.name for plan in self.services.plans.list(self.actor) if plan.name.startswith(draft.name)
        ]
        if "name" not in changes and taken:
            wanted = replace(wanted, name=f"{draft.name} {len(taken) + 1}")
        return self.services.plans.add(self.actor, wanted, price)

    def product(self, price: int = 250, stock: int = 10, **more: Any) -> ProductView:
        """Add a product."""
        return self.services.products.add(self.actor, ProductDraft("Protein bar", price, **more), stock)

    def charge(self, client_id: int, amount: int, due_on: date | None = None, text: str = "Something") -> int:
        """Charge somebody; the id of the charge."""
        return self.services.billing.charge(self.actor, client_id, text, amount, due_on).charge_id

    def pay(self, client_id: int, amount: int, **more: Any) -> PaymentTaken:
        """Take cash."""
        return self.services.billing.take_payment(self.actor, client_id, amount, PaymentMethod.CASH, **more)

    def balance(self, client_id: int) -> int:
        """What somebody owes: the same in the figures, the ledger and its entries."""
        ledger = self.services.billing.ledger(self.actor, client_id)
        account = self.services.billing.account(self.actor, client_id)
        assert ledger.balance == account.balance == sum(entry.amount for entry in ledger.entries)
        return ledger.balance

    def open_charges(self, client_id: int) -> dict[int, int]:
        """Charge id -> what of it is still to be paid."""
        entries = self.services.billing.ledger(self.actor, client_id).entries
        return {entry.id: entry.open for entry in entries if entry.charge_kind and entry.open}

    def membership(self, membership_id: int) -> MembershipView:
        """One membership."""
        return self.services.memberships.get(self.actor, membership_id)

    def count(self, table: type[Base]) -> int:
        """How many rows there are."""
        with self.services.core.read() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0
