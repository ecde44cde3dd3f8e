"""Charges, the ledger, who owes what, and who pays for whom."""

from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.values import ClientStage, Role
from fitnesscrm_desktop.services.billing.results import EntryKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.lifecycle.refresh import standing_of
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import Till

TODAY = date(2026, 3, 4)


@pytest.fixture
def anna(till: Till) -> int:
    return till.client()


def test_the_ledger_adds_up(
    services: Services, owner: Actor, till: Till, anna: int, clock: FakeClock
) -> None:
    charge = till.charge(anna, 4900, text="Locker")
    clock.advance(minutes=1)
    taken = till.pay(anna, 3000, note="thanks")
    clock.advance(minutes=1)
    services.billing.refund(owner, taken.payment_id, 1000, "a part")
    clock.advance(minutes=1)
    services.billing.reverse(owner, charge, "was a mistake")
    ledger = services.billing.ledger(owner, anna)
    assert [(entry.kind, entry.amount, entry.text) for entry in ledger.entries] == [
        (EntryKind.CHARGE, 4900, "Locker"),
        (EntryKind.PAYMENT, -3000, "thanks"),
        (EntryKind.REFUND, 1000, "a part"),
        (EntryKind.REVERSAL, -4900, "was a mistake"),
    ]
    assert ledger.balance == till.balance(anna) == -2000
    assert ledger.client_name == "Anna Example"
    charged, paid, _, _ = ledger.entries
    assert (charged.reversed, charged.open) == (True, 0)
    assert (paid.receipt_number, paid.refundable, paid.open) == (1, 2000, 2000)


def test_a_reversed_charge_lets_its_money_settle_others(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    first, second = till.charge(anna, 4900), till.charge(anna, 3000)
    till.pay(anna, 5000)
    assert till.open_charges(anna) == {second: 2900}
    services.billing.reverse(owner, first, "never used")
    assert till.open_charges(anna) == {}
    assert till.balance(anna) == -2000
    with pytest.raises(RuleBroken, match="already"):
        services.billing.reverse(owner, first, "again")
    with pytest.raises(NotFound):
        services.billing.reverse(owner, 999, "nothing")
    with pytest.raises(RuleBroken, match="already"):
        services.billing.reverse(owner, 3, "of a reversal")
    with pytest.raises(NotAllowed):
        services.billing.reverse(an_actor(Role.FRONT_DESK), second, "no")


@pytest.mark.parametrize("amount", [-500, 0, 10**17, 1.5])
def test_what_cannot_be_charged(services: Services, owner: Actor, till: Till, anna: int, amount: int) -> None:
    with pytest.raises(RuleBroken):
        services.billing.charge(owner, anna, "x", amount)
    with pytest.raises(RuleBroken):
        services.billing.charge(owner, anna, "   ", 100)
    with pytest.raises(RuleBroken):
        services.billing.charge(owner, anna, "x", 100, tax_rate=-1)
    assert till.count(Charge) == 0


def test_the_same_key_charges_once(services: Services, owner: Actor, till: Till, anna: int) -> None:
    for _ in range(2):
        services.billing.charge(owner, anna, "Towel", 300, key="c")
    assert till.balance(anna) == 300
    with pytest.raises(RuleBroken, match="key"):
        services.billing.charge(owner, anna, "Towel", 400, key="c")


def test_who_owes_what_page_by_page(services: Services, owner: Actor, till: Till, clock: FakeClock) -> None:
    people = [till.client(f"Number {n}") for n in range(7)]
    for number, client_id in enumerate(people):
        till.charge(client_id, 1000 * number or 1, TODAY)
    till.pay(people[6], 6000)
    services.clients.archive(owner, people[5])
    source = services.billing.who_owes(owner)
    first = source.fetch(None, 4)
    second = source.fetch(first.next_cursor, 4)
    rows = [*first.rows, *second.rows]
    assert [row.balance for row in rows] == [5000, 4000, 3000, 2000, 1000, 1]
    assert second.next_cursor is None
    assert len({row.client_id for row in rows}) == 6
    clock.advance(days=10)
    assert source.fetch(None, 1).rows[0].days_overdue == 10
    total = services.billing.owing_total(owner)
    assert (total.clients, total.amount, total.currency) == (6, 15001, "EUR")


def test_the_account_in_short(
    services: Services, owner: Actor, till: Till, anna: int, clock: FakeClock
) -> None:
    assert services.billing.account(owner, anna).balance == 0
    till.charge(anna, 4900, TODAY)
    clock.advance(days=7)
    account = services.billing.account(owner, anna)
    assert (account.balance, account.oldest_due_on, account.overdue) == (4900, TODAY, False)
    clock.advance(days=1)
    assert services.billing.account(owner, anna).overdue
    with pytest.raises(NotFound):
        services.billing.account(owner, 999)


def test_who_pays_for_whom(services: Services, owner: Actor, till: Till, anna: int) -> None:
    child = till.client("Ben")
    services.clients.set_payer(owner, child, anna)
    till.charge(child, 2900)
    account = services.billing.account(owner, child)
    assert account.payer is not None
    assert (account.payer.client_id, account.payer.balance) == (anna, 0)
    parent = services.billing.account(owner, anna)
    assert [(person.client_id, person.balance) for person in parent.pays_for] == [(child, 2900)]


def test_a_debt_makes_a_member_overdue_and_a_payment_ends_it(
    services: Services, owner: Actor, till: Till, anna: int, clock: FakeClock
) -> None:
    services.memberships.sell(owner, anna, till.plan().id)

    def stage(day: date) -> ClientStage:
        with services.core.read() as session:
            return standing_of(session, anna, day).stage

    clock.advance(days=8)
    assert stage(date(2026, 3, 12)) is ClientStage.OVERDUE
    clock.advance(days=2)
    till.pay(anna, 4900)
    assert stage(date(2026, 3, 13)) is ClientStage.OVERDUE
    assert stage(date(2026, 3, 14)) is ClientStage.ACTIVE
