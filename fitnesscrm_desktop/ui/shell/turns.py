"""Loads modules that make Qt classes: on the UI thread and nowhere else, a module at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules

from PySide6.QtCore import QObject, QTimer

EVERY_SCREEN = ("fitnesscrm_desktop.ui.core", "fitnesscrm_desktop.ui.widgets")
"""Packages that whatever is shown is made of."""


def load_in_turns(modules: Iterable[str], done: Callable[[], None], owner: QObject) -> None:
    """Load one module in each turn of the event loop, so that the window goes on painting; then call *done*.

    Never on a worker, although that would be smoother: where two threads make Qt classes at the same time,
    PySide sometimes ends the program (decision 21). Nothing is called once *owner* is gone.
    """
    _next(iter(modules), done, owner)


def _next(modules: Iterator[str], done: Callable[[], None], owner: QObject) -> None:
    name = next(modules, None)
    if name is None:
        done()
        return
    import_module(name)
    QTimer.singleShot(0, owner, lambda: _next(modules, done, owner))


def modules_of(packages: Iterable[str]) -> Iterator[str]:
    """The modules of packages, each package only when it is its turn."""
    for package in packages:
        for module in iter_modules(import_module(package).__path__):
            yield f"{package}.{module.name}"
