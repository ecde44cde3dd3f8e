"""Dialogs that ask a few things, send them off and stay open until they are taken."""

from __future__ import annotations

import itertools
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.screen_fit import ScreenFit

WIDTH = 420
LONGEST_SECRET = 200


class FormDialog(StudioDialog):
    """Title, a line, a form in ``form``, buttons. ``fields`` maps what the service complains about."""

    def __init__(self, desk: Desk, title: str, text: str, verb: str, *, columns: int = 1) -> None:
        super().__init__()
        self.desk = desk
        self.fields: dict[str, QWidget] = {}
        self.setWindowTitle(title)
        self.setMinimumWidth(theme().px(WIDTH))
        self.form = Form(above=True, columns=columns)
        self.error = Banner("", Tone.RED)
        self.error.hide()
        self.save_button = PrimaryButton(verb, self.submit)
        self.save_button.setDefault(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(M)
        self.body.addWidget(self.form)
        middle = QWidget()
        middle.setProperty("kind", "plain")
        middle.setLayout(self.body)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.cancel_button = Button(self.tr("Cancel"), self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(M)
        self._title = Label(title, "title", wrap=True)
        layout.addWidget(self._title)
        if text:
            layout.addWidget(Label(text, "muted", wrap=True))
        layout.addWidget(middle)
        layout.addWidget(self.error)
        layout.addSpacing(S)
        layout.addLayout(buttons)
        self._screen_fit = ScreenFit(self, middle)

    def event(self, event: QEvent) -> bool:
        """Stay on the screen, whatever is said in it."""
        if event.type() not in {QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            return super().event(event)  # one of the others is the last: ask nothing of it afterwards
        handled = super().event(event)
        self._screen_fit.fit()
        return handled

    def ask(
        self,
        name: str,
        caption: str,
        field: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        wide: bool = False,
    ) -> None:
        """Add a field; *name* is what the service calls it."""
        self.form.add(caption, field, required=required, hint=hint, wide=wide)
        self.fields[name] = field

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes through the fields first, then to the buttons."""
        super().showEvent(event)
        stops = [*self.fields.values(), self.cancel_button, self.save_button]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)
        if not event.spontaneous():
            stops[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_title(self, title: str) -> None:
        """Name what it is about."""
        self.setWindowTitle(title)
        self._title.setText(title)

    @abstractmethod
    def work(self) -> Callable[[], Any] | None:
        """What to do with what is typed (off the UI thread); None if something is wrong with it."""

    def taken(self, outcome: Any) -> None:
        """It is done: close."""
        self.outcome = outcome
        self.accept()

    def submit(self) -> None:
        """Send it off."""
        self.form.clear_errors()
        self.error.hide()
        work = self.work()
        if work is None:
            self.form.focus_first_error()
            return
        self.save_button.setEnabled(False)
        self.desk.tasks.write(work, done=self.taken, failed=self.refused, owner=self)

    def refused(self, error: Exception) -> None:
        """Say what is wrong, at its field."""
        self.save_button.setEnabled(True)
        if not isinstance(error, StudioError):
            self.desk.window.report(error)
            return
        known = {name: text for name, text in error.fields.items() if name in self.fields}
        for name, text in known.items():
            self.form.set_error(self.fields[name], text)
        if not known:
            self.error.set_text(error.text, Tone.RED)
            self.error.show()
        self.form.focus_first_error()

    def complain(self, name: str, text: str) -> None:
        """Say that something is wrong with one field."""
        self.form.set_error(self.fields[name], text)


def secret_field() -> QLineEdit:
    """A field that does not show what is typed."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(LONGEST_SECRET)
    return field


def pin_field() -> QLineEdit:
    """A hidden field that takes digits only."""
    field = secret_field()
    field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
    field.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,8}"), field))
    return field
