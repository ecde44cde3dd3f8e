"""The country on an envelope."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.services.messaging.postal import printed_address
from tests.support.door import a_studio

STREET = "Main Street 1\n10115 Town"


@pytest.mark.parametrize("typed", ["DE", "de", "Germany", "Deutschland", "GERMANY"])
def test_at_home_no_country_is_printed(typed: str) -> None:
    studio = a_studio(country="DE", locale="de_DE")
    assert printed_address(f"{STREET}\n{typed}", studio) == STREET


@pytest.mark.parametrize(
    ("typed", "locale", "printed"),
    [
        ("FR", "en_GB", "FRANCE"),
        ("FR", "de_DE", "FRANKREICH"),
        ("France", "de_DE", "FRANKREICH"),
        ("Österreich", "de_DE", "ÖSTERREICH"),
        ("UK", "de_DE", "VEREINIGTES KÖNIGREICH"),
        ("Middle-earth", "en_GB", "Middle-earth"),
        ("FR", "not a locale", "FRANCE"),
    ],
)
def test_abroad_it_is_named_in_capitals(typed: str, locale: str, printed: str) -> None:
    studio = a_studio(country="IE", locale=locale)
    assert printed_address(f"{STREET}\n{typed}", studio) == f"{STREET}\n{printed}"


def test_a_town_is_no_country() -> None:
    studio = a_studio(country="LU", locale="fr_LU")
    assert printed_address("Rue 1\nLuxembourg", studio) == "Rue 1\nLuxembourg"
    assert printed_address(STREET, studio) == STREET
