"""The page of templates as a person uses it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.messaging import FEATURE
from fitnesscrm_desktop.ui.messaging.templates_page import TemplatesPage
from tests.support.feature_screen import PAGE, FeatureScreen
from tests.support.gui_desk import DeskAtHand


class TemplatesScreen(FeatureScreen):
    """Opens the page, types, clicks, reads."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand) -> None:
        super().__init__(qtbot, at_hand, FEATURE)
        self._page: TemplatesPage | None = None

    def open(self, **where: Any) -> TemplatesPage:
        """Open the page."""
        page = FEATURE.pages[0].build(self.at_hand.desk)
        assert isinstance(page, TemplatesPage)
        self._page = page
        self.show(page, PAGE)
        page.arrive(**where)
        self.settle()
        return page

    def choose(self, name: str) -> None:
        """Choose a template in the list."""
        page = self.page
        place = next(at for at, row in enumerate(page.model.rows()) if row.name == name)
        page.table.select_row(place)
        self.settle()

    def write(self, field: QPlainTextEdit, text: str) -> None:
        """Put a text into one of the long fields."""
        field.setPlainText(text)
        self.settle()

    def click(self, button: QAbstractButton) -> None:
        """Click."""
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def undo(self) -> None:
        """Press Undo in the newest message."""
        self.at_hand.toasts.undo_last()
        self.settle()

    @property
    def page(self) -> TemplatesPage:
        """The page that is open."""
        assert self._page is not None
        return self._page

    def names(self) -> list[str]:
        """What the list shows."""
        model = self.page.model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
