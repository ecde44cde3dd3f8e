"""The right half of the page: how full it is, who is in, and who came last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.checkin.results import VisitRow
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.checkin.state import InsideState
from fitnesscrm_desktop.ui.checkin.words import TONES, short_verdict, stay
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, L, M, S
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.occupancy_bar import OccupancyBar
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons
from fitnesscrm_desktop.ui.widgets.toasts import SHELF

OUT = "out"
SIDE_GAP = 6
SIDE, NARROW_SIDE, NARROW_PAGE = 380, 338, 1000
SHARE, LEAST_SIDE, LEAST_WITH_TIMES = 0.43, 300, 290


class SideTable(DataTable):
    """A table that leaves letters and digits to the page: they are meant for the big field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the arrows and Enter."""
        if event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


def _narrow(name: str) -> SideTable:
    table = SideTable(name)
    table.setProperty("kind", "bare")
    table.setAlternatingRowColors(False)
    table.show_whole_rows()
    table.horizontalHeader().hide()
    return table


class SideColumn(QWidget):
    """Two lists and a bar.

    Signals:
        leaving(object): the client of this ``VisitRow`` leaves.
        undo_wanted(object): take this ``VisitRow`` back.
        client_wanted(int): open a client.
    """

    leaving = Signal(object)
    undo_wanted = Signal(object)
    client_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName(SHELF)  # verdict, cures and chips are beside it
        self._fed: Actor | None = None
        self.bar = OccupancyBar()
        self.today = Label("", "muted")
        self.inside = self._make_inside()
        self.visits = self._make_visits()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self._card(self.tr("In now"), self.inside, self.bar), 1)
        layout.addWidget(self._card(self.tr("Last visits"), self.visits), 1)

    def _card(self, title: str, table: SideTable, *above: QWidget) -> Card:
        card = Card(title)
        card.body.setContentsMargins(SIDE_GAP, M, SIDE_GAP, XS)
        card.body.setSpacing(S)
        card.head.setContentsMargins(L - SIDE_GAP, 0, L - SIDE_GAP, 0)
        if above:
            card.head.addWidget(self.today)
        for widget in above:
            widget.setContentsMargins(L - SIDE_GAP, 0, L - SIDE_GAP, 0)
            card.add(widget)
        card.add(table, 1)
        return card

    def _make_inside(self) -> SideTable:
        clock = self._desk.services.core.clock
        self.inside_rows: RowsTableModel[VisitRow] = RowsTableModel(
            [
                Column(self.tr("Name"), lambda row: row.name, tooltip=self._about),
                Column(self.tr("Since"), lambda row: stay(row.at, clock.now()), width=86, numeric=True),
                Column("", lambda _row: "", width=98),
            ],
            key=lambda row: row.id,
            parent=self,
        )
        table = _narrow(self.tr("In now"))
        table.setModel(self.inside_rows)
        table.set_empty(
            "door-in", self.tr("Nobody is in"), self.tr("Who checks in stands here until they leave.")
        )
        buttons = RowButtons(lambda _row: (RowButton(OUT, self.tr("Check out")),), table)
        buttons.pressed.connect(lambda _key, row: self.leaving.emit(row))
        table.setItemDelegateForColumn(2, buttons)
        table.leave_out_below(LEAST_WITH_TIMES, 1)
        table.row_activated.connect(lambda row: self.client_wanted.emit(row.client_id))
        table.set_menu(self._inside_menu)
        return table

    def _make_visits(self) -> SideTable:
        self.visit_rows: FeedTableModel[VisitRow] = FeedTableModel(
            [
                Column(self.tr("When"), self._when, width=88),
                Column(self.tr("Name"), lambda row: row.name, tooltip=self._about),
                Column(
                    self.tr("Verdict"),
                    lambda row: short_verdict(row.verdict),
                    tone=lambda row: TONES[row.verdict],
                    width=98,
                ),
            ],
            self._desk.tasks,
            page_size=100,
            parent=self,
        )
        table = _narrow(self.tr("Last visits"))
        table.setModel(self.visit_rows)
        table.set_empty("clock", self.tr("No visits yet"), self.tr("The newest visit stands on top."))
        table.row_activated.connect(lambda row: self.client_wanted.emit(row.client_id))
        table.set_menu(self._visits_menu)
        return table

    def sizeHint(self) -> QSize:
        """Wide enough for a name, a time and a button."""
        page: QWidget | None = self.parentWidget()
        narrow = page is not None and page.width() < theme().px(NARROW_PAGE)
        return QSize(self._narrowest() if narrow else theme().px(SIDE), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Narrow windows leave the room to the verdict."""
        return QSize(self._narrowest(), super().minimumSizeHint().height())

    def _narrowest(self) -> int:
        """Whatever the size of the type: the verdict has the larger half."""
        page: QWidget | None = self.parentWidget()
        most = theme().px(NARROW_SIDE)
        return most if page is None else min(most, max(round(page.width() * SHARE), LEAST_SIDE))

    # --- showing ----------------------------------------------------------------------------------------

    def show_inside(self, state: InsideState) -> None:
        """Show who is in."""
        occupancy, number = state.occupancy, self._desk.formats.number
        self.bar.set_value(occupancy.inside, occupancy.capacity)
        visits = occupancy.visits_today
        text = self.tr("1 visit today") if visits == 1 else self.tr("{count} visits today")
        self.today.setText(text.format(count=number(visits)))
        self.inside_rows.show_rows(state.inside)
        self.inside.viewport().update()  # the times of stay grow

    def load_visits(self) -> None:
        """Show the feed; what was scrolled to stays, unless somebody else is at the desk now."""
        actor = self._desk.actor
        if actor == self._fed:
            self.visit_rows.refresh()
        elif actor.may(Permission.VIEW_CLIENTS):
            self._fed = actor
            self.visit_rows.show(self._desk.services.visits.last_visits(actor))

    def _when(self, row: VisitRow) -> str:
        formats = self._desk.formats
        return formats.time(row.at) if row.day == self._desk.today() else formats.day(row.day)

    def _about(self, row: VisitRow) -> str:
        formats = self._desk.formats
        lines = [
            row.name,
            self.tr("No. {number}").format(number=row.member_number),
            row.plan,
            self.tr("In: {moment}").format(moment=formats.moment(row.at)),
            self.tr("Out: {moment}").format(moment=formats.moment(row.left_at)) if row.left_at else "",
            self.tr("Let in because: {reason}").format(reason=row.override_reason)
            if row.override_reason
            else "",
        ]
        return "\n".join(each for each in lines if each)

    # --- menus ------------------------------------------------------------------------------------------

    def _inside_menu(self, rows: list[VisitRow]) -> Sequence[QAction]:
        (row,) = rows
        out = QAction(self.tr("Check out"), self)
        out.triggered.connect(lambda: self.leaving.emit(row))
        return [out, *self._visits_menu(rows)]

    def _visits_menu(self, rows: list[VisitRow]) -> Sequence[QAction]:
        (row,) = rows
        opening = QAction(self.tr("Open client"), self)
        opening.triggered.connect(lambda: self.client_wanted.emit(row.client_id))
        actions = [opening]
        if self._desk.actor.may(Permission.UNDO_CHECK_IN):
            undo = QAction(self.tr("Take this check-in back"), self)
            undo.triggered.connect(lambda: self.undo_wanted.emit(row))
            actions.append(undo)
        return actions
