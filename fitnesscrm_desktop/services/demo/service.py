"""Fills an empty database with a made-up studio."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.demo.results import DemoOutcome, ToldSecrets

if TYPE_CHECKING:
    from fitnesscrm_desktop.services.forms.signing import Store

Tell = Callable[[int, int], None]


class DemoService:
    """Makes demo studios. What that needs is loaded when it is needed: most windows never do."""

    def __init__(self, core: Core, content: Store) -> None:
        self._core, self._content = core, content

    def fill(
        self,
        actor: Actor,
        *,
        clients: int,
        years: int,
        seed: int,
        today: date | None = None,
        progress: Tell | None = None,
    ) -> DemoOutcome:
        """Make a studio with that many clients and years of history, all in one transaction.

        The same arguments make the same data. With *today* it is that day's evening there, else the
        present moment. *progress* is told how much of how much is done. The staff sign in with the
        password "demo". Raises ``RuleBroken`` when there are clients already.
        """
        from fitnesscrm_desktop.services.demo.filling import fill_studio

        return fill_studio(
            self._core,
            self._content,
            actor,
            clients=clients,
            years=years,
            seed=seed,
            today=today,
            progress=progress,
        )

    def told_secrets(self) -> ToldSecrets:
        """Password and PINs that came with a made-up studio; nothing of a real one."""
        from fitnesscrm_desktop.services.demo.told import told_secrets

        return told_secrets(self._core)
