"""A table over an endless feed with its deeds: Enter does the first, the menu shows all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from fitnesscrm_desktop.services.core.paging import PageSource

R = TypeVar("R")
Deeds = Sequence[tuple[str, str]]
"""Keys of what can be done, with their words."""


class FeedList(QWidget, Generic[R]):
    """The newest rows first.

    Signals:
        wanted(str, object): what to do with which row.
    """

    wanted = Signal(str, object)

    def __init__(
        self,
        name: str,
        columns: Callable[[], Sequence[Column[R]]],
        tasks: TaskRunner,
        deeds: Callable[[R], Deeds],
    ) -> None:
        super().__init__()
        self._deeds = deeds
        self.table = DataTable(name)
        self.model: FeedTableModel[R] = FeedTableModel(columns(), tasks, parent=self)
        self.table.setModel(self.model)
        self.table.row_activated.connect(lambda row: self.wanted.emit(deeds(row)[0][0], row))
        self.table.set_menu(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_feed(self, source: PageSource[R]) -> None:
        """List another feed, from its start."""
        self.model.show(source)

    def refresh(self) -> None:
        """There is more; whoever reads further down is left in peace."""
        if self.table.verticalScrollBar().value() == 0:
            self.model.refresh()

    def _menu(self, rows: list[R]) -> list[QAction]:
        return [self._action(text, key, rows[0]) for key, text in self._deeds(rows[0])] if rows else []

    def _action(self, text: str, key: str, row: R) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action
