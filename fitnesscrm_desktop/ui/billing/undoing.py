"""What comes after a sale: the way back in a toast, and the payment if it is wanted at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.services.core.errors import Confirmable
from fitnesscrm_desktop.services.memberships.results import MembershipSold
from fitnesscrm_desktop.ui.core.desk import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("Money", text)


def offer_undo(
    desk: Desk, text: str, work: Callable[[], Any], *, anyway: Callable[[], Any] | None = None
) -> None:
    """Say *text*; Undo does *work* off the UI thread, and *anyway* if that asks and the answer is yes."""

    def ask(error: Exception) -> None:
        if anyway is None or not isinstance(error, Confirmable):
            desk.window.report(error)
        elif desk.dialogs.confirm(_tr("Undo it all the same?"), error.text, _tr("Undo")):
            desk.tasks.write(anyway, done=lambda _result: None)

    def undo() -> None:
        desk.tasks.write(work, done=lambda _result: None, failed=ask)

    desk.toasts.show_toast(text, undo=undo, tone="good")


def offer_withdrawal(desk: Desk, text: str, sold: MembershipSold) -> None:
    """Say that something was sold or renewed; Undo takes days and charge back."""
    actor, memberships = desk.actor, desk.services.memberships
    offer_undo(desk, text, lambda: memberships.withdraw(actor, sold.membership_id, sold.fact_id))


def pay_at_once(desk: Desk, client_id: int, balance: int) -> None:
    """Go on to the payment, if something is owed."""
    if balance > 0:
        desk.window.open_dialog("billing.take_payment", client_id=client_id, amount=balance)
