"""The clients' pages and dialogs as a person uses them."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.services.clients.results import ClientRow
from fitnesscrm_desktop.ui.clients import FEATURE
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.clients.list_page import ClientsPage
from fitnesscrm_desktop.ui.core.desk import Page, StudioDialog
from tests.support.gui_desk import DeskAtHand

W = TypeVar("W", bound=QWidget)
D = TypeVar("D", bound=StudioDialog)
STILL = 3
"""How often in a row nothing has to be under way."""


class ClientsScreen:
    """Opens pages and dialogs, types, clicks, reads."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand) -> None:
        self._bot, self.at_hand = qtbot, at_hand
        self._shown: list[QWidget] = []

    def settle(self) -> None:
        """Wait for the work, for pauses in typing, and for events that travel back."""
        still = 0
        while still < STILL:
            self._bot.waitUntil(self._is_still)
            self._bot.wait(1)
            still = still + 1 if self._is_still() else 0

    def _is_still(self) -> bool:
        timers = (timer for widget in self._shown for timer in widget.findChildren(QTimer))
        waiting = any(timer.isActive() and timer.isSingleShot() for timer in timers)
        return self.at_hand.tasks.idle() and not waiting

    def list_page(self, **where: Any) -> ClientsPage:
        """Open the list."""
        page = FEATURE.pages[0].build(self.at_hand.desk)
        assert isinstance(page, ClientsPage)
        self._show(page)
        page.arrive(**where)
        self.settle()
        return page

    def client_page(self, client_id: int, **where: Any) -> ClientPage:
        """Open somebody's page."""
        page = FEATURE.pages[1].build(self.at_hand.desk)
        assert isinstance(page, ClientPage)
        self._show(page)
        page.arrive(client_id=client_id, **where)
        self.settle()
        return page

    def dialog(self, kind_of: type[D], dialog_id: str, /, **about: Any) -> D:
        """Open a dialog of this feature."""
        made = FEATURE.dialogs[dialog_id](self.at_hand.desk, **about)
        assert isinstance(made, kind_of)
        self._bot.addWidget(made)
        self._shown.append(made)
        with self._bot.waitExposed(made):
            made.show()
        self.settle()
        return made

    def _show(self, page: Page) -> None:
        self._bot.addWidget(page)
        self._shown.append(page)
        page.resize(1090, 740)
        with self._bot.waitExposed(page):
            page.show()

    def type(self, where: QWidget, text: str) -> None:
        """Type into a field, and pause."""
        where.setFocus()
        QTest.keyClicks(where, text)
        self.settle()

    def press(self, where: QWidget, key: Qt.Key) -> None:
        """Press a key."""
        QTest.keyClick(where, key)
        self.settle()

    def click(self, within: QWidget, text: str) -> None:
        """Click the button with this text or name."""
        QTest.mouseClick(self.button(within, text), Qt.MouseButton.LeftButton)
        self.settle()

    def button(self, within: QWidget, text: str) -> QAbstractButton:
        """The visible button with this text or name."""
        found = [
            each
            for each in within.findChildren(QAbstractButton)
            if each.isVisibleTo(within) and text in {each.text().replace("&", ""), each.accessibleName()}
        ]
        assert len(found) == 1, f"{len(found)} buttons {text!r}"
        return found[0]

    @staticmethod
    def rows(page: ClientsPage) -> list[ClientRow]:
        """The lines that are in sight, as far as they are loaded."""
        lines = (page.model.row_at(place) for place in range(min(page.model.rowCount(), 20)))
        return [row for row in lines if row is not None]

    def names(self, page: ClientsPage) -> list[str]:
        """First names in sight."""
        self.rows(page)
        self.settle()
        return [row.first_name for row in self.rows(page)]

    @staticmethod
    def said(within: QWidget) -> str:
        """All that can be read on labels; a blank that keeps a line together reads as a blank."""
        labels = within.findChildren(QLabel)
        texts = [label.text() for label in labels if label.isVisibleTo(within) and label.text()]
        return " | ".join(texts).replace("\u00a0", " ")
