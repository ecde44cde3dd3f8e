"""The sign-in is there before the studio is open, and whoever types early loses nothing."""

import sqlite3
import threading
from functools import partial
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.ui.shell.opened import Opened, Tell, open_studio, see_studio
from fitnesscrm_desktop.ui.shell.trouble import TroublePanel
from fitnesscrm_desktop.ui.signin.view import SignInView
from tests.support.staff import hire, make_hashing_cheap
from tests.support.window import StudioWindow

PIN = "975310"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A studio on the disk, where Anna is the owner and Ben stands at the desk."""
    make_hashing_cheap(monkeypatch)
    place = Home(tmp_path / "studio")
    services = start(place)
    hire(services, "anna", Role.OWNER, PIN)
    hire(services, "ben", Role.FRONT_DESK, "2580")
    services.close()
    return place


class SlowOpening:
    """Opens a studio when it is told to."""

    def __init__(self, home: Home) -> None:
        self._home, self.go_on, self.trouble = home, threading.Event(), ""

    def __call__(self, tell: Tell) -> Opened:
        self.go_on.wait(30)
        if self.trouble:
            raise StorageTrouble(self.trouble)
        return open_studio(self._home, None, tell)


@pytest.fixture
def slow(home: Home) -> SlowOpening:
    return SlowOpening(home)


def screen_of(window: StudioWindow) -> SignInView:
    window.until(lambda: isinstance(window.frame.covered, SignInView))
    screen = window.frame.covered
    assert isinstance(screen, SignInView)
    return screen


def test_one_can_type_before_the_studio_is_open(window: StudioWindow, home: Home, slow: SlowOpening) -> None:
    window.program.open(slow, partial(see_studio, home, None))
    screen = screen_of(window)
    assert window.program.workplace is None
    assert [one.name for one in screen.presenter.state.people or ()] == ["Anna", "Ben"]
    window.write(PIN[:3])
    assert screen.proof.pad.digits == 3
    slow.go_on.set()
    window.until(lambda: window.program.workplace is not None)
    window.settle()
    assert window.frame.covered is screen
    assert screen.proof.pad.digits == 3
    window.write(PIN[3:])
    window.until(lambda: window.frame.covered is None)
    assert window.work.desk.actor.name == "Anna"


def test_a_pin_typed_too_early_is_checked_as_soon_as_it_can(
    window: StudioWindow, home: Home, slow: SlowOpening
) -> None:
    window.program.open(slow, partial(see_studio, home, None))
    screen = screen_of(window)
    window.write(PIN)
    assert screen.presenter.state.busy
    slow.go_on.set()
    window.until(lambda: window.program.workplace is not None and window.frame.covered is None)
    assert window.work.desk.actor.name == "Anna"


def test_who_works_here_is_looked_up_again_in_the_open_studio(
    window: StudioWindow, home: Home, slow: SlowOpening
) -> None:
    window.program.open(slow, partial(see_studio, home, None))
    screen = screen_of(window)
    other_desk = start(home)
    hire(other_desk, "carl")
    other_desk.close()
    slow.go_on.set()
    window.until(lambda: len(screen.presenter.state.people or ()) == 3)


def test_trouble_takes_the_place_of_the_sign_in(window: StudioWindow, home: Home, slow: SlowOpening) -> None:
    window.program.open(slow, partial(see_studio, home, None))
    screen_of(window)
    window.write(PIN)
    slow.trouble = "The disk is gone."
    slow.go_on.set()
    window.until(lambda: isinstance(window.frame.covered, TroublePanel))
    window.settle()
    assert "The disk is gone." in window.words(window.frame.covered)
    assert window.errors == []
    panel = window.frame.covered
    assert isinstance(panel, TroublePanel)
    slow.trouble = ""
    window.click(panel.panel.retry_button)
    screen_of(window)
    window.until(lambda: window.program.workplace is not None)


def test_closing_the_window_does_not_wait_for_a_pin_nobody_can_check(
    window: StudioWindow, home: Home, slow: SlowOpening
) -> None:
    window.program.open(slow, partial(see_studio, home, None))
    screen_of(window)
    window.write(PIN)
    slow.go_on.set()
    window.close()
    assert window.frame.isHidden()
    assert window.program.workplace is None


def test_the_early_sign_in_wears_the_colour_of_the_studio(
    window: StudioWindow, home: Home, slow: SlowOpening
) -> None:
    connection = sqlite3.connect(home.database)
    with connection:
        connection.execute("UPDATE studio SET accent = '#0A7A5A', name = 'Green Gym'")
    connection.close()
    before = window.frame.palette().highlight().color().name()
    window.program.open(slow, partial(see_studio, home, None))
    assert "Green Gym" in window.words(screen_of(window))
    assert window.frame.palette().highlight().color().name() != before
    slow.go_on.set()
    window.until(lambda: window.program.workplace is not None)


def test_a_new_studio_has_no_early_sign_in(window: StudioWindow, tmp_path: Path) -> None:
    window.open_file(Home(tmp_path / "new"))
    window.until(lambda: window.program.workplace is not None)
    assert window.frame.covered is not None
    assert not isinstance(window.frame.covered, SignInView)


def test_a_server_is_opened_the_long_way(home: Home) -> None:
    assert see_studio(home, None) is not None
    assert see_studio(home, "postgresql+psycopg://studio@127.0.0.1:1/none") is None


def test_nobody_at_a_closed_door_learns_more_than_names(home: Home) -> None:
    seen = see_studio(home, None)
    assert seen is not None
    assert "argon2" not in repr(seen)
