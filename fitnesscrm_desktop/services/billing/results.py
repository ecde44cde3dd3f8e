"""What billing answers. Amounts are whole minor units of the studio's ``currency``."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date, datetime

from fitnesscrm_desktop.models.values import ChargeKind, PaymentMethod


class EntryKind(enum.StrEnum):
    """What an entry of the ledger is."""

    CHARGE = "charge"
    REVERSAL = "reversal"
    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Settled:
    """How much of a charge a payment settles (negative: a refund takes back)."""

    charge_id: int
    text: str
    amount: int


@dataclass(frozen=True, slots=True)
class PaymentTaken:
    """A payment or refund that is booked; of a refund the amounts are negative."""

    payment_id: int
    receipt_number: int
    client_id: int
    amount: int
    currency: str
    method: PaymentMethod
    at: datetime
    balance: int
    """What the client owes now; negative: paid ahead."""
    allocated: tuple[Settled, ...] = ()
    refund_of_id: int | None = None
    repeated: bool = False
    """The key was known: this is the payment it booked the first time."""

    @property
    def unallocated(self) -> int:
        """What settled no charge and stays as credit."""
        return self.amount - sum(part.amount for part in self.allocated)


@dataclass(frozen=True, slots=True)
class ChargeMade:
    """A charge that is booked."""

    charge_id: int
    client_id: int
    kind: ChargeKind
    text: str
    amount: int
    currency: str
    due_on: date
    balance: int
    quantity: int = 1
    stock_left: int | None = None
    """What is left of the product, if it is counted."""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of an account: charges are positive, payments negative, and their sum is the balance."""

    id: int
    """Of the charge or payment; unique together with ``kind``."""
    kind: EntryKind
    amount: int
    currency: str
    at: datetime
    text: str
    charge_kind: ChargeKind | None = None
    due_on: date | None = None
    open: int = 0
    """What of a charge is still to be paid, or of a payment still unused."""
    reversed: bool = False
    """Whether a later entry takes this charge back."""
    method: PaymentMethod | None = None
    receipt_number: int | None = None
    refundable: int = 0
    """What of a payment can still be given back."""
    refund_of_id: int | None = None
    reverses_id: int | None = None
    membership_id: int | None = None
    product_id: int | None = None
    runs_until: date | None = None
    """The last day of a term that a rest has moved since it was charged; None: what ``text`` says holds."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A client's account, the oldest entry first."""

    client_id: int
    client_name: str
    currency: str
    balance: int
    entries: tuple[LedgerEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on whose account one may look."""

    client_id: int
    name: str
    member_number: int
    balance: int


@dataclass(frozen=True, slots=True)
class Account:
    """A client's money in short, and who in the family pays for whom."""

    client_id: int
    name: str
    member_number: int
    currency: str
    balance: int
    oldest_due_on: date | None
    overdue: bool
    """Something is due for longer than the studio's grace."""
    payer: Person | None = None
    pays_for: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Owing:
    """One line of who owes what."""

    client_id: int
    member_number: int
    name: str
    phone: str
    plan_name: str
    balance: int
    oldest_due_on: date | None
    days_overdue: int
    """Days since the oldest charge was due; 0 or less: not yet."""


@dataclass(frozen=True, slots=True)
class OwingTotal:
    """All debts together."""

    clients: int
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class MethodTakings:
    """What came in by one method; refunds are taken off."""

    method: PaymentMethod
    amount: int
    count: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One payment or refund of a day."""

    id: int
    client_id: int
    client_name: str
    amount: int
    method: PaymentMethod
    at: datetime
    receipt_number: int
    note: str = ""
    staff_name: str = ""
    refund_of_id: int | None = None
    refundable: int = 0


@dataclass(frozen=True, slots=True)
class DayTakings:
    """A day's till: the sums by method and every payment behind them, the newest first."""

    day: date
    currency: str
    total: int
    by_method: tuple[MethodTakings, ...] = ()
    payments: tuple[Taken, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class ProductView:
    """Something sold over the counter."""

    id: int
    name: str
    barcode: str | None
    price: int
    currency: str
    tax_rate: int
    stock: int | None
    archived: bool
    version: int
