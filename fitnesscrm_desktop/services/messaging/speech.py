"""Days, amounts and numbers as a message's language writes them, and the filters that templates know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, get_currency_precision
from jinja2 import Undefined

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.fields import MinorUnits
from fitnesscrm_desktop.services.settings.languages import base_of
from fitnesscrm_desktop.services.settings.profile import StudioProfile

Filter = Callable[..., Any]

_PLURAL_ORDER = ("zero", "one", "two", "few", "many", "other")
_TITLES = frozenset(
    ["dr", "prof", "mr", "mrs", "ms", "miss", "mx", "sir", "herr", "frau", "dipl", "ing", "med"]
)
_FEWEST_TEENS, _MOST_TEENS = 11, 13
_ENGLISH_ENDS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language writes things, in one studio."""

    locale: Locale
    currency: str

    @classmethod
    def of(cls, language: str, profile: StudioProfile) -> Speech:
        """The speech of *language*; where the studio's own region speaks it, as that region does."""
        name = profile.locale if base_of(language) == base_of(profile.locale) else language
        try:
            locale = Locale.parse(name.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            locale = Locale("en", "GB")
        return cls(locale, profile.currency)

    def money(self, value: object) -> str:
        """``4900`` as ``€49.00``."""
        amount = Decimal(_number(value, "money")).scaleb(-get_currency_precision(self.currency))
        return str(format_currency(amount, self.currency, locale=self.locale))

    def date(self, value: object) -> str:
        """``4 March 2026``."""
        return str(format_date(_day(value, "date"), "long", locale=self.locale))

    def day_month(self, value: object) -> str:
        """``4 March``."""
        return str(format_skeleton("MMMMd", _day(value, "day_month"), locale=self.locale))

    def weekday(self, value: object) -> str:
        """``Wednesday``."""
        return str(format_date(_day(value, "weekday"), "EEEE", locale=self.locale))

    def ordinal(self, value: object) -> str:
        """``100th``; with a point in languages that write it so."""
        number = _number(value, "ordinal")
        if self.locale.language != "en":
            return f"{number}."
        teens = _FEWEST_TEENS <= number % 100 <= _MOST_TEENS
        return f"{number}{'th' if teens else _ENGLISH_ENDS.get(number % 10, 'th')}"

    def plural(self, value: object, *forms: object) -> str:
        """Of *forms* the word that fits the number: ``plural("day", "days")``."""
        if not forms:
            raise RuleBroken('“plural” needs the words to choose from, like plural("day", "days").')
        known = [kind for kind in _PLURAL_ORDER if kind in self.locale.plural_form.tags or kind == "other"]
        place = known.index(self.locale.plural_form(abs(_number(value, "plural"))))
        return str(forms[min(place, len(forms) - 1)])

    def written(self, value: object) -> object:
        """A value as it reads without any filter."""
        if isinstance(value, MinorUnits):
            return self.money(value)
        return self.date(value) if isinstance(value, date) else value

    def filters(self) -> dict[str, Filter]:
        """The filters by name; what is missing passes through them unchanged."""
        own = {
            "money": self.money,
            "date": self.date,
            "day_month": self.day_month,
            "weekday": self.weekday,
            "ordinal": self.ordinal,
            "plural": self.plural,
            "first_name": first_name,
        }
        return {name: _past_gaps(each) for name, each in own.items()}


FILTERS = {
    "money": "An amount as money: {{ account.balance|money }}",
    "date": "A day written out: {{ membership.ends_on|date }}",
    "day_month": "A day without its year: {{ client.born|day_month }}",
    "weekday": "The day of the week: {{ occasion.day|weekday }}",
    "first_name": "The first of several names: {{ trainer.name|first_name }}",
    "ordinal": "A number in order, like 100th: {{ occasion.n|ordinal }}",
    "plural": 'The word that fits a number: {{ occasion.n|plural("day", "days") }}',
    "default": 'What to write instead of nothing: {{ trainer.name|default("our team") }}',
    "upper": "In capitals",
    "lower": "In small letters",
    "capitalize": "With one capital at the start",
    "trim": "Without blanks at both ends",
}
"""Every filter, with an example of its use."""


def first_name(value: object) -> str:
    """The first of several names: of *Dr. Marco Esposito* and of *Esposito, Marco* it is Marco."""
    family, _, given = str(value).partition(",")
    turned = given.strip() and len(family.split()) == 1  # else it is a degree that stands behind
    words = (given if turned else family).split()
    named = [each for each in words if each.rstrip(".").casefold() not in _TITLES]
    return (named or words or [""])[0]


def _past_gaps(each: Filter) -> Filter:
    def filtered(value: object, *rest: object) -> object:
        return value if isinstance(value, Undefined) else each(value, *rest)

    return filtered


def _number(value: object, name: str) -> int:
    if not isinstance(value, int):
        raise RuleBroken(f"The filter “{name}” needs a number, and this is “{str(value)[:40]}”.")
    return int(value)


def _day(value: object, name: str) -> date:
    if not isinstance(value, date):
        raise RuleBroken(f"The filter “{name}” needs a day, and this is “{str(value)[:40]}”.")
    return value
