"""Payments, charges and products, asked for with what nobody can mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.billing.products import ProductDraft
from fitnesscrm_desktop.services.core.typed_text import tidy_line
from tests.support.rubbish import DAYS, NUMBERS, TEXTS, try_all
from tests.support.sales import Till
from tests.support.soundness import assert_sound

Deed = Callable[[Till, int, Any], object]
CASH = PaymentMethod.CASH


def note_of_payment(till: Till, anna: int, text: str) -> None:
    till.pay(anna, 100, note=text)
    assert till.services.billing.ledger(till.actor, anna).entries[-1].text == tidy_line(text)


def text_of_charge(till: Till, anna: int, text: str) -> None:
    made = till.services.billing.charge(till.actor, anna, text, 100)
    assert made.text == tidy_line(text)


def name_of_product(till: Till, _anna: int, text: str) -> None:
    added = till.services.products.add(till.actor, ProductDraft(text, 100))
    assert added.name == tidy_line(text)


def name_of_edited_product(till: Till, _anna: int, text: str) -> None:
    bar = till.services.products.get(till.actor, 1)
    kept = till.services.products.edit(till.actor, bar.id, ProductDraft(text, 100), bar.version)
    assert kept.name == tidy_line(text)


def barcode(till: Till, _anna: int, text: str) -> None:
    added = till.services.products.add(till.actor, ProductDraft("Bar", 100, barcode=text))
    assert (added.barcode or "") == "".join(text.split())


WITH_TEXT: dict[str, Deed] = {
    "payment note": note_of_payment,
    "charge text": text_of_charge,
    "product name": name_of_product,
    "edited product name": name_of_edited_product,
    "barcode": barcode,
    "payment key": lambda till, anna, text: till.pay(anna, 100, key=text),
    "charge key": lambda till, anna, text: till.services.billing.charge(till.actor, anna, "x", 1, key=text),
    "sale key": lambda till, anna, text: till.services.products.sell(till.actor, anna, 1, key=text),
    "refund reason": lambda till, _anna, text: till.services.billing.refund(till.actor, 1, 1, text),
    "refund key": lambda till, _anna, text: till.services.billing.refund(till.actor, 1, 1, "x", key=text),
    "reversal": lambda till, _anna, text: till.services.billing.reverse(till.actor, 1, text),
    "stock reason": lambda till, _anna, text: till.services.products.move_stock(till.actor, 1, 1, text),
}
WITH_NUMBER: dict[str, Deed] = {
    "payment": lambda till, anna, number: till.pay(anna, number),
    "charge": lambda till, anna, number: till.charge(anna, number),
    "charge tax": lambda till, anna, number: till.services.billing.charge(
        till.actor, anna, "x", 100, tax_rate=number
    ),
    "refund": lambda till, _anna, number: till.services.billing.refund(till.actor, 1, number, "x"),
    "price": lambda till, _anna, number: till.product(number),
    "tax": lambda till, _anna, number: till.product(tax_rate=number),
    "stock": lambda till, _anna, number: till.product(stock=number),
    "moved stock": lambda till, _anna, number: till.services.products.move_stock(till.actor, 1, number),
    "quantity": lambda till, anna, number: till.services.products.sell(till.actor, anna, 1, number),
}


@pytest.fixture
def anna(till: Till) -> int:
    """Somebody with a payment and a charge, in a studio with one product; all their ids are 1."""
    client_id = till.client()
    till.product()
    till.charge(client_id, 3000)
    till.pay(client_id, 5000)
    return client_id


@pytest.mark.parametrize("name", WITH_TEXT)
def test_any_text_is_kept_or_refused(till: Till, anna: int, name: str) -> None:
    try_all(till.services, TEXTS, lambda text: WITH_TEXT[name](till, anna, text))
    assert_sound(till.services)


@pytest.mark.parametrize("name", WITH_NUMBER)
def test_any_number_is_kept_or_refused(till: Till, anna: int, name: str) -> None:
    try_all(till.services, NUMBERS, lambda number: WITH_NUMBER[name](till, anna, number))
    assert_sound(till.services)


def test_any_day_is_kept_or_refused(till: Till, anna: int) -> None:
    try_all(till.services, DAYS, lambda day: till.charge(anna, 100, day))
    try_all(till.services, DAYS, lambda day: till.services.billing.day_takings(till.actor, day))
    assert till.services.billing.account(till.actor, anna).client_id == anna
    assert_sound(till.services)
