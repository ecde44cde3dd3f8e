"""What money and memberships are called on the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import CancelReason, PaymentMethod, Period, PlanKind
from fitnesscrm_desktop.services.memberships.results import PlanView
from fitnesscrm_desktop.ui.core.formats import Formats


def _tr(text: str) -> str:
    return QCoreApplication.translate("Money", text)


def _many(text: str, count: int) -> str:
    return QCoreApplication.translate("Money", text, "", count).replace("%n", str(count))


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


def per_period(plan: PlanView) -> str:
    """How a plan is paid and what it gives: "every month", "10 visits in 90 days"."""
    draft = plan.draft
    if draft.kind is PlanKind.RECURRING:
        return {
            Period.MONTH: _tr("every month"),
            Period.FOUR_WEEKS: _tr("every 4 weeks"),
            Period.QUARTER: _tr("every quarter"),
            Period.YEAR: _tr("every year"),
        }[draft.period or Period.MONTH]
    days = days_text(draft.days or 1)
    if draft.visits is None:
        return days
    return _tr("{visits} in {days}").format(visits=visits_text(draft.visits), days=days)


def visits_text(count: int) -> str:
    """``1 visit``, ``10 visits``."""
    return _tr("1 visit") if count == 1 else _many("%n visits", count)


def days_text(count: int) -> str:
    """``1 day``, ``10 days``."""
    return _tr("1 day") if count == 1 else _many("%n days", count)


def balance_text(balance: int, formats: Formats) -> str:
    """What somebody owes, or has paid ahead."""
    if balance > 0:
        return _tr("owes {amount}").format(amount=formats.money(balance))
    if balance < 0:
        return _tr("{amount} paid ahead").format(amount=formats.money(-balance))
    return _tr("owes nothing")
