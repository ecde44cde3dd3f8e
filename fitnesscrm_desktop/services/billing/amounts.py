"""Writes amounts and days as the studio's locale does, for receipts and for sentences to people."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.services.settings.profile import StudioProfile

if TYPE_CHECKING:
    from babel import Locale


@lru_cache(maxsize=8)
def _locale(name: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def money(amount: int, profile: StudioProfile) -> str:
    """``4900`` as ``€49.00``."""
    from decimal import Decimal

    from babel.numbers import format_currency, get_currency_precision

    value = Decimal(amount).scaleb(-get_currency_precision(profile.currency))
    return str(format_currency(value, profile.currency, locale=_locale(profile.locale)))


def percent(rate: int, profile: StudioProfile) -> str:
    """``1900`` (hundredths of a percent) as ``19%``, ``550`` as ``5.5%``."""
    from decimal import Decimal

    from babel.numbers import format_percent

    shown = format_percent(
        Decimal(rate).scaleb(-4), locale=_locale(profile.locale), decimal_quantization=False
    )
    return str(shown)


def decimal_mark(profile: StudioProfile) -> str:
    """What stands between units and tenths."""
    from babel.numbers import get_decimal_symbol

    return str(get_decimal_symbol(_locale(profile.locale)))


def day(value: date, profile: StudioProfile) -> str:
    """A day in short."""
    from babel.dates import format_date

    return str(format_date(value, "medium", locale=_locale(profile.locale)))


def moment(value: datetime, profile: StudioProfile) -> str:
    """Day and time in the studio's zone."""
    from babel.dates import format_datetime

    local = value.astimezone(ZoneInfo(profile.zone)).replace(tzinfo=None)
    return str(format_datetime(local, "short", locale=_locale(profile.locale)))
