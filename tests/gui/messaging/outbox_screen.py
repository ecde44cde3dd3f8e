"""The page "Outbox" as a person uses it."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.services.messaging.outbox_results import Which
from fitnesscrm_desktop.services.messaging.results import MessageRow
from fitnesscrm_desktop.ui.messaging.outbox_page import OutboxPage
from tests.support.window import StudioWindow

D = TypeVar("D", bound=QDialog)


class OutboxScreen:
    """Opens the page, presses keys on its table, and reads what it says."""

    def __init__(self, window: StudioWindow) -> None:
        self.window = window

    def open(self, **where: Any) -> OutboxPage:
        """Go there."""
        page = self.window.go("outbox.main", **where)
        assert isinstance(page, OutboxPage)
        return page

    @property
    def page(self) -> OutboxPage:
        """The page that is shown."""
        page = self.window.page
        assert isinstance(page, OutboxPage)
        return page

    def press(self, *keys: str) -> None:
        """Press these keys, one after the other, on the table."""
        for each in keys:
            self.window.press(each, self.page.table)
        self.rest()

    def rest(self) -> None:
        """Wait until what was done is shown."""
        self.window.settle()
        self.window.until(lambda: not self.page._pause.isActive())  # noqa: SLF001 - tells when it is still
        self.window.settle()

    def show(self, which: Which) -> None:
        """Choose a part."""
        self.window.click(self.page.parts.button(which.value))
        self.rest()

    def to(self) -> list[str]:
        """Whom the listed messages go to, from the top."""
        return [row.to_name for row in self._rows()]

    def states(self) -> list[str]:
        """Where they stand, in words."""
        model = self.page.table.feed
        return [str(model.index(row, 4).data()) for row in range(model.rowCount())]

    def selected(self) -> list[str]:
        """Whom the selected messages go to."""
        return [row.to_name for row in self.page.table.selected_rows()]

    def read(self) -> str:
        """The words of the message that is read."""
        return self.page.pane.words.toPlainText()

    def said(self) -> str:
        """What the newest toast says."""
        return self.window.toasts()[-1]

    def dialog(self, kind: type[D]) -> D:
        """The dialog in front."""
        found = self.window.dialog
        assert isinstance(found, kind)
        return found

    def _rows(self) -> list[MessageRow]:
        model = self.page.table.feed
        found = [model.row_at(row) for row in range(model.rowCount())]
        return [row for row in found if row is not None]
