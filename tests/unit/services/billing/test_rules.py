"""Amounts, and how payments meet charges."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.models.values import MAX_AMOUNT
from fitnesscrm_desktop.services.billing.rules import (
    Match,
    Open,
    checked_amount,
    checked_key,
    checked_note,
    checked_quantity,
    checked_refund,
    checked_text,
    contained_tax,
    price_complaint,
    refuse_complaints,
    settle,
    take_back,
    tax_complaint,
)
from fitnesscrm_desktop.services.core.errors import RuleBroken

amounts = st.integers(1, 10_000)
some_open = st.lists(amounts, max_size=6).map(lambda found: [Open(i, left) for i, left in enumerate(found)])


@pytest.mark.parametrize(
    "value",
    [-500, 0, -1, MAX_AMOUNT + 1, 10**17, math.nan, math.inf, 1e17, 12.0, True, "4900", None, Decimal(5)],
)
def test_what_is_no_amount(value: object) -> None:
    with pytest.raises(RuleBroken) as error:
        checked_amount(value)
    assert "Nothing was booked" in error.value.text
    assert "amount" in error.value.fields


@given(st.integers(1, MAX_AMOUNT))
def test_what_is_an_amount(value: int) -> None:
    assert checked_amount(value) == value


@pytest.mark.parametrize("value", [0, -1, True, 1.0, 10_001, "2"])
def test_what_is_no_quantity(value: object) -> None:
    with pytest.raises(RuleBroken):
        checked_quantity(value)


def test_texts_and_keys() -> None:
    assert checked_text("  A \n b ", "text", what="It") == "A b"
    assert checked_note("a\0b\nc", "note", what="It") == "a b c"
    assert checked_note("", "note", what="It") == ""
    assert checked_key(None) is None
    assert checked_key("k" * 80) == "k" * 80
    for wrong in ("", "   ", "x" * 81, "a\0", "\ud800"):
        with pytest.raises(RuleBroken):
            checked_key(wrong)
    for wrong in ("", " \n", "x" * 201, "a\0", "\ud800"):
        with pytest.raises(RuleBroken):
            checked_text(wrong, "text", what="It")


def test_a_note_that_is_too_long_is_told_and_never_cut() -> None:
    assert checked_note("x" * 200 + "  ", "note", what="The note") == "x" * 200
    with pytest.raises(RuleBroken, match=r"The note is longer than 200 characters\. Nothing was") as broken:
        checked_note("x" * 201, "note", what="The note")
    assert broken.value.fields == {"note": "At most 200 characters"}


def test_the_oldest_charge_is_settled_first() -> None:
    payments, charges = [Open(1, 70), Open(2, 50)], [Open(10, 60), Open(11, 100)]
    assert settle(payments, charges) == [Match(1, 10, 60), Match(1, 11, 10), Match(2, 11, 50)]


@given(some_open, some_open)
def test_settling_uses_all_it_can_and_never_more(payments: list[Open], charges: list[Open]) -> None:
    matches = settle(payments, charges)
    assert all(match.amount > 0 for match in matches)
    for payment in payments:
        assert sum(m.amount for m in matches if m.payment_id == payment.id) <= payment.left
    open_still = [
        charge.left - sum(m.amount for m in matches if m.charge_id == charge.id) for charge in charges
    ]
    assert min(open_still, default=0) >= 0
    money, debts = sum(p.left for p in payments), sum(c.left for c in charges)
    assert sum(m.amount for m in matches) == min(money, debts)
    first_open = next((i for i, left in enumerate(open_still) if left), len(charges))
    assert open_still[first_open + 1 :] == [charge.left for charge in charges[first_open + 1 :]]


@given(amounts, st.integers(0, 5000), some_open)
def test_a_refund_takes_the_unused_part_first(amount: int, unused: int, settled: list[Open]) -> None:
    taken = take_back(amount, unused, settled)
    assert sum(part.left for part in taken) == min(
        max(0, amount - unused), sum(part.left for part in settled)
    )
    assert [part.id for part in taken] == [part.id for part in settled[: len(taken)]]


def test_a_refund_is_never_more_than_what_is_left() -> None:
    assert checked_refund(None, 70, "€0.70") == 70
    assert checked_refund(70, 70, "€0.70") == 70
    with pytest.raises(RuleBroken, match=r"Only €0\.70"):
        checked_refund(71, 70, "€0.70")
    with pytest.raises(RuleBroken, match="in full"):
        checked_refund(None, 0, "€0.00")
    with pytest.raises(RuleBroken):
        checked_refund(-1, 70, "€0.70")


@pytest.mark.parametrize(
    ("gross", "rate", "tax"),
    [(11900, 1900, 1900), (4900, 1900, 782), (-4900, 1900, -782), (100, 0, 0), (1, 700, 0)],
)
def test_contained_tax(gross: int, rate: int, tax: int) -> None:
    assert contained_tax(gross, rate) == tax


@given(st.integers(-MAX_AMOUNT, MAX_AMOUNT), st.integers(0, 100_00))
def test_contained_tax_is_within_half_a_unit(gross: int, rate: int) -> None:
    exact = Decimal(gross) * rate / (100_00 + rate)
    assert abs(Decimal(contained_tax(gross, rate)) - exact) <= Decimal("0.5")


def test_complaints() -> None:
    assert price_complaint("price", 0) == {}
    assert set(price_complaint("price", -1)) == {"price"}
    assert set(price_complaint("price", math.nan)) == {"price"}
    assert set(tax_complaint(rate=True)) == {"tax_rate"}
    refuse_complaints("plan", {})
    with pytest.raises(RuleBroken, match="sign up fee"):
        refuse_complaints("plan", {"sign_up_fee": "No"})
