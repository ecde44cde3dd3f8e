"""Plans and products: the page, and the dialogs that change them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec, StudioDialog


def _tr(text: str) -> str:
    return QCoreApplication.translate("Plans", text)


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.plans.page import PlansPage

    return PlansPage(desk)


def _edit_plan(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.plans.plan_editor import PlanEditor

    return PlanEditor(desk, **about)


def _prices(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.plans.prices import PricesDialog

    return PricesDialog(desk, **about)


def _edit_product(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.plans.product_editor import ProductEditor

    return ProductEditor(desk, **about)


def _stock(desk: Desk, **about: Any) -> StudioDialog:
    from fitnesscrm_desktop.ui.plans.product_editor import StockDialog

    return StockDialog(desk, **about)


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    def opens(action_id: str, dialog_id: str, title: str, icon: str) -> ActionSpec:
        return ActionSpec(
            action_id,
            title,
            lambda: desk.window.open_dialog(dialog_id),
            permission=Permission.MANAGE_PLANS.value,
            section=_tr("Plans and products"),
            icon=icon,
        )

    return (
        opens("plans.add", "plans.edit_plan", _tr("New plan…"), "id-card"),
        opens("products.add", "plans.edit_product", _tr("New product…"), "package"),
    )


FEATURE = Feature(
    "plans",
    pages=(PageSpec("plans.list", _tr("Plans and products"), "id-card", _page, Permission.VIEW_CLIENTS, 50),),
    dialogs={
        "plans.edit_plan": _edit_plan,
        "plans.prices": _prices,
        "plans.edit_product": _edit_product,
        "plans.stock": _stock,
    },
    actions=_actions,
)
