"""Countries, currencies, zones and locales to choose from, and what goes together (Unicode CLDR, IANA)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies, list_currencies

from fitnesscrm_desktop.services.settings.defaults import pc_locale, pc_zone

_FALLBACK_LANGUAGE = "en"
_NO_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "DG", "TA", "EA", "IC", "CQ"}
)
_COUNTRY_COLUMN, _ZONE_COLUMN = 0, 2


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: the stored code, and what a person reads."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What usually goes with a country."""

    currency: str
    zone: str
    locale: str


@cache
def countries(language: str = _FALLBACK_LANGUAGE) -> tuple[Choice, ...]:
    """All countries by their names in *language*."""
    names = Locale(language).territories
    found = [
        Choice(code, name) for code, name in names.items() if code.isalpha() and code not in _NO_COUNTRIES
    ]
    return _by_name([one for one in found if len(one.code) == len("GB")])


@cache
def currencies(language: str = _FALLBACK_LANGUAGE) -> tuple[Choice, ...]:
    """All currencies that are legal tender somewhere today, as "EUR – Euro"."""
    names = Locale(language).currencies
    tender = {code for country in countries() for code in get_territory_currencies(country.code)}
    found = [Choice(code, f"{code} – {names.get(code, code)}") for code in tender & list_currencies()]
    return _by_name(found)


@cache
def zones() -> tuple[str, ...]:
    """All places of the IANA database, by name."""
    return tuple(sorted({zone for _country, zone in _places()} | {"UTC"}))


def locales(country: str) -> tuple[Choice, ...]:
    """Ways to write dates and amounts in *country*, in their own words; this PC's and English last."""
    languages = get_official_languages(country, regional=True, de_facto=True)
    wanted = [f"{language}_{country}" for language in (*languages, "en")]
    found: dict[str, Choice] = {}
    for name in (*wanted, pc_locale(), "en_GB", "en_US"):
        try:
            locale = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
        if locale.territory:
            found.setdefault(str(locale), Choice(str(locale), locale_name(str(locale))))
    return tuple(found.values())


def locale_name(code: str) -> str:
    """``de_AT`` -> ``Deutsch (Österreich)``; the code itself if it is not known."""
    try:
        name = Locale.parse(code).display_name or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


def suggestion(country: str) -> Suggestion:
    """What usually goes with *country*; this PC's own zone and locale where they belong to it."""
    tender = get_territory_currencies(country)
    there = [zone for code, zone in _places() if code == country]
    here = pc_zone()
    found = locales(country)
    own = [one.code for one in found if one.code == pc_locale() and one.code.endswith(f"_{country}")]
    return Suggestion(
        currency=str(tender[-1]) if tender else "",
        zone=here if here in there or not there else there[0],
        locale=own[0] if own else found[0].code,
    )


@cache
def _places() -> tuple[tuple[str, str], ...]:
    """(country, zone), the main zone of each country first."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return tuple((row[_COUNTRY_COLUMN], row[_ZONE_COLUMN]) for row in rows)


def _by_name(choices: list[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda choice: choice.name.casefold()))
