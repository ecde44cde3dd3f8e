"""What the person who drafts should know, and the text does not say."""

from __future__ import annotations

from fitnesscrm_desktop.services.billing.amounts import day as written_day
from fitnesscrm_desktop.services.clients.rules import birthday_in
from fitnesscrm_desktop.services.messaging.fields import Facts
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def birthday_notice(facts: Facts, profile: StudioProfile) -> str:
    """When the birthday is that the wishes are for: the nearest one, unless it is today."""
    name, born, today = facts.client.first_name, facts.client.born, facts.occasion.day
    if born is None:
        return f"When {name} has a birthday is not known here."
    near = min(
        (birthday_in(year, born) for year in (today.year - 1, today.year, today.year + 1)),
        key=lambda each: abs((each - today).days),
    )
    if near == today:
        return ""
    return f"{name}’s birthday {'was' if near < today else 'is'} on {written_day(near, profile)}."
