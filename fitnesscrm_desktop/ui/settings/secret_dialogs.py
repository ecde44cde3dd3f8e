"""Passwords and PINs: one's own, those of others, and the kiosk's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from fitnesscrm_desktop.services.core.tries import SignInRefused
from fitnesscrm_desktop.services.messaging.outbox_results import VaultState
from fitnesscrm_desktop.services.security.results import StaffMember
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.settings.form_dialog import FormDialog, pin_field, secret_field
from fitnesscrm_desktop.ui.widgets.strength_bar import StrengthBar


class _TwiceDialog(FormDialog):
    """Asks for something secret twice."""

    secret = ""

    def twice(self, caption: str, again: str, *, pin: bool = False, hint: str = "") -> None:
        """Add both fields."""
        self.first, self.second = (pin_field(), pin_field()) if pin else (secret_field(), secret_field())
        self.ask(self.secret, caption, self.first, required=True, hint=hint)
        self.ask("again", again, self.second, required=True)

    def both(self) -> str | None:
        """What was typed twice; None if it was not the same."""
        if self.first.text() != self.second.text():
            self.complain("again", self.tr("This is not the same as above."))
            return None
        return self.first.text()

    def judge(self, *known: str) -> None:
        """Say how good a password is while it is typed."""
        bar = StrengthBar()
        self.body.addWidget(bar)
        self.first.textChanged.connect(lambda text: bar.judge(text, known))


class _OwnDialog(_TwiceDialog):
    """Asks for the password before it changes one's own secret."""

    def ask_password(self) -> None:
        """Add the field for the password of now."""
        self.old = secret_field()
        self.ask("old", self.tr("Your password now"), self.old, required=True)

    def refused(self, error: Exception) -> None:
        """A wrong password stands at its field."""
        if isinstance(error, SignInRefused):
            self.save_button.setEnabled(True)
            self.complain("old", error.text)
            self.old.clear()
            self.old.setFocus()
        else:
            super().refused(error)


class OwnPasswordDialog(_OwnDialog):
    """Change one's own password."""

    secret = "password"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, self.tr("Change your password"), self.tr("At least 8 characters."), self.tr("Change")
        )
        self.ask_password()
        self.twice(self.tr("New password"), self.tr("The same again"))
        self.judge(desk.actor.name)

    def work(self) -> Callable[[], Any] | None:
        """Change it."""
        staff, actor, old, new = self.desk.services.staff, self.desk.actor, self.old.text(), self.both()
        return None if new is None else lambda: staff.change_own_password(actor, old, new)

    def taken(self, outcome: Any) -> None:
        """Say so, and close."""
        self.desk.toasts.show_toast(self.tr("Your password is changed."), tone="good")
        super().taken(outcome)


class OwnPinDialog(_OwnDialog):
    """Set or change one's own PIN."""

    secret = "pin"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("Your PIN"),
            self.tr("4 to 8 digits with which you switch quickly at the desk."),
            self.tr("Set PIN"),
        )
        self.ask_password()
        self.twice(self.tr("New PIN"), self.tr("The same again"), pin=True)

    def work(self) -> Callable[[], Any] | None:
        """Set it."""
        staff, actor, old, pin = self.desk.services.staff, self.desk.actor, self.old.text(), self.both()
        return None if pin is None else lambda: staff.change_own_pin(actor, old, pin)

    def taken(self, outcome: Any) -> None:
        """Say so, and close."""
        self.desk.toasts.show_toast(self.tr("Your PIN is set."), tone="good")
        super().taken(outcome)


class _ForDialog(_TwiceDialog):
    """Asks for the new secret of somebody who is read first."""

    def read(self, staff_id: int) -> None:
        """Find out who it is."""
        self.staff_id = staff_id
        staff, actor = self.desk.services.staff, self.desk.actor
        self.save_button.setEnabled(False)
        self.desk.tasks.run(
            lambda: staff.member(actor, staff_id), done=self._found, failed=self.refused, owner=self
        )

    @abstractmethod
    def show_member(self, member: StaffMember) -> None:
        """Name the person."""

    def _found(self, member: StaffMember) -> None:
        self.show_member(member)
        self.save_button.setEnabled(True)


