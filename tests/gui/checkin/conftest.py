"""The check-in page in the real window, and what one does there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role, Verdict
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.checkin.desk_page import CheckInPage
from fitnesscrm_desktop.ui.checkin.sounds import Sounds
from tests.support.actors import an_actor
from tests.support.window import StudioWindow


class Door:
    """Drives the page as somebody at the desk does."""

    def __init__(self, window: StudioWindow) -> None:
        self.window = window
        page = window.go("checkin.desk")
        assert isinstance(page, CheckInPage)
        self.page = page
        self._at = 1000
        self.come_forward()
        self.look()

    def come_forward(self) -> None:
        """Without a window manager nobody gives the window the keyboard."""
        if QApplication.focusWidget() is None:
            self.window.frame.activateWindow()
            self.page.field.setFocus()
            self.window.until(QApplication.focusWidget)

    def scan(self, code: str, *, settle: bool = True) -> None:
        """A scanner types a code, wherever the focus is."""
        self._at += 500
        self.come_forward()
        for letter in code:
            self._press(letter, Qt.Key(ord(letter.upper())))
        self._press("\r", Qt.Key.Key_Return)
        if settle:
            self.look()

    def _press(self, text: str, key: Qt.Key) -> None:
        self._at += 6
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._at)
            QCoreApplication.sendEvent(QApplication.focusWidget() or self.page, event)

    def type(self, text: str) -> None:
        """A person types into the field, and looks at what comes up."""
        self.page.field.setFocus()
        self.window.write(text)
        self.window.until(lambda: not self.page.field.typing)
        self.window.settle()

    def press(self, keys: str) -> None:
        """Press a key where the focus is."""
        self.window.press(keys)
        self.look()

    def look(self) -> None:
        """Wait until everything has come through."""
        self.window.settle()
        self.window.until(lambda: self.page.presenter.settled_down)
        self.window.settle()

    @property
    def verdict(self) -> str:
        """The word on the band."""
        return self.page.card.band.word()

    @property
    def reasons(self) -> list[str]:
        """All sentences of the verdict."""
        return self.page.card.reason_texts()

    @property
    def name(self) -> str:
        """Who is shown."""
        return self.page.card.name.text()

    @property
    def cures(self) -> list[str]:
        """What the buttons say."""
        return [each.button.text() for each in self.page.card.cures]

    def cure(self, text: str) -> None:
        """Press the button that says *text*."""
        (button,) = [each.button for each in self.page.card.cures if each.button.text() == text]
        self.window.click(button)
        self.look()

    @property
    def inside(self) -> list[str]:
        """Who is in, from the top."""
        return [row.name for row in self.page.side.inside_rows.rows()]

    @property
    def last_visits(self) -> list[str]:
        """Who came last, from the top."""
        rows = (
            self.page.side.visit_rows.row_at(place) for place in range(self.page.side.visit_rows.rowCount())
        )
        return [row.name for row in rows if row is not None]

    @property
    def chips(self) -> list[str]:
        """The last verdicts, the newest first."""
        return [chip.accessibleName() for chip in self.page.chips.chips if chip.isVisibleTo(self.page)]


@pytest.fixture(autouse=True)
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Verdict]:
    """What would have been heard; tests make no noise."""
    played: list[Verdict] = []
    monkeypatch.setattr(Sounds, "play", lambda _self, verdict: played.append(verdict))
    return played


@pytest.fixture
def window(qapp: object, services: Services, tmp_path: Path) -> Iterator[StudioWindow]:
    """Give the window of the studio; nobody is signed in yet."""
    driven = StudioWindow(Home(tmp_path / "home of the window"))
    driven.frame.resize(1280, 800)
    yield driven
    assert driven.errors == []
    driven.throw_away()


@pytest.fixture
def door(window: StudioWindow, services: Services, owner: Actor) -> Door:
    """Give the page with the owner at it."""
    return Door(window.open(services, owner))


@pytest.fixture
def clerk(window: StudioWindow, services: Services) -> Door:
    """Give the page with somebody of the front desk at it."""
    return Door(window.open(services, an_actor(Role.FRONT_DESK)))
