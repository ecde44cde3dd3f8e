"""Products and their stock."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import Product
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.billing.products import ProductDraft
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from tests.support.actors import an_actor
from tests.support.sales import Till


@pytest.fixture
def anna(till: Till) -> int:
    return till.client()


def stock(services: Services, owner: Actor, product_id: int) -> int | None:
    return services.products.get(owner, product_id).stock


def test_a_sale_takes_from_stock_and_charges(services: Services, owner: Actor, till: Till, anna: int) -> None:
    bar = till.product()
    sold = services.products.sell(owner, anna, bar.id, 3)
    assert (sold.amount, sold.text, sold.stock_left, sold.balance) == (750, "3 × Protein bar", 7, 750)
    assert stock(services, owner, bar.id) == 7


def test_stock_is_never_below_zero(services: Services, owner: Actor, till: Till, anna: int) -> None:
    bar = till.product(stock=2)
    with pytest.raises(RuleBroken, match="Only 2"):
        services.products.sell(owner, anna, bar.id, 3)
    with pytest.raises(RuleBroken, match="Only 2"):
        services.products.move_stock(owner, bar.id, -3)
    assert (stock(services, owner, bar.id), till.count(Charge)) == (2, 0)
    assert services.products.move_stock(owner, bar.id, 5, "delivery").stock == 7
    assert services.products.move_stock(owner, bar.id, -6).stock == 1
    with pytest.raises(RuleBroken, match="Only 1 of “Protein bar” is left"):
        services.products.sell(owner, anna, bar.id, 2)
    assert services.products.move_stock(owner, bar.id, -1).stock == 0
    with pytest.raises(RuleBroken, match="“Protein bar” is sold out"):
        services.products.sell(owner, anna, bar.id)


def test_a_reason_that_is_too_long_moves_no_stock(services: Services, owner: Actor, till: Till) -> None:
    bar = till.product(stock=10)
    with pytest.raises(RuleBroken, match="reason is longer than 200"):
        services.products.move_stock(owner, bar.id, 5, "x" * 201)
    assert services.products.get(owner, bar.id).stock == 10


def test_the_longest_name_is_charged_with_a_visible_end(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    bar = services.products.add(owner, ProductDraft("x" * 200, 100), 20)
    sold = services.products.sell(owner, anna, bar.id, 12)
    assert sold.text == f"12 × {'x' * 194}…"


def test_a_reversed_sale_goes_back_into_stock(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    bar = till.product()
    sold = services.products.sell(owner, anna, bar.id, 4)
    services.billing.reverse(owner, sold.charge_id, "brought back")
    assert stock(services, owner, bar.id) == 10
    assert till.balance(anna) == 0


def test_what_is_not_counted_is_never_short(services: Services, owner: Actor, till: Till, anna: int) -> None:
    water = till.product(100, counted=False)
    assert water.stock is None
    sold = services.products.sell(owner, anna, water.id, 500)
    assert (sold.stock_left, sold.amount) == (None, 50000)
    with pytest.raises(RuleBroken, match="not counted"):
        services.products.move_stock(owner, water.id, 1)
    services.billing.reverse(owner, sold.charge_id, "brought back")


def test_the_same_key_sells_once(services: Services, owner: Actor, till: Till, anna: int) -> None:
    bar = till.product()
    for _ in range(2):
        sold = services.products.sell(owner, anna, bar.id, 2, key="p")
    assert sold.repeated
    assert stock(services, owner, bar.id) == 8
    with pytest.raises(RuleBroken, match="key"):
        services.products.sell(owner, till.client("Bert"), bar.id, 2, key="p")


@pytest.mark.parametrize("quantity", [0, -1, 10_001, 1.5, True])
def test_quantities_nobody_can_mean(
    services: Services, owner: Actor, till: Till, anna: int, quantity: int
) -> None:
    bar = till.product()
    with pytest.raises(RuleBroken):
        services.products.sell(owner, anna, bar.id, quantity)
    assert stock(services, owner, bar.id) == 10


def test_what_cannot_be_sold(services: Services, owner: Actor, till: Till, anna: int) -> None:
    bar = till.product()
    services.products.archive(owner, bar.id)
    with pytest.raises(RuleBroken, match="not sold any more"):
        services.products.sell(owner, anna, bar.id)
    services.products.restore(owner, bar.id)
    services.clients.archive(owner, anna)
    with pytest.raises(RuleBroken, match="archived"):
        services.products.sell(owner, anna, bar.id)
    with pytest.raises(NotFound):
        services.products.sell(owner, till.client("Bert"), 999)
    free = till.product(0)
    with pytest.raises(RuleBroken, match="price"):
        services.products.sell(owner, till.client("Cleo"), free.id)


def test_editing(services: Services, owner: Actor, till: Till) -> None:
    bar = till.product(barcode="4 006")
    assert bar.barcode == "4006"
    edited = services.products.edit(owner, bar.id, ProductDraft("Bar", 300, barcode="4006"), bar.version)
    assert (edited.name, edited.price, edited.stock) == ("Bar", 300, 10)
    with pytest.raises(Conflict) as error:
        services.products.edit(owner, bar.id, ProductDraft("Bar", 350, barcode="4006"), bar.version)
    assert (error.value.mine, error.value.theirs) == ({"price": 350}, {"price": 300})
    uncounted = services.products.edit(owner, bar.id, ProductDraft("Bar", 300, counted=False), edited.version)
    assert uncounted.stock is None
    assert services.products.edit(owner, bar.id, ProductDraft("Bar", 300), uncounted.version).stock == 0


def test_wrong_products(services: Services, owner: Actor, till: Till) -> None:
    till.product(barcode="1")
    for draft, count in [
        (ProductDraft(" ", 100), 0),
        (ProductDraft("x", -1), 0),
        (ProductDraft("x", 10**17), 0),
        (ProductDraft("x", 1, tax_rate=10_001), 0),
        (ProductDraft("x", 1, barcode="1"), 0),
        (ProductDraft("x", 1, barcode="1" * 81), 0),
        (ProductDraft("x", 1), -1),
    ]:
        with pytest.raises(RuleBroken):
            services.products.add(owner, draft, count)
    assert till.count(Product) == 1
    assert [product.barcode for product in services.products.list(owner)] == ["1"]


def test_products_are_the_owners_business(services: Services, till: Till, anna: int) -> None:
    desk, bar = an_actor(Role.FRONT_DESK), till.product()
    services.products.sell(desk, anna, bar.id)
    with pytest.raises(NotAllowed):
        services.products.add(desk, ProductDraft("x", 1))
    with pytest.raises(NotAllowed):
        services.products.edit(desk, bar.id, ProductDraft("x", 1), bar.version)
    with pytest.raises(NotAllowed):
        services.products.move_stock(desk, bar.id, 1)
    for deed in (services.products.archive, services.products.restore):
        with pytest.raises(NotAllowed):
            deed(desk, bar.id)
    with pytest.raises(NotAllowed):
        services.products.sell(an_actor(Role.TRAINER), anna, bar.id)
