"""Signing in and switching, through the real screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.security.rules import WRONG_PINS
from fitnesscrm_desktop.ui.core.plain import clipped
from fitnesscrm_desktop.ui.signin.state import Way
from tests.gui.signin.screen import Screen
from tests.support.clock import FakeClock
from tests.support.gui_desk import DeskAtHand, shown_texts
from tests.support.staff import PASSWORD, hire, signed_in


def names(screen: Screen) -> list[str]:
    return [actor.name for actor in screen.came]


def test_four_digits_are_enough(screen: Screen) -> None:
    assert screen.chosen == "Anna"
    screen.type("2580")
    assert names(screen) == ["Anna"]


def test_switching_takes_one_arrow_and_the_pin(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Down)
    assert screen.chosen == "Ben"
    screen.type("975310")
    assert names(screen) == ["Ben"]


def test_the_mouse_is_enough_too(screen: Screen) -> None:
    screen.click_tile("Ben")
    screen.click_keys("975310")
    assert names(screen) == ["Ben"]


def test_digits_count_wherever_the_focus_is(screen: Screen) -> None:
    screen.view.people.tiles[0].setFocus()
    screen.type("25")
    screen.view.login_link.setFocus()
    screen.type("80")
    assert names(screen) == ["Anna"]


def test_the_arrows_go_round(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Up)
    assert screen.chosen == "Carl"
    screen.press(Qt.Key.Key_Down)
    assert screen.chosen == "Anna"


def test_a_digit_can_be_taken_back(screen: Screen) -> None:
    screen.type("259")
    screen.press(Qt.Key.Key_Backspace)
    screen.type("80")
    assert names(screen) == ["Anna"]


def test_a_wrong_pin_empties_the_pad_and_says_so(screen: Screen) -> None:
    screen.type("9753")
    assert screen.came == []
    assert screen.says == "The PIN is wrong."
    screen.type("2580")
    assert names(screen) == ["Anna"]


def test_half_a_pin_is_not_taken_along_to_somebody_else(screen: Screen) -> None:
    screen.type("25")
    screen.press(Qt.Key.Key_Down, Qt.Key.Key_Up)
    screen.type("80")
    assert screen.came == []
    screen.type("25")
    assert screen.says == "The PIN is wrong."


def test_a_wait_is_counted_down_and_then_over(screen: Screen, clock: FakeClock) -> None:
    for _ in range(3):
        screen.type("9753")
    assert screen.says == "That was wrong. Next try in 5 s."
    screen.type("2580")
    assert screen.came == []
    clock.advance(seconds=5)
    for left in (4, 3, 2, 1):
        screen.view.presenter.second_passed()
        assert screen.says == f"That was wrong. Next try in {left} s."
    screen.view.presenter.second_passed()
    assert screen.says == "Type your PIN"
    screen.type("2580")
    assert names(screen) == ["Anna"]


def test_others_do_not_wait_with_them(screen: Screen) -> None:
    for _ in range(3):
        screen.type("9753")
    screen.press(Qt.Key.Key_Down)
    screen.type("975310")
    assert names(screen) == ["Ben"]


def test_without_a_pin_the_password_is_asked(screen: Screen) -> None:
    screen.click_tile("Carl")
    assert screen.state.way is Way.PASSWORD
    screen.type(PASSWORD)
    screen.press(Qt.Key.Key_Return)
    assert names(screen) == ["Carl"]


def test_the_password_does_instead_of_the_pin(screen: Screen) -> None:
    screen.view.proof.other_way.click()
    screen.type("wrong password")
    screen.press(Qt.Key.Key_Return)
    assert screen.says == "The password is wrong."
    screen.type(PASSWORD)
    screen.press(Qt.Key.Key_Return)
    assert names(screen) == ["Anna"]


def test_esc_goes_back_to_the_pin(screen: Screen) -> None:
    screen.view.proof.other_way.click()
    screen.type("half a pass")
    screen.press(Qt.Key.Key_Escape)
    assert screen.state.way is Way.PIN
    screen.type("2580")
    assert names(screen) == ["Anna"]


def test_a_pin_that_is_off_leads_to_the_password(screen: Screen, clock: FakeClock) -> None:
    for _ in range(WRONG_PINS):
        screen.type("9753")
        clock.advance(minutes=5)
        while screen.state.wait:
            screen.view.presenter.second_passed()
    screen.type("2580")
    assert screen.came == []
    assert "off after 8 wrong tries" in screen.says
    screen.type(PASSWORD)
    screen.press(Qt.Key.Key_Return)
    assert names(screen) == ["Anna"]


def test_login_and_password_work_from_the_keyboard(screen: Screen) -> None:
    screen.view.login_link.click()
    screen.type("ben")
    screen.press(Qt.Key.Key_Return)
    screen.type(PASSWORD)
    screen.press(Qt.Key.Key_Return)
    assert names(screen) == ["Ben"]


def test_an_unknown_login_keeps_what_was_typed_but_not_the_password(screen: Screen) -> None:
    screen.view.login_link.click()
    screen.type("nobody")
    screen.press(Qt.Key.Key_Return)
    screen.type("some password")
    screen.press(Qt.Key.Key_Return)
    assert screen.says == "Login or password is wrong."
    fields = [field for field in screen.view.findChildren(QLineEdit) if field.isVisible()]
    assert [field.text() for field in fields] == ["nobody", ""]


def test_an_empty_password_is_not_tried(screen: Screen) -> None:
    screen.view.proof.other_way.click()
    for _ in range(5):
        screen.press(Qt.Key.Key_Return)
    assert screen.state.wait == 0
    assert screen.says == "Type your password"


def test_passwords_are_hidden(screen: Screen) -> None:
    field = screen.view.proof.passwords.password
    assert field.echoMode() is QLineEdit.EchoMode.Password


def test_a_locked_screen_waits_for_whoever_was_there(
    qtbot: QtBot, at_hand: DeskAtHand, screen: Screen
) -> None:
    ben = signed_in(at_hand.desk.services, "ben")
    locked = Screen(qtbot, at_hand, ben)
    assert locked.chosen == "Ben"
    assert "Locked" in shown_texts(locked.view)


def test_who_signed_in_last_is_chosen_next_time(qtbot: QtBot, at_hand: DeskAtHand, screen: Screen) -> None:
    screen.click_tile("Ben")
    screen.type("975310")
    assert Screen(qtbot, at_hand).chosen == "Ben"


def test_somebody_who_leaves_is_gone_from_the_screen(
    at_hand: DeskAtHand, screen: Screen, qtbot: QtBot
) -> None:
    services = at_hand.desk.services
    anna = Actor("Anna", Role.OWNER, 1, signed_in(services, "anna").permissions)
    services.staff.leave(anna, screen.view.people.tiles[1].person.id)
    qtbot.waitUntil(lambda: [tile.person.name for tile in screen.view.people.tiles] == ["Anna", "Carl"])


def test_names_are_text_and_may_be_long(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    services = at_hand.desk.services
    hire(services, "zed")
    zed = next(one for one in services.staff.everybody(at_hand.desk.actor) if one.login == "zed")
    name = "<b>Zed</b> " + "x" * 180
    services.staff.edit(at_hand.desk.actor, zed.id, zed.version, name=name, login="zed", role=zed.role)
    screen = Screen(qtbot, at_hand)
    screen.click_tile(name)
    assert clipped(name) in shown_texts(screen.view)
    assert screen.view.minimumSizeHint().width() <= 1024


def test_trouble_with_the_database_is_told_on_the_screen(screen: Screen, at_hand: DeskAtHand) -> None:
    at_hand.desk.services.close()
    file = at_hand.desk.services.core.database.file
    assert file is not None
    for part in file.parent.glob(file.name + "*"):
        part.unlink()
    file.mkdir()
    screen.type("2580")
    assert "is a folder, not a database file" in screen.says
