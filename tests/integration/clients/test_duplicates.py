"""Who may be the same person as somebody who is being typed in."""

from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients.results import Likeness
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.people import People

BORN = date(1990, 5, 6)


@pytest.fixture
def anna(people: People) -> int:
    """The one who is there already."""
    return people.add("Anna Müller", BORN, phone="0151 1058756", email="anna@web.de")


def test_what_is_alike_is_told(services: Services, desk: Actor, anna: int) -> None:
    def why(first: str, last: str, **known: object) -> tuple[Likeness, ...]:
        found = services.directory.possible_duplicates(desk, first, last, **known)  # type: ignore[arg-type]
        return next((hit.why for hit in found if hit.id == anna), ())

    assert why("anna", "MULLER") == (Likeness.NAME,)
    assert why("Müller", "Anna") == (Likeness.NAME,)
    assert why("Anna", "Müller", born=BORN) == (Likeness.NAME_AND_BIRTH,)
    assert why("Anna", "Müller", born=date(2010, 1, 1)) == ()
    assert why("Mia", "", phone="+49 (0)151 1058756") == (Likeness.PHONE,)
    assert why("", "", email="ANNA@web.de") == (Likeness.EMAIL,)
    assert why("Anna", "Müller", phone="0151 1058756", email="anna@web.de") == (
        Likeness.NAME,
        Likeness.PHONE,
        Likeness.EMAIL,
    )


@pytest.mark.parametrize(
    ("first", "last", "phone", "email"),
    [("", "", "", ""), ("Anna", "", "", ""), ("", "Müller", "", ""), ("An", "Mü", "0151", "anna@")],
)
def test_half_typed_is_no_reason_to_warn(
    services: Services, desk: Actor, anna: int, first: str, last: str, phone: str, email: str
) -> None:
    assert services.directory.possible_duplicates(desk, first, last, phone=phone, email=email) == []


def test_the_likeliest_comes_first_and_few_are_enough(
    services: Services, desk: Actor, people: People, anna: int
) -> None:
    family = [people.add(f"{name} Meyer", phone="0151 1058756") for name in "abcdefg"]
    found = services.directory.possible_duplicates(desk, "Anna", "Müller", phone="0151 1058756")
    assert len(found) == 5
    assert found[0].id == anna
    assert {hit.id for hit in found[1:]} <= set(family)


def test_archived_ones_are_told_and_merged_ones_are_not(
    services: Services, owner: Actor, people: People, anna: int
) -> None:
    services.clients.archive(owner, anna)
    (found,) = services.directory.possible_duplicates(owner, "Anna", "Müller")
    assert found.archived
    services.clients.merge(owner, people.add("Bo Novak"), anna)
    assert services.directory.possible_duplicates(owner, "Anna", "Müller") == []
