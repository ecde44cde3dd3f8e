"""The wizard as a person uses it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.setup.state import SetupState, Start, Step
from fitnesscrm_desktop.ui.setup.wizard import SetupWizard
from tests.support.gui_desk import DeskAtHand

LONG_MS = 60_000


class FirstRun:
    """Types, clicks and looks."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand) -> None:
        self._bot, self._at_hand = qtbot, at_hand
        self.finished: list[tuple[Actor, str]] = []
        self.view = SetupWizard(at_hand.desk)
        qtbot.addWidget(self.view)
        self.view.finished.connect(lambda actor, choice: self.finished.append((actor, choice)))
        self.view.resize(1024, 700)
        with qtbot.waitExposed(self.view):
            self.view.show()

    @property
    def state(self) -> SetupState:
        return self.view.presenter.state

    def at(self, step: Step) -> bool:
        """Whether this is the step that is shown."""
        return self.state.step is step

    def settle(self) -> None:
        self._bot.waitUntil(lambda: self._at_hand.tasks.idle() and not self.state.busy, timeout=LONG_MS)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            focus = self.view.focusWidget()
            assert focus is not None, "nothing has the focus"
            QTest.keyClick(focus, key)
            self.settle()

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        focus = self.view.focusWidget()
        assert isinstance(focus, QWidget)
        QTest.keyClicks(focus, text)

    def fill(self, field: QLineEdit, text: str) -> None:
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def next(self) -> None:
        QTest.mouseClick(self.view.next_button, Qt.MouseButton.LeftButton)
        self.settle()

    def take(self, start: Start) -> None:
        QTest.mouseClick(self.view.tiles.tiles[start], Qt.MouseButton.LeftButton)

    def to_owner(self) -> None:
        """Answer everything up to the owner's account."""
        self.next()
        self.fill(self.view.studio.name, "Studio East")
        self.next()

    def to_start(self, login: str = "olga") -> None:
        """Answer everything up to the last question."""
        self.to_owner()
        owner = self.view.owner
        self.fill(owner.name, "Olga Novak")
        self.fill(owner.login, login)
        for field in (owner.password, owner.again):
            self.fill(field, "Kx7-qZvm")
        self.next()
        assert self.at(Step.START), self.state
