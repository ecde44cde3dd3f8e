"""Drives the real main window as a person would: by keys, clicks and what can be read on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.desk import Page
from fitnesscrm_desktop.ui.core.preferences import Preferences
from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.look import Look, application
from fitnesscrm_desktop.ui.shell.opened import look_at, open_studio, see_studio
from fitnesscrm_desktop.ui.shell.program import Program
from fitnesscrm_desktop.ui.shell.workplace import Workplace

W = TypeVar("W", bound=QWidget)
PATIENCE_MS = 15_000
LOOK_MS = 5


class StudioWindow:
    """The window on the studio of a test; *errors* holds what would have been a crash."""

    def __init__(self, home: Home) -> None:
        self.preferences = Preferences(home.preferences)
        self.preferences.change(theme="light")
        self.look = Look(application(), self.preferences)
        self.look.apply()
        self.frame = Frame()
        self.crashes = CrashWatch(self.frame)
        self.errors: list[BaseException] = []
        self.crashes.happened.connect(self.errors.append)
        self.program = Program(self.frame, self.crashes, self.preferences, home)
        self.frame.show()

    def open(self, services: Services, actor: Actor | None = None) -> StudioWindow:
        """Open *services*; with an *actor*, signed in."""
        self.program.open(lambda _tell: look_at(services, actor))
        self.until(lambda: self.program.workplace is not None)
        self.settle()
        return self

    def open_file(self, home: Home) -> StudioWindow:
        """Open the studio in *home* as a start of the program does."""
        self.program.open(partial(open_studio, home, None), partial(see_studio, home, None))
        return self

    def close(self) -> None:
        """Close the window and let the work end."""
        for dialog in reversed(QApplication.topLevelWidgets()):
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()
        self.frame.may_close = lambda: True
        self.frame.close()
        self.program.close()
        QApplication.closeAllWindows()

    def throw_away(self) -> None:
        """Close it, and leave nothing of it to the next test."""
        self.close()
        self.frame.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def work(self) -> Workplace:
        """The open studio."""
        assert self.program.workplace is not None, "the studio is not open"
        return self.program.workplace

    @property
    def page(self) -> Page:
        """The page that is shown."""
        shown = self.work.window.pages.current
        assert shown is not None, "no page is shown"
        return shown

    @property
    def page_id(self) -> str | None:
        """Its id."""
        return self.work.window.pages.shown_id()

    def settle(self) -> None:
        """Wait until all work under way is done and shown."""
        self.until(self._is_still)

    def _is_still(self) -> bool:
        QApplication.processEvents()
        return self.program.tasks.idle()

    def until(self, condition: Callable[[], object], patience_ms: int = PATIENCE_MS) -> None:
        """Wait until *condition* holds."""
        patience = QElapsedTimer()
        patience.start()
        while not condition():
            assert patience.elapsed() < patience_ms, "waited in vain"
            turn = QEventLoop()
            QTimer.singleShot(LOOK_MS, turn.quit)
            turn.exec()

    def go(self, page_id: str, **where: Any) -> Page:
        """Open a page."""
        self.work.window.go(page_id, **where)
        self.settle()
        return self.page

    def press(self, keys: str, on: QWidget | None = None) -> None:
        """Press a shortcut or key such as ``Ctrl+K``, ``Escape``, ``Return``."""
        self._keep_active()
        combination = QKeySequence(keys)[0]  # type: ignore[index]  # Qt's stubs forget it
        target = on or QApplication.focusWidget() or self.front
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        self.settle()

    def _keep_active(self) -> None:
        """Without a window manager nobody gives the window the keyboard back when a pop-up has gone."""
        if QApplication.activeWindow() is None:
            self.front.activateWindow()
            self.settle()

    def write(self, text: str, on: QWidget | None = None) -> None:
        """Type *text* into what has the focus."""
        self._keep_active()
        target = on or QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        QTest.keyClicks(target, text)

    @property
    def front(self) -> QWidget:
        """The dialog in front, else the window."""
        return QApplication.activeModalWidget() or self.frame

    @property
    def dialog(self) -> QDialog:
        """The dialog in front."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog), "no dialog is open"
        return found

    def click(self, widget: QWidget) -> None:
        """Click *widget* and wait for what it does."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def find(self, kind: type[W], name: str, within: QWidget | None = None) -> W:
        """The visible widget of this kind with this text or accessible name."""
        place = within or self.front
        everything: list[W] = list(place.findChildren(kind))
        found = [each for each in everything if each.isVisibleTo(place) and name in names_of(each)]
        assert len(found) == 1, f"{len(found)} times {name!r}; one can read {said(place)}"
        return found[0]

    def toasts(self) -> list[str]:
        """What the toasts say, the oldest first."""
        return [toast.accessibleName() for toast in self.work.toaster.host.toasts()]

    def words(self, within: QWidget | None = None) -> str:
        """All text that can be read on labels."""
        return said(within or self.front)


def names_of(widget: QWidget) -> set[str]:
    """What a person, or a screen reader, calls *widget*."""
    text = getattr(widget, "text", None)
    shown = text() if callable(text) else ""
    return {widget.accessibleName(), str(shown).replace("&", "").strip()} - {""}


def said(place: QWidget) -> str:
    """The text of all visible labels, in one string."""
    labels = place.findChildren(QLabel)
    return " | ".join(label.text() for label in labels if label.isVisibleTo(place) and label.text())


@contextmanager
def window_on(services: Services, actor: Actor, folder: Path) -> Iterator[StudioWindow]:
    """Open the window with *actor* signed in; at its end nothing may have crashed, and it is thrown away."""
    driven = StudioWindow(Home(folder / "home of the window"))
    driven.frame.resize(1280, 800)
    yield driven.open(services, actor)
    assert driven.errors == []
    driven.throw_away()
