"""Cycles with Qt objects in them are taken apart on the UI thread, whoever asks for memory."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.garbage import UiThreadGarbage
from fitnesscrm_desktop.ui.core.tasks import QtTaskRunner


class Cycle:
    """Holds itself, and tells on which thread it was taken apart."""

    def __init__(self, told: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: told.append(threading.current_thread()))


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[QtTaskRunner]:
    """Give a runner that is shut down at the end."""
    made = QtTaskRunner(lambda _error: None)
    yield made
    made.shutdown()


def much_garbage() -> int:
    """Ask for so much memory that Python would collect several times over."""
    return len([[place] for place in range(50_000)])


def test_a_worker_never_collects(qtbot: QtBot, runner: QtTaskRunner) -> None:
    told: list[threading.Thread] = []
    gc.collect()  # or the next thing anybody makes could be one too many
    for _ in range(50):
        Cycle(told)
    runner.run(much_garbage, done=lambda _made: None)
    qtbot.waitUntil(runner.idle)
    gc.collect()
    assert len(told) == 50
    assert set(told) == {threading.main_thread()}


def test_python_collects_again_when_the_workers_are_gone(qtbot: QtBot) -> None:
    runner = QtTaskRunner(lambda _error: None)
    assert not gc.isenabled()
    runner.shutdown()
    assert gc.isenabled()


def test_only_what_is_due_is_collected(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QObject()
    garbage = UiThreadGarbage(parent)
    collected: list[int] = []
    frozen: list[bool] = []
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "collect", collected.append)
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(True))
    for count in ((10, 0, 0), (701, 3, 3), (5, 11, 3), (900, 11, 11), (900, 11, 11)):
        monkeypatch.setattr(gc, "get_count", lambda count=count: count)
        garbage.collect()
    assert (collected, frozen) == ([0, 1, 2, 2], [True])
    monkeypatch.undo()
    garbage.stop()
