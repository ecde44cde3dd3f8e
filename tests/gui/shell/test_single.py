"""One program per database file."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.shell.single import SingleInstance, database_file


@pytest.mark.parametrize(
    ("url", "file"),
    [
        (None, "/home/of/studio.db"),
        ("", "/home/of/studio.db"),
        ("sqlite:////data/gym.db", "/data/gym.db"),
        ("sqlite+pysqlite:////data/gym.db?timeout=5", "/data/gym.db"),
        ("postgresql+psycopg://desk@server/gym", None),
        ("sqlite:///:memory:", None),
    ],
)
def test_the_file_is_found_in_the_url(url: str | None, file: str | None) -> None:
    assert database_file(Path("/home/of/studio.db"), url) == (Path(file) if file else None)


def test_the_second_start_calls_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path / "studio.db"), SingleInstance(tmp_path / "studio.db")
    assert first.acquire()
    first.listen()
    assert not second.acquire()
    heard: list[bool] = []
    first.called.connect(lambda: heard.append(True))
    second.greet()
    qtbot.waitUntil(lambda: heard == [True])
    first.release()


def test_two_files_are_two_programs(qtbot: QtBot, tmp_path: Path) -> None:
    one, other = SingleInstance(tmp_path / "one.db"), SingleInstance(tmp_path / "other.db")
    assert one.acquire()
    assert other.acquire()
    one.release()
    other.release()


def test_the_file_is_free_after_the_window_is_closed(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path / "studio.db")
    assert first.acquire()
    first.release()
    second = SingleInstance(tmp_path / "studio.db")
    assert second.acquire()
    second.release()
