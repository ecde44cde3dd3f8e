"""An error nobody expected, on any thread: it is caught, told once, can be saved, and the program goes on."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.shell.crash import CrashDialog, CrashWatch
from tests.support.logs import LogGuard


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[CrashWatch]:
    """Take over the hooks for one test."""
    taken = CrashWatch()
    taken.install()
    yield taken
    taken.uninstall()


@pytest.fixture
def caught(watch: CrashWatch) -> list[BaseException]:
    """What was brought to the UI thread."""
    found: list[BaseException] = []
    watch.happened.connect(found.append)
    return found


def break_down() -> None:
    raise ZeroDivisionError("somebody's name")


def test_an_error_in_a_slot_is_caught(
    qtbot: QtBot, caught: list[BaseException], expected_log: LogGuard
) -> None:
    expected_log("unexpected error")
    QTimer.singleShot(0, break_down)
    qtbot.waitUntil(lambda: len(caught) == 1)
    assert isinstance(caught[0], ZeroDivisionError)


def test_an_error_on_another_thread_is_caught(
    qtbot: QtBot, caught: list[BaseException], expected_log: LogGuard
) -> None:
    expected_log("unexpected error")
    worker = threading.Thread(target=break_down)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(caught) == 1)


def test_what_qt_complains_about_is_told_to_who_listens(watch: CrashWatch) -> None:
    heard: list[str] = []
    watch.listen(heard.append)
    qWarning("QWidget: something is wrong")
    assert heard == ["QWidget: something is wrong"]


def test_the_hooks_are_given_back(qtbot: QtBot) -> None:
    hooks = (sys.excepthook, threading.excepthook)
    watch = CrashWatch()
    watch.install()
    assert (sys.excepthook, threading.excepthook) != hooks
    watch.uninstall()
    assert (sys.excepthook, threading.excepthook) == hooks


def test_the_report_can_be_saved(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = CrashDialog(ZeroDivisionError("somebody's name"))
    qtbot.addWidget(dialog)
    dialog.save(tmp_path / "report.txt")
    text = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "somebody" not in text
