"""Facts at the door, as the rules of check-in see them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.models.values import PlanKind
from fitnesscrm_desktop.services.checkin.rules import DoorFacts, MembershipFacts, VisitFacts
from fitnesscrm_desktop.services.settings.profile import StudioProfile
from tests.support.studio import COUNTRY, CURRENCY, LOCALE, NAME, ZONE

TODAY = date(2026, 3, 4)
"""A Wednesday."""

STUDIO = StudioProfile(
    name=NAME,
    address="",
    phone="",
    email="",
    tax_number="",
    receipt_footer="",
    currency=CURRENCY,
    zone=ZONE,
    locale=LOCALE,
    country=COUNTRY,
    accent="#4F46E5",
    capacity=60,
    grace_days=7,
    reentry_minutes=30,
    auto_checkout_hours=4,
    ends_soon_days=7,
    adult_age=18,
    former_after_days=90,
    idle_lock_minutes=10,
    demo=False,
    version=1,
)


def a_studio(**changes: Any) -> StudioProfile:
    """Give the test studio with other rules."""
    return replace(STUDIO, **changes)


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    """Give a moment on the studio's clock."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(ZONE))
    return local.astimezone(UTC)


def monthly(**changes: Any) -> MembershipFacts:
    """Give a running membership that lets in whenever somebody comes."""
    plain = MembershipFacts(
        id=1, plan="Monthly", kind=PlanKind.RECURRING, starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 31)
    )
    return replace(plain, **changes)


def a_pack(left: int, **changes: Any) -> MembershipFacts:
    """Give a pack with some visits left."""
    plain = MembershipFacts(
        id=2,
        plan="10 visits",
        kind=PlanKind.PACK,
        starts_on=date(2026, 2, 1),
        ends_on=date(2026, 6, 30),
        visits_left=left,
    )
    return replace(plain, **changes)


def a_visit(moment: datetime, membership_id: int | None = 1, visit_id: int = 1) -> VisitFacts:
    """Give a visit that counts."""
    return VisitFacts(visit_id, moment, STUDIO.day_of(moment), membership_id)


def somebody(*memberships: MembershipFacts, **facts: Any) -> DoorFacts:
    """Give a client with these memberships, about whom nothing else is known."""
    return DoorFacts(memberships=memberships, **facts)
