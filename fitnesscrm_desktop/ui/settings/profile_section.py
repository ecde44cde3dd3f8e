"""A section that edits settings: fields bound to names, one bar to save or discard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import L, S, Tone
from fitnesscrm_desktop.ui.settings.profile_presenter import EditState, ProfilePresenter
from fitnesscrm_desktop.ui.settings.record_source import RecordSource, StudioRecord
from fitnesscrm_desktop.ui.settings.section import Section
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label
from fitnesscrm_desktop.ui.widgets.number_field import NumberField


@dataclass(frozen=True, slots=True)
class Bound:
    """One field, the setting it shows, and how to read and write it."""

    form: Form
    field: QWidget
    caption: str
    read: Callable[[], Any]
    write: Callable[[Any], None]


class ProfileSection(Section):
    """``bind`` the fields, then ``ready()``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.bound: dict[str, Bound] = {}
        self.error = Banner("", Tone.RED)
        self.error.hide()
        self.save_button = PrimaryButton(self.tr("Save"), self._save, icon="check")
        self.discard_button = Button(self.tr("Discard"), self._discard)
        self.presenter: ProfilePresenter | None = None

    def bind(
        self, name: str, form: Form, caption: str, field: QWidget, *, hint: str = "", wide: bool = False
    ) -> None:
        """Add *field* to *form* for the setting *name*."""
        read, write, changed = _access(field)
        form.add(caption, field, hint=hint, wide=wide)
        self.bound[name] = Bound(form, field, caption, read, write)
        changed(self._edited)
        if isinstance(field, QLineEdit):
            field.returnPressed.connect(self._save)

    def ready(self) -> None:
        """All fields are bound: add the bar and begin."""
        self.column.addWidget(self.error)
        self.footer = self._make_footer()
        self.presenter = ProfilePresenter(self.desk, self, frozenset(self.bound), self.source(), self)
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self._save)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._edited()

    def source(self) -> RecordSource:
        """Where the fields are stored: the studio, if a section does not say otherwise."""
        return StudioRecord(self.desk)

    @property
    def is_typed_in(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.presenter is not None and bool(self.presenter.changed())

    def store(self, then: Callable[[bool], None]) -> None:
        """Store what was typed."""
        if self.presenter is None:
            then(True)
        else:
            self.presenter.save_fresh(then)

    def _make_footer(self) -> QFrame:
        footer = QFrame()
        footer.setProperty("kind", "card")
        row = QHBoxLayout(footer)
        row.setContentsMargins(L, S, S, S)
        row.setSpacing(S)
        row.addWidget(IconLabel("edit", color="accent_text"))
        row.addWidget(Label(self.tr("Not saved yet"), "strong"), 1)
        row.addWidget(self.discard_button)
        row.addWidget(self.save_button)
        footer.hide()
        return footer

    def arrive(self) -> None:
        """Read what is stored; typed text stays."""
        if self.presenter is not None:
            self.presenter.load()

    def typed(self) -> dict[str, object]:
        """The value of every field."""
        return {name: bound.read() for name, bound in self.bound.items()}

    def show_state(self, state: EditState, fresh: frozenset[str]) -> None:
        """Show *state*; fill the *fresh* fields."""
        if state.profile is not None:
            for name in fresh:
                bound = self.bound[name]
                with QSignalBlocker(bound.field):
                    bound.write(getattr(state.profile, name))
        for name, bound in self.bound.items():
            bound.form.set_error(bound.field, state.errors.get(name, ""))
        self.error.set_text(state.error, Tone.RED)
        self.error.setVisible(bool(state.error))
        if state.errors:
            any(bound.form.focus_first_error() for bound in self.bound.values())
        self._edited()
        if fresh:
            self.filled()

    def filled(self) -> None:
        """Fields were filled from what is stored; for sections that show more than fields."""

    def edited(self) -> None:
        """Something was typed; for sections that show more than fields."""

    def show_conflict(self, conflict: Conflict) -> None:
        """Let the person choose, field by field."""
        from fitnesscrm_desktop.ui.widgets.conflict import kept_of_mine

        presenter = self.presenter
        if presenter is None:
            return
        names = {name: bound.caption for name, bound in self.bound.items()}
        chosen = kept_of_mine(self.desk.dialogs, conflict, names)
        if chosen is None:
            return
        if chosen:
            presenter.keep_mine(chosen)
        else:
            presenter.discard()

    def _edited(self) -> None:
        presenter = self.presenter
        dirty = presenter is not None and bool(presenter.changed())
        busy = presenter is not None and presenter.state.busy
        self.save_button.setEnabled(dirty and not busy)
        self.discard_button.setEnabled(dirty and not busy)
        if self.footer is not None:
            self.footer.setVisible(dirty)
        self.edited()

    def _save(self) -> None:
        if self.presenter is not None:
            self.presenter.save()

    def _discard(self) -> None:
        if self.presenter is not None:
            self.presenter.discard()


Access = tuple[Callable[[], Any], Callable[[Any], None], Callable[[Callable[[], None]], None]]


def _access(field: QWidget) -> Access:
    """How to read, write and listen to a field of any kind that is used here."""
    if isinstance(field, QLineEdit):
        line = field

        def write_line(value: Any) -> None:
            line.setText(value)
            line.setCursorPosition(0)

        return line.text, write_line, lambda heard: _connect(line.textChanged, heard)
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText, field.setPlainText, lambda heard: _connect(field.textChanged, heard)
    if isinstance(field, ChoiceField):
        return field.code, field.set_code, lambda heard: _connect(field.chosen, heard)
    if isinstance(field, NumberField):
        return field.value, field.setValue, lambda heard: _connect(field.valueChanged, heard)
    if isinstance(field, QCheckBox):
        return field.isChecked, field.setChecked, lambda heard: _connect(field.toggled, heard)
    raise TypeError(f"{type(field).__name__} cannot be bound to a setting")


def _connect(signal: Any, heard: Callable[[], None]) -> None:
    signal.connect(lambda *_: heard())
