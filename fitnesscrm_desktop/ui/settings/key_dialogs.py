"""The recovery code of the files: shown to the owner, and typed on another PC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.services.core.tries import SignInRefused
from fitnesscrm_desktop.services.files.key_service import NEW_KEY_WORDS
from fitnesscrm_desktop.services.files.results import KeyInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.settings.secret_fields import secret_field
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label

LONGEST_CODE = 200


class CodeDialog(FormDialog):
    """Makes sure it is the owner, then shows a recovery code in place of its form."""

    def __init__(self, desk: Desk, title: str, text: str, verb: str) -> None:
        super().__init__(desk, title, verb, sub=text)
        self.password = secret_field()
        self._needs_password = desk.actor.staff_id is not None
        self.code = Label("", "heading", wrap=True, selectable=True)
        self.code.setAccessibleName(self.tr("Recovery code"))
        self.advice = Banner(
            self.tr("Write it down and lock it away, not on this PC. A second desk asks for it once."),
            Tone.AMBER,
        )
        self.copy = Button(self.tr("Copy"), self._copy, icon="copy")
        for widget in (self.code, self.advice, self.copy):
            self.body.addWidget(widget)
            widget.hide()

    def _make_sure(self) -> Callable[[], None]:
        """What asks for the password of whoever is signed in."""
        staff, actor, password = self.desk.services.staff, self.desk.actor, self.password.text()

        def sure() -> None:
            if actor.staff_id is not None:
                staff.sign_in_as(actor.staff_id, password)

        return sure

    def succeeded(self, outcome: Any) -> None:
        """Show it in lines of four groups."""
        groups = str(outcome).split("-")
        lines = ["-".join(groups[start : start + 4]) for start in range(0, len(groups), 4)]
        self.code.setText("\n".join(lines))
        self.form.hide()
        for widget in (self.code, self.advice, self.copy):
            widget.show()
        self.verb.hide()
        self.verb.setEnabled(False)  # a second Ctrl+Enter is no second deed
        self.back.setText(self.tr("Close"))
        self.back.setFocus()
        self.remember_typed()  # the password has done what it was typed for

    def show_error(self, error: Exception) -> None:
        """A wrong password stands at its field."""
        if isinstance(error, SignInRefused):
            self.form.set_error(self.password, error.text)
            self.password.clear()
            self.password.setFocus()
        else:
            super().show_error(error)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text().replace("\n", "-"))
        self.copy.setText(self.tr("Copied"))


class RecoveryCodeDialog(CodeDialog):
    """Shows the code of the key there is; it is noted that it was shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("Recovery code of the files"),
            self.tr("Whoever has this code and the data can read every file and photo."),
            self.tr("Show the code"),
        )
        self.add_field("old", self.tr("Your password"), self.password, required=True)
        self.form.setVisible(self._needs_password)

    def deed(self) -> Callable[[], str]:
        """Read the code."""
        sure, keys, actor = self._make_sure(), self.desk.services.file_keys, self.desk.actor

        def show() -> str:
            sure()
            return keys.show(actor)

        return show


class NewKeyDialog(CodeDialog):
    """The way on for a studio that has lost its key and the code: a new key, and its code."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("Start anew with another key"),
            self.tr(
                "Only if the key and its recovery code are lost on every PC of the studio. New files can be "
                "stored then. The old ones stay listed, but cannot be opened any more, unless the old key or "
                "its code turns up one day."
            ),
            self.tr("Make a new key"),
        )
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST_CODE)
        hint = self.tr("Type “{words}”: nobody does this by a slip.").format(words=NEW_KEY_WORDS)
        self.add_field("words", self.tr("To confirm"), self.words, required=True, hint=hint)
        if self._needs_password:
            self.add_field("old", self.tr("Your password"), self.password, required=True)

    def deed(self) -> Callable[[], str]:
        """Make it."""
        sure, keys, actor = self._make_sure(), self.desk.services.file_keys, self.desk.actor
        words = self.words.text()

        def start() -> str:
            sure()
            return keys.start_anew(actor, words)

        return start


class EnterCodeDialog(FormDialog):
    """Brings the key to this PC."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("Enter the recovery code"),
            self.tr("Use this code"),
            sub=self.tr(
                "It was written down on the first PC. Capital or small letters, with or without hyphens: "
                "all is fine."
            ),
        )
        self.code = QLineEdit()
        self.code.setMaxLength(LONGEST_CODE)
        self.add_field("code", self.tr("Recovery code"), self.code, required=True)

    def deed(self) -> Callable[[], KeyInfo]:
        """Take it."""
        keys, actor, code = self.desk.services.file_keys, self.desk.actor, self.code.text()
        return lambda: keys.add(actor, code)

    def succeeded(self, outcome: Any) -> None:
        """Say so, and close."""
        self.desk.toasts.show_toast(self.tr("Files can be read on this PC now."), tone="good")
        super().succeeded(outcome)
