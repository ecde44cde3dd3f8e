"""The studio's facts and rules as every service reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from fitnesscrm_desktop.services.core.clock import local_day
from fitnesscrm_desktop.services.core.errors import NotFound

if TYPE_CHECKING:  # the sign-in knows the profile before the database tools are loaded
    from sqlalchemy.orm import Session

    from fitnesscrm_desktop.models.studio import Studio


@dataclass(frozen=True, slots=True)
class StudioProfile:
    """Studio settings; amounts of time in the unit that the name says."""

    name: str
    address: str
    phone: str
    email: str
    tax_number: str
    receipt_footer: str
    currency: str
    zone: str
    locale: str
    country: str
    accent: str
    capacity: int
    grace_days: int
    reentry_minutes: int
    auto_checkout_hours: int
    ends_soon_days: int
    adult_age: int
    former_after_days: int
    idle_lock_minutes: int
    demo: bool
    version: int

    def day_of(self, moment: datetime) -> date:
        """The studio's day at *moment*."""
        return local_day(moment, self.zone)


def find_profile(session: Session) -> StudioProfile | None:
    """The profile, or None on a database where the first-run wizard has not been finished."""
    from fitnesscrm_desktop.models.studio import Studio

    row = session.get(Studio, 1)
    if row is None:
        return None
    return profile_of(row)


def profile_of(row: Studio) -> StudioProfile:
    """The profile of the stored row."""
    return StudioProfile(**{name: getattr(row, name) for name in StudioProfile.__slots__})


def studio_profile(session: Session) -> StudioProfile:
    """The profile. Raises ``NotFound`` before the studio is set up."""
    found = find_profile(session)
    if found is None:
        message = "This studio is not set up yet. Start the program once and answer its first questions."
        raise NotFound(message)
    return found
