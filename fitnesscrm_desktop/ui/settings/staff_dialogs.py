"""Add somebody, edit somebody, and say what somebody may do besides the role."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS, Actor
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.security.results import NewStaff, StaffMember
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.settings.secret_fields import pin_field, secret_field
from fitnesscrm_desktop.ui.settings.words import permission_groups, role_name, role_text
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.conflict import kept_of_mine
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pills import Pill
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from fitnesscrm_desktop.ui.widgets.strength_bar import StrengthBar


class _PersonDialog(FormDialog):
    """Name, login and role."""

    def __init__(self, desk: Desk, title: str, verb: str, role: Role) -> None:
        super().__init__(desk, title, verb, columns=2, width=520)
        self.name, self.login = QLineEdit(), QLineEdit()
        self.name.setMaxLength(200)
        self.login.setMaxLength(60)
        self.role = SegmentedControl([(each.value, role_name(each)) for each in Role], name=self.tr("Role"))
        self._role_text = Label("", "muted", wrap=True)
        self.add_field("name", self.tr("Name"), self.name, required=True)
        self.add_field("login", self.tr("Login"), self.login, required=True)
        self.email, self.phone = QLineEdit(), QLineEdit()
        self.email.setMaxLength(254)
        self.phone.setMaxLength(40)
        self.add_field("email", self.tr("E-mail"), self.email, hint=self.tr("For messages to the staff."))
        self.add_field("phone", self.tr("Phone"), self.phone)
        self.add_field("role", self.tr("Role"), self.role, wide=True)
        self.form.add_wide(self._role_text)
        self.role.chosen.connect(self._say_role)
        self.role.set_current(role.value)
        self._say_role(role.value)

    def _say_role(self, role: str) -> None:
        self._role_text.setText(role_text(Role(role)))


class AddStaffDialog(_PersonDialog):
    """Somebody new."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Add somebody to the staff"), self.tr("Add"), Role.FRONT_DESK)
        self.password, self.pin = secret_field(), pin_field()
        self.add_field("password", self.tr("Password"), self.password, required=True)
        self.add_field("pin", self.tr("PIN"), self.pin, hint=self.tr("4 to 8 digits, or none for now."))
        self.strength = StrengthBar()
        self.form.add_wide(self.strength)
        for field in (self.name, self.login, self.password):
            field.textChanged.connect(lambda _text: self._judge())

    def deed(self) -> Callable[[], Any]:
        """Add them."""
        staff, actor = self.desk.services.staff, self.desk.actor
        new = NewStaff(
            name=self.name.text(),
            login=self.login.text(),
            password=self.password.text(),
            role=Role(self.role.current()),
            pin=self.pin.text() or None,
            email=self.email.text(),
            phone=self.phone.text(),
        )
        return lambda: staff.add(actor, new)

    def _judge(self) -> None:
        self.strength.judge(self.password.text(), (self.name.text(), self.login.text()))


class EditStaffDialog(_PersonDialog):
    """Another name, login or role."""

    def __init__(self, desk: Desk, *, staff_id: int) -> None:
        super().__init__(desk, self.tr("Edit"), self.tr("Save"), Role.FRONT_DESK)
        self._staff_id, self._version = staff_id, 0
        self._resets = Label(
            self.tr("Another role resets what was given or taken one by one."), "muted", wrap=True
        )
        self._resets.hide()
        self.form.add_wide(self._resets)
        staff, actor = desk.services.staff, desk.actor
        self.verb.setEnabled(False)
        desk.tasks.run(
            lambda: staff.member(actor, staff_id), done=self._found, failed=self.show_error, owner=self
        )

    def _found(self, member: StaffMember) -> None:
        self.set_title(self.tr("Edit {name}").format(name=member.name))
        self._version = member.version
        self.name.setText(member.name)
        self.login.setText(member.login)
        self.email.setText(member.email)
        self.phone.setText(shown_phone(member.phone))
        self.role.set_current(member.role.value)
        self._say_role(member.role.value)
        self._resets.setVisible(bool(member.granted or member.denied))
        self.verb.setEnabled(True)
        self.remember_typed()

    def deed(self) -> Callable[[], Any]:
        """Store it."""
        staff, actor = self.desk.services.staff, self.desk.actor
        return partial(
            staff.edit,
            actor,
            self._staff_id,
            self._version,
            name=self.name.text(),
            login=self.login.text(),
            role=Role(self.role.current()),
            email=self.email.text(),
            phone=self.phone.text(),
        )

    def show_error(self, error: Exception) -> None:
        """Somebody else was faster: let the person choose."""
        if not isinstance(error, Conflict):
            super().show_error(error)
            return
        names = {
            "name": self.tr("Name"),
            "login": self.tr("Login"),
            "role": self.tr("Role"),
            "email": self.tr("E-mail"),
            "phone": self.tr("Phone"),
        }
        mine = kept_of_mine(self.desk.dialogs, error, names)
        if mine is None:
            return
        merged = {**error.theirs, **mine}
        lines = {"name": self.name, "login": self.login, "email": self.email, "phone": self.phone}
        for field, line in lines.items():
            if field in merged:
                line.setText(str(merged[field]))
        if "role" in merged:
            self.role.set_current(str(merged["role"]))
        self._store_over()

    def _store_over(self) -> None:
        staff, actor, staff_id = self.desk.services.staff, self.desk.actor, self._staff_id
        name, login, role = self.name.text(), self.login.text(), Role(self.role.current())
        email, phone = self.email.text(), self.phone.text()

        def work() -> StaffMember:
            version = staff.member(actor, staff_id).version
            return staff.edit(
                actor, staff_id, version, name=name, login=login, role=role, email=email, phone=phone
            )

        self.run_deed(work)


