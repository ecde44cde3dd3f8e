"""Add a plan, or change one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit

from fitnesscrm_desktop.models.values import Period, PlanKind
from fitnesscrm_desktop.services.billing.rules import WHOLE
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.memberships.plan_rules import (
    MOST_DAYS,
    MOST_PER_WEEK,
    MOST_VISITS,
    PlanDraft,
)
from fitnesscrm_desktop.services.memberships.results import PlanView
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.plan_words import kind_name, period_name
from fitnesscrm_desktop.ui.plans.door_times import HoursField, WeekdaysField
from fitnesscrm_desktop.ui.widgets.conflict import kept_of_mine
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField
from fitnesscrm_desktop.ui.widgets.number_field import NumberField
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

USUAL_DAYS = {PlanKind.PACK: 90, PlanKind.DAY: 1, PlanKind.TRIAL: 14}
USUAL_VISITS = 10


class PlanEditor(FormDialog):
    """``outcome`` is the ``PlanView``. The price of a plan that exists is changed in its price history."""

    def __init__(self, desk: Desk, plan_id: int | None = None) -> None:
        title = self.tr("New plan") if plan_id is None else self.tr("Edit plan")
        verb = self.tr("Add plan") if plan_id is None else self.tr("Save")
        super().__init__(desk, title, verb, width=620, columns=2, tall=True)
        self._plan: PlanView | None = None
        formats = desk.formats
        self.name, self.description = QLineEdit(), QLineEdit()
        self.name.setMaxLength(200)
        self.description.setMaxLength(4000)
        self.kind = SegmentedControl(
            [(kind.value, kind_name(kind)) for kind in PlanKind], name=self.tr("Kind")
        )
        self.period = SegmentedControl(
            [(period.value, period_name(period)) for period in Period], name=self.tr("Paid")
        )
        self.price = MoneyField(formats.currency, digits=formats.decimals)
        self.signup_fee = MoneyField(formats.currency, digits=formats.decimals)
        self.tax = MoneyField("%", largest=WHOLE)
        self.visits = NumberField(0, MOST_VISITS, value=USUAL_VISITS)
        self.days = NumberField(1, MOST_DAYS, value=USUAL_DAYS[PlanKind.PACK])
        self.per_week = NumberField(0, MOST_PER_WEEK)
        self.per_week.setSpecialValueText(self.tr("No limit"))
        self.same_day_once = QCheckBox(self.tr("Several visits on one day count once"))
        self.same_day_once.setChecked(True)
        self.weekdays, self.hours = WeekdaysField(), HoursField()
        self._add_fields(is_new=plan_id is None)
        self.kind.chosen.connect(self._kind_chosen)
        self._show_what_fits()
        self.name.setFocus()
        if plan_id is not None:
            self.verb.setEnabled(False)
            actor, plans = desk.actor, desk.services.plans
            self.load(lambda: plans.get(actor, plan_id), self._loaded)

    def _add_fields(self, *, is_new: bool) -> None:
        self.add_field("name", self.tr("Name"), self.name, required=True, wide=True)
        self.add_field("kind", self.tr("Kind"), self.kind, wide=True)
        self.add_field("period", self.tr("Paid"), self.period, wide=True)
        self.add_field("visits", self.tr("Visits"), self.visits)
        self.add_field("days", self.tr("Valid for days"), self.days)
        hint = "" if is_new else self.tr("Changed by “Price” in the list.")
        self.add_field("price", self.tr("Price with tax"), self.price, required=is_new, hint=hint)
        self.add_field("signup_fee", self.tr("Sign-up fee, once"), self.signup_fee)
        self.add_field("tax_rate", self.tr("Tax in it"), self.tax)
        self.add_field("visits_per_week", self.tr("Visits per week"), self.per_week)
        self.add_field("weekdays", self.tr("Days"), self.weekdays, wide=True)
        self.add_field("to_minute", self.tr("Hours"), self.hours, wide=True)
        self.add_field("description", self.tr("Description"), self.description, wide=True)
        self.form.add_wide(self.same_day_once)
        self.price.setEnabled(is_new)

    def _kind_chosen(self, kind: str) -> None:
        self.days.setValue(USUAL_DAYS.get(PlanKind(kind), self.days.value()))
        self.visits.setValue(USUAL_VISITS if kind == PlanKind.PACK.value else 0)
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        kind = PlanKind(self.kind.current())
        counts = kind in {PlanKind.PACK, PlanKind.TRIAL}
        self.visits.setSpecialValueText(self.tr("No limit") if kind is PlanKind.TRIAL else "")
        self.visits.setMinimum(0 if kind is PlanKind.TRIAL else 1)
        self.form.set_visible(self.period, kind is PlanKind.RECURRING)
        self.form.set_visible(self.visits, counts)
        self.form.set_visible(self.days, kind is not PlanKind.RECURRING)
        self.form.set_visible(self.per_week, kind is not PlanKind.DAY)
        self.same_day_once.setVisible(counts)

    def _loaded(self, plan: PlanView) -> None:
        self._plan, draft = plan, plan.draft
        self.name.setText(draft.name)
        self.description.setText(draft.description)
        self.kind.set_current(draft.kind.value)
        self.period.set_current((draft.period or Period.MONTH).value)
        self._show_what_fits()
        self.visits.setValue(draft.visits or 0)
        self.days.setValue(draft.days or 1)
        self.signup_fee.set_value(draft.signup_fee)
        self.tax.set_value(draft.tax_rate)
        self.per_week.setValue(draft.visits_per_week or 0)
        self.same_day_once.setChecked(draft.same_day_once)
        self.weekdays.set_value(draft.weekdays)
        self.hours.set_value(draft.from_minute, draft.to_minute)
        self.price.set_value(plan.price)
        self.verb.setEnabled(True)
        self.remember_typed()

    def draft(self) -> PlanDraft | None:
        """What is typed; None if an amount is none, which is said."""
        fee, tax = self._amount(self.signup_fee), self._amount(self.tax)
        if fee is None or tax is None:
            return None
        kind = PlanKind(self.kind.current())
        first, last = self.hours.value()
        return PlanDraft(
            name=self.name.text(),
            kind=kind,
            period=Period(self.period.current()) if kind is PlanKind.RECURRING else None,
            visits=(self.visits.value() or None) if kind in {PlanKind.PACK, PlanKind.TRIAL} else None,
            days=None if kind is PlanKind.RECURRING else self.days.value(),
            visits_per_week=self.per_week.value() or None,
            same_day_once=self.same_day_once.isChecked(),
            signup_fee=fee,
            tax_rate=tax,
            weekdays=self.weekdays.value(),
            from_minute=first,
            to_minute=last,
            description=self.description.text(),
        )

    def _amount(self, field: MoneyField) -> int | None:
        """The amount; an empty field is nothing, a wrong one is said."""
        if field.problem():
            self.form.set_error(field, field.problem())
            return None
        return field.value() or 0

    def deed(self) -> Callable[[], PlanView] | None:
        """Store it."""
        draft, plan = self.draft(), self._plan
        if draft is None:
            return None
        actor, plans = self.desk.actor, self.desk.services.plans
        if plan is not None:
            plan_id, version = plan.id, plan.version
            return lambda: plans.edit(actor, plan_id, draft, version)
        price = self.price.value()
        if price is None:
            self.form.set_error(self.price, self.price.problem() or self.tr("What does it cost?"))
            return None
        return lambda: plans.add(actor, draft, price)

    def show_error(self, error: Exception) -> None:
        """Two desks at once: ask whose values are kept, and store these."""
        if not isinstance(error, Conflict) or not error.mine or self._plan is None:
            super().show_error(error)
            return
        captions = {
            "name": self.tr("Name"),
            "kind": self.tr("Kind"),
            "period": self.tr("Paid"),
            "visits": self.tr("Visits"),
            "days": self.tr("Valid for days"),
            "signup_fee": self.tr("Sign-up fee, once"),
            "tax_rate": self.tr("Tax in it"),
            "visits_per_week": self.tr("Visits per week"),
            "weekdays": self.tr("Days"),
            "description": self.tr("Description"),
        }
        kept = kept_of_mine(self.desk.dialogs, error, captions)
        if kept is not None:
            self.run_deed(self._merging(self._plan.id, kept))

    def _merging(self, plan_id: int, kept: dict[str, Any]) -> Callable[[], PlanView]:
        actor, plans = self.desk.actor, self.desk.services.plans

        def merge() -> PlanView:
            theirs = plans.get(actor, plan_id)
            return plans.edit(actor, plan_id, replace(theirs.draft, **kept), theirs.version)

        return merge
