"""Decides what the page of plans and products shows; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.billing.products import ProductService
from fitnesscrm_desktop.services.billing.results import ProductView
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.memberships.plans import PlanService
from fitnesscrm_desktop.services.memberships.results import PlanView
from fitnesscrm_desktop.ui.core.tasks import CancelToken, TaskRunner
from fitnesscrm_desktop.ui.plans.state import PlansState, Tab

Found = tuple[tuple[PlanView, ...], tuple[ProductView, ...]]


class PlansPageView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: PlansState) -> None:
        """Show *state*."""
        ...

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done, with a way back."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong."""
        ...


class PlansPresenter:
    """Loads both lists, archives and restores."""

    def __init__(
        self,
        plans: PlanService,
        products: ProductService,
        actor: Actor,
        tasks: TaskRunner,
        view: PlansPageView,
        owner: QObject,
    ) -> None:
        self._plans, self._products, self._actor = plans, products, actor
        self._tasks, self._view, self._owner = tasks, view, owner
        self._reading = CancelToken()
        self.state = PlansState(
            may_edit=actor.may(Permission.MANAGE_PLANS), may_sell=actor.may(Permission.SELL)
        )

    def load(self) -> None:
        """Read both lists again."""
        self._reading.cancel()
        token = self._reading = CancelToken()
        plans, products, actor, archived = self._plans, self._products, self._actor, self.state.archived

        def read() -> Found:
            return (
                tuple(plans.list(actor, archived=archived)),
                tuple(products.list(actor, archived=archived)),
            )

        def arrived(found: Found) -> None:
            if not token.cancelled:
                self._show(plans=found[0], products=found[1], error="")

        def failed(error: Exception) -> None:
            if token.cancelled:
                return
            if isinstance(error, StudioError):
                self._show(error=error.text)
            else:
                self._view.report(error)

        self._tasks.run(read, done=arrived, failed=failed, owner=self._owner)

    def turn_to(self, tab: Tab) -> None:
        """Show the other list."""
        self._show(tab=tab)

    def show_archived(self, *, archived: bool) -> None:
        """List archived ones too, or no longer."""
        self._show(archived=archived)
        self.load()

    def archive_plan(self, plan: PlanView, said: str) -> None:
        """Sell it no more; *said* is what the toast says."""
        self._swap(
            lambda: self._plans.archive(self._actor, plan.id),
            lambda: self._plans.restore(self._actor, plan.id),
            said,
        )

    def restore_plan(self, plan: PlanView, said: str) -> None:
        """Sell it again."""
        self._swap(
            lambda: self._plans.restore(self._actor, plan.id),
            lambda: self._plans.archive(self._actor, plan.id),
            said,
        )

    def archive_product(self, product: ProductView, said: str) -> None:
        """Sell it no more."""
        self._swap(
            lambda: self._products.archive(self._actor, product.id),
            lambda: self._products.restore(self._actor, product.id),
            said,
        )

    def restore_product(self, product: ProductView, said: str) -> None:
        """Sell it again."""
        self._swap(
            lambda: self._products.restore(self._actor, product.id),
            lambda: self._products.archive(self._actor, product.id),
            said,
        )

    def move_plan(self, plan: PlanView, step: int) -> None:
        """One place up (-1) or down (1) in the list everybody sells from."""
        order = [each.id for each in self.state.plans or () if not each.archived]
        if plan.id not in order:
            return
        place = order.index(plan.id)
        target = place + step
        if 0 <= target < len(order):
            order[place], order[target] = order[target], order[place]
            self._write(lambda: self._plans.move(self._actor, order))

    def _swap(self, deed: Callable[[], Any], back: Callable[[], Any], said: str) -> None:
        def undo() -> None:
            self._write(back)

        self._tasks.write(
            deed,
            done=lambda _done: self._view.offer_undo(said, undo),
            failed=self._view.report,
            owner=self._owner,
        )

    def _write(self, deed: Callable[[], Any]) -> None:
        self._tasks.write(deed, done=lambda _done: None, failed=self._view.report, owner=self._owner)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._view.render_state(self.state)
