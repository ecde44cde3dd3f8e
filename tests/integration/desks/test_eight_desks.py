"""Eight programs on one studio: nothing is given out twice, spent twice, sold twice, or lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.ledger import Charge, Payment
from fitnesscrm_desktop.models.membership import MembershipFact
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Period, PlanKind
from fitnesscrm_desktop.services.billing.products import ProductDraft
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft
from tests.integration.desks import deeds
from tests.integration.desks.storm import do_anything
from tests.support.other_desks import Place, all_at_once, make_empty
from tests.support.soundness import assert_sound

DESKS = 8
MONTHLY = PlanDraft("Monthly", PlanKind.RECURRING, period=Period.MONTH, signup_fee=2500)
PACK = PlanDraft("20 visits", PlanKind.PACK, visits=20, days=90, same_day_once=False)


@pytest.fixture
def place(services: Services, private_home: Path, database_url: str) -> Iterator[Place]:
    yield Place(private_home, database_url)
    assert_sound(services)


@pytest.fixture
def people(services: Services, owner: Actor) -> list[int]:
    """One client for each desk, whose ids are 1 to 8."""
    return [services.clients.add(owner, NewClient("Client", f"Number {n}")).id for n in range(DESKS)]


def test_no_number_is_given_out_twice(place: Place) -> None:
    answers = all_at_once(place, deeds.give_out_numbers, 6)
    everybody = list(range(1, DESKS * 6 + 1))
    assert sorted(number for members, _ in answers for number in members) == everybody
    assert sorted(number for _, receipts in answers for number in receipts) == everybody


def test_no_visit_of_a_pack_is_spent_twice(
    place: Place, services: Services, owner: Actor, people: list[int]
) -> None:
    plan = services.plans.add(owner, PACK, 0)
    sold = services.memberships.sell(owner, people[0], plan.id, date(2026, 2, 1))
    answers = all_at_once(place, deeds.spend_pack, people[0], 5)
    came = Counter(word for answer in answers for word in answer)
    assert came == {"in": 20, "pack_used_up": 20}
    assert services.memberships.get(owner, sold.membership_id).visits_left == 0


def test_stock_never_falls_below_zero(
    place: Place, services: Services, owner: Actor, people: list[int]
) -> None:
    shaker = services.products.add(owner, ProductDraft("Shaker", 900), stock=10)
    assert sum(all_at_once(place, deeds.sell_stock, shaker.id, 3)) == 10
    assert services.products.get(owner, shaker.id).stock == 0


def test_a_key_books_one_payment(place: Place, services: Services, people: list[int]) -> None:
    answers = all_at_once(place, deeds.pay_with_key, people[0], "the dialog's key")
    assert {(payment, receipt) for payment, receipt, _ in answers} == {(1, 1)}
    assert Counter(repeated for *_, repeated in answers) == {False: 1, True: DESKS - 1}
    assert rows(services, Payment) == 1


def test_a_key_books_nothing_else(place: Place, services: Services, people: list[int]) -> None:
    """The same key for eight clients and amounts: one is booked, the others are told."""
    booked = [each for each in all_at_once(place, deeds.pay_something_else_with_key, "key") if each]
    assert len(booked) == rows(services, Payment) == 1


@pytest.mark.parametrize("what", ["charge", "refund", "sale", "renewal", "product"])
def test_a_key_does_everything_else_once(
    place: Place, services: Services, owner: Actor, people: list[int], what: str
) -> None:
    plan = services.plans.add(owner, MONTHLY, 4900)
    shaker = services.products.add(owner, ProductDraft("Shaker", 900), stock=10)
    paid = services.billing.take_payment(owner, people[1], 5000, deeds.CASH)
    sold = services.memberships.sell(owner, people[1], plan.id)
    given: dict[str, tuple[Any, ...]] = {
        "charge": (deeds.charge_with_key, people[0], "key"),
        "refund": (deeds.refund_with_key, paid.payment_id, "key"),
        "sale": (deeds.sell_with_key, people[0], plan.id, "key"),
        "renewal": (deeds.renew_with_key, sold.membership_id, "key"),
        "product": (deeds.sell_product_with_key, people[0], shaker.id, "key"),
    }
    before = [rows(services, each) for each in (Charge, Payment, MembershipFact)]
    deed, *about = given[what]
    answers = all_at_once(place, deed, *about)
    assert len({done for done, _ in answers}) == 1
    assert Counter(repeated for _, repeated in answers) == {False: 1, True: DESKS - 1}
    more = [
        rows(services, each) - b for each, b in zip((Charge, Payment, MembershipFact), before, strict=True)
    ]
    expected = {
        "charge": [1, 0, 0],
        "refund": [0, 1, 0],
        "sale": [2, 0, 1],  # with the sign-up fee
        "renewal": [1, 0, 1],
        "product": [1, 0, 0],
    }
    assert more == expected[what]
    if what == "product":
        assert services.products.get(owner, shaker.id).stock == 8


def test_refunds_never_exceed_the_payment(
    place: Place, services: Services, owner: Actor, people: list[int]
) -> None:
    paid = services.billing.take_payment(owner, people[0], 10_000, deeds.CASH)
    given = all_at_once(place, deeds.refund, paid.payment_id, 3000, 2)
    assert sum(given) == 9000
    assert services.billing.ledger(owner, people[0]).balance == -1000


def test_the_second_to_save_is_shown_both_values(
    place: Place, services: Services, owner: Actor, people: list[int]
) -> None:
    answers = all_at_once(place, deeds.edit_client, people[0], 1)
    assert answers.count(None) == 1
    kept = services.directory.detail(owner, people[0]).details
    for number, answer in enumerate(answers):
        if answer is None:
            assert kept.city == f"Town {number}"
        else:
            mine, theirs = answer
            assert (mine, theirs) == ({"city": f"Town {number}"}, {"city": kept.city})


def test_no_other_record_is_overwritten_unseen(place: Place, services: Services, owner: Actor) -> None:
    shaker = services.products.add(owner, ProductDraft("Shaker", 500), stock=10)
    plan = services.plans.add(owner, MONTHLY, 4900)
    saves: dict[str, tuple[Any, ...]] = {
        "price": (deeds.edit_product, shaker.id, shaker.version),
        "signup_fee": (deeds.edit_plan, plan.id, plan.version),
        "capacity": (deeds.change_settings, services.settings.profile().version),
    }
    for field, (deed, *about) in saves.items():
        answers = all_at_once(place, deed, *about)
        assert answers.count(None) == 1, field
        for answer in filter(None, answers):
            mine, theirs = answer
            assert mine.keys() == theirs.keys() == {field}
            assert mine[field] != theirs[field]


def test_who_looks_again_loses_nothing(
    place: Place, services: Services, owner: Actor, people: list[int]
) -> None:
    all_at_once(place, deeds.add_ones_mark, people[0], 3)
    marks = services.directory.detail(owner, people[0]).details.goals.split()
    assert sorted(marks) == sorted(f"{desk}.{number}" for desk in range(DESKS) for number in range(3))


def test_of_some_things_there_can_be_only_one(
    place: Place, services: Services, owner: Actor, people: list[int]
) -> None:
    answers = all_at_once(place, deeds.make_the_same, people)
    for name in ("code", "barcode", "plan"):
        assert Counter(answer[name][0] for answer in answers) == {"made": 1, "refused": DESKS - 1}, name
    assert len({answer["tag"] for answer in answers}) == 1, "the tag that is there is the tag one wanted"


def test_the_first_answers_set_the_studio_up(place: Place, services: Services) -> None:
    answers = all_at_once(place, deeds.set_up)
    assert answers.count(True) == 1
    assert services.settings.profile().name == f"Studio {answers.index(True)}"
    assert rows(services, Staff) == 1


def test_everything_at_once_leaves_the_books_in_order(
    place: Place, services: Services, owner: Actor, people: list[int]
) -> None:
    """No deadlock, no error that is not a sentence, and every sum right at the end."""
    plans = tuple(services.plans.add(owner, draft, 3000).id for draft in (MONTHLY, PACK))
    shaker = services.products.add(owner, ProductDraft("Shaker", 900), stock=30)
    errors: Counter[str] = Counter()
    for answer in all_at_once(place, do_anything, 4, plans, shaker.id, 25):
        errors.update(answer)
    troubles = [error for error in errors if error.startswith("StorageTrouble")]
    assert not troubles, errors


def test_eight_programs_start_on_a_new_studio(database_url: str, private_home: Path) -> None:
    """The schema, the settings and the counters are made once."""
    place = Place(private_home, database_url)
    make_empty(place)
    names = all_at_once(place, deeds.only_open)
    assert len(set(names)) == 1
    services = place.open()
    assert_sound(services)
    services.close()


def rows(services: Services, table: type) -> int:
    with services.core.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
