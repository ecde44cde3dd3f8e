"""What the charge of a term says on a receipt."""

from __future__ import annotations

from datetime import date

from fitnesscrm_desktop.models.membership import Plan
from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.settings.profile import StudioProfile

LONGEST_NAME = 140


def term_text(profile: StudioProfile, plan: Plan, first: date, last: date) -> str:
    """The plan and the days of the term."""
    name = shortened(plan.name, LONGEST_NAME)
    if first == last:
        return f"{name}, {amounts.day(first, profile)}"
    return f"{name}, {amounts.day(first, profile)} – {amounts.day(last, profile)}"


def resting_text(plan: Plan) -> str:
    """The same while nobody knows the days, because the membership rests until it is resumed."""
    return f"{shortened(plan.name, LONGEST_NAME)}, after the freeze"
