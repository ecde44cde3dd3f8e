"""The desk's home: who is in, who ends soon, who owes, whose birthday it is, and what one does all day."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, S
from fitnesscrm_desktop.ui.home.home_page import HomePage
from fitnesscrm_desktop.ui.home.lists import birthday_list, ending_list, inside_list, owing_list, task_list
from fitnesscrm_desktop.ui.home.own_clients import OwnClients
from fitnesscrm_desktop.ui.home.reading import leads_with_clients, read_desk
from fitnesscrm_desktop.ui.home.state import HomeState
from fitnesscrm_desktop.ui.home.words import tr
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import Card, KpiCard
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label
from fitnesscrm_desktop.ui.widgets.occupancy_bar import OccupancyBar

INSIDE, BELOW = 3, 2
"""How the list of who is in, and the two below it, share the height."""
ROOMY, PLAN = 460, 1
"""Below this width the birthdays leave the plan out."""
INSIDE_OPTIONAL = (2, 3)
"""Plan and verdict, where the list of who is in stands at the side."""


class DeskPage(HomePage):
    """The page "Today"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Today"), read_desk)
        may, window = desk.actor.may, desk.window
        self.sell = Button(tr("Sell"), lambda: window.open_dialog("memberships.sell"), icon="id-card")
        self.pay = Button(
            tr("Take payment"), lambda: window.open_dialog("billing.take_payment"), icon="coins"
        )
        self.new = Button(tr("New client"), self._new_client, icon="plus")
        self.check_in = PrimaryButton(tr("Check in"), lambda: window.go("checkin.desk"), icon="scan")
        self.header.add(self.sell, self.pay, self.new, self.check_in)
        self.sell.setVisible(may(Permission.SELL))
        self.pay.setVisible(may(Permission.TAKE_PAYMENT))
        self.new.setVisible(may(Permission.EDIT_CLIENTS))
        self.occupancy = OccupancyBar()
        self.visits = KpiCard(tr("Visits today"), icon="door-in")
        self.visits.opened.connect(lambda: window.go("checkin.desk"))
        self.ends = KpiCard(tr("Ending soon"), icon="calendar")
        self.ends.opened.connect(lambda: window.go("clients.list", saved="ends_soon"))
        self.inside, self.birthdays, self.tasks = inside_list(desk), birthday_list(desk), task_list(desk)
        self.ending, self.owing = ending_list(desk), owing_list(desk)
        if not may(Permission.VIEW_CLIENTS):
            for each in (self.ends, self.ending, self.birthdays, self.tasks):
                each.hide()
        if not may(Permission.VIEW_MONEY):
            self.owing.hide()
        self.mine = OwnClients(desk)
        trains = leads_with_clients(desk.actor)
        spare = self.owing if trains else self.mine
        spare.setParent(self)
        spare.hide()
        if trains:
            self.inside.table.leave_out_below(ROOMY, *INSIDE_OPTIONAL)
            self.lay_out(self._left(self.mine), [self.inside, self.ending])
        else:
            self.lay_out(self._left(self.inside), [self.ending, self.owing])

    def _left(self, first: QWidget) -> QWidget:
        full = Card()
        full.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        full.body.setSpacing(S)
        head = QHBoxLayout()
        head.addWidget(Label(tr("How full it is"), "muted", elide=True), 1)
        head.addWidget(IconLabel("users", color="accent_text", size=18))
        full.body.addLayout(head)
        full.body.addStretch(1)
        full.add(self.occupancy)
        full.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(full, 2)
        row.addWidget(self.visits, 1)
        row.addWidget(self.ends, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(row)
        column.addWidget(first, INSIDE)
        below = QHBoxLayout()
        below.setSpacing(M)
        below.addWidget(self.tasks, 1)
        below.addWidget(self.birthdays, 1)
        self.birthdays.table.leave_out_below(ROOMY, PLAN)
        column.addLayout(below, BELOW)
        return left

    def render_figures(self, state: HomeState) -> None:
        """Show it."""
        formats = self.desk.formats
        if state.occupancy is not None:
            self.occupancy.set_value(state.occupancy.inside, state.occupancy.capacity)
            before = tr("visits")
            if state.figures is not None:
                before = tr("a week ago: {before}").format(
                    before=formats.number(state.figures.visits_last_week)
                )
            self.visits.set_value(formats.number(state.occupancy.visits_today), before)
        if state.figures is not None:
            self.ends.set_value(
                formats.number(state.figures.ends_soon),
                tr("within {days} days").format(days=formats.number(self.desk.profile.ends_soon_days)),
            )
        self.inside.show_rows(state.inside)
        self.mine.show_state(state)
        self.birthdays.show_rows(state.birthdays)
        self.tasks.show_rows(state.tasks)
        self.ending.show_rows(state.ending)
        self.owing.show_rows(state.owing)

    def _new_client(self) -> None:
        self.desk.window.open_dialog(
            "clients.new",
            then=lambda client_id: self.desk.window.go("clients.client", client_id=client_id),
        )
