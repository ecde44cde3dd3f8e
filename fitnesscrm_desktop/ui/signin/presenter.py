"""Decides what the sign-in screen shows next; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken, StudioError
from fitnesscrm_desktop.services.core.tries import SignInRefused
from fitnesscrm_desktop.services.security.results import StaffBadge
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.signin.doorway import Doorkeeper
from fitnesscrm_desktop.ui.signin.state import SignInState, Way


class SignInPage(Protocol):
    """What the presenter needs of the screen."""

    def show_state(self, state: SignInState) -> None:
        """Show *state*."""
        ...

    def came_in(self, actor: Actor) -> None:
        """Somebody has signed in."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong that is no refusal."""
        ...


class SignInPresenter:
    """Reads who works here, checks PINs and passwords off the UI thread, counts waits down."""

    def __init__(
        self, staff: Doorkeeper, tasks: TaskRunner, page: SignInPage, *, owner: QObject, last: str = ""
    ) -> None:
        self._staff, self._tasks, self._page, self._owner, self._last = staff, tasks, page, owner, last
        self.state = SignInState()

    def load(self) -> None:
        """Read (again) who may sign in."""
        self._tasks.run(
            self._staff.who_can_switch, done=self.show_people, failed=self._page.report, owner=self._owner
        )

    def choose(self, staff_id: int) -> None:
        """Take this person; with a PIN if there is one."""
        if self.state.busy:
            return
        chosen = self._person(staff_id)
        if chosen is not None:
            self._show(chosen=chosen, way=Way.PIN if chosen.has_pin else Way.PASSWORD, error="", wait=0)
            self._next_round()

    def choose_next(self, step: int) -> None:
        """Take the person *step* places further down."""
        people = self.state.people or ()
        if not people:
            return
        here = people.index(self.state.chosen) if self.state.chosen in people else (-1 if step > 0 else 0)
        self.choose(people[(here + step) % len(people)].id)

    def use(self, way: Way) -> None:
        """Prove it in another way."""
        chosen = self.state.chosen
        if self.state.busy:
            return
        if chosen is None:
            way = Way.LOGIN
        elif way is Way.PIN and not chosen.has_pin:
            way = Way.PASSWORD
        self._show(way=way, error="", wait=0)
        self._next_round()

    def pin_entered(self, pin: str) -> None:
        """Check the chosen person's PIN."""
        chosen = self.state.chosen
        if chosen is not None:
            self._check(lambda: self._staff.sign_in_by_pin(chosen.id, pin))

    def password_entered(self, password: str, login: str = "") -> None:
        """Check the chosen person's password, or that of a typed login."""
        chosen = self.state.chosen
        if self.state.way is Way.LOGIN or chosen is None:
            self._check(lambda: self._staff.sign_in(login, password))
        else:
            self._check(lambda: self._staff.sign_in_as(chosen.id, password))

    def second_passed(self) -> None:
        """Count a wait down."""
        wait = max(self.state.wait - 1, 0)
        self._show(wait=wait, error=self.state.error if wait else "")

    def _check(self, work: Callable[[], Actor]) -> None:
        if self.state.busy or self.state.wait:
            return
        self._show(busy=True, error="")
        self._tasks.write(work, done=self._page.came_in, failed=self._refused, owner=self._owner)

    def _refused(self, error: Exception) -> None:
        self._show(busy=False)
        if isinstance(error, SignInRefused):
            self._show(error=error.text, wait=error.wait_seconds)
        elif isinstance(error, RuleBroken):  # the PIN is off: only the password will do
            self._show(error=error.text, way=Way.PASSWORD)
        elif isinstance(error, StudioError):
            self._show(error=error.text)
        else:
            self._page.report(error)
        self._next_round()

    def show_people(self, people: tuple[StaffBadge, ...]) -> None:
        """These may sign in; whoever was chosen stays so."""
        before = self.state.chosen
        self._show(people=people)
        chosen = self._person(before.id) if before else self._first(people)
        if chosen is None and before is None and not people:
            self._show(way=Way.LOGIN)
        elif chosen is not None and chosen != before:
            self.choose(chosen.id)
        elif chosen is None:
            self._show(chosen=None, way=Way.LOGIN)

    def _first(self, people: tuple[StaffBadge, ...]) -> StaffBadge | None:
        """Whoever worked here last, else the first one."""
        return next((one for one in people if str(one.id) == self._last), people[0] if people else None)

    def _person(self, staff_id: int) -> StaffBadge | None:
        return next((one for one in self.state.people or () if one.id == staff_id), None)

    def _next_round(self) -> None:
        self._show(round=self.state.round + 1)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._page.show_state(self.state)
