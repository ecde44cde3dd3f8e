"""Days as the demo studio writes them on its receipts."""

from __future__ import annotations

from datetime import date
from functools import cache

from babel.dates import format_date

from fitnesscrm_desktop.services.demo.furnish import LOCALE


@cache
def shown_day(day: date) -> str:
    """A day in short; every term has two, and there are few different ones."""
    return str(format_date(day, "medium", locale=LOCALE))