class PasswordForDialog(_ForDialog):
    """Give somebody a new password."""

    secret = "password"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk, *, staff_id: int) -> None:
        super().__init__(
            desk,
            self.tr("New password"),
            self.tr("Tell it in person. It also ends a wait after wrong tries."),
            self.tr("Set password"),
        )
        self.twice(self.tr("New password"), self.tr("The same again"))
        self.read(staff_id)

    def show_member(self, member: StaffMember) -> None:
        """Name the person, and judge passwords for them."""
        self.set_title(self.tr("New password for {name}").format(name=member.name))
        self.judge(member.name, member.login)

    def work(self) -> Callable[[], Any] | None:
        """Set it."""
        staff, actor, staff_id, new = self.desk.services.staff, self.desk.actor, self.staff_id, self.both()
        return None if new is None else lambda: staff.set_password(actor, staff_id, new)


class PinForDialog(_ForDialog):
    """Give somebody a PIN."""

    secret = "pin"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk, *, staff_id: int) -> None:
        super().__init__(
            desk,
            self.tr("New PIN"),
            self.tr("4 to 8 digits, to switch quickly at the desk."),
            self.tr("Set PIN"),
        )
        self.twice(self.tr("New PIN"), self.tr("The same again"), pin=True)
        self.read(staff_id)

    def show_member(self, member: StaffMember) -> None:
        """Name the person."""
        self.set_title(self.tr("PIN for {name}").format(name=member.name))

    def work(self) -> Callable[[], Any] | None:
        """Set it."""
        staff, actor, staff_id, pin = self.desk.services.staff, self.desk.actor, self.staff_id, self.both()
        return None if pin is None else lambda: staff.set_pin(actor, staff_id, pin)


class KioskPinDialog(_TwiceDialog):
    """Set the PIN that ends the kiosk."""

    secret = "kiosk_pin"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("PIN of the kiosk"),
            self.tr("4 to 8 digits that only the staff know."),
            self.tr("Set PIN"),
        )
        self.twice(self.tr("New PIN"), self.tr("The same again"), pin=True)

    def work(self) -> Callable[[], Any] | None:
        """Set it."""
        settings, actor, pin = self.desk.services.settings, self.desk.actor, self.both()
        return None if pin is None else lambda: settings.set_kiosk_pin(actor, pin)

    def taken(self, outcome: Any) -> None:
        """Say so, and close."""
        self.desk.toasts.show_toast(self.tr("The kiosk’s PIN is set."), tone="good")
        super().taken(outcome)


class MasterPasswordDialog(_TwiceDialog):
    """Open the vault of passwords, or choose the master password of a new one."""

    secret = "master"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("Master password"),
            self.tr("It protects the passwords that are kept on this PC. It is asked after each start."),
            self.tr("Unlock"),
        )
        self.twice(self.tr("Master password"), self.tr("The same again"))
        self._known = True
        service, actor = desk.services.messaging, desk.actor
        self.save_button.setEnabled(False)
        desk.tasks.run(lambda: service.vault(actor), done=self._found, failed=self.refused, owner=self)

    def work(self) -> Callable[[], Any] | None:
        """Open it."""
        service, actor = self.desk.services.messaging, self.desk.actor
        master = self.first.text() if self._known else self.both()
        return None if master is None else lambda: service.unlock(actor, master)

    def taken(self, outcome: Any) -> None:
        """Say so, and close."""
        self.desk.toasts.show_toast(self.tr("Passwords can be used now."), tone="good")
        super().taken(outcome)

    def _found(self, state: VaultState) -> None:
        """Only a new one is typed twice."""
        self._known = state is VaultState.LOCKED
        self.form.set_visible(self.second, not self._known)
        if not self._known:
            self.save_button.setText(self.tr("Choose"))
            self.judge()
        self.save_button.setEnabled(True)
