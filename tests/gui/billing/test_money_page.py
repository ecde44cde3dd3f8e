"""The page "Money": who owes what, the day's till, and the payments behind every figure."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import PaymentMethod, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.billing.money_page import MoneyPage
from fitnesscrm_desktop.ui.billing.receipt import ReceiptDialog
from fitnesscrm_desktop.ui.billing.refund import RefundDialog
from fitnesscrm_desktop.ui.billing.take_payment import TakePaymentDialog
from fitnesscrm_desktop.ui.widgets.buttons import IconButton
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButtons
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import Till
from tests.support.window import StudioWindow


def money(window: StudioWindow, **where: object) -> MoneyPage:
    page = window.go("billing.money", **where)
    assert isinstance(page, MoneyPage)
    return page


def cells(table: DataTable, column: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def press_in_row(window: StudioWindow, table: DataTable, row: int, key: str) -> None:
    last = table.model().columnCount() - 1
    buttons = table.itemDelegateForColumn(last)
    assert isinstance(buttons, RowButtons)
    place = buttons.button_rect(key, table.model().index(row, last)).center().toPoint()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    window.settle()


def test_an_empty_studio_says_that_nobody_owes(window: StudioWindow) -> None:
    page = money(window)
    assert "Nobody owes anything" in window.words(page)
    assert "Nothing was taken" in window.words(money(window, tab="takings"))


def test_the_largest_debt_comes_first(window: StudioWindow, till: Till) -> None:
    for name, amount in [("Anna", 4900), ("Bert", 9900), ("Cleo", 100)]:
        till.charge(till.client(name), amount)
    page = money(window)
    assert cells(page.owing.table, 0) == ["Bert Example", "Anna Example", "Cleo Example"]
    assert cells(page.owing.table, 3) == ["€99.00", "€49.00", "€1.00"]
    assert page.sum.text() == "3 clients owe €149.00"


def test_take_payment_in_the_row_and_the_debt_is_gone(window: StudioWindow, till: Till) -> None:
    anna = till.client()
    till.charge(anna, 4900)
    page = money(window)
    press_in_row(window, page.owing.table, 0, "pay")
    assert isinstance(window.dialog, TakePaymentDialog)
    window.press("Return")
    window.until(lambda: page.owing.model.rowCount() == 0)
    assert till.balance(anna) == 0
    assert window.toasts()[-1] == "€49.00 from Anna Example. Receipt 1."


def test_enter_in_the_list_takes_the_payment(window: StudioWindow, till: Till) -> None:
    till.charge(till.client(), 4900)
    page = money(window)
    page.owing.table.setFocus()
    window.press("Down")
    window.press("Return")
    assert isinstance(window.dialog, TakePaymentDialog)


def test_typing_a_name_and_enter_opens_the_payment(window: StudioWindow, till: Till) -> None:
    anna = till.client("Anna", "Zimmer")
    page = money(window)
    page.picker.setFocus()
    window.write("zimm")
    window.until(page.picker.hits)
    window.press("Return", on=page.picker)
    assert isinstance(window.dialog, TakePaymentDialog)
    assert window.dialog.client_id == anna
    assert page.picker.text() == ""


def test_the_cards_open_the_payments_behind_them(
    window: StudioWindow, services: Services, owner: Actor, till: Till
) -> None:
    anna = till.client()
    till.pay(anna, 1000)
    services.billing.take_payment(owner, anna, 700, PaymentMethod.CARD)
    page = money(window, tab="takings")
    takings = page.takings
    assert takings.table.model().rowCount() == 2
    card = takings.cards[PaymentMethod.CARD]
    assert card.value() == "€7.00"
    window.click(card)
    assert cells(takings.table, 4) == ["€7.00"]
    window.click(takings.total)
    window.until(lambda: takings.table.model().rowCount() == 2)
    assert takings.total.value() == "€17.00"


def test_stepping_through_the_days(window: StudioWindow, till: Till, clock: FakeClock) -> None:
    anna = till.client()
    till.pay(anna, 1000)
    clock.advance(days=1)
    till.pay(anna, 500)
    page = money(window, tab="takings")
    assert cells(page.takings.table, 4) == ["€5.00"]
    assert not page.takings.next_day.isEnabled()
    window.click(window.find(IconButton, "The day before", page))
    window.until(lambda: cells(page.takings.table, 4) == ["€10.00"])
    assert page.takings.day.value() == date(2026, 3, 4)
    page.presenter.step(5)
    assert page.presenter.state.day == date(2026, 3, 5)


def test_a_payment_elsewhere_is_seen_at_once(window: StudioWindow, till: Till) -> None:
    anna = till.client()
    page = money(window, tab="takings")
    till.pay(anna, 1000)
    window.until(lambda: page.takings.total.value() == "€10.00")


def test_refund_and_receipt_in_the_row(window: StudioWindow, till: Till) -> None:
    anna = till.client()
    till.pay(anna, 1000)
    page = money(window, tab="takings")
    press_in_row(window, page.takings.table, 0, "receipt")
    assert isinstance(window.dialog, ReceiptDialog)
    window.press("Escape")
    press_in_row(window, page.takings.table, 0, "refund")
    assert isinstance(window.dialog, RefundDialog)
    window.write("machine broken", on=window.dialog.reason)
    window.press("Return", on=window.dialog.reason)
    window.until(lambda: page.takings.table.model().rowCount() == 2)
    assert till.balance(anna) == 0
    assert "Refund: machine broken" in cells(page.takings.table, 5)


@pytest.mark.parametrize(("role", "tabs"), [(Role.OWNER, True), (Role.FRONT_DESK, False)])
def test_the_till_is_for_those_who_may_see_it(
    window: StudioWindow, till: Till, role: Role, tabs: bool
) -> None:
    till.charge(till.client(), 100)
    window.work.session.sign_in(an_actor(role))
    page = money(window)
    assert page.tabs.isVisibleTo(page) is tabs
    assert window.find(QPushButton, "Take payment", page).isEnabled()
