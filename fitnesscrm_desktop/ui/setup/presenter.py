"""Goes through the questions of the first run; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken, StudioError
from fitnesscrm_desktop.services.core.typed_text import check_fields
from fitnesscrm_desktop.services.demo.service import DemoService
from fitnesscrm_desktop.services.security.rules import (
    checked_login,
    checked_name,
    checked_password,
    checked_pin,
)
from fitnesscrm_desktop.services.settings.results import AlreadySetUp, SetUp
from fitnesscrm_desktop.services.settings.rules import check_setting
from fitnesscrm_desktop.services.settings.service import SettingsService
from fitnesscrm_desktop.ui.core.tasks import CancelToken, Progress, TaskRunner
from fitnesscrm_desktop.ui.setup.state import Answers, SetupState, Start, Step

DEMO_CLIENTS, DEMO_YEARS, DEMO_SEED = 600, 2, 7
_STEP_OF = {
    "studio_name": Step.STUDIO,
    "country": Step.STUDIO,
    "currency": Step.STUDIO,
    "zone": Step.STUDIO,
    "locale": Step.STUDIO,
    "owner_name": Step.OWNER,
    "login": Step.OWNER,
    "password": Step.OWNER,
    "password_again": Step.OWNER,
    "pin": Step.OWNER,
}


class _Stopped(Exception):
    """Ends the making of a demo studio; the transaction leaves no trace."""


class WizardPage(Protocol):
    """What the presenter needs of the wizard."""

    def show_state(self, state: SetupState) -> None:
        """Show *state*."""
        ...

    def finish(self, actor: Actor, start: Start) -> None:
        """The studio is open."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong that nobody here can say a sentence about."""
        ...


class SetupPresenter:
    """Checks each step before the next one, sets the studio up, fills it with demo data if wanted."""

    def __init__(
        self,
        settings: SettingsService,
        demo: DemoService,
        tasks: TaskRunner,
        page: WizardPage,
        owner: QObject,
    ) -> None:
        self._settings, self._demo, self._tasks, self._page, self._owner = settings, demo, tasks, page, owner
        self._actor: Actor | None = None
        self._start = Start.EMPTY
        self._stop = CancelToken()
        self.state = SetupState()

    @property
    def is_open(self) -> bool:
        """Whether the studio is set up already, so that there is no way back."""
        return self._actor is not None

    def next(self, answers: Answers) -> None:
        """Go on, if nothing is wrong on this step."""
        if self.state.busy:
            return
        if self.state.step is Step.READY:
            self._finish()
        elif self.state.step is Step.START:
            self._open(answers)
        else:
            errors = _wrong(self.state.step, answers)
            step = self.state.step if errors else Step(self.state.step + 1)
            self._show(step=step, errors=errors, error="")

    def back(self) -> None:
        """Go back one step; what was typed stays. Not once the studio is set up."""
        if not self.state.busy and self._actor is None and self.state.step > Step.WELCOME:
            self._show(step=Step(self.state.step - 1), errors={}, error="")

    def stop(self) -> None:
        """Make no demo studio after all; the question comes back once nothing is left of it."""
        self._stop.cancel()
        self._show(stopping=True)

    def _open(self, answers: Answers) -> None:
        self._start = answers.start
        if self._actor is not None:  # it was set up, and then the demo failed or was stopped
            self._fill()
            return
        self._show(busy=True, errors={}, error="")
        asked = SetUp(
            studio_name=answers.studio_name,
            country=answers.country,
            currency=answers.currency,
            zone=answers.zone,
            locale=answers.locale,
            owner_name=answers.owner_name,
            login=answers.login,
            password=answers.password,
            pin=answers.pin or None,
        )
        self._tasks.write(
            lambda: self._settings.set_up(asked), done=self._opened, failed=self._failed, owner=self._owner
        )

    def _opened(self, actor: Actor) -> None:
        self._actor = actor
        self._fill()

    def _fill(self) -> None:
        actor = self._actor
        if actor is None or self._start is not Start.DEMO:
            self._show(step=Step.READY, busy=False, error="")
            return

        stop = self._stop = CancelToken()

        def work(progress: Progress) -> bool:
            def tell(done: int, total: int) -> None:
                if stop.cancelled:
                    raise _Stopped
                progress.report(done, total)

            try:
                self._demo.fill(actor, clients=DEMO_CLIENTS, years=DEMO_YEARS, seed=DEMO_SEED, progress=tell)
            except _Stopped:
                return False
            return True

        self._show(busy=True, stopping=False, done=0, total=1, error="")
        self._tasks.long(
            work, progress=self._progressed, done=self._filled, failed=self._failed, owner=self._owner
        )

    def _progressed(self, done: int, total: int) -> None:
        self._show(done=done, total=total)

    def _filled(self, filled: bool) -> None:
        step = Step.READY if filled else Step.START
        self._show(step=step, busy=False, stopping=False, done=0, total=0)

    def _failed(self, error: Exception) -> None:
        self._show(busy=False, stopping=False, done=0, total=0)
        if isinstance(error, RuleBroken) and error.fields:
            step = min((_STEP_OF.get(field, Step.OWNER) for field in error.fields), default=self.state.step)
            self._show(step=step, errors=error.fields, error="")
        elif isinstance(error, StudioError):
            self._show(error=error.text, overtaken=isinstance(error, AlreadySetUp))
        else:
            self._page.report(error)

    def _finish(self) -> None:
        if self._actor is not None:
            self._page.finish(self._actor, self._start)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._page.show_state(self.state)


def _wrong(step: Step, answers: Answers) -> Mapping[str, str]:
    checks: dict[str, Callable[[], Any]] = {}
    if step is Step.STUDIO:
        checks = {
            "studio_name": lambda: check_setting("name", answers.studio_name),
            "country": lambda: check_setting("country", answers.country),
            "currency": lambda: check_setting("currency", answers.currency),
            "zone": lambda: check_setting("zone", answers.zone),
            "locale": lambda: check_setting("locale", answers.locale),
        }
    elif step is Step.OWNER:
        checks = {
            "owner_name": lambda: checked_name(answers.owner_name),
            "login": lambda: checked_login(answers.login),
            "password": lambda: checked_password(answers.password, answers.login),
            "password_again": lambda: _same(answers.password, answers.password_again),
        }
        if answers.pin:
            checks["pin"] = lambda: checked_pin(answers.pin)
    try:
        check_fields(checks)
    except RuleBroken as error:
        return error.fields
    return {}


def _same(password: str, again: str) -> None:
    if password != again:
        raise RuleBroken("This is not the same password.")
