"""Sell a membership: a plan, a first day, and what it will cost until when, before anything is booked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.billing.results import Account
from fitnesscrm_desktop.services.core.errors import Confirmable, StudioError
from fitnesscrm_desktop.services.memberships.results import MembershipSold, PlanView, Preview
from fitnesscrm_desktop.ui.billing.about_client import ClientDialog
from fitnesscrm_desktop.ui.billing.undoing import offer_withdrawal, pay_at_once
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plan_words import per_period, visits_text
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import S
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.choice_cards import HEIGHT, Choice, ChoiceCards
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField

MOST_ROWS = 4
FEWEST_ROWS, REST = 2, 320
"""Rows of plans on a low screen, and the height of everything around them."""
"""Of plan cards, before one has to scroll."""


class SellMembershipDialog(ClientDialog):
    """``outcome`` is the ``MembershipSold``."""

    def __init__(self, desk: Desk, client_id: int | None = None, plan_id: int | None = None) -> None:
        super().__init__(
            desk, self.tr("Sell a membership"), self.tr("Sell"), client_id=client_id, width=620, columns=2
        )
        self._plans: dict[int, PlanView] = {}
        self._wished = plan_id
        self._looking = CancelToken()
        self._twice = False
        formats = desk.formats
        today = desk.today()
        self.plans = ChoiceCards(name=self.tr("Plan"), columns=2)
        self.plans.chosen.connect(self._plan_chosen)
        self._shelf = self._scrolled(self.plans)
        self.body.addWidget(self._shelf)
        self.start = DateField(today, optional=False, today=lambda: today)
        self.price = MoneyField(formats.currency, digits=formats.decimals)
        self.start.value_changed.connect(lambda _day: self._look_ahead())
        self.price.value_changed.connect(lambda _price: self._look_ahead())
        self.add_field("from_day", self.tr("First day"), self.start)
        self.add_field("price", self.tr("Price of the first period"), self.price)
        self.ahead = Card()
        self.ends, self.costs = Label("", "strong", wrap=True), Label("", "muted", wrap=True)
        self.ahead.add(self.ends)
        self.ahead.add(self.costs)
        self.ahead.body.setSpacing(2)
        self.form.add_wide(self.ahead)
        self.pay_now = QCheckBox(self.tr("Take the payment right away"))
        self.pay_now.setChecked(True)
        self.form.add_wide(self.pay_now)
        self.verb.setEnabled(False)
        actor, services = desk.actor, desk.services
        self.load(lambda: services.plans.list(actor), self._plans_loaded)
        self.begin()

    def _scrolled(self, cards: QWidget) -> QScrollArea:
        ground = QWidget()
        ground.setProperty("kind", "plain")
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, S, 0)
        column.addWidget(cards)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(ground)
        return area

    def _plans_loaded(self, plans: Sequence[PlanView]) -> None:
        self._plans = {plan.id: plan for plan in plans}
        if not plans:
            self.say(self.tr("There is no plan to sell yet. Add one on the page “Plans and products”."))
            return
        formats = self.desk.formats
        self.plans.set_choices(
            [Choice(plan.id, plan.name, per_period(plan.draft), formats.money(plan.price)) for plan in plans]
        )
        one = theme().px(HEIGHT) + S
        room = self.screen().availableSize().height() - theme().px(REST)
        rows = min((len(plans) + 1) // 2, MOST_ROWS, max(room // one, FEWEST_ROWS))
        self._shelf.setFixedHeight(rows * one)
        if self._wished in self._plans:
            self.plans.set_current(self._wished)
        self._plan_chosen(self.plans.current() or plans[0].id)
        self.verb.setEnabled(True)
        if self.client_id is not None:
            self.plans.setFocus()

    def _plan_chosen(self, plan_id: int) -> None:
        """Another plan has another price; what was typed belonged to the one before."""
        self.price.set_value(self._plans[plan_id].price)
        self._look_ahead()
        self.remember_typed()

    def account_shown(self, account: Account) -> None:
        """The fee depends on who it is."""
        self._look_ahead()
        self.plans.setFocus()

    def _look_ahead(self) -> None:
        plan_id, client_id, start = self.plans.current(), self.client_id, self.start.value()
        if plan_id is None or client_id is None:
            self.ends.setText(self.tr("Choose a client to see what it costs and until when it runs."))
            self.costs.setText("")
            return
        if start is None:
            self._looking.cancel()
            self.ends.setText(self.tr("It needs a first day."))
            self.costs.setText("")
            return
        actor, memberships, price = self.desk.actor, self.desk.services.memberships, self.price.value()
        self._looking.cancel()  # an answer to what was asked before must not overtake this one
        self._looking = self.desk.tasks.run(
            lambda: memberships.preview(actor, client_id, plan_id, start, price),
            done=self._show_ahead,
            failed=self._no_way_ahead,
            owner=self,
        )

    def _show_ahead(self, preview: Preview) -> None:
        self.form.clear_errors()
        formats = self.desk.formats
        ends = self.tr("{plan} from {start} to {end}").format(
            plan=preview.plan_name, start=formats.day(preview.starts_on), end=formats.day(preview.ends_on)
        )
        if preview.visits is not None:
            ends = self.tr("{ends}, {visits}").format(ends=ends, visits=visits_text(preview.visits))
        self.ends.setText(ends)
        costs = self.tr("First charge {amount}, due {day}.").format(
            amount=formats.money(preview.first_charge), day=formats.day(preview.due_on)
        )
        if preview.signup_fee:
            costs = self.tr("{costs} With a sign-up fee of {fee}, which comes once.").format(
                costs=costs, fee=formats.money(preview.signup_fee)
            )
        self.costs.setText(costs if preview.first_charge else self.tr("It costs nothing."))
        self.pay_now.setVisible(preview.first_charge > 0)

    def _no_way_ahead(self, error: Exception) -> None:
        self.ends.setText("–")
        self.costs.setText(error.text if isinstance(error, StudioError) else "")
        self.show_error(error)

    def deed(self) -> Callable[[], MembershipSold] | None:
        """Sell it."""
        client_id, plan_id = self.chosen_client(), self.plans.current()
        if client_id is None or plan_id is None:
            return None
        price = self.price.value()
        if price is None:
            self.form.set_error(self.price, self.price.problem() or self.tr("What does it cost?"))
            return None
        own_price = None if price == self._plans[plan_id].price else price
        actor, memberships = self.desk.actor, self.desk.services.memberships
        start, key, twice = self.start.value(), self.key, self._twice
        return lambda: memberships.sell(actor, client_id, plan_id, start, own_price, key, confirmed=twice)

    def show_error(self, error: Exception) -> None:
        """What may be confirmed is asked; a yes counts for this sale only, not for the next choice."""
        if not isinstance(error, Confirmable):
            super().show_error(error)
        elif self.desk.dialogs.confirm(self.tr("Sell it once more?"), error.text, self.tr("Sell again")):
            self._twice = True
            self.submit()
            self._twice = False

    def succeeded(self, outcome: MembershipSold) -> None:
        """Offer to take it back, and go on to the payment."""
        desk, name = self.desk, self.account.name if self.account else ""
        text = self.tr("{plan} sold to {name}, until {day}.").format(
            plan=outcome.plan_name, name=name, day=desk.formats.day(outcome.ends_on)
        )
        offer_withdrawal(desk, text, outcome)
        super().succeeded(outcome)
        if self.pay_now.isChecked():
            pay_at_once(desk, outcome.client_id, outcome.balance)
