"""What one can choose from, and what goes together."""

import pytest

from fitnesscrm_desktop.services.settings import places
from fitnesscrm_desktop.services.settings.rules import check_setting


def test_everything_offered_is_accepted() -> None:
    offered = {
        "country": [one.code for one in places.countries()],
        "currency": [one.code for one in places.currencies()],
        "zone": list(places.zones()),
        "locale": [one.code for country in places.countries() for one in places.locales(country.code)],
    }
    for field, values in offered.items():
        assert len(values) > 100
        for value in values:
            assert check_setting(field, value) == value


def test_every_country_has_a_suggestion_that_is_offered() -> None:
    for country in places.countries():
        found = places.suggestion(country.code)
        assert found.zone in places.zones()
        assert found.locale in [one.code for one in places.locales(country.code)]
        assert found.currency in ["", *(one.code for one in places.currencies())]


@pytest.mark.parametrize(
    ("country", "currency", "zone", "locale"),
    [
        ("DE", "EUR", "Europe/Berlin", "de_DE"),
        ("AT", "EUR", "Europe/Vienna", "de_AT"),
        ("CH", "CHF", "Europe/Zurich", "de_CH"),
        ("US", "USD", "America/New_York", "en_US"),
        ("JP", "JPY", "Asia/Tokyo", "ja_JP"),
        ("GB", "GBP", "Europe/London", "en_GB"),
        ("PL", "PLN", "Europe/Warsaw", "pl_PL"),
    ],
)
def test_what_goes_together(
    country: str, currency: str, zone: str, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "pc_zone", lambda: "UTC")
    monkeypatch.setattr(places, "pc_locale", lambda: "fr_FR")
    assert places.suggestion(country) == places.Suggestion(currency, zone, locale)


def test_the_pc_knows_better_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "pc_zone", lambda: "America/Chicago")
    assert places.suggestion("US").zone == "America/Chicago"
    assert places.suggestion("DE").zone == "Europe/Berlin"


def test_names_are_for_people() -> None:
    assert places.Choice("DE", "Germany") in places.countries()
    assert places.Choice("EUR", "EUR – Euro") in places.currencies()
    assert places.locale_name("de_AT") == "Deutsch (Österreich)"
    assert places.locale_name("xx_YY") == "xx_YY"
