"""A dialog that does one deed: fields, one button named after the deed, and what is wrong right beside it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, DangerButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.screen_fit import ScreenFit
from fitnesscrm_desktop.ui.widgets.tall_area import TallArea

T = TypeVar("T")


class FormDialog(StudioDialog):
    """Widgets go into ``body``, labelled fields into ``form``; ``deed`` says what the button does.

    Fields that are registered by ``add_field`` show what a ``RuleBroken`` says about them. Enter presses the
    button; Esc goes back, but asks for a second Esc if something was typed. ``tall`` lets the fields scroll
    where the screen is too low for them.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        verb: str,
        *,
        sub: str = "",
        danger: bool = False,
        width: int = 460,
        columns: int = 1,
        tall: bool = False,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(theme().px(width))
        self._fields: dict[str, QWidget] = {}
        self._before: list[object] | None = None
        self._leaving = False
        self._title, self._sub = Label(title, "title", wrap=True), Label(sub, "muted", wrap=True)
        self._sub.setVisible(bool(sub))
        self.body = QVBoxLayout()
        self.body.setSpacing(M)
        self.form = Form(above=True, columns=columns)
        self.notice = Banner("", Tone.RED)
        self.notice.hide()
        self.verb: Button = (DangerButton if danger else PrimaryButton)(verb, self.submit)
        if danger:
            self.verb.setProperty("variant", "danger-solid")
        self.verb.setDefault(True)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # where Enter alone is a new line
            QShortcut(QKeySequence(keys), self, self.submit)
        self.back = Button(self.tr("Cancel"), self.reject)
        self._lay_out(TallArea(self.form) if tall else self.form)

    def _lay_out(self, fields: QWidget) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(L)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        layout.addLayout(words)
        middle = QWidget()
        middle.setProperty("kind", "plain")
        inside = self._column = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(L)
        inside.addLayout(self.body)
        inside.addWidget(fields)
        inside.addStretch(1)
        layout.addWidget(middle, 1)
        layout.addWidget(self.notice)
        self._screen_fit = ScreenFit(self, middle)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(S)
        self.foot.addStretch(1)
        self.foot.addWidget(self.back)
        self.foot.addWidget(self.verb)
        layout.addLayout(self.foot)

    def event(self, event: QEvent) -> bool:
        """Grow with what is said in it: a line that wraps must not push the fields into each other."""
        if event.type() not in {QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            return super().event(
                event
            )  # one of the others is the last: nothing may be asked of it afterwards
        handled = super().event(event)
        self._screen_fit.fit()
        return handled

    def give_room_to_body(self) -> None:
        """What is free below the fields goes to the ``body``, which has a list in it."""
        self._column.setStretch(0, 1)
        self._column.setStretch(2, 0)

    def set_title(self, title: str) -> None:
        """Name what it is about, once that is known."""
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._title.setText(title)

    def set_sub(self, text: str) -> None:
        """Say another line below the title."""
        self._sub.setText(text)
        self._sub.setVisible(bool(text))

    def add_field(
        self,
        name: str,
        label: str,
        field: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        wide: bool = False,
    ) -> None:
        """Add a field; *name* is what a ``RuleBroken`` calls it."""
        self.form.add(label, field, required=required, hint=hint, wide=wide)
        self._fields[name] = field

    # --- the deed ---------------------------------------------------------------------------------------

    @abstractmethod
    def deed(self) -> Callable[[], Any] | None:
        """What the button does, to be run off the UI thread; None: something is missing and was said."""

    def succeeded(self, outcome: Any) -> None:
        """The deed is done: remember its outcome and close."""
        self.outcome = outcome
        self.accept()

    def submit(self) -> None:
        """Do the deed, once."""
        if not self.verb.isEnabled():
            return
        self.form.clear_errors()
        self.notice.hide()
        work = None if self.form.refuse_problems() else self.deed()
        if work is None:
            self.form.focus_first_error()
            return
        self.run_deed(work)

    def run_deed(self, work: Callable[[], Any]) -> None:
        """Do *work* off the UI thread; its outcome is that of the dialog."""
        self._set_busy(busy=True)
        self.desk.tasks.write(work, done=self._done, failed=self._failed, owner=self)

    def load(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Read something for the dialog; an error is said in it."""
        self.desk.tasks.run(work, done=done, failed=self.show_error, owner=self)

    def _done(self, outcome: Any) -> None:
        self._set_busy(busy=False)
        self.succeeded(outcome)

    def _failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.show_error(error)

    def show_error(self, error: Exception) -> None:
        """Say what is wrong beside the fields it names, or above the buttons."""
        if not isinstance(error, StudioError):
            self.desk.window.report(error)
            return
        named = {name: text for name, text in error.fields.items() if name in self._fields}
        for name, text in named.items():
            self.form.set_error(self._fields[name], self.worded(text))
        if not named:
            self.say(self.worded(error.text), Tone.RED)
        self.form.focus_first_error()

    def worded(self, sentence: str) -> str:
        """A sentence of a service as this dialog says it."""
        return sentence

    def say(self, text: str, tone: Tone = Tone.AMBER) -> None:
        """Say something above the buttons; an empty text takes it back."""
        self.notice.set_text(text, tone)
        self.notice.setVisible(bool(text))

    def _set_busy(self, *, busy: bool) -> None:
        self.verb.setEnabled(not busy)
        self.form.setEnabled(not busy)
        if not busy and self.isVisible():
            focused: QWidget | None = self.focusWidget()
            if focused is not None:
                focused.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- going back -------------------------------------------------------------------------------------

    def remember_typed(self) -> None:
        """What is in the fields now was not typed by the person: Esc may throw it away."""
        self._before = self._typed()

    def showEvent(self, event: object) -> None:
        """The keyboard begins in the first field; from here on, changes are somebody's work."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._before is None:
            self.remember_typed()
            if self.focusWidget() in {None, self.back} and self._fields:
                next(iter(self._fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Go back; work that would be lost asks for a second time."""
        if self._before is not None and self._typed() != self._before and not self._leaving:
            self._leaving = True
            self.say(self.tr("You have typed something. Press Esc once more to throw it away."))
            return
        super().reject()

    def _typed(self) -> list[object]:
        typed: list[object] = [line.text() for line in self.findChildren(QLineEdit)]
        typed += [box.toPlainText() for box in self.findChildren(QPlainTextEdit)]
        return [*typed, *(button.isChecked() for button in self.findChildren(QAbstractButton))]
