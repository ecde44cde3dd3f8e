"""Opening the studio: what a person sees when it works, and when it does not."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

from fitnesscrm_desktop.app import first_instance
from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.engine import sqlite_url
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.ui.shell.opened import Opened, Tell, open_demo, open_studio
from fitnesscrm_desktop.ui.shell.single import SingleInstance
from fitnesscrm_desktop.ui.shell.trouble import TroublePanel
from fitnesscrm_desktop.ui.widgets.buttons import PrimaryButton
from tests.support.logs import LogGuard
from tests.support.window import StudioWindow

SECRET = "Anna owes 12"


def trouble(window: StudioWindow) -> TroublePanel:
    window.until(lambda: isinstance(window.frame.covered, TroublePanel))
    panel = window.frame.covered
    assert isinstance(panel, TroublePanel)
    return panel


def test_the_window_is_there_before_the_studio(window: StudioWindow) -> None:
    assert window.frame.isVisible()
    assert window.program.workplace is None
    assert "Opening" in window.words()


def test_the_demo_studio_opens_with_its_owner_signed_in(window: StudioWindow, tmp_path: Path) -> None:
    window.program.open(partial(open_demo, Home(tmp_path / "demo")))
    window.until(lambda: window.program.workplace is not None)
    window.settle()
    assert window.work.desk.profile.demo
    assert window.work.desk.actor.staff_id is not None
    assert window.frame.covered is None
    assert any("made up" in toast for toast in window.toasts())


def test_trouble_has_one_likely_button_and_the_rest_beside_it(window: StudioWindow, tmp_path: Path) -> None:
    window.program.open_file(tmp_path)
    panel = trouble(window)
    rest = [panel.panel.copy_button, panel.quit_button, panel.other_button]
    places = [each.mapTo(panel, QPoint()) for each in (*rest, panel.panel.retry_button)]
    assert len({place.y() for place in places}) == 1
    assert [place.x() for place in places] == sorted(place.x() for place in places)
    assert [each for each in panel.findChildren(PrimaryButton) if each.isVisible()] == [
        panel.panel.retry_button
    ]


def damaged(file: Path) -> None:
    file.write_bytes(b"this is no database, but a letter to the owner " * 100)


def of_another_program(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def from_the_future(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (damaged, "not a FitnessCRM database"),
        (of_another_program, "belongs to another program"),
        (from_the_future, "newer version"),
    ],
)
def test_a_file_that_cannot_be_opened_is_explained_and_left_alone(
    window: StudioWindow, tmp_path: Path, spoil: object, says: str
) -> None:
    file = tmp_path / "studio.db"
    assert callable(spoil)
    spoil(file)
    before = file.read_bytes()
    window.program.open(partial(open_studio, Home(tmp_path / "home"), sqlite_url(file)))
    words = window.words(trouble(window))
    assert says in words
    assert "left as it is" in words
    assert "Traceback" not in words
    assert file.read_bytes() == before


def test_trying_again_works_as_soon_as_it_can(window: StudioWindow, tmp_path: Path) -> None:
    file = tmp_path / "disk" / "studio.db"
    window.program.open(partial(open_studio, Home(tmp_path / "home"), sqlite_url(file)))
    panel = trouble(window)
    assert "Check that its disk is connected" in window.words(panel)
    file.parent.mkdir()
    window.click(panel.panel.retry_button)
    window.until(lambda: window.program.workplace is not None)
    assert file.exists()


def test_another_file_can_be_opened_instead(window: StudioWindow, tmp_path: Path) -> None:
    damaged(tmp_path / "bad.db")
    start(Home(tmp_path / "other")).close()
    window.program.open(partial(open_studio, Home(tmp_path), sqlite_url(tmp_path / "bad.db")))
    trouble(window)
    window.program.open_file(tmp_path / "other" / "studio.db")
    window.until(lambda: window.program.workplace is not None)
    assert window.work.services.core.database.file == tmp_path / "other" / "studio.db"


def test_a_file_open_in_another_window_is_not_opened_twice(window: StudioWindow, tmp_path: Path) -> None:
    damaged(tmp_path / "bad.db")
    first = SingleInstance(tmp_path / "taken.db")
    assert first.acquire()
    window.program.open_file(tmp_path / "taken.db")
    assert "Another window has this file open" in window.words(trouble(window))
    first.release()


def test_a_mistake_of_ours_is_no_traceback_on_the_screen(
    window: StudioWindow, expected_log: LogGuard
) -> None:
    expected_log("could not be opened")

    def break_down(_tell: Tell) -> Opened:
        raise ZeroDivisionError(SECRET)

    window.program.open(break_down)
    panel = trouble(window)
    assert "Traceback" not in window.words(panel)
    panel.panel.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError" in copied
    assert "Anna" not in copied


def test_closing_waits_for_the_last_write(window: StudioWindow, tmp_path: Path) -> None:
    window.program.open(partial(open_demo, Home(tmp_path / "demo")))
    window.until(lambda: window.program.workplace is not None)
    written: list[str] = []
    window.program.tasks.write(lambda: written.append("stored"), done=lambda _none: None)
    window.close()
    assert written == ["stored"]


def test_trouble_while_nobody_is_signed_in_is_seen_too(window: StudioWindow, tmp_path: Path) -> None:
    damaged(tmp_path / "bad.db")
    window.program.open(partial(open_studio, Home(tmp_path), sqlite_url(tmp_path / "bad.db")))
    trouble(window)
    window.program.errors.report(StorageTrouble("The disk is full."))
    assert window.program.errors.notice.isVisible()


def test_a_folder_that_cannot_be_made_is_explained(window: StudioWindow, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be", encoding="utf-8")
    home = Home(tmp_path / "taken" / "home")
    instance = first_instance(home, None)
    assert instance is not None
    assert instance.acquire()
    window.program.open(partial(open_studio, home, None))
    assert "cannot be made" in window.words(trouble(window))
    instance.release()
