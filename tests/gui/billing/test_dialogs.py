"""The dialogs about payments and memberships, by keyboard, with their way back."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QTimer

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.membership import Membership
from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.billing.results import PaymentTaken
from fitnesscrm_desktop.services.billing.rules import is_far_above
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.ui.billing.charge import ChargeDialog
from fitnesscrm_desktop.ui.billing.receipt import ReceiptDialog
from fitnesscrm_desktop.ui.billing.refund import RefundDialog
from fitnesscrm_desktop.ui.billing.renew import RenewDialog
from fitnesscrm_desktop.ui.billing.sell_membership import SellMembershipDialog
from fitnesscrm_desktop.ui.billing.sell_product import SellProductDialog
from fitnesscrm_desktop.ui.billing.take_payment import TakePaymentDialog
from fitnesscrm_desktop.ui.core.dialogs import AskDialog
from tests.gui.billing.screen import opened, undo
from tests.support.sales import PACK, Till
from tests.support.scripted_dialogs import ScriptedDialogs
from tests.support.window import StudioWindow

TODAY = date(2026, 3, 4)


@pytest.fixture
def anna(till: Till) -> int:
    return till.client()


@pytest.fixture
def member(services: Services, owner: Actor, till: Till, anna: int) -> int:
    return services.memberships.sell(owner, anna, till.plan().id).membership_id


def test_enter_pays_what_is_owed(window: StudioWindow, till: Till, anna: int) -> None:
    till.charge(anna, 4900)
    outcomes: list[PaymentTaken] = []
    window.work.window.open_dialog("billing.take_payment", then=outcomes.append, client_id=anna)
    window.settle()
    dialog = window.dialog
    assert isinstance(dialog, TakePaymentDialog)
    assert dialog.amount.value() == 4900
    assert "owes nothing" in dialog.rest.text()
    window.press("Return", on=dialog.amount.edit)
    assert outcomes[0].amount == 4900
    assert till.balance(anna) == 0


def test_the_receipt_is_one_click_away(window: StudioWindow, till: Till, anna: int) -> None:
    till.charge(anna, 4900)
    opened(window, "billing.take_payment", client_id=anna)
    window.press("Return")
    undo(window)  # the button of this toast is called Receipt
    dialog = window.dialog
    assert isinstance(dialog, ReceiptDialog)
    assert dialog.view.page_count() == 1
    assert "000001" in dialog.windowTitle()


def test_another_amount_and_method(
    window: StudioWindow, services: Services, owner: Actor, till: Till, anna: int
) -> None:
    till.charge(anna, 4900)
    dialog = opened(window, "billing.take_payment", client_id=anna, amount=2000)
    assert isinstance(dialog, TakePaymentDialog)
    assert dialog.amount.value() == 2000
    dialog.amount.set_value(6000)
    assert "has paid €11.00 ahead" in dialog.rest.text()
    dialog.method.set_current("card")
    window.click(dialog.verb)
    taken = services.billing.day_takings(owner).payments[0]
    assert (taken.amount, taken.method) == (6000, PaymentMethod.CARD)


@pytest.mark.parametrize("typed", ["", "0", "-500", "nan", "1e17", "100000000000000000"])
def test_what_is_no_amount_is_said_beside_the_field(
    window: StudioWindow, till: Till, anna: int, typed: str
) -> None:
    dialog = opened(window, "billing.take_payment", client_id=anna)
    assert isinstance(dialog, TakePaymentDialog)
    dialog.amount.edit.setText(typed)
    window.click(dialog.verb)
    assert dialog.isVisible()
    assert dialog.form.error(dialog.amount)
    assert till.balance(anna) == 0


def test_what_is_wrong_is_said_once_and_goes_when_it_is_corrected(window: StudioWindow, anna: int) -> None:
    dialog = opened(window, "billing.take_payment", client_id=anna)
    assert isinstance(dialog, TakePaymentDialog)
    window.write("12..5", on=dialog.amount.edit)
    window.press("Return", on=dialog.amount.edit)
    assert window.words(dialog).count("Not an amount.") == 1
    dialog.amount.edit.setText("")
    window.press("Return", on=dialog.amount.edit)
    assert "How much is it?" in window.words(dialog)
    window.write("5", on=dialog.amount.edit)
    assert "How much is it?" not in window.words(dialog)
    assert dialog.rest.text() == "After this payment Anna Example has paid €5.00 ahead."


@pytest.mark.parametrize("goes_on", [False, True])
def test_far_more_than_is_owed_is_asked_about_and_has_a_way_back(
    window: StudioWindow, till: Till, anna: int, goes_on: bool
) -> None:
    till.charge(anna, 4900)
    dialog = opened(window, "billing.take_payment", client_id=anna)
    assert isinstance(dialog, TakePaymentDialog)
    window.work.desk.dialogs = asked = ScriptedDialogs(goes_on)
    dialog.amount.set_value(15258000)
    window.press("Return", on=dialog.amount.edit)
    assert [text for _kind, _title, text in asked.asked] == [
        "Anna Example owes €49.00. Really take €152,580.00?"
    ]
    assert till.balance(anna) == (4900 - 15258000 if goes_on else 4900)
    if goes_on:
        undo(window)
        assert isinstance(window.dialog, RefundDialog)


@pytest.mark.parametrize(
    ("amount", "owed", "far"),
    [
        (4900, 4900, False),
        (50000, 4900, False),
        (104901, 4900, True),
        (100000, 0, False),
        (100001, 0, True),
        (1000000, 100000, False),
        (1100001, 100000, True),
        (100001, -5000, True),
    ],
)
def test_what_is_far_above_a_debt(amount: int, owed: int, far: bool) -> None:
    assert is_far_above(amount, owed) is far


def test_without_a_client_it_asks_for_one(window: StudioWindow, till: Till, anna: int) -> None:
    dialog = opened(window, "billing.take_payment")
    assert isinstance(dialog, TakePaymentDialog)
    dialog.amount.set_value(500)
    window.click(dialog.verb)
    assert "Choose a client first" in dialog.notice.text()
    window.write("Anna", on=dialog.picker)
    window.until(dialog.picker.hits)
    window.press("Return", on=dialog.picker)
    assert dialog.client_id == anna
    assert "Anna Example" in window.words(dialog)


def test_a_second_try_after_lost_contact_books_nothing_twice(
    window: StudioWindow, services: Services, till: Till, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.charge(anna, 4900)
    dialog = opened(window, "billing.take_payment", client_id=anna)
    assert isinstance(dialog, TakePaymentDialog)
    really = services.billing.take_payment

    def answer_is_lost(*given: Any) -> PaymentTaken:
        really(*given)
        raise StorageTrouble("The database server does not answer.")

    with monkeypatch.context() as lost:
        lost.setattr(type(services.billing), "take_payment", lambda _self, *given: answer_is_lost(*given))
        window.click(dialog.verb)
    assert "does not answer" in dialog.notice.text()
    window.click(dialog.verb)
    assert window.front is window.frame
    assert till.balance(anna) == 0


def test_the_family_is_one_click_away(
    window: StudioWindow, services: Services, owner: Actor, till: Till, anna: int
) -> None:
    child = till.client("Ben")
    services.clients.set_payer(owner, child, anna)
    till.charge(child, 2900)
    dialog = opened(window, "billing.take_payment", client_id=anna)
    assert isinstance(dialog, TakePaymentDialog)
    dialog.person.other_wanted.emit(child)
    window.settle()
    assert (dialog.client_id, dialog.amount.value()) == (child, 2900)


def test_esc_asks_before_it_throws_typed_text_away(window: StudioWindow, anna: int) -> None:
    dialog = opened(window, "billing.charge", client_id=anna)
    assert isinstance(dialog, ChargeDialog)
    window.write("Locker", on=dialog.what)
    window.press("Escape")
    assert dialog.isVisible()
    assert "Press Esc once more" in dialog.notice.text()
    window.press("Escape")
    assert window.front is window.frame


def test_a_charge_and_its_undo(window: StudioWindow, till: Till, anna: int) -> None:
    dialog = opened(window, "billing.charge", client_id=anna)
    assert isinstance(dialog, ChargeDialog)
    window.click(dialog.verb)
    assert dialog.form.error(dialog.what)
    assert dialog.form.error(dialog.amount)
    window.write("Locker", on=dialog.what)
    dialog.amount.set_value(1500)
    window.press("Return", on=dialog.amount.edit)
    assert till.balance(anna) == 1500
    undo(window)
    assert till.balance(anna) == 0


def test_a_charge_that_is_paid_at_once(window: StudioWindow, till: Till, anna: int) -> None:
    dialog = opened(window, "billing.charge", client_id=anna)
    assert isinstance(dialog, ChargeDialog)
    window.write("Locker", on=dialog.what)
    dialog.amount.set_value(1500)
    dialog.pay_now.setChecked(True)
    window.click(dialog.verb)
    payment = window.dialog
    assert isinstance(payment, TakePaymentDialog)
    assert payment.amount.value() == 1500


def test_a_refund_needs_a_reason(window: StudioWindow, till: Till, anna: int) -> None:
    taken = till.pay(anna, 4900)
    dialog = opened(window, "billing.refund", payment_id=taken.payment_id)
    assert isinstance(dialog, RefundDialog)
    assert dialog.amount.value() == 4900
    window.click(dialog.verb)
    assert dialog.form.error(dialog.reason)
    dialog.amount.set_value(9900)
    window.write("x", on=dialog.reason)
    window.click(dialog.verb)
    assert "Only €49.00" in dialog.form.error(dialog.amount)
    dialog.amount.set_value(900)
    window.click(dialog.verb)
    assert till.balance(anna) == -4000


def test_nothing_is_left_to_give_back(
    window: StudioWindow, services: Services, owner: Actor, till: Till, anna: int
) -> None:
    taken = till.pay(anna, 4900)
    services.billing.refund(owner, taken.payment_id, None, "all")
    dialog = opened(window, "billing.refund", payment_id=taken.payment_id)
    assert isinstance(dialog, RefundDialog)
    assert "Nothing of this payment is left" in dialog.notice.text()
    assert not dialog.verb.isEnabled()


def test_the_roll_is_remembered(window: StudioWindow, till: Till, anna: int) -> None:
    taken = till.pay(anna, 4900)
    dialog = opened(window, "billing.receipt", payment_id=taken.payment_id)
    assert isinstance(dialog, ReceiptDialog)
    wide = dialog.view.document().pagePointSize(0).width()
    window.click(dialog.paper.button("roll"))
    assert dialog.view.document().pagePointSize(0).width() < wide
    window.press("Escape")
    again = opened(window, "billing.receipt", payment_id=taken.payment_id)
    assert isinstance(again, ReceiptDialog)
    assert again.paper.current() == "roll"


def test_a_receipt_that_is_not_there_says_so(window: StudioWindow) -> None:
    dialog = opened(window, "billing.receipt", payment_id=999)
    assert isinstance(dialog, ReceiptDialog)
    assert "There is no payment" in dialog.notice.text()


def test_selling_shows_end_and_charge_before_and_goes_on_to_the_payment(
    window: StudioWindow, till: Till, anna: int
) -> None:
    till.plan(signup_fee=2000)
    ten = till.plan(9900, PACK)
    dialog = opened(window, "memberships.sell", client_id=anna)
    assert isinstance(dialog, SellMembershipDialog)
    assert dialog.ends.text() == "Gold from 4 Mar 2026 to 3 Apr 2026"
    assert "€69.00" in dialog.costs.text()
    assert "sign-up fee of €20.00" in dialog.costs.text()
    window.press("Right", on=dialog.plans.cards()[0])
    assert dialog.plans.current() == ten.id
    assert dialog.ends.text() == "Ten visits from 4 Mar 2026 to 1 Jun 2026, 10 visits"
    window.click(dialog.verb)
    payment = window.dialog
    assert isinstance(payment, TakePaymentDialog)
    assert payment.amount.value() == 9900
    window.press("Return", on=payment.amount.edit)
    assert till.balance(anna) == 0


def test_a_sale_is_undone_with_its_charge(window: StudioWindow, till: Till, anna: int) -> None:
    till.plan()
    dialog = opened(window, "memberships.sell", client_id=anna)
    assert isinstance(dialog, SellMembershipDialog)
    dialog.pay_now.setChecked(False)
    window.click(dialog.verb)
    assert till.balance(anna) == 4900
    undo(window)
    assert till.balance(anna) == 0
    assert till.count(Membership) == 1


@pytest.mark.parametrize("sold_again", [True, False])
def test_the_same_plan_twice_is_asked_about_in_one_sentence(
    window: StudioWindow, till: Till, anna: int, member: int, *, sold_again: bool
) -> None:
    dialog = opened(window, "memberships.sell", client_id=anna)
    assert isinstance(dialog, SellMembershipDialog)
    dialog.pay_now.setChecked(False)
    asked: list[str] = []
    look = QTimer()

    def answer() -> None:
        if isinstance(window.front, AskDialog):
            look.stop()
            asked.append(window.front.accessibleDescription())
            (window.front.accept if sold_again else window.front.reject)()

    look.timeout.connect(answer)
    look.start(10)
    window.click(dialog.verb)
    assert asked == ["Anna Example has “Gold” from 4 Mar 2026 to 3 Apr 2026 already. Nothing was sold yet."]
    assert till.count(Membership) == (2 if sold_again else 1)
    if not sold_again:
        assert window.dialog is dialog, "what was chosen is still there"


def test_a_price_and_a_start_of_ones_own(window: StudioWindow, till: Till, anna: int) -> None:
    till.plan()
    dialog = opened(window, "memberships.sell", client_id=anna)
    assert isinstance(dialog, SellMembershipDialog)
    dialog.start.set_value(date(2026, 4, 1))
    dialog.price.set_value(3900)
    window.settle()
    assert dialog.ends.text() == "Gold from 1 Apr 2026 to 30 Apr 2026"
    assert "€39.00, due 1 Apr 2026" in dialog.costs.text()
    dialog.start.set_value(date(2036, 4, 1))
    window.settle()
    assert dialog.form.error(dialog.start)


def test_without_plans_there_is_nothing_to_sell(window: StudioWindow, anna: int) -> None:
    dialog = opened(window, "memberships.sell", client_id=anna)
    assert isinstance(dialog, SellMembershipDialog)
    assert "no plan to sell yet" in dialog.notice.text()
    assert not dialog.verb.isEnabled()


def test_renewing_by_enter_and_undo(window: StudioWindow, till: Till, anna: int, member: int) -> None:
    dialog = opened(window, "memberships.renew", membership_id=member)
    assert isinstance(dialog, RenewDialog)
    assert dialog.ends.text() == "Goes on from 4 Apr 2026 to 3 May 2026, no day is lost"
    dialog.pay_now.setChecked(False)
    window.press("Return", on=dialog.verb)
    assert till.membership(member).ends_on == date(2026, 5, 3)
    undo(window)
    assert till.membership(member).ends_on == date(2026, 4, 3)
    assert till.balance(anna) == 4900


def test_selling_over_the_counter(
    window: StudioWindow, services: Services, owner: Actor, till: Till, anna: int
) -> None:
    bar = till.product(barcode="4006381333931")
    dialog = opened(window, "products.sell", client_id=anna)
    assert isinstance(dialog, SellProductDialog)
    window.click(dialog.verb)
    assert dialog.form.error(dialog.product)
    window.write("4006381333931", on=dialog.product)
    window.until(dialog.product.hits)
    window.press("Return", on=dialog.product)
    dialog.quantity.setValue(11)
    assert dialog.total.text() == "Only 10 left"
    window.click(dialog.verb)
    assert "Only 10" in dialog.form.error(dialog.quantity)
    dialog.quantity.setValue(2)
    assert dialog.total.text() == "Together €5.00"
    dialog.pay_now.setChecked(False)
    window.click(dialog.verb)
    assert services.products.get(owner, bar.id).stock == 8
    undo(window)
    assert services.products.get(owner, bar.id).stock == 10
    assert till.balance(anna) == 0
