"""Money, dates and numbers as the studio's locale writes them (CLDR data through Babel)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, get_currency_precision, get_decimal_symbol

from fitnesscrm_desktop.services.settings.profile import StudioProfile

MINUTES_OF_A_DAY = 1440
_QUOTED_OR_POINT = re.compile(r"“[^”]*”|(?<=\d)\.(?=\d)")


@dataclass(frozen=True, slots=True)
class Formats:
    """How this studio writes things."""

    locale: Locale
    currency: str
    zone: ZoneInfo

    @classmethod
    def of(cls, profile: StudioProfile) -> Formats:
        """The formats of a studio; English where its locale is not known."""
        try:
            found = Locale.parse(profile.locale)
        except (UnknownLocaleError, ValueError):
            found = Locale("en", "GB")
        return cls(found, profile.currency, ZoneInfo(profile.zone))

    @property
    def decimals(self) -> int:
        """Digits behind the point of the currency: 2 for EUR, 0 for JPY."""
        return int(get_currency_precision(self.currency))

    @property
    def decimal_mark(self) -> str:
        """What stands before the decimals: a point, or a comma."""
        return str(get_decimal_symbol(self.locale))

    def money(self, minor_units: int) -> str:
        """``12345`` -> ``€123.45``."""
        value = Decimal(minor_units).scaleb(-self.decimals)
        return str(format_currency(value, self.currency, locale=self.locale))

    def number(self, value: int) -> str:
        """``50000`` -> ``50,000``."""
        return str(format_decimal(value, locale=self.locale))

    def decimal(self, value: Decimal, least: int = 0) -> str:
        """A measured number with the digits it has, and at *least* so many decimals: ``82.5``."""
        shape = "#,##0." + "0" * least if least else None
        return str(format_decimal(value, shape, locale=self.locale, decimal_quantization=False))

    def typed(self, value: Decimal) -> str:
        """A number as people type it, to be changed in a field: nothing stands between the thousands."""
        plain = format_decimal(value, locale=self.locale, decimal_quantization=False, group_separator=False)
        return str(plain)

    def sentence(self, text: str) -> str:
        """A sentence about measured numbers, which it writes as the studio does; what is quoted stays so."""
        mark = self.decimal_mark
        return _QUOTED_OR_POINT.sub(lambda found: mark if found[0] == "." else found[0], text)

    def day(self, value: date | None) -> str:
        """A day in short; empty for None."""
        return "" if value is None else str(format_date(value, "medium", locale=self.locale))

    def day_of(self, moment: datetime) -> str:
        """The studio's day at *moment*."""
        return self.day(moment.astimezone(self.zone).date())

    def long_day(self, value: date) -> str:
        """``Wednesday, 4 March 2026``."""
        return str(format_date(value, "full", locale=self.locale))

    def time(self, value: datetime) -> str:
        """The studio's time of a moment, in short."""
        local: time = value.astimezone(self.zone).timetz()
        return str(format_time(local.replace(tzinfo=None), "short", locale=self.locale))

    def time_of_day(self, minute: int) -> str:
        """The time *minute* minutes after midnight, in short; the end of the day is 24:00."""
        if minute >= MINUTES_OF_A_DAY:
            return "24:00"
        return str(format_time(time(*divmod(minute, 60)), "short", locale=self.locale))

    def moment(self, value: datetime | None) -> str:
        """Day and time of a moment in the studio's zone; empty for None."""
        if value is None:
            return ""
        local = value.astimezone(self.zone).replace(tzinfo=None)
        return str(format_datetime(local, "short", locale=self.locale))

    def month(self, value: date) -> str:
        """``Nov 26``: a month on a chart's axis."""
        return str(format_date(value, "MMM yy", locale=self.locale))

    def short_month(self, value: date) -> str:
        """``Nov``: a month on the axis of a year."""
        return str(format_date(value, "LLL", locale=self.locale))

    def month_and_year(self, value: date) -> str:
        """``Mar 2026``: the first month of a year on an axis."""
        return str(format_skeleton("yMMM", datetime.combine(value, time()), locale=self.locale))

    def short_day(self, value: date) -> str:
        """``3 Mar``: a day on the axis of some weeks."""
        return str(format_skeleton("MMMd", datetime.combine(value, time()), locale=self.locale))
