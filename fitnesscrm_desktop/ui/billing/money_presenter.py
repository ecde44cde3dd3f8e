"""Decides what the page about money shows; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import PaymentMethod, Permission
from fitnesscrm_desktop.services.billing.owing import OwingClients
from fitnesscrm_desktop.services.billing.results import DayTakings, OwingTotal
from fitnesscrm_desktop.services.billing.service import BillingService
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.billing.money_state import MoneyState, Tab
from fitnesscrm_desktop.ui.core.tasks import CancelToken, TaskRunner


class MoneyView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: MoneyState) -> None:
        """Show *state*."""
        ...

    def show_owing(self, source: OwingClients) -> None:
        """Show the list of who owes what, from its start."""
        ...

    def refresh_owing(self) -> None:
        """Load the list anew, where it stands."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong that is nobody's fault here."""
        ...


class MoneyPresenter:
    """Keeps totals, the day and its payments, as far as the person may see them."""

    def __init__(
        self,
        billing: BillingService,
        actor: Actor,
        today: Callable[[], date],
        tasks: TaskRunner,
        view: MoneyView,
        owner: QObject,
    ) -> None:
        self._billing, self._actor, self._today = billing, actor, today
        self._tasks, self._view, self._owner = tasks, view, owner
        self._reading = CancelToken()
        now = today()
        self.state = MoneyState(
            today=now,
            day=now,
            may_see_takings=actor.may(Permission.VIEW_TAKINGS),
            may_refund=actor.may(Permission.REFUND),
            may_take=actor.may(Permission.TAKE_PAYMENT),
        )

    def arrive(self, tab: Tab | None = None, day: date | None = None) -> None:
        """The page is shown: load everything; the day goes on with the calendar if it was today."""
        now = self._today()
        shown = day or (now if self.state.day == self.state.today else self.state.day)
        tab = tab if tab is not None and self.state.may_see_takings else self.state.tab
        self._show(today=now, day=shown, tab=tab)
        self._view.show_owing(self._billing.who_owes(self._actor))
        self._read()

    def refresh(self) -> None:
        """Money has moved somewhere."""
        self._view.refresh_owing()
        self._read()

    def turn_to(self, tab: Tab) -> None:
        """Show the other half."""
        self._show(tab=tab)

    def step(self, days: int) -> None:
        """Some days on or back, never into the future."""
        self.go_to(min(self.state.day + timedelta(days=days), self.state.today))

    def go_to(self, day: date) -> None:
        """Show the takings of *day*."""
        if day != self.state.day:
            self._show(day=day, takings=None, method=None)
            self._read()

    def choose_method(self, method: PaymentMethod | None) -> None:
        """List only payments by *method*; the same once more, or None, lists all."""
        self._show(method=None if method is self.state.method else method, tab=Tab.TAKINGS)

    def _read(self) -> None:
        self._reading.cancel()
        token = self._reading = CancelToken()
        billing, actor, day, may = self._billing, self._actor, self.state.day, self.state.may_see_takings

        def read() -> tuple[OwingTotal, DayTakings | None]:
            return billing.owing_total(actor), billing.day_takings(actor, day) if may else None

        def arrived(found: tuple[OwingTotal, DayTakings | None]) -> None:
            if not token.cancelled:
                self._show(owing=found[0], takings=found[1], error="")

        def failed(error: Exception) -> None:
            if token.cancelled:
                return
            if isinstance(error, StudioError):
                self._show(error=error.text)
            else:
                self._view.report(error)

        self._tasks.run(read, done=arrived, failed=failed, owner=self._owner)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._view.render_state(self.state)
