"""Loads in advance what the first clicks need: bit by bit, on a worker, while somebody types a PIN."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from inspect import getmembers
from pkgutil import iter_modules

from PySide6.QtCore import QObject, QTimer, Signal

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.shell.features import FEATURES

SHELL = ("palette", "help_window", "shortcut_sheet", "status_facts")
LIBRARIES = ("phonenumbers",)
"""What is loaded by the first thing a page shows."""
NOT_YET = frozenset({"messaging", "outbox", "rules", "staff_tasks", "templates"})
"""They bring a language for templates along, which nobody's first click needs."""
FIRST = ("checkin", "home", "clients", "billing")
"""What is opened first comes first."""
REST_MS = 10
"""Between two bits the window has the processor for itself."""


class Leisure(QObject):
    """Does one bit after the other.

    Signals:
        over: everything is loaded.
    """

    over = Signal()

    def __init__(self, services: Services, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._bits = tasks, _bits(services)

    def go_on(self) -> None:
        """Load the next bit, and after a rest the one after it."""
        bit = next(self._bits, None)
        if bit is None:
            # The first full collection would look through all this, and the window would stand still.
            gc.freeze()
            self.over.emit()
        else:
            self._tasks.run(bit, done=lambda _nothing: self._rest(), owner=self)

    def _rest(self) -> None:
        QTimer.singleShot(REST_MS, self, self.go_on)


def _bits(services: Services) -> Iterator[Callable[[], None]]:
    yield partial(_load, [f"fitnesscrm_desktop.ui.shell.{name}" for name in SHELL])
    for name, _property in getmembers(type(services), lambda part: isinstance(part, property)):
        if name not in NOT_YET:
            yield partial(_make, services, name)
    yield partial(_load, LIBRARIES)
    others = [feature.id for feature in FEATURES if feature.id not in FIRST]
    for feature_id in (*FIRST, *others):
        yield partial(_load_feature, f"fitnesscrm_desktop.ui.{feature_id}")


def _load(modules: Iterable[str]) -> None:
    for name in modules:
        import_module(name)


def _load_feature(package: str) -> None:
    _load([f"{package}.{module.name}" for module in iter_modules(import_module(package).__path__)])


def _make(services: Services, name: str) -> None:
    getattr(services, name)
