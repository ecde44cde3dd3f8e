"""One's own password and PIN."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.services.security.events import StaffChanged
from fitnesscrm_desktop.services.security.results import StaffBadge
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import L, S
from fitnesscrm_desktop.ui.settings.section import Section
from fitnesscrm_desktop.ui.settings.words import role_name, role_text
from fitnesscrm_desktop.ui.widgets.avatar import Avatar
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.labels import Label


class AccountSection(Section):
    """Who is signed in, and how they prove it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(self.tr("You"))
        self._avatar = Avatar(56)
        self._name = Label("", "heading", elide=True)
        self._role = Label("", "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._role)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        card.body.addLayout(row)
        secrets = self.card(self.tr("Password and PIN"))
        self._pin_says = Label("", "body", wrap=True)
        secrets.add(self._pin_says)
        self.password_button = Button(
            self.tr("Change password…"), lambda: desk.window.open_dialog("settings.own_password"), icon="key"
        )
        self.pin_button = Button("", lambda: desk.window.open_dialog("settings.own_pin"), icon="lock")
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self.password_button)
        buttons.addWidget(self.pin_button)
        buttons.addStretch(1)
        secrets.body.addLayout(buttons)
        desk.bridge.on(StaffChanged, lambda _event: self.arrive(), owner=self)

    def arrive(self) -> None:
        """Show who is signed in."""
        actor = self.desk.actor
        self._avatar.set_person(actor.name)
        self._name.setText(actor.name)
        self._role.setText(f"{role_name(actor.role)} · {role_text(actor.role)}")
        self.desk.tasks.run(self.desk.services.staff.who_can_switch, done=self._show_pin, owner=self)

    def _show_pin(self, people: tuple[StaffBadge, ...]) -> None:
        mine = next((one for one in people if one.id == self.desk.actor.staff_id), None)
        there = mine is not None and mine.has_pin
        self._pin_says.setText(
            self.tr("You switch with a PIN of {count} digits.").format(count=mine.pin_length)
            if mine is not None and there
            else self.tr("You have no PIN yet. With one you switch at the desk in a second.")
        )
        self.pin_button.setText(self.tr("Change PIN…") if there else self.tr("Set a PIN…"))
