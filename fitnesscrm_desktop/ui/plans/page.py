"""Plans and products: what the studio sells, for how much, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout

from fitnesscrm_desktop.services.billing.events import ProductsChanged
from fitnesscrm_desktop.services.billing.results import ProductView
from fitnesscrm_desktop.services.memberships.events import MembershipChanged, PlansChanged
from fitnesscrm_desktop.services.memberships.results import PlanView
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, Tone
from fitnesscrm_desktop.ui.plans import lists
from fitnesscrm_desktop.ui.plans.lists import PlanList, ProductList
from fitnesscrm_desktop.ui.plans.presenter import PlansPresenter
from fitnesscrm_desktop.ui.plans.state import PlansState, Tab
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import PrimaryButton
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

PLAN_DIALOGS = {lists.EDIT: "plans.edit_plan", lists.PRICES: "plans.prices", lists.SELL: "memberships.sell"}
PRODUCT_DIALOGS = {
    lists.EDIT: "plans.edit_product",
    lists.STOCK: "plans.stock",
    lists.SELL: "products.sell",
}


class PlansPage(Page):
    """The page "Plans and products"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        services = desk.services
        self.presenter = PlansPresenter(services.plans, services.products, desk.actor, desk.tasks, self, self)
        state = self.presenter.state
        self.header = PageHeader(self.tr("Plans and products"))
        self.add_plan = PrimaryButton(self.tr("New plan"), lambda: self._open("plans.edit_plan"), icon="plus")
        self.add_product = PrimaryButton(
            self.tr("New product"), lambda: self._open("plans.edit_product"), icon="plus"
        )
        self.header.add(self.add_plan, self.add_product)
        self.tabs = SegmentedControl(
            [(Tab.PLANS.value, self.tr("Plans")), (Tab.PRODUCTS.value, self.tr("Products"))],
            name=self.tr("Show"),
        )
        self.tabs.chosen.connect(lambda key: self.presenter.turn_to(Tab(key)))
        self.archived = QCheckBox(self.tr("Show archived"))
        self.archived.toggled.connect(lambda on: self.presenter.show_archived(archived=on))
        self.notice = Banner("", Tone.RED, action=self.tr("Try again"))
        self.notice.acted.connect(self.presenter.load)
        self.notice.hide()
        may = {"may_edit": state.may_edit, "may_sell": state.may_sell}
        self.plans = PlanList(desk, self.tr("Plans"), **may)
        self.plans.wanted.connect(self._do_with_plan)
        self.products = ProductList(desk, self.tr("Products"), **may)
        self.products.wanted.connect(self._do_with_product)
        self._say_empty(state)
        self._lay_out()
        for kind in (PlansChanged, ProductsChanged, MembershipChanged):
            desk.bridge.on(kind, lambda _event: self._changed(), owner=self)

    def _say_empty(self, state: PlansState) -> None:
        may = state.may_edit
        plans = self.plans.table.set_empty(
            "id-card",
            self.tr("No plans yet"),
            self.tr("Monthly memberships, packs of visits, day passes, trials: what you sell is kept here."),
            self.tr("Add the first plan") if may else "",
        )
        plans.acted.connect(lambda: self._open("plans.edit_plan"))
        products = self.products.table.set_empty(
            "package",
            self.tr("No products yet"),
            self.tr("Drinks, bars, towels: what goes over the counter is kept here, with its stock."),
            self.tr("Add the first product") if may else "",
        )
        products.acted.connect(lambda: self._open("plans.edit_product"))

    def _lay_out(self) -> None:
        self.halves = QStackedWidget()
        self.halves.addWidget(self.plans)
        self.halves.addWidget(self.products)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.archived)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addWidget(self.notice)
        layout.addLayout(row)
        layout.addWidget(self.halves, 1)

    def arrive(self, **where: Any) -> None:
        """``tab="products"`` shows the products."""
        tab = where.get("tab")
        self.presenter.turn_to(Tab(tab) if tab else self.presenter.state.tab)
        self.presenter.load()

    def _changed(self) -> None:
        if self.isVisible():
            self.presenter.load()

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: PlansState) -> None:
        """Show it."""
        on_plans = state.tab is Tab.PLANS
        self.tabs.set_current(state.tab.value)
        self.halves.setCurrentWidget(self.plans if on_plans else self.products)
        self.add_plan.setVisible(state.may_edit and on_plans)
        self.add_product.setVisible(state.may_edit and not on_plans)
        self.notice.setVisible(bool(state.error))
        if state.error:
            self.notice.set_text(state.error, Tone.RED, self.tr("Try again"))
        self.plans.show_rows(state.plans)
        self.products.show_rows(state.products)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say it in a toast."""
        self._desk.toasts.show_toast(text, undo=undo, tone="good")

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self._desk.window.report(error)

    # --- deeds ------------------------------------------------------------------------------------------

    def _do_with_plan(self, deed: str, plan: PlanView) -> None:
        if deed == lists.ARCHIVE:
            self.presenter.archive_plan(plan, self.tr("“{name}” is no longer sold.").format(name=plan.name))
        elif deed == lists.RESTORE:
            self.presenter.restore_plan(plan, self.tr("“{name}” is sold again.").format(name=plan.name))
        elif deed in {lists.UP, lists.DOWN}:
            self.presenter.move_plan(plan, -1 if deed == lists.UP else 1)
        else:
            self._open(PLAN_DIALOGS[deed], plan_id=plan.id)

    def _do_with_product(self, deed: str, product: ProductView) -> None:
        if deed == lists.ARCHIVE:
            said = self.tr("“{name}” is no longer sold.").format(name=product.name)
            self.presenter.archive_product(product, said)
        elif deed == lists.RESTORE:
            said = self.tr("“{name}” is sold again.").format(name=product.name)
            self.presenter.restore_product(product, said)
        else:
            self._open(PRODUCT_DIALOGS[deed], product_id=product.id)

    def _open(self, dialog_id: str, **about: Any) -> None:
        self._desk.window.open_dialog(dialog_id, **about)
