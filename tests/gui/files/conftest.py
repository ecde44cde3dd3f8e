"""The files of a client at a desk that remembers."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import keyring
import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.files.album import Album
from tests.gui.files.screen import FilesScreen
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.gui_desk import DeskAtHand, desk_for
from tests.support.memory_keyring import MemoryKeyring
from tests.support.people import People


@pytest.fixture
def anna(people: People) -> int:
    """Somebody with files."""
    return people.add("Anna Ivanova", date(1990, 5, 6))


@pytest.fixture
def other_pc(services: Services, tmp_path: Path, clock: FakeClock) -> Callable[[], Services]:
    """Open the same studio on a PC that has a data folder and a keyring of its own."""

    def open_there() -> Services:
        keyring.set_keyring(MemoryKeyring())
        return build(services.core.database, Home(tmp_path / "other"), clock=clock)

    return open_there


@pytest.fixture
def screen_of(
    qtbot: QtBot, services: Services, owner: Actor, tmp_path: Path
) -> Iterator[Callable[..., FilesScreen]]:
    """Give the part and the dialogs to somebody of a role, the owner if nobody says otherwise."""
    desks: list[DeskAtHand] = []

    def make(role: Role | None = None, pc: Services | None = None) -> FilesScreen:
        at_hand = desk_for(pc or services, owner if role is None else an_actor(role))
        desks.append(at_hand)
        return FilesScreen(qtbot, at_hand, tmp_path / "brought")

    yield make
    for at_hand in desks:
        at_hand.close()


@pytest.fixture
def screen(screen_of: Callable[..., FilesScreen]) -> FilesScreen:
    """Give the owner's."""
    return screen_of()


@pytest.fixture
def album(services: Services, owner: Actor, anna: int) -> Album:
    """Take photos of Anna."""
    return Album(services, owner, anna)
