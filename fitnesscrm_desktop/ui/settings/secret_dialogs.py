"""Passwords and PINs: one's own, those of others, and the kiosk's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from fitnesscrm_desktop.services.core.tries import SignInRefused
from fitnesscrm_desktop.services.messaging.outbox_results import VaultState
from fitnesscrm_desktop.services.security.results import StaffMember
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.settings.secret_fields import pin_field, secret_field
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.strength_bar import StrengthBar


class _TwiceDialog(FormDialog):
    """Asks for something secret twice."""

    secret = ""

    def twice(self, caption: str, again: str, *, pin: bool = False, hint: str = "") -> None:
        """Add both fields."""
        self.first, self.second = (pin_field(), pin_field()) if pin else (secret_field(), secret_field())
        self.add_field(self.secret, caption, self.first, required=True, hint=hint)
        self.add_field("again", again, self.second, required=True)

    def both(self) -> str | None:
        """What was typed twice; None if it was not the same."""
        if self.first.text() != self.second.text():
            self.form.set_error(self.second, self.tr("This is not the same as above."))
            return None
        return self.first.text()

    def judge(self, *known: str) -> None:
        """Say how good a password is while it is typed."""
        bar = StrengthBar()
        self.form.add_wide(bar)
        self.first.textChanged.connect(lambda text: bar.judge(text, known))


class _OwnDialog(_TwiceDialog):
    """Asks for the password before it changes one's own secret."""

    def ask_password(self) -> None:
        """Add the field for the password of now."""
        self.old = secret_field()
        self.add_field("old", self.tr("Your password now"), self.old, required=True)

    def show_error(self, error: Exception) -> None:
        """A wrong password stands at its field."""
        if isinstance(error, SignInRefused):
            self.form.set_error(self.old, error.text)
            self.old.clear()
            self.old.setFocus()
        else:
            super().show_error(error)


class OwnPasswordDialog(_OwnDialog):
    """Change one's own password."""

    secret = "password"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, self.tr("Change your password"), self.tr("Change"), sub=self.tr("At least 8 characters.")
        )
        self.ask_password()
        self.twice(self.tr("New password"), self.tr("The same again"))
        self.judge(desk.actor.name)

    def deed(self) -> Callable[[], Any] | None:
        """Change it."""
        staff, actor, old, new = self.desk.services.staff, self.desk.actor, self.old.text(), self.both()
        return None if new is None else lambda: staff.change_own_password(actor, old, new)

    def succeeded(self, outcome: Any) -> None:
        """Say so, and close."""
        self.desk.toasts.show_toast(self.tr("Your password is changed."), tone="good")
        super().succeeded(outcome)


class OwnPinDialog(_OwnDialog):
    """Set or change one's own PIN."""

    secret = "pin"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("Your PIN"),
            self.tr("Set PIN"),
            sub=self.tr("4 to 8 digits with which you switch quickly at the desk."),
        )
        self.ask_password()
        self.twice(self.tr("New PIN"), self.tr("The same again"), pin=True)

    def deed(self) -> Callable[[], Any] | None:
        """Set it."""
        staff, actor, old, pin = self.desk.services.staff, self.desk.actor, self.old.text(), self.both()
        return None if pin is None else lambda: staff.change_own_pin(actor, old, pin)

    def succeeded(self, outcome: Any) -> None:
        """Say so, and close."""
        self.desk.toasts.show_toast(self.tr("Your PIN is set."), tone="good")
        super().succeeded(outcome)


class _ForDialog(_TwiceDialog):
    """Asks for the new secret of somebody who is read first."""

    def read(self, staff_id: int) -> None:
        """Find out who it is."""
        self.staff_id = staff_id
        staff, actor = self.desk.services.staff, self.desk.actor
        self.verb.setEnabled(False)
        self.desk.tasks.run(
            lambda: staff.member(actor, staff_id), done=self._found, failed=self.show_error, owner=self
        )

    @abstractmethod
    def show_member(self, member: StaffMember) -> None:
        """Name the person."""

    def _found(self, member: StaffMember) -> None:
        self.show_member(member)
        self.verb.setEnabled(True)


class PasswordForDialog(_ForDialog):
    """Give somebody a new password."""

    secret = "password"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk, *, staff_id: int) -> None:
        super().__init__(
            desk,
            self.tr("New password"),
            self.tr("Set password"),
            sub=self.tr("Tell it in person. It also ends a wait after wrong tries."),
        )
        self.twice(self.tr("New password"), self.tr("The same again"))
        self.read(staff_id)

    def show_member(self, member: StaffMember) -> None:
        """Name the person, and judge passwords for them."""
        self.set_title(self.tr("New password for {name}").format(name=member.name))
        self.judge(member.name, member.login)

    def deed(self) -> Callable[[], Any] | None:
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
            self.tr("Set PIN"),
            sub=self.tr("4 to 8 digits, to switch quickly at the desk."),
        )
        self.twice(self.tr("New PIN"), self.tr("The same again"), pin=True)
        self.read(staff_id)

    def show_member(self, member: StaffMember) -> None:
        """Name the person."""
        self.set_title(self.tr("PIN for {name}").format(name=member.name))

    def deed(self) -> Callable[[], Any] | None:
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
            self.tr("Set PIN"),
            sub=self.tr("4 to 8 digits that only the staff know."),
        )
        self.twice(self.tr("New PIN"), self.tr("The same again"), pin=True)

    def deed(self) -> Callable[[], Any] | None:
        """Set it."""
        settings, actor, pin = self.desk.services.settings, self.desk.actor, self.both()
        return None if pin is None else lambda: settings.set_kiosk_pin(actor, pin)

    def succeeded(self, outcome: Any) -> None:
        """Say so, and close."""
        self.desk.toasts.show_toast(self.tr("The kiosk’s PIN is set."), tone="good")
        super().succeeded(outcome)


class MasterPasswordDialog(_TwiceDialog):
    """Open the vault of passwords, or choose the master password of a new one."""

    secret = "master"  # noqa: S105 - the name of a field

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("Master password"),
            self.tr("Unlock"),
            sub=self.tr("It protects the passwords that are kept on this PC. It is asked after each start."),
        )
        self.twice(self.tr("Master password"), self.tr("The same again"))
        self._known = True
        service, actor = desk.services.messaging, desk.actor
        self.verb.setEnabled(False)
        desk.tasks.run(lambda: service.vault(actor), done=self._found, failed=self.show_error, owner=self)

    def deed(self) -> Callable[[], Any] | None:
        """Open it."""
        service, actor = self.desk.services.messaging, self.desk.actor
        master = self.first.text() if self._known else self.both()
        return None if master is None else lambda: service.unlock(actor, master)

    def succeeded(self, outcome: Any) -> None:
        """Say so, and close."""
        self.desk.toasts.show_toast(self.tr("Passwords can be used now."), tone="good")
        super().succeeded(outcome)

    def _found(self, state: VaultState) -> None:
        """Only a new one is typed twice."""
        self._known = state is VaultState.LOCKED
        self.form.set_visible(self.second, not self._known)
        if not self._known:
            self.verb.setText(self.tr("Choose"))
            self.judge()
        self.verb.setEnabled(True)
