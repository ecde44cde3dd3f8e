"""Widgets are collected on the UI thread, or Qt crashes."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.ui.core.garbage import GarbageOnUiThread


class Knot:
    """An object that only the collector can take away."""

    def __init__(self, seen: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: seen.append(threading.current_thread()))


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[GarbageOnUiThread]:
    made = GarbageOnUiThread(qapp)
    yield made
    made.deleteLater()


def test_only_the_ui_thread_collects(collector: GarbageOnUiThread) -> None:
    seen: list[threading.Thread] = []
    Knot(seen)

    def busy() -> list[list[object]]:
        return [[] for _ in range(200_000)]

    worker = threading.Thread(target=busy)
    worker.start()
    worker.join()
    assert seen == []
    kept = busy()
    collector.look()
    gc.collect()
    assert len(kept) == 200_000
    assert seen == [threading.main_thread()]
