"""What the formulas have to know of a client, and in which units a client thinks."""

from __future__ import annotations

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.progress import ClientBody, ProgressSettings
from fitnesscrm_desktop.models.values import ActivityLevel, Permission, Sex, UnitSystem
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.core.single_row import change_single_row
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.progress.events import MetricsChanged, ProgressChanged
from fitnesscrm_desktop.services.progress.results import BodyInfo
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

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


class BodyService:
    """Sex and activity of clients, and units."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def get(self, actor: Actor, client_id: int) -> BodyInfo:
        """What is known of the body of a client."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            return body_of(session, find_client(session, client_id), studio_profile(session))

    def save(
        self,
        actor: Actor,
        client_id: int,
        version: int,
        *,
        sex: Sex,
        activity: ActivityLevel,
        units: UnitSystem | None,
    ) -> BodyInfo:
        """Say what the formulas have to know; *version* is 0 for a client of whom nothing was known.

        Raises ``Conflict`` when somebody else was quicker.
        """
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            profile = studio_profile(work.session)
            client = lock_client(work.session, client_id)
            row = work.session.get(ClientBody, client.id)
            if row is None:
                row = ClientBody(client_id=client.id, sex=Sex.UNKNOWN, activity=ActivityLevel.UNKNOWN)
                work.session.add(row)
                work.session.flush()
                version = row.version
            wanted = {"sex": sex, "activity": activity, "units": units}
            differing = {name: value for name, value in wanted.items() if getattr(row, name) != value}
            if differing and row.version != version:
                theirs = {name: getattr(row, name) for name in differing}
                raise Conflict("Somebody else has changed this client.", mine=differing, theirs=theirs)
            for name, value in differing.items():
                setattr(row, name, value)
            if differing:
                work.session.flush()
                work.audit(actor, "progress.body", "client", client.id, fields=sorted(differing))
                work.record(ProgressChanged(client.id))
            return body_of(work.session, client, profile)

    def studio_units(self, actor: Actor) -> tuple[UnitSystem | None, UnitSystem, int]:
        """What the studio has chosen (None: as its country measures), what holds, and the version."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            row = session.get(ProgressSettings, 1)
            chosen = None if row is None else row.units
            return chosen, studio_units(session, studio_profile(session)), 0 if row is None else row.version

    def save_studio_units(self, actor: Actor, version: int, units: UnitSystem | None) -> None:
        """Choose the studio's units; None: as its country measures."""
        actor.require(Permission.MANAGE_METRICS)
        conflict = "Somebody else has changed the units of the studio."
        with self._core.write() as work:
            differing = change_single_row(
                work.session, ProgressSettings, version, {"units": units}, conflict=conflict
            )
            if differing:
                work.audit(actor, "progress.units", "studio", 1, units=units)
                work.record(MetricsChanged())
