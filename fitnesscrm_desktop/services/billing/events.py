"""What has happened to money."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class AccountChanged(Event):
    """Something on a client's account is new: a charge, a payment, or one of them taken back."""

    client_id: int


@dataclass(frozen=True, slots=True)
class ChargePosted(AccountChanged):
    """A client is to pay something."""

    charge_id: int


@dataclass(frozen=True, slots=True)
class ChargeReversed(AccountChanged):
    """A charge was taken back."""

    charge_id: int


@dataclass(frozen=True, slots=True)
class PaymentReceived(AccountChanged):
    """Money was taken."""

    payment_id: int


@dataclass(frozen=True, slots=True)
class PaymentRefunded(AccountChanged):
    """Money was given back; the id is that of the refund."""

    payment_id: int


@dataclass(frozen=True, slots=True)
class ProductsChanged(Event):
    """A product, its price or its stock is different now."""

    product_id: int
