"""What money and memberships are called on the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import CancelReason, PaymentMethod
from fitnesscrm_desktop.ui.core.formats import Formats


def _tr(text: str) -> str:
    return QCoreApplication.translate("Money", text)


def method_name(method: PaymentMethod) -> str:
    """How somebody pays."""
    return {
        PaymentMethod.CASH: _tr("Cash"),
        PaymentMethod.CARD: _tr("Card"),
        PaymentMethod.TRANSFER: _tr("Transfer"),
        PaymentMethod.CHEQUE: _tr("Cheque"),
        PaymentMethod.VOUCHER: _tr("Voucher"),
    }[method]


def reason_name(reason: CancelReason) -> str:
    """Why somebody leaves."""
    return {
        CancelReason.MOVED: _tr("Moved away"),
        CancelReason.PRICE: _tr("Too expensive"),
        CancelReason.HEALTH: _tr("Health"),
        CancelReason.NO_TIME: _tr("No time"),
        CancelReason.DISSATISFIED: _tr("Not satisfied"),
        CancelReason.BY_STUDIO: _tr("Ended by the studio"),
        CancelReason.OTHER: _tr("Something else"),
    }[reason]


def balance_text(balance: int, formats: Formats) -> str:
    """What somebody owes, or has paid ahead."""
    if balance > 0:
        return _tr("owes {amount}").format(amount=formats.money(balance))
    if balance < 0:
        return _tr("{amount} paid ahead").format(amount=formats.money(-balance))
    return _tr("owes nothing")
