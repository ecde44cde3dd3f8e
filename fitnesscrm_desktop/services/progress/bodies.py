"""What the formulas have to know of a client, and in which units a client thinks."""

from __future__ import annotations

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.progress import ClientBody, ProgressSettings
from fitnesscrm_desktop.models.values import ActivityLevel, Sex, UnitSystem
from fitnesscrm_desktop.services.progress.results import BodyInfo
from fitnesscrm_desktop.services.settings.profile import StudioProfile

IMPERIAL_COUNTRIES = frozenset({"US", "LR", "MM"})


def studio_units(session: Session, profile: StudioProfile) -> UnitSystem:
    """The units of the studio: as it has chosen, else as its country measures."""
    row = session.get(ProgressSettings, 1)
    if row is not None and row.units is not None:
        return row.units
    return UnitSystem.IMPERIAL if profile.country.upper() in IMPERIAL_COUNTRIES else UnitSystem.METRIC


def body_of(session: Session, client: Client, profile: StudioProfile) -> BodyInfo:
    """What is known of the body of a *client*."""
    row = session.get(ClientBody, client.id)
    own = None if row is None else row.units
    return BodyInfo(
        client_id=client.id,
        sex=Sex.UNKNOWN if row is None else row.sex,
        activity=ActivityLevel.UNKNOWN if row is None else row.activity,
        own_units=own,
        units=own or studio_units(session, profile),
        born=client.born,
        version=0 if row is None else row.version,
    )
