"""What stands on a receipt, whatever it is shown on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fitnesscrm_desktop.models.values import PaymentMethod

NUMBER_DIGITS = 6


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What the money was for; negative on a refund."""

    text: str
    amount: int
    tax_rate: int


@dataclass(frozen=True, slots=True)
class TaxLine:
    """The tax contained in everything of one rate."""

    rate: int
    gross: int
    tax: int

    @property
    def net(self) -> int:
        """What is left without the tax."""
        return self.gross - self.tax


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a receipt says. Amounts in minor units of ``currency``, negative on a refund."""

    payment_id: int
    number: int
    at: datetime
    client_id: int
    client_name: str
    member_number: int
    method: PaymentMethod
    amount: int
    currency: str
    lines: tuple[ReceiptLine, ...]
    taxes: tuple[TaxLine, ...]
    balance_after: int
    """What the client owed right after it; negative: paid ahead."""
    note: str = ""
    staff_name: str = ""
    refund_of_number: int | None = None
    """Of a refund: the number of the receipt whose money goes back."""

    @property
    def is_refund(self) -> bool:
        """Whether money went back to the client."""
        return self.refund_of_number is not None

    @property
    def shown_number(self) -> str:
        """The number as it is printed and read by a scanner."""
        return f"{self.number:0{NUMBER_DIGITS}d}"
