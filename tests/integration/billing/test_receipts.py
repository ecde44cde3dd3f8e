"""Receipts: what they say, and that they say the same when printed again."""

import io
import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import PaymentMethod, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, NotFound
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import Till


@pytest.fixture
def anna(services: Services, till: Till) -> int:
    with services.core.write() as work:
        studio = work.session.get_one(Studio, 1)
        studio.address, studio.tax_number = "Main Street 1\nBerlin", "DE 12"
        studio.receipt_footer = "Come again"
    return till.client("Анна", "Müller")


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return unicodedata.normalize("NFKC", "\n".join(page.extract_text() for page in pages))


def test_what_a_receipt_says(services: Services, owner: Actor, till: Till, anna: int) -> None:
    services.memberships.sell(owner, anna, till.plan(11900).id)
    services.products.sell(owner, anna, till.product(535, tax_rate=700).id, 2)
    taken = services.billing.take_payment(owner, anna, 13000, PaymentMethod.CARD, note="thanks")
    receipt = services.receipts.get(owner, taken.payment_id)
    assert [(line.amount, line.tax_rate) for line in receipt.lines] == [(11900, 1900), (1070, 700), (30, 0)]
    assert [(tax.rate, tax.gross, tax.tax, tax.net) for tax in receipt.taxes] == [
        (700, 1070, 70, 1000),
        (1900, 11900, 1900, 10000),
    ]
    assert (receipt.balance_after, receipt.shown_number) == (-30, "000001")
    text = text_of(services.receipts.render(owner, taken.payment_id))
    for said in (
        "Test studio",
        "Main Street 1",
        "Tax no. DE 12",
        "Receipt",
        "No. 000001",
        "04/03/2026, 10:00",
        "Анна Müller",
        "Card",
        "Gold, 4 Mar 2026",
        "2 × Protein bar",
        "€119.00",
        "€130.00",
        "19% tax contained (net €100.00)",
        "7% tax contained (net €10.00)",
        "€0.70",
        "Credit on the account",
        "Note: thanks",
        "Come again",
        "Page 1 of 1",
    ):
        assert said in text, said


def test_a_refund_names_the_original(services: Services, owner: Actor, till: Till, anna: int) -> None:
    till.charge(anna, 4900, text="Locker")
    taken = till.pay(anna, 4900)
    given = services.billing.refund(owner, taken.payment_id, 900, "machine broken")
    receipt = services.receipts.get(owner, given.payment_id)
    assert (receipt.is_refund, receipt.refund_of_number, receipt.amount) == (True, 1, -900)
    text = text_of(services.receipts.render(owner, given.payment_id))
    for said in ("Refund", "for receipt 000001", "Paid back", "-€9.00", "Reason: machine broken", "Locker"):
        assert said in text, said


def test_printed_again_it_says_the_same(
    services: Services, owner: Actor, till: Till, anna: int, clock: FakeClock
) -> None:
    till.charge(anna, 4900)
    taken = till.pay(anna, 6000)
    before = services.receipts.get(owner, taken.payment_id)
    clock.advance(days=1)
    till.charge(anna, 4900)
    services.billing.refund(owner, taken.payment_id, 1000, "later")
    assert services.receipts.get(owner, taken.payment_id) == before
    assert before.lines[-1].text == "Credit for later"


def test_writing(services: Services, owner: Actor, till: Till, anna: int, tmp_path: Path) -> None:
    taken = till.pay(anna, 4900)
    written = services.receipts.write(owner, taken.payment_id, tmp_path / "r.pdf")
    assert (written.receipt_number, written.pages) == (1, 1)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    services.receipts.write(owner, taken.payment_id, tmp_path / "roll.pdf", roll=True)
    assert float(PdfReader(tmp_path / "roll.pdf").pages[0].mediabox.width) < 230


def test_many_lines_go_on_on_the_next_page(services: Services, owner: Actor, till: Till, anna: int) -> None:
    for number in range(60):
        till.charge(anna, 100, text=f"Thing {number}")
    taken = till.pay(anna, 6000)
    text = text_of(services.receipts.render(owner, taken.payment_id))
    assert "Thing 59" in text
    assert "Page 2 of" in text


@pytest.mark.parametrize("name", ["🏋️‍♀️ Zoë", "محمد عبد الله", "<img src=x>", "n" * 200, "e" + "\u0301" * 50])
def test_any_name_can_be_printed(services: Services, owner: Actor, till: Till, anna: int, name: str) -> None:
    strange = till.client(name[:200], "X")
    assert services.receipts.render(owner, till.pay(strange, 100).payment_id).startswith(b"%PDF")


def test_who_may_see_it(services: Services, owner: Actor, till: Till, anna: int) -> None:
    taken = till.pay(anna, 4900)
    with pytest.raises(NotFound):
        services.receipts.get(owner, 999)
    with pytest.raises(NotAllowed):
        services.receipts.render(an_actor(Role.TRAINER), taken.payment_id)
    assert services.receipts.render(an_actor(Role.FRONT_DESK), taken.payment_id)
