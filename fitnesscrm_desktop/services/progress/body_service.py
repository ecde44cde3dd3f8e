"""Says what the formulas have to know of clients, and in which units the studio measures."""

from __future__ import annotations

from fitnesscrm_desktop.models.progress import ClientBody, ProgressSettings
from fitnesscrm_desktop.models.values import ActivityLevel, Permission, Sex, UnitSystem
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.single_row import change_single_row
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.progress.bodies import body_of, studio_units
from fitnesscrm_desktop.services.progress.events import MetricsChanged
from fitnesscrm_desktop.services.progress.following import measurements_changed
from fitnesscrm_desktop.services.progress.results import BodyInfo
from fitnesscrm_desktop.services.settings.profile import studio_profile


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
            theirs = {name: getattr(row, name) for name in wanted}
            refuse_stale(row.version, version, wanted, theirs, "this client")
            differing = {name: value for name, value in wanted.items() if theirs[name] != value}
            for name, value in differing.items():
                setattr(row, name, value)
            if differing:
                work.session.flush()
                work.audit(actor, "progress.body", "client", client.id, fields=sorted(differing))
                # The values are the same; what follows from them is not.
                measurements_changed(work, client.id, frozenset())
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
