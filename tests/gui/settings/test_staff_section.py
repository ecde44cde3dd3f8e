"""Staff and roles, one's own account."""

from PySide6.QtCore import Qt

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS
from fitnesscrm_desktop.services.security.results import StaffMember
from fitnesscrm_desktop.ui.settings.account_section import AccountSection
from fitnesscrm_desktop.ui.settings.role_matrix import RoleMatrix
from fitnesscrm_desktop.ui.settings.secret_dialogs import (
    OwnPasswordDialog,
    OwnPinDialog,
    PasswordForDialog,
    PinForDialog,
)
from fitnesscrm_desktop.ui.settings.staff_dialogs import AddStaffDialog, EditStaffDialog, RightsDialog
from fitnesscrm_desktop.ui.settings.staff_section import StaffSection
from fitnesscrm_desktop.ui.settings.words import permission_groups
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog
from fitnesscrm_desktop.ui.widgets.labels import IconLabel
from tests.gui.settings.screen import SettingsScreen
from tests.support.gui_desk import shown_texts
from tests.support.staff import PASSWORD


def names(section: StaffSection) -> list[str]:
    rows = [section.model.row_at(row) for row in range(section.model.rowCount())]
    return [row.name for row in rows if row is not None]


def member(services: Services, screen: SettingsScreen, login: str) -> StaffMember:
    everybody = services.staff.everybody(screen.at_hand.desk.actor)
    return next(one for one in everybody if one.login == login)


def pick(screen: SettingsScreen, section: StaffSection, name: str) -> None:
    section.table.select_row(names(section).index(name))
    screen.settle()


def test_everybody_is_listed_and_somebody_is_picked(screen: SettingsScreen) -> None:
    staff = screen.section(StaffSection, "staff")
    assert names(staff) == ["Anna", "Ben", "Carl"]
    assert staff.edit_button.isEnabled()
    assert not staff.leave_button.isEnabled()


def test_enter_edits_the_row(services: Services, screen: SettingsScreen) -> None:
    staff = screen.section(StaffSection, "staff")
    pick(screen, staff, "Ben")
    screen.press(staff.table, Qt.Key.Key_Return)
    assert screen.at_hand.window.opened == [
        ("settings.staff_edit", {"staff_id": member(services, screen, "ben").id})
    ]


def test_ones_own_password_asks_for_the_old_one(screen: SettingsScreen) -> None:
    staff = screen.section(StaffSection, "staff")
    for button in (staff.password_button, staff.pin_button):
        screen.click(button)
    assert [name for name, _about in screen.at_hand.window.opened] == [
        "settings.own_password",
        "settings.own_pin",
    ]


def test_somebody_leaves_and_the_toast_brings_them_back(services: Services, screen: SettingsScreen) -> None:
    staff = screen.section(StaffSection, "staff")
    pick(screen, staff, "Ben")
    screen.click(staff.leave_button)
    assert member(services, screen, "ben").left_at is not None
    assert names(staff) == ["Anna", "Carl", "Ben"]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert member(services, screen, "ben").left_at is None
    assert names(staff) == ["Anna", "Ben", "Carl"]


def test_who_left_can_only_come_back(services: Services, screen: SettingsScreen) -> None:
    ben = member(services, screen, "ben")
    services.staff.leave(screen.at_hand.desk.actor, ben.id)
    staff = screen.section(StaffSection, "staff")
    pick(screen, staff, "Ben")
    assert not staff.edit_button.isEnabled()
    screen.click(staff.leave_button)
    assert member(services, screen, "ben").left_at is None


