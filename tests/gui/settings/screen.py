"""The settings page and its dialogs as a person uses them."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.desk import StudioDialog
from fitnesscrm_desktop.ui.settings import FEATURE
from fitnesscrm_desktop.ui.settings.page import SettingsPage
from fitnesscrm_desktop.ui.settings.section import Section
from tests.support.gui_desk import DeskAtHand

S = TypeVar("S", bound=Section)
D = TypeVar("D", bound=StudioDialog)


class SettingsScreen:
    """Opens sections and dialogs, types, clicks."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand) -> None:
        self._bot, self.at_hand = qtbot, at_hand
        page = FEATURE.pages[0].build(at_hand.desk)
        assert isinstance(page, SettingsPage)
        self.page = page
        qtbot.addWidget(page)
        page.resize(1024, 700)
        with qtbot.waitExposed(page):
            page.show()
        page.arrive()
        self.settle()

    def settle(self) -> None:
        """Wait for the work, and for the events that travel back."""
        self._bot.waitUntil(self.at_hand.tasks.idle)
        QTest.qWait(1)
        self._bot.waitUntil(self.at_hand.tasks.idle)

    def section(self, kind: type[S], name: str) -> S:
        """Open a section."""
        self.page.open(name)
        self.settle()
        found = self.page.sections[name]
        assert isinstance(found, kind)
        return found

    def dialog(self, kind: type[D], name: str, **about: Any) -> D:
        """Open a dialog of this feature."""
        made = FEATURE.dialogs[name](self.at_hand.desk, **about)
        assert isinstance(made, kind)
        self._bot.addWidget(made)
        with self._bot.waitExposed(made):
            made.show()
        self.settle()
        return made

    def fill(self, field: QLineEdit, text: str) -> None:
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(widget, key)
        self.settle()

    def click(self, button: QAbstractButton) -> None:
        assert button.isEnabled(), f"{button.text()!r} cannot be pressed"
        where = QPoint(12, button.height() // 2) if isinstance(button, QCheckBox) else QPoint()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=where)
        self.settle()
