"""A gallery of 500 photos, scrolled from the newest to the oldest: the window never stands still."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.app import make_application
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.results import NewPhoto
from fitnesscrm_desktop.ui.core.theme import apply_theme
from fitnesscrm_desktop.ui.files.photo_grid import PhotoGrid
from tests.benchmarks.bench_files import PHOTOS, picture, studio
from tests.benchmarks.table import Table
from tests.support.gui_desk import desk_for

__all__ = ["studio"]
SIZE = (1040, 640)
FRAME_MS, STEPS, ROUNDS = 16, 120, 3
STILL, THERE = 0.050, 0.500
"""Seconds: the longest the window may stand still, and until what one stops at is there."""


class Heart:
    """Beats every millisecond, if the window lets it."""

    def __init__(self) -> None:
        self.longest, self.last = 0.0, time.perf_counter()
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)
        self.timer.start(1)

    def beat(self) -> None:
        """Once more."""
        now = time.perf_counter()
        self.longest, self.last = max(self.longest, now - self.last), now

    def begin(self) -> None:
        """Forget what was before."""
        self.longest, self.last = 0.0, time.perf_counter()


@pytest.fixture
def grid(application: QApplication, studio: Services, owner: Actor) -> Iterator[PhotoGrid]:
    """Give the real gallery on 500 photos that are stored encrypted."""
    client = studio.clients.add(owner, NewClient("Anna", "Berg"))
    for number in range(PHOTOS):
        studio.photos.add(owner, NewPhoto(client.id, Pose.FRONT, picture(number)))
    at_hand = desk_for(studio, owner)
    made = PhotoGrid(at_hand.desk)
    made.resize(*SIZE)
    made.photos.show_photos(studio.photos.rows(owner, client.id))
    made.show()
    wait(FRAME_MS * 30)
    yield made
    made.close()
    at_hand.close()
    application.processEvents()


@pytest.fixture(scope="module")
def application() -> QApplication:
    """Give the application, dressed."""
    made = make_application()
    apply_theme(made, "light")
    return made


def bench_gallery_scrolled(grid: PhotoGrid, table: Table) -> None:
    """As fast as a wheel turns: through all of it in two seconds, then wait for what is in sight."""
    heart = Heart()
    bar = grid.verticalScrollBar()
    stalls, waits = [], []
    for _ in range(ROUNDS):
        bar.setValue(0)
        grid.photos.forget()
        wait(FRAME_MS * 30)
        heart.begin()
        for step in range(1, STEPS + 1):
            bar.setValue(bar.maximum() * step // STEPS)
            wait(FRAME_MS)
        began = time.perf_counter()
        while not all_there(grid):
            wait(1)
        waits.append(time.perf_counter() - began)
        stalls.append(heart.longest)
    heart.timer.stop()
    table.bound(f"window stands still, scrolling through {PHOTOS} photos", ours=min(stalls), goal=STILL)
    table.bound(f"photos in sight after scrolling through {PHOTOS}", ours=min(waits), goal=THERE)


def all_there(grid: PhotoGrid) -> bool:
    """Whether every photo in sight is shown."""
    port = grid.viewport().rect()
    places = (grid.photos.index(place) for place in range(grid.photos.rowCount()))
    seen = [index for index in places if grid.visualRect(index).intersects(port)]
    return bool(seen) and all(index.data(Qt.ItemDataRole.DecorationRole) is not None for index in seen)


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