def test_somebody_is_added(services: Services, screen: SettingsScreen) -> None:
    dialog = screen.dialog(AddStaffDialog, "settings.staff_add")
    assert dialog.focusWidget() is dialog.name
    screen.fill(dialog.name, "Dora")
    screen.fill(dialog.login, "anna")
    screen.fill(dialog.password, "Kx7-qZvm")
    dialog.role.set_current(Role.TRAINER.value)
    screen.press(dialog.password, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "login already" in dialog.form.error(dialog.login)
    screen.fill(dialog.login, "dora")
    screen.fill(dialog.email, "dora@example.org")
    screen.fill(dialog.phone, "030 1234567")
    screen.press(dialog.login, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert isinstance(dialog.outcome, StaffMember)
    assert services.staff.sign_in("dora", "Kx7-qZvm").role is Role.TRAINER
    dora = member(services, screen, "dora")
    assert (dora.email, dora.phone) == ("dora@example.org", "+49301234567")


def test_somebody_is_edited(services: Services, screen: SettingsScreen) -> None:
    ben = member(services, screen, "ben")
    dialog = screen.dialog(EditStaffDialog, "settings.staff_edit", staff_id=ben.id)
    assert (dialog.name.text(), dialog.login.text(), dialog.role.current()) == ("Ben", "ben", "front_desk")
    screen.fill(dialog.name, "Benedict")
    screen.fill(dialog.email, "ben@example.org")
    screen.click(dialog.role.button("manager"))
    screen.click(dialog.verb)
    edited = member(services, screen, "ben")
    assert (edited.name, edited.role, edited.email) == ("Benedict", Role.MANAGER, "ben@example.org")


def test_esc_throws_away_nothing_that_was_typed(services: Services, screen: SettingsScreen) -> None:
    ben = member(services, screen, "ben")
    dialog = screen.dialog(EditStaffDialog, "settings.staff_edit", staff_id=ben.id)
    screen.press(dialog.name, Qt.Key.Key_Escape)
    assert not dialog.isVisible(), "what was read for the dialog is nobody's work"
    adding = screen.dialog(AddStaffDialog, "settings.staff_add")
    screen.fill(adding.name, "Dora")
    screen.press(adding.name, Qt.Key.Key_Escape)
    assert adding.isVisible()
    assert "typed something" in adding.notice.text()
    screen.press(adding.name, Qt.Key.Key_Escape)
    assert not adding.isVisible()


def test_the_last_owner_cannot_become_something_else(services: Services, screen: SettingsScreen) -> None:
    anna = member(services, screen, "anna")
    dialog = screen.dialog(EditStaffDialog, "settings.staff_edit", staff_id=anna.id)
    screen.click(dialog.role.button("trainer"))
    screen.click(dialog.verb)
    assert dialog.isVisible()
    assert "last owner" in dialog.notice.text()


def test_edited_twice_at_once_is_asked_about(services: Services, screen: SettingsScreen) -> None:
    ben = member(services, screen, "ben")
    dialog = screen.dialog(EditStaffDialog, "settings.staff_edit", staff_id=ben.id)
    services.staff.edit(
        screen.at_hand.desk.actor, ben.id, ben.version, name="Benno", login="ben", role=Role.TRAINER
    )

    def choose(asked: ConflictDialog) -> bool:
        assert set(asked.mine) == {"name", "role"}
        asked.theirs["role"].setChecked(True)
        return True

    screen.at_hand.dialogs.then(choose)
    screen.fill(dialog.name, "Benedict")
    screen.click(dialog.verb)
    edited = member(services, screen, "ben")
    assert (edited.name, edited.role) == ("Benedict", Role.TRAINER)


def test_mine_is_kept_of_the_ways_to_reach_somebody(services: Services, screen: SettingsScreen) -> None:
    ben = member(services, screen, "ben")
    dialog = screen.dialog(EditStaffDialog, "settings.staff_edit", staff_id=ben.id)
    services.staff.edit(
        screen.at_hand.desk.actor,
        ben.id,
        ben.version,
        name="Ben",
        login="ben",
        role=ben.role,
        email="theirs@example.org",
        phone="+49 30 1111111",
    )
    screen.at_hand.dialogs.then(lambda _asked: True)
    screen.fill(dialog.email, "mine@example.org")
    screen.fill(dialog.phone, "+49 30 2222222")
    screen.click(dialog.verb)
    edited = member(services, screen, "ben")
    assert (edited.email, edited.phone) == ("mine@example.org", "+49302222222")


def test_a_tick_counts_at_once(services: Services, screen: SettingsScreen) -> None:
    ben = member(services, screen, "ben")
    dialog = screen.dialog(RightsDialog, "settings.staff_rights", staff_id=ben.id)
    screen.click(dialog.boxes[Permission.REFUND])
    screen.click(dialog.boxes[Permission.SELL])
    changed = member(services, screen, "ben")
    assert (changed.granted, changed.denied) == (
        frozenset({Permission.REFUND}),
        frozenset({Permission.SELL}),
    )
    assert {"given", "taken away"} <= set(shown_texts(dialog))
    screen.click(dialog.boxes[Permission.REFUND])
    assert member(services, screen, "ben").granted == frozenset()
    screen.click(dialog.reset_button)
    assert member(services, screen, "ben").permissions == ROLE_PERMISSIONS[Role.FRONT_DESK]
    assert not dialog.reset_button.isEnabled()


def test_an_owner_has_nothing_to_tick(services: Services, screen: SettingsScreen) -> None:
    anna = member(services, screen, "anna")
    dialog = screen.dialog(RightsDialog, "settings.staff_rights", staff_id=anna.id)
    assert all(box.isChecked() and not box.isEnabled() for box in dialog.boxes.values())


def test_every_permission_has_words_once() -> None:
    listed = [permission for _title, lines in permission_groups() for permission, _words in lines]
    assert sorted(listed) == sorted(Permission)


def test_the_matrix_says_what_the_roles_may_do(screen: SettingsScreen) -> None:
    staff = screen.section(StaffSection, "staff")
    matrix = staff.findChild(RoleMatrix)
    assert isinstance(matrix, RoleMatrix)
    said = {mark.accessibleName() for mark in matrix.findChildren(IconLabel)}
    assert len(said) == len(Permission) * len(Role)
    assert "Front desk, Refund and reverse: no" in said
    assert "Manager, Refund and reverse: yes" in said


def test_others_get_a_new_password_and_pin(services: Services, screen: SettingsScreen) -> None:
    ben = member(services, screen, "ben")
    dialog = screen.dialog(PasswordForDialog, "settings.staff_password", staff_id=ben.id)
    screen.fill(dialog.first, "Kx7-qZvm")
    screen.fill(dialog.second, "Kx7-qZvx")
    screen.press(dialog.second, Qt.Key.Key_Return)
    assert "not the same" in dialog.form.error(dialog.second)
    screen.fill(dialog.second, "Kx7-qZvm")
    screen.press(dialog.second, Qt.Key.Key_Return)
    assert services.staff.sign_in("ben", "Kx7-qZvm").name == "Ben"
    pins = screen.dialog(PinForDialog, "settings.staff_pin", staff_id=ben.id)
    for field in (pins.first, pins.second):
        screen.fill(field, "97x53")
    screen.press(pins.second, Qt.Key.Key_Return)
    assert services.staff.sign_in_by_pin(ben.id, "9753").name == "Ben"


def test_ones_own_secrets_are_changed_with_the_password(services: Services, screen: SettingsScreen) -> None:
    dialog = screen.dialog(OwnPasswordDialog, "settings.own_password")
    screen.fill(dialog.old, "wrong password")
    for field in (dialog.first, dialog.second):
        screen.fill(field, "Kx7-qZvm")
    screen.press(dialog.second, Qt.Key.Key_Return)
    assert dialog.form.error(dialog.old) == "The password is wrong."
    assert (dialog.old.text(), dialog.first.text()) == ("", "Kx7-qZvm")
    screen.fill(dialog.old, PASSWORD)
    screen.press(dialog.old, Qt.Key.Key_Return)
    assert services.staff.sign_in("anna", "Kx7-qZvm").name == "Anna"
    pins = screen.dialog(OwnPinDialog, "settings.own_pin")
    screen.fill(pins.old, "Kx7-qZvm")
    for field in (pins.first, pins.second):
        screen.fill(field, "975310")
    screen.press(pins.second, Qt.Key.Key_Return)
    account = screen.section(AccountSection, "account")
    assert "You switch with a PIN of 6 digits." in shown_texts(account)
