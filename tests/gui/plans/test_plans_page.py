"""The page "Plans and products", its editors, and two desks that edit the same thing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import PlanKind, Role
from fitnesscrm_desktop.services.billing.products import ProductDraft
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.plans.lists import EDIT
from fitnesscrm_desktop.ui.plans.page import PlansPage
from fitnesscrm_desktop.ui.plans.plan_editor import PlanEditor
from fitnesscrm_desktop.ui.plans.prices import PricesDialog
from fitnesscrm_desktop.ui.plans.product_editor import ProductEditor, StockDialog
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButtons
from tests.support.actors import an_actor
from tests.support.sales import PACK, Till
from tests.support.window import StudioWindow


def plans_page(window: StudioWindow, **where: object) -> PlansPage:
    page = window.go("plans.list", **where)
    assert isinstance(page, PlansPage)
    return page


def opened(window: StudioWindow, dialog_id: str, **about: Any) -> QDialog:
    window.work.window.open_dialog(dialog_id, **about)
    window.settle()
    return window.dialog


def names(table: DataTable) -> list[str]:
    return [str(table.model().index(row, 0).data()) for row in range(table.model().rowCount())]


@contextmanager
def answered(window: StudioWindow, choose: Callable[[ConflictDialog], None]) -> Iterator[None]:
    """Answer "mine or theirs?" as soon as it is asked; it waits in a loop of its own."""
    look = QTimer()

    def answer() -> None:
        if isinstance(window.front, ConflictDialog):
            look.stop()
            choose(window.front)
            window.front.accept()

    look.timeout.connect(answer)
    look.start(10)
    yield
    assert not look.isActive(), "nobody asked"


def test_an_empty_list_offers_the_first_step(window: StudioWindow) -> None:
    page = plans_page(window)
    assert "No plans yet" in window.words(page)
    window.click(window.find(QPushButton, "Add the first plan", page))
    assert isinstance(window.dialog, PlanEditor)


def test_a_name_that_is_taken_is_said_beside_it(window: StudioWindow, till: Till) -> None:
    till.plan()
    editor = opened(window, "plans.edit_plan")
    assert isinstance(editor, PlanEditor)
    editor.name.setText("gold")
    editor.price.set_value(100)
    window.click(editor.verb)
    assert editor.form.error(editor.name) == "There is a plan called “Gold” already."
    assert editor.isVisible()


def test_a_new_plan_is_listed(window: StudioWindow, services: Services, owner: Actor) -> None:
    page = plans_page(window)
    dialog = opened(window, "plans.edit_plan")
    assert isinstance(dialog, PlanEditor)
    window.click(dialog.verb)
    assert dialog.form.error(dialog.price)
    dialog.price.set_value(9900)
    window.click(dialog.verb)
    assert dialog.form.error(dialog.name) == "A name is needed"
    window.write("Ten visits", on=dialog.name)
    window.click(dialog.kind.button("pack"))
    assert dialog.visits.isVisibleTo(dialog)
    assert not dialog.period.isVisibleTo(dialog)
    dialog.weekdays.set_value(0b0011111)
    dialog.hours.set_value(360, 960)
    window.click(dialog.verb)
    window.until(lambda: names(page.plans.table) == ["Ten visits"])
    plan = services.plans.list(owner)[0]
    assert (plan.kind, plan.draft.visits, plan.draft.days, plan.price) == (PlanKind.PACK, 10, 90, 9900)
    assert page.plans.table.model().index(0, 4).data() == "Mon–Fri · 06:00–16:00"


def test_editing_keeps_what_is_not_touched(
    window: StudioWindow, services: Services, owner: Actor, till: Till
) -> None:
    plan = till.plan(9900, PACK, signup_fee=500, tax_rate=700, weekdays=3, from_minute=60, description="x")
    dialog = opened(window, "plans.edit_plan", plan_id=plan.id)
    assert isinstance(dialog, PlanEditor)
    assert not dialog.price.isEnabled()
    window.click(dialog.verb)
    assert services.plans.get(owner, plan.id).draft == plan.draft


def test_two_desks_choose_field_by_field(
    window: StudioWindow, services: Services, owner: Actor, till: Till
) -> None:
    plan = till.plan()
    dialog = opened(window, "plans.edit_plan", plan_id=plan.id)
    assert isinstance(dialog, PlanEditor)
    theirs = replace(plan.draft, name="Platinum", signup_fee=900)
    services.plans.edit(owner, plan.id, theirs, plan.version)
    dialog.name.setText("Diamond")
    dialog.signup_fee.set_value(100)

    with answered(window, lambda asked: asked.theirs["signup_fee"].setChecked(True)):
        window.click(dialog.verb)
        window.until(lambda: window.front is window.frame)
    kept = services.plans.get(owner, plan.id).draft
    assert (kept.name, kept.signup_fee) == ("Diamond", 900)


def test_archiving_is_undone_by_the_toast(window: StudioWindow, till: Till) -> None:
    till.plan()
    page = plans_page(window)
    page.plans.wanted.emit("archive", page.plans.model.row_at(0))
    window.until(lambda: names(page.plans.table) == [])
    window.until(lambda: "“Gold” is no longer sold." in window.toasts())
    assert window.work.toaster.host.undo_newest()
    window.until(lambda: names(page.plans.table) == ["Gold"])


def test_archived_ones_can_be_shown_and_restored(
    window: StudioWindow, services: Services, owner: Actor, till: Till
) -> None:
    services.plans.archive(owner, till.plan().id)
    page = plans_page(window)
    window.click(page.archived)
    window.until(lambda: names(page.plans.table) == ["Gold"])
    page.plans.wanted.emit("restore", page.plans.model.row_at(0))
    window.until(lambda: len(services.plans.list(owner)) == 1)


def test_plans_are_put_into_order(window: StudioWindow, till: Till) -> None:
    till.plan()
    till.plan(name="Silver")
    page = plans_page(window)
    page.plans.wanted.emit("up", page.plans.model.row_at(1))
    window.until(lambda: names(page.plans.table) == ["Silver", "Gold"])


def test_a_new_price_from_a_day_on(
    window: StudioWindow, services: Services, owner: Actor, till: Till
) -> None:
    plan = till.plan()
    dialog = opened(window, "plans.prices", plan_id=plan.id)
    assert isinstance(dialog, PricesDialog)
    assert dialog.table.model().rowCount() == 1
    dialog.price.set_value(5900)
    dialog.first.set_value(date(2026, 6, 1))
    window.press("Return", on=dialog.price.edit)
    assert [row.price for row in services.plans.prices(owner, plan.id)] == [4900, 5900]
    dialog = opened(window, "plans.prices", plan_id=plan.id)
    assert isinstance(dialog, PricesDialog)
    dialog.price.set_value(100)
    dialog.first.set_value(date(2026, 1, 1))
    window.click(dialog.verb)
    assert "today or later" in dialog.form.error(dialog.first)


def test_a_click_on_a_button_in_the_row(window: StudioWindow, till: Till) -> None:
    till.plan()
    table = plans_page(window).plans.table
    last = table.model().columnCount() - 1
    buttons = table.itemDelegateForColumn(last)
    assert isinstance(buttons, RowButtons)
    place = buttons.button_rect(EDIT, table.model().index(0, last)).center().toPoint()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    window.settle()
    assert isinstance(window.dialog, PlanEditor)


def test_products_and_their_stock(window: StudioWindow, services: Services, owner: Actor) -> None:
    page = plans_page(window, tab="products")
    dialog = opened(window, "plans.edit_product")
    assert isinstance(dialog, ProductEditor)
    window.write("Water", on=dialog.name)
    dialog.price.set_value(150)
    dialog.stock.setValue(24)
    window.click(dialog.verb)
    window.until(lambda: names(page.products.table) == ["Water"])
    water = services.products.list(owner)[0]
    count = opened(window, "plans.stock", product_id=water.id)
    assert isinstance(count, StockDialog)
    services.products.move_stock(owner, water.id, -4)  # four are sold while somebody counts
    count.there.setValue(20)
    assert "Booked: -4" in count.effect.text()
    window.click(count.verb)
    assert services.products.get(owner, water.id).stock == 16


def test_two_desks_edit_a_product(window: StudioWindow, services: Services, owner: Actor, till: Till) -> None:
    bar = till.product()
    dialog = opened(window, "plans.edit_product", product_id=bar.id)
    assert isinstance(dialog, ProductEditor)
    services.products.edit(owner, bar.id, ProductDraft("Bar", 999), bar.version)
    dialog.price.set_value(300)

    with answered(window, lambda _asked: None):
        window.click(dialog.verb)
        window.until(lambda: window.front is window.frame)
    kept = services.products.get(owner, bar.id)
    assert (kept.name, kept.price) == ("Protein bar", 300)


def test_the_desk_sells_and_changes_nothing(window: StudioWindow, till: Till) -> None:
    till.plan()
    window.work.session.sign_in(an_actor(Role.FRONT_DESK))
    page = plans_page(window)
    assert not page.add_plan.isVisibleTo(page)
    row = page.plans.model.row_at(0)
    assert row is not None
    assert [key for key, _ in page.plans.deeds_of(row)] == ["sell"]
