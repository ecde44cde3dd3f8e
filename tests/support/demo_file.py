"""A small demo studio as a file, made once and copied for every test that wants a full one."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor, command_line
from fitnesscrm_desktop.services.demo.staff import PASSWORD, STAFF
from tests.support.clock import FakeClock

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 18, 15, tzinfo=UTC)


class DemoFile:
    """Eighty people and a year of their lives."""

    def __init__(self, folder: Path) -> None:
        self._home = Home(folder)
        services = start(self._home, clock=FakeClock(NOW))
        services.demo.fill(command_line(), clients=80, years=1, seed=11, today=TODAY)
        self.owner: Actor = services.staff.sign_in(STAFF[0].login, PASSWORD)
        services.close()

    def open(self, folder: Path) -> Services:
        """Open a copy of its own, with the files of the studio and their key."""
        home = Home(folder)
        shutil.copytree(self._home.root, home.root, dirs_exist_ok=True)
        return start(home, clock=FakeClock(NOW))
