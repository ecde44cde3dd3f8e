"""The clients' pages and dialogs as a person uses them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.services.clients.results import ClientRow
from fitnesscrm_desktop.ui.clients import FEATURE
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.clients.list_page import ClientsPage
from tests.support.feature_screen import PAGE, FeatureScreen
from tests.support.gui_desk import DeskAtHand


class ClientsScreen(FeatureScreen):
    """Opens pages and dialogs, types, clicks, reads."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand) -> None:
        super().__init__(qtbot, at_hand, FEATURE)

    def list_page(self, **where: Any) -> ClientsPage:
        """Open the list."""
        page = FEATURE.pages[0].build(self.at_hand.desk)
        assert isinstance(page, ClientsPage)
        self.show(page, PAGE)
        page.arrive(**where)
        self.settle()
        return page

    def client_page(self, client_id: int, **where: Any) -> ClientPage:
        """Open somebody's page."""
        page = FEATURE.pages[1].build(self.at_hand.desk)
        assert isinstance(page, ClientPage)
        self.show(page, PAGE)
        page.arrive(client_id=client_id, **where)
        self.settle()
        return page

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
