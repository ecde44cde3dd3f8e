"""Loads and saves the settings of one section; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QObject

from fitnesscrm_desktop.services.core.errors import Conflict, StudioError
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.settings.record_source import RecordSource, Values


@dataclass(frozen=True, slots=True)
class EditState:
    """One moment of a form over some settings."""

    profile: Any = None
    """What the form was filled from, and is compared with; None: being read."""
    errors: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    busy: bool = False


class ProfileForm(Protocol):
    """What the presenter needs of the form."""

    def typed(self) -> Values:
        """The value of every field."""
        ...

    def show_state(self, state: EditState, fresh: frozenset[str]) -> None:
        """Show *state*; fill the *fresh* fields from the profile, leave the others as they are typed."""
        ...

    def show_conflict(self, conflict: Conflict) -> None:
        """Somebody else was faster: let the person choose."""
        ...


class ProfilePresenter:
    """Keeps what is typed when the settings change elsewhere; saves only what was changed here."""

    def __init__(
        self, desk: Desk, form: ProfileForm, fields: frozenset[str], source: RecordSource, owner: QObject
    ) -> None:
        self._desk, self._form, self._fields, self._owner = desk, form, fields, owner
        self._source = source
        self.state = EditState()
        self._then: Callable[[bool], None] | None = None
        desk.bridge.on(source.changed, lambda _event: self.load(), owner=owner)

    def load(self) -> None:
        """Read the settings; fields in which something was typed keep it."""
        self._desk.tasks.run(
            self._source.read,
            done=self._loaded,
            failed=self._desk.window.report,
            owner=self._owner,
        )

    def changed(self) -> dict[str, object]:
        """The fields in which something else is typed than what is stored."""
        base = self.state.profile
        if base is None:
            return {}
        return {name: value for name, value in self._form.typed().items() if value != getattr(base, name)}

    def discard(self) -> None:
        """Take back what was typed, and look at what is stored now."""
        self._show(self._fields, errors={}, error="")
        self.load()

    def save(self) -> None:
        """Store what was changed."""
        base, values = self.state.profile, self.changed()
        if base is None or self.state.busy or not values:
            return
        before = {name: getattr(base, name) for name in values}
        self._change(base.version, values, undo=before if self._source.can_be_undone(values) else None)

    def save_fresh(self, then: Callable[[bool], None]) -> None:
        """Look at what is stored by now, then save; *then* is called with whether all is stored."""

        def looked(profile: Any) -> None:
            self._loaded(profile)
            if self.state.busy or not self.changed():
                then(not self.changed())
                return
            self._then = then
            self.save()

        def failed(error: Exception) -> None:
            self._desk.window.report(error)
            then(False)

        self._desk.tasks.run(self._source.read, done=looked, failed=failed, owner=self._owner)

    def keep_mine(self, values: Values) -> None:
        """Store *values* whatever anybody else has stored meanwhile."""
        source = self._source
        self._show(busy=True, error="")
        self._desk.tasks.write(
            lambda: source.change(source.read().version, values),
            done=lambda profile: self._saved(profile, None),
            failed=self._failed,
            owner=self._owner,
        )

    def _change(self, version: int, values: Values, undo: Values | None) -> None:
        source = self._source
        self._show(busy=True, errors={}, error="")
        self._desk.tasks.write(
            lambda: source.change(version, values),
            done=lambda profile: self._saved(profile, undo),
            failed=self._failed,
            owner=self._owner,
        )

    def _saved(self, profile: Any, undo: Values | None) -> None:
        self._show(self._fields, profile=profile, busy=False, errors={}, error="")
        self._tell(stored=True)
        words = QCoreApplication.translate("Settings", "Saved.")
        if undo is None:
            self._desk.toasts.show_toast(words, tone="good")
            return

        def take_back() -> None:
            self._change(profile.version, undo, undo=None)

        self._desk.toasts.show_toast(words, undo=take_back, tone="good")

    def _tell(self, *, stored: bool) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(stored)

    def _failed(self, error: Exception) -> None:
        self._show(busy=False)
        self._tell(stored=False)
        if isinstance(error, Conflict):
            self._form.show_conflict(error)
        elif isinstance(error, StudioError):
            mine = {name: text for name, text in error.fields.items() if name in self._fields}
            self._show(errors=mine, error="" if mine else error.text)
        else:
            self._desk.window.report(error)

    def _loaded(self, profile: Any) -> None:
        base = self.state.profile
        if base is None:
            self._show(self._fields, profile=profile)
            return
        typed = self.changed()
        overtaken = [name for name in typed if getattr(profile, name) != getattr(base, name)]
        fresh = self._fields - typed.keys()
        if overtaken:  # the old version stays, so that saving shows both sides
            kept = {name: getattr(base, name) for name in overtaken} | {"version": base.version}
            profile = replace(profile, **kept)
        self._show(fresh, profile=profile)

    def _show(self, fresh: frozenset[str] = frozenset(), **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of the state's fields
        self._form.show_state(self.state, fresh)
