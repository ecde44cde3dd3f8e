"""A short list on a card, with the deed for each row in the row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QWidget

from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import ROW_HEIGHT, XS, L, M
from fitnesscrm_desktop.ui.home.person_cell import PERSON_HEIGHT, About, PersonCell
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

R = TypeVar("R")
OPEN = "open"
LEAST_ROWS = 3
SIDE = 6
"""The table reaches nearly to the edge of the card, so that a row can be hit there too."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done in a row: *key* is told, *button* stands in the row, *menu* in its menu."""

    key: str
    button: str
    menu: str
    width: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """What is said where the list is empty."""

    icon: str
    title: str
    text: str = ""


class RowList(Card, Generic[R]):
    """Enter or a double click does the row's deed, or opens its client where there is none.

    Signals:
        wanted(str, object): do this (the key of the deed, or ``OPEN``) with that row.
        all_wanted: show the whole list.
    """

    wanted = Signal(str, object)
    all_wanted = Signal()

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[R]],
        key: Callable[[R], Any],
        nothing: Nothing,
        *,
        deed: Deed | None = None,
        instead: Callable[[R], Deed | None] = lambda _row: None,
        whole: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        self._deed, self._instead = deed, instead
        self.body.setContentsMargins(SIDE, M, SIDE, SIDE)
        self.body.setSpacing(XS)
        self.head.setContentsMargins(L - SIDE, 0, M - SIDE, 0)
        self.all_button = LinkButton(whole, self.all_wanted.emit)
        if not whole:
            self.all_button.hide()
        self.head.addWidget(self.all_button)
        shown = list(columns)
        if deed is not None:
            shown.append(Column("", lambda _row: "", width=deed.width))
        self.model: RowsTableModel[R] = RowsTableModel(shown, key=key, parent=self)
        self.table = DataTable(title)
        self.table.setProperty("kind", "bare")
        self.table.setAlternatingRowColors(False)
        self.table.setModel(self.model)
        self.table.show_whole_rows()
        self.table.horizontalHeader().hide()
        self.table.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustIgnored)
        self.table.set_empty(nothing.icon, nothing.title, nothing.text)
        self.table.set_menu(self._menu)
        self.buttons: RowButtons | None = None
        if deed is not None:
            self.buttons = RowButtons(self._buttons_of, self.table)
            self.buttons.pressed.connect(self.wanted.emit)
            self.table.setItemDelegateForColumn(len(shown) - 1, self.buttons)
        self.table.row_activated.connect(self._act_on)
        self.table.setMinimumHeight(theme().px(ROW_HEIGHT) * LEAST_ROWS)
        self.add(self.table, 1)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these; what was selected stays selected."""
        self.model.show_rows(rows)
        self.table.viewport().update()  # amounts and days may be written in another way now

    def show_persons(self, about: Callable[[R], About]) -> None:
        """Let the first column tell who it is, and below that what about."""
        self.table.setItemDelegateForColumn(0, PersonCell(about, self.table))
        theme_changed.connect(self._size_rows)
        self._size_rows()

    def _size_rows(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(theme().px(PERSON_HEIGHT))

    def _deed_of(self, row: R) -> Deed | None:
        """The deed of this row: another one *instead* where the usual one would be wrong."""
        return None if self._deed is None else self._instead(row) or self._deed

    def _act_on(self, row: R) -> None:
        deed = self._deed_of(row)
        self.wanted.emit(OPEN if deed is None else deed.key, row)

    def _buttons_of(self, row: R) -> Sequence[RowButton]:
        deed = self._deed_of(row)
        return [] if deed is None else [RowButton(deed.key, deed.button)]

    def _menu(self, rows: list[R]) -> list[QAction]:
        offered = [(OPEN, self.tr("Open client"))]
        deed = self._deed_of(rows[0])
        if deed is not None:
            offered.insert(0, (deed.key, deed.menu))
        return [self._action(text, key, rows[0]) for key, text in offered]

    def _action(self, text: str, key: str, row: R) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action
