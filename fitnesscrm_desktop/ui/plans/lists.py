"""The two tables: plans and products, each with its deeds in the row."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import PlanKind
from fitnesscrm_desktop.services.billing.results import ProductView
from fitnesscrm_desktop.services.memberships.results import PlanView
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plan_words import access_text, kind_name, per_period
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

R = TypeVar("R", PlanView, ProductView)

EDIT, SELL, PRICES, STOCK, ARCHIVE, RESTORE, UP, DOWN = (
    "edit",
    "sell",
    "prices",
    "stock",
    "archive",
    "restore",
    "up",
    "down",
)
KIND_TONES = {
    PlanKind.RECURRING: Tone.ACCENT,
    PlanKind.PACK: Tone.BLUE,
    PlanKind.DAY: Tone.NEUTRAL,
    PlanKind.TRIAL: Tone.GREEN,
}
LOW_STOCK = 3
ROOMY = 1000
"""Below this width the state is left out; an archived row says so by what one can do with it."""


class _List(QWidget, Generic[R]):
    """A table whose last column holds buttons; Enter does the first thing one may do.

    Signals:
        wanted(str, object): what to do with which row.
    """

    wanted = Signal(str, object)

    def __init__(self, desk: Desk, name: str, *, may_edit: bool, may_sell: bool) -> None:
        super().__init__()
        self._desk, self._may_edit, self._may_sell = desk, may_edit, may_sell
        columns = self._columns()
        self.model: RowsTableModel[R] = RowsTableModel(columns, key=lambda row: row.id, parent=self)
        self.table = DataTable(name)
        self.table.setModel(self.model)
        self.table.leave_out_below(ROOMY, len(columns) - 2)
        buttons = RowButtons(self._buttons_of, self.table)
        buttons.pressed.connect(self.wanted.emit)
        self.table.setItemDelegateForColumn(len(columns) - 1, buttons)
        self.table.row_activated.connect(self._activate)
        self.table.set_menu(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_rows(self, rows: tuple[R, ...] | None) -> None:
        """Show these, once they are there."""
        if rows is not None:
            self.model.show_rows(rows)

    @abstractmethod
    def _columns(self) -> list[Column[R]]:
        """What each column says, the buttons last."""

    @abstractmethod
    def deeds_of(self, row: R) -> list[tuple[str, str]]:
        """Everything one may do with a row: key and words."""

    def _buttons_of(self, row: R) -> Sequence[RowButton]:
        return [RowButton(key, text) for key, text in self.deeds_of(row)[:2]]

    def _activate(self, row: R) -> None:
        deeds = self.deeds_of(row)
        if deeds:
            self.wanted.emit(deeds[0][0], row)

    def _menu(self, rows: list[R]) -> list[QAction]:
        return [self._action(key, text, rows[0]) for key, text in self.deeds_of(rows[0])]

    def _action(self, key: str, text: str, row: R) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action

    def _state(self, *, archived: bool) -> str:
        return self.tr("Archived") if archived else self.tr("On sale")


class PlanList(_List[PlanView]):
    """The plans."""

    def _columns(self) -> list[Column[PlanView]]:
        formats = self._desk.formats
        return [
            Column(
                self.tr("Plan"), lambda row: row.name, tooltip=lambda row: row.draft.description or row.name
            ),
            Column(
                self.tr("Kind"),
                lambda row: kind_name(row.kind),
                tone=lambda row: KIND_TONES[row.kind],
                width=110,
            ),
            Column(self.tr("Price"), lambda row: formats.money(row.price), width=100, numeric=True),
            Column(self.tr("For"), lambda row: per_period(row.draft), width=165),
            Column(
                self.tr("Lets in"),
                lambda row: access_text(row.draft, formats) or self.tr("Always"),
                tooltip=lambda row: access_text(row.draft, formats),
            ),
            Column(self.tr("Members"), lambda row: formats.number(row.members), width=90, numeric=True),
            Column(
                self.tr("State"),
                lambda row: self._state(archived=row.archived),
                tone=lambda row: Tone.NEUTRAL if row.archived else Tone.GREEN,
                width=100,
            ),
            Column("", lambda _row: "", width=150 if self._may_edit else 80),
        ]

    def deeds_of(self, row: PlanView) -> list[tuple[str, str]]:
        """What this person may do with a plan."""
        deeds = []
        if self._may_edit:
            deeds = [(EDIT, self.tr("Edit")), (PRICES, self.tr("Price"))]
        if row.archived:
            return [(RESTORE, self.tr("Restore")), *deeds] if self._may_edit else []
        if self._may_sell:
            deeds.append((SELL, self.tr("Sell")))
        if self._may_edit:
            deeds += [(UP, self.tr("Move up")), (DOWN, self.tr("Move down")), (ARCHIVE, self.tr("Archive"))]
        return deeds


class ProductList(_List[ProductView]):
    """The products."""

    def _columns(self) -> list[Column[ProductView]]:
        formats = self._desk.formats
        return [
            Column(self.tr("Product"), lambda row: row.name, tooltip=lambda row: row.name),
            Column(self.tr("Barcode"), lambda row: row.barcode or "–", width=160),
            Column(self.tr("Price"), lambda row: formats.money(row.price), width=110, numeric=True),
            Column(self.tr("In stock"), self._stock, tone=_stock_tone, width=130),
            Column(
                self.tr("State"),
                lambda row: self._state(archived=row.archived),
                tone=lambda row: Tone.NEUTRAL if row.archived else Tone.GREEN,
                width=110,
            ),
            Column("", lambda _row: "", width=150 if self._may_edit else 80),
        ]

    def _stock(self, row: ProductView) -> str:
        return self.tr("Not counted") if row.stock is None else self._desk.formats.number(row.stock)

    def deeds_of(self, row: ProductView) -> list[tuple[str, str]]:
        """What this person may do with a product."""
        deeds = []
        if self._may_edit:
            deeds = [(EDIT, self.tr("Edit"))]
            if row.stock is not None:
                deeds.append((STOCK, self.tr("Stock")))
        if row.archived:
            return [(RESTORE, self.tr("Restore")), *deeds] if self._may_edit else []
        if self._may_sell:
            deeds.append((SELL, self.tr("Sell")))
        if self._may_edit:
            deeds.append((ARCHIVE, self.tr("Archive")))
        return deeds


def _stock_tone(row: ProductView) -> Tone | None:
    if row.stock is None:
        return None
    if row.stock == 0:
        return Tone.RED
    return Tone.AMBER if row.stock <= LOW_STOCK else Tone.NEUTRAL
