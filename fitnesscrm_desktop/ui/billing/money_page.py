"""Money: take payments, see who owes what, look at the day's till."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.billing.events import AccountChanged
from fitnesscrm_desktop.services.billing.owing import OwingClients
from fitnesscrm_desktop.services.billing.results import Owing, Taken
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.ui.billing import owing_list, takings_list
from fitnesscrm_desktop.ui.billing.money_presenter import MoneyPresenter
from fitnesscrm_desktop.ui.billing.money_state import MoneyState, Tab
from fitnesscrm_desktop.ui.billing.owing_list import OwingList
from fitnesscrm_desktop.ui.billing.person import client_picker
from fitnesscrm_desktop.ui.billing.takings_list import TakingsList
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

PAUSE_MS = 150
"""A sale brings several events; the lists are loaded once for all of them."""


class MoneyPage(Page):
    """The page "Money"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self.presenter = MoneyPresenter(
            desk.services.billing,
            desk.actor,
            desk.today,
            desk.tasks,
            self,
            self,
        )
        state = self.presenter.state
        self.header = PageHeader(self.tr("Money"))
        self.picker = client_picker(desk, self.tr("Take a payment from …"))
        self.picker.picked.connect(self._picked)
        self.charge = Button(self.tr("Charge"), lambda: self._open("billing.charge"), icon="plus")
        self.take = PrimaryButton(
            self.tr("Take payment"), lambda: self._open("billing.take_payment"), icon="coins"
        )
        if state.may_take:
            self.header.add(self.picker, self.charge, self.take)
        self.tabs = SegmentedControl(
            [(Tab.OWING.value, self.tr("Who owes what")), (Tab.TAKINGS.value, self.tr("Day’s takings"))],
            name=self.tr("Show"),
        )
        self.tabs.chosen.connect(lambda key: self.presenter.turn_to(Tab(key)))
        if not state.may_see_takings:
            self.tabs.hide()
        self.sum = Label("", "strong")
        self.notice = Banner("", Tone.RED, action=self.tr("Try again"))
        self.notice.acted.connect(self.presenter.refresh)
        self.notice.hide()
        self.owing = OwingList(desk, may_take=state.may_take)
        self.owing.wanted.connect(self._do_with_debt)
        self.takings = TakingsList(desk, may_refund=state.may_refund)
        self.takings.wanted.connect(self._do_with_payment)
        self.takings.stepped.connect(self.presenter.step)
        self.takings.day_chosen.connect(lambda day: self.presenter.go_to(day or self.presenter.state.today))
        self.takings.method_chosen.connect(self._method_chosen)
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._refresh_if_shown)
        desk.bridge.on(AccountChanged, lambda _event: self._pause.start(), owner=self)

    def _lay_out(self) -> None:
        self.halves = QStackedWidget()
        self.halves.addWidget(self.owing)
        self.halves.addWidget(self.takings)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self.tabs)
        row.addWidget(self.sum)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addWidget(self.notice)
        layout.addLayout(row)
        layout.addWidget(self.halves, 1)

    # --- what the window asks ---------------------------------------------------------------------------

    def arrive(self, **where: Any) -> None:
        """``tab="takings"`` and ``day=...`` lead to the payments behind a figure."""
        tab = where.get("tab")
        self.presenter.arrive(Tab(tab) if tab else None, where.get("day"))

    def _refresh_if_shown(self) -> None:
        if self.isVisible():
            self.presenter.refresh()

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: MoneyState) -> None:
        """Show it."""
        self.tabs.set_current(state.tab.value)
        self.halves.setCurrentWidget(self.takings if state.tab is Tab.TAKINGS else self.owing)
        self.notice.setVisible(bool(state.error))
        if state.error:
            self.notice.set_text(state.error, Tone.RED, self.tr("Try again"))
        self.sum.setVisible(state.tab is Tab.OWING)
        if state.owing is not None:
            amount = self._desk.formats.money(state.owing.amount)
            text = self.tr("{count} clients owe {amount}")
            if state.owing.clients == 1:
                text = self.tr("1 client owes {amount}")
            count = self._desk.formats.number(state.owing.clients)
            self.sum.setText(text.format(count=count, amount=amount) if state.owing.clients else "")
        if state.may_see_takings:
            self.takings.show_state(state)

    def show_owing(self, source: OwingClients) -> None:
        """Show the list from its start."""
        self.owing.show_source(source)

    def refresh_owing(self) -> None:
        """Load the list anew."""
        self.owing.refresh()

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self._desk.window.report(error)

    # --- deeds ------------------------------------------------------------------------------------------

    def _picked(self, hit: ClientHit | None) -> None:
        if hit is not None:
            self._open("billing.take_payment", client_id=hit.id)
            self.picker.clear()

    def _method_chosen(self, method: PaymentMethod | None) -> None:
        self.presenter.choose_method(method)
        self.takings.table.setFocus()

    def _do_with_debt(self, deed: str, row: Owing) -> None:
        if deed == owing_list.PAY:
            self._open("billing.take_payment", client_id=row.client_id)
        elif deed == owing_list.CHARGE:
            self._open("billing.charge", client_id=row.client_id)
        else:
            self._desk.window.go("clients.client", client_id=row.client_id)

    def _do_with_payment(self, deed: str, row: Taken) -> None:
        if deed == takings_list.RECEIPT:
            self._open("billing.receipt", payment_id=row.id)
        elif deed == takings_list.REFUND:
            self._open("billing.refund", payment_id=row.id)
        else:
            self._desk.window.go("clients.client", client_id=row.client_id)

    def _open(self, dialog_id: str, **about: Any) -> None:
        self._desk.window.open_dialog(dialog_id, **about)
