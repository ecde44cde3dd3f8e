"""Loads in advance what the first clicks need, bit by bit, while somebody types a PIN."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from inspect import getmembers
from itertools import chain

from PySide6.QtCore import QObject, QTimer, Signal

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.shell.features import PACKAGES
from fitnesscrm_desktop.ui.shell.turns import modules_of

SHELL = tuple(
    f"fitnesscrm_desktop.ui.shell.{name}"
    for name in ("palette", "palette_search", "help_window", "shortcut_sheet", "status_facts")
)
LIBRARIES = ("phonenumbers",)
"""What is loaded by the first thing a page shows."""
NOT_YET = frozenset({"agents", "facts", "messaging", "outbox", "rules", "staff_tasks", "templates"})
"""They bring a language for templates or a model along, which nobody's first click needs."""
FIRST = ("checkin", "home", "clients", "billing")
"""What is opened first comes first."""
REST_MS = 10
"""Between two bits the window has the processor for itself."""


class Leisure(QObject):
    """Does one bit after the other: services on a worker, whatever makes Qt classes on the UI thread.

    Signals:
        over: everything is loaded.
    """

    over = Signal()

    def __init__(self, services: Services, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._made = tasks, _makers(services)
        self._screens = chain(SHELL, modules_of(_in_order(PACKAGES)))

    def go_on(self) -> None:
        """Load the next bit, and after a rest the one after it."""
        make = next(self._made, None)
        if make is not None:
            self._tasks.run(make, done=lambda _nothing: self._rest(), owner=self)
            return
        screen = next(self._screens, None)
        if screen is not None:
            import_module(screen)
            self._rest()
            return
        # The first full collection would look through all this, and the window would stand still.
        gc.freeze()
        self.over.emit()

    def _rest(self) -> None:
        QTimer.singleShot(REST_MS, self, self.go_on)


def _makers(services: Services) -> Iterator[Callable[[], None]]:
    for library in LIBRARIES:
        yield partial(_load, library)
    for name, _property in getmembers(type(services), lambda part: isinstance(part, property)):
        if name not in NOT_YET:
            yield partial(_make, services, name)


def _load(library: str) -> None:
    import_module(library)


def _make(services: Services, name: str) -> None:
    getattr(services, name)


def _in_order(packages: Iterable[str]) -> list[str]:
    """What is opened first comes first."""
    ranks = {name: rank for rank, name in enumerate(FIRST)}
    return sorted(packages, key=lambda package: ranks.get(package.rpartition(".")[2], len(FIRST)))
