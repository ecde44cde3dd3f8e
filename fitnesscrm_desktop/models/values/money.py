"""Amounts, how they are paid, and what for."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents) of one currency."""

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        """Sum of two amounts of the same currency."""
        if other.currency != self.currency:
            message = f"{self.currency} and {other.currency} cannot be added"
            raise ValueError(message)
        return Money(self.amount + other.amount, self.currency)

    def __neg__(self) -> Money:
        """The same amount the other way round."""
        return Money(-self.amount, self.currency)


MAX_AMOUNT = 100_000_000_00
"""The largest single amount that is taken for meant: a hundred million in minor units."""


class PaymentMethod(enum.StrEnum):
    """How money changes hands at the desk."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    VOUCHER = "voucher"


class ChargeKind(enum.StrEnum):
    """What somebody is charged for."""

    MEMBERSHIP = "membership"
    SIGNUP_FEE = "signup_fee"
    PRODUCT = "product"
    OTHER = "other"