class RightsDialog(StudioDialog):
    """What one person may do: each tick counts at once, and can be unticked again."""

    def __init__(self, desk: Desk, *, staff_id: int) -> None:
        super().__init__()
        self.desk, self._staff_id = desk, staff_id
        self._member: StaffMember | None = None
        self._title = Label(self.tr("Rights"), "title", wrap=True)
        self.setWindowTitle(self._title.text())
        self.boxes: dict[Permission, QCheckBox] = {}
        self._pills: dict[Permission, Pill] = {}
        self._sub = Label("", "muted", wrap=True)
        self.reset_button = Button(self.tr("Back to the role"), self._reset, icon="undo")
        close = PrimaryButton(self.tr("Done"), self._close)
        close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self.reset_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self._title)
        layout.addWidget(self._sub)
        layout.addWidget(self._list(), 1)
        layout.addLayout(buttons)
        self.setMinimumWidth(theme().px(480))
        self.resize_on_screen(theme().px(520), theme().px(620))
        for box in self.boxes.values():
            box.setEnabled(False)
        self.reset_button.setEnabled(False)
        staff, actor = desk.services.staff, desk.actor
        desk.tasks.run(
            lambda: staff.member(actor, staff_id), done=self._show, failed=self._refused, owner=self
        )

    def _list(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("kind", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, L, 0)
        column.setSpacing(0)
        for title, lines in permission_groups():
            column.addWidget(Label(title, "strong"))
            for permission, words in lines:
                column.addLayout(self._line(permission, words))
            column.addSpacing(M)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _line(self, permission: Permission, words: str) -> QHBoxLayout:
        box = QCheckBox(words)
        box.clicked.connect(lambda wanted: self._set(permission, wanted))
        pill = Pill("", Tone.NEUTRAL)
        self.boxes[permission], self._pills[permission] = box, pill
        row = QHBoxLayout()
        row.addWidget(box, 1)
        row.addWidget(pill)
        return row

    def _show(self, member: StaffMember) -> None:
        self._member = member
        self._title.setText(self.tr("What {name} may do").format(name=member.name))
        self.setWindowTitle(self._title.text())
        owner = member.role is Role.OWNER
        self._sub.setText(
            self.tr("An owner may do everything.")
            if owner
            else self.tr("As {role}, and what you give or take here.").format(role=role_name(member.role))
        )
        for permission, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(permission in member.permissions)
            own = self.desk.actor.may(permission)
            box.setEnabled(not owner and own)
            pill = self._pills[permission]
            pill.setVisible(permission in member.granted or permission in member.denied)
            if permission in member.granted:
                pill.set_state(self.tr("given"), Tone.GREEN)
            elif permission in member.denied:
                pill.set_state(self.tr("taken away"), Tone.AMBER)
        self.reset_button.setEnabled(bool(member.granted or member.denied))

    def _set(self, permission: Permission, wanted: bool) -> None:
        member, staff, actor = self._member, self.desk.services.staff, self.desk.actor
        if member is None:
            return
        change: Callable[[Actor, int, Permission], StaffMember] = staff.grant if wanted else staff.deny
        if wanted is (permission in ROLE_PERMISSIONS[member.role]):
            change = staff.reset
        self._write(lambda: change(actor, member.id, permission))

    def _reset(self) -> None:
        staff, actor, staff_id = self.desk.services.staff, self.desk.actor, self._staff_id
        self._write(lambda: staff.reset(actor, staff_id))

    def _write(self, work: Callable[[], StaffMember]) -> None:
        self.desk.tasks.write(work, done=self._show, failed=self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        if self._member is not None:
            self._show(self._member)
        self.desk.window.report(error)

    def _close(self) -> None:
        self.outcome = self._member
        self.accept()
