"""The sign-in screen as a person uses it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.signin.doorway import doorway_of
from fitnesscrm_desktop.ui.signin.state import SignInState
from fitnesscrm_desktop.ui.signin.view import SignInView
from tests.support.gui_desk import DeskAtHand


class Screen:
    """Types, clicks and looks."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand, locked_for: Actor | None = None) -> None:
        self._bot, self._at_hand = qtbot, at_hand
        self.came: list[Actor] = []
        self.view = SignInView(doorway_of(at_hand.desk), locked_for)
        qtbot.addWidget(self.view)
        self.view.signed_in.connect(self.came.append)
        self.view.resize(1024, 700)
        with qtbot.waitExposed(self.view):
            self.view.show()
        self.view.activateWindow()
        qtbot.waitUntil(lambda: self.state.people is not None)
        self.settle()

    @property
    def state(self) -> SignInState:
        return self.view.presenter.state

    @property
    def chosen(self) -> str:
        return self.state.chosen.name if self.state.chosen else ""

    @property
    def says(self) -> str:
        return self.view.proof.says.text()

    def settle(self) -> None:
        self._bot.waitUntil(self._at_hand.tasks.idle)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self._focus(), key)
        self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self._focus(), text)
        self.settle()

    def click_keys(self, digits: str) -> None:
        for digit in digits:
            QTest.mouseClick(self.view.proof.pad.keys[digit], Qt.MouseButton.LeftButton)
        self.settle()

    def click_tile(self, name: str) -> None:
        tile = next(tile for tile in self.view.people.tiles if tile.person.name == name)
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
        self.settle()

    def _focus(self) -> QWidget:
        widget = self.view.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget
