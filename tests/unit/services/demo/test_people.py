"""The people of a demo studio before anything has happened to them."""

from __future__ import annotations

from datetime import date

import pytest

from fitnesscrm_desktop.services.clients.contact import normal_email, normal_phone
from fitnesscrm_desktop.services.demo.names import POOLS, mail_name
from fitnesscrm_desktop.services.demo.people import ADULT, Crowd, Person

FIRST, LAST = date(2024, 3, 1), date(2026, 3, 1)


def a_crowd(seed: int = 1, count: int = 400) -> list[Person]:
    return list(Crowd(seed, count, FIRST, LAST).people())


def test_the_shares_of_names_are_percents() -> None:
    assert sum(pool.share for pool in POOLS) == 100


def test_a_seed_decides_who_they_are() -> None:
    assert a_crowd(1) == a_crowd(1)
    assert a_crowd(1) != a_crowd(2)


@pytest.mark.parametrize("count", [1, 2, 3, 50, 401])
def test_as_many_as_were_asked_for(count: int) -> None:
    assert [person.index for person in a_crowd(count=count)] == list(range(count))


def test_nobody_shares_a_phone_or_an_address_of_mail() -> None:
    crowd = a_crowd()
    phones = [person.phone for person in crowd if person.phone]
    mails = [person.email for person in crowd if person.email]
    assert len(phones) == len(set(phones)) > 300
    assert len(mails) == len(set(mails)) > 300


def test_phones_and_mails_are_stored_as_the_program_would_store_them() -> None:
    for person in a_crowd(count=120):
        assert person.phone == normal_phone(person.phone or "", "IE")
        assert person.email == normal_email(person.email or "")


def test_children_have_a_parent_who_pays() -> None:
    crowd = a_crowd(count=900)
    children = [person for person in crowd if person.age_on(person.joined) < ADULT]
    assert children
    for child in children:
        assert child.payer is not None
        parent = crowd[child.payer]
        assert parent.household == child.household
        assert parent.age_on(child.joined) - child.age_on(child.joined) >= 17


def test_everybody_joins_while_the_studio_is_there() -> None:
    days = [person.joined for person in a_crowd()]
    assert min(days) >= FIRST
    assert max(days) <= LAST


@pytest.mark.parametrize(
    ("name", "plain"), [("Łukasz", "lukasz"), ("Søren", "soren"), ("O'Brien", "obrien"), ("Олена", "")]
)
def test_names_in_mail_are_plain(name: str, plain: str) -> None:
    assert mail_name(name) == plain
