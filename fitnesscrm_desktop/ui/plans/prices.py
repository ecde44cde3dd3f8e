"""What a plan cost, costs and will cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fitnesscrm_desktop.services.memberships.results import PlanView, PriceView
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import ROW_HEIGHT, Tone
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField

SHOWN = 5


class PricesDialog(FormDialog):
    """``outcome`` is the new ``PriceView``."""

    def __init__(self, desk: Desk, plan_id: int) -> None:
        super().__init__(desk, self.tr("Price"), self.tr("Set the price"), width=520, columns=2)
        self._plan_id = plan_id
        self._today = desk.today()
        formats, today = desk.formats, self._today
        self.model: RowsTableModel[PriceView] = RowsTableModel(
            [
                Column(self.tr("From"), lambda row: formats.day(row.from_day), width=130),
                Column(self.tr("Until"), lambda row: formats.day(row.to_day) or "–", width=130),
                Column(self.tr("Price"), lambda row: formats.money(row.price), width=110, numeric=True),
                Column("", self._when, tone=self._when_tone, width=100),
            ],
            key=lambda row: row.id,
            parent=self,
        )
        self.table = DataTable(self.tr("Prices"))
        self.table.setModel(self.model)
        self.table.setFixedHeight(theme().px((SHOWN + 1) * ROW_HEIGHT + 4))
        self.body.addWidget(self.table)
        self.price = MoneyField(formats.currency, digits=formats.decimals)
        self.first = DateField(today, optional=False, today=lambda: today)
        self.add_field("price", self.tr("New price"), self.price, required=True)
        self.add_field("from_day", self.tr("From"), self.first)
        self.price.setFocus()
        actor, plans = desk.actor, desk.services.plans
        self.load(lambda: (plans.get(actor, plan_id), plans.prices(actor, plan_id)), self._loaded)

    def _loaded(self, found: tuple[PlanView, Sequence[PriceView]]) -> None:
        plan, prices = found
        text = self.tr("{plan}. What is sold already keeps its price.")
        self.set_sub(text.format(plan=plan.name))
        self.model.show_rows(tuple(reversed(prices)))

    def _is_now(self, row: PriceView) -> bool:
        return row.from_day <= self._today and (row.to_day is None or self._today <= row.to_day)

    def _when(self, row: PriceView) -> str:
        if self._is_now(row):
            return self.tr("Today")
        return self.tr("To come") if row.from_day > self._today else ""

    def _when_tone(self, row: PriceView) -> Tone | None:
        if self._is_now(row):
            return Tone.GREEN
        return Tone.BLUE if row.from_day > self._today else None

    def deed(self) -> Callable[[], PriceView] | None:
        """Set it."""
        price, first = self.price.value(), self.first.value()
        if price is None:
            self.form.set_error(self.price, self.price.problem() or self.tr("What does it cost?"))
            return None
        actor, plans, plan_id = self.desk.actor, self.desk.services.plans, self._plan_id
        return lambda: plans.set_price(actor, plan_id, price, first)

    def succeeded(self, outcome: PriceView) -> None:
        """Say it in passing."""
        formats = self.desk.formats
        text = self.tr("{price} from {day} on.")
        self.desk.toasts.show_toast(
            text.format(price=formats.money(outcome.price), day=formats.day(outcome.from_day)), tone="good"
        )
        super().succeeded(outcome)
