"""Money: the page, and the dialogs about payments and memberships that all features open."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec, StudioDialog


def _money_page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.billing.money_page import MoneyPage

    return MoneyPage(desk)


def _take_payment(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.take_payment import TakePaymentDialog

    return TakePaymentDialog(desk, **about)


def _refund(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.refund import RefundDialog

    return RefundDialog(desk, **about)


def _charge(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.charge import ChargeDialog

    return ChargeDialog(desk, **about)


def _receipt(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.receipt import ReceiptDialog

    return ReceiptDialog(desk, **about)


def _sell(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.sell_membership import SellMembershipDialog

    return SellMembershipDialog(desk, **about)


def _renew(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.renew import RenewDialog

    return RenewDialog(desk, **about)


def _freeze(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.freeze import FreezeDialog

    return FreezeDialog(desk, **about)


def _resume(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.resume import ResumeDialog

    return ResumeDialog(desk, **about)


def _extend(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.extend import ExtendDialog

    return ExtendDialog(desk, **about)


def _cancel(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.cancel import CancelDialog

    return CancelDialog(desk, **about)


def _sell_product(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.billing.sell_product import SellProductDialog

    return SellProductDialog(desk, **about)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    def tr(text: str) -> str:
        return QCoreApplication.translate("Money", text)

    def opens(
        action_id: str, dialog_id: str, title: str, icon: str, permission: Permission, keys: str = ""
    ) -> ActionSpec:
        return ActionSpec(
            action_id,
            title,
            lambda: desk.window.open_dialog(dialog_id),
            shortcut=keys,
            permission=permission.value,
            section=tr("Money"),
            icon=icon,
            keywords=tr("pay money charge sale"),
        )

    take, sell = Permission.TAKE_PAYMENT, Permission.SELL
    return (
        opens("billing.take", "billing.take_payment", tr("Take a payment…"), "coins", take, "Ctrl+P"),
        opens("billing.charge", "billing.charge", tr("Charge a client…"), "plus", take),
        opens(
            "memberships.sell", "memberships.sell", tr("Sell a membership…"), "id-card", sell, "Ctrl+Shift+M"
        ),
        opens("products.sell", "products.sell", tr("Sell a product…"), "package", sell, "Ctrl+Shift+P"),
    )


FEATURE = Feature(
    "billing",
    pages=(
        PageSpec(
            "billing.money",
            QCoreApplication.translate("Money", "Money"),
            "wallet",
            _money_page,
            Permission.VIEW_MONEY,
            40,
        ),
    ),
    dialogs={
        "billing.take_payment": _take_payment,
        "billing.refund": _refund,
        "billing.charge": _charge,
        "billing.receipt": _receipt,
        "memberships.sell": _sell,
        "memberships.renew": _renew,
        "memberships.freeze": _freeze,
        "memberships.resume": _resume,
        "memberships.extend": _extend,
        "memberships.cancel": _cancel,
        "products.sell": _sell_product,
    },
    actions=_actions,
)
