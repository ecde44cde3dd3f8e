"""Which days a studio can mean: others cannot be reckoned with in every zone."""

from __future__ import annotations

from datetime import date

from fitnesscrm_desktop.services.core.errors import RuleBroken

FIRST_YEAR, LAST_YEAR = 1900, 2200


def sane_day(day: date) -> date:
    """*day*, if a studio can mean it. Raises ``RuleBroken``."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        text = (
            f"{day.isoformat()} is not a day of any studio. Choose one between {FIRST_YEAR} and {LAST_YEAR}."
        )
        raise RuleBroken(text, days=[day])
    return day
