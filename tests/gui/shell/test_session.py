"""Signing in, locking, switching staff: nothing private is left for the next one, nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor, command_line
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.security.results import NewStaff
from fitnesscrm_desktop.services.settings.results import SetUp
from fitnesscrm_desktop.ui.shell import workplace
from fitnesscrm_desktop.ui.shell.session import NOBODY
from fitnesscrm_desktop.ui.signin.view import SignInView
from tests.support.stand_ins import AskingDialog, NotedPage, stand_ins
from tests.support.window import StudioWindow

OWNER_PIN, DESK_PIN = "4826", "7159"


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the pages write down."""
    written: list[str] = []
    monkeypatch.setattr(workplace, "FEATURES", stand_ins(written))
    return written


@pytest.fixture
def staffed(services: Services) -> Services:
    """A studio with an owner and somebody at the desk, both with a PIN."""
    services.settings.set_up(
        SetUp(
            "Test studio", "DE", "EUR", "Europe/Berlin", "en_GB", "Olga", "olga", "olga-is-owner", OWNER_PIN
        )
    )
    services.staff.add(command_line(), NewStaff("Dan", "dan", "dan-at-the-desk", Role.FRONT_DESK, DESK_PIN))
    return services


@pytest.fixture
def olga(staffed: Services) -> Actor:
    return staffed.staff.sign_in("olga", "olga-is-owner")


@pytest.fixture
def dan(staffed: Services) -> Actor:
    return staffed.staff.sign_in("dan", "dan-at-the-desk")


def sign_in_screen(window: StudioWindow) -> SignInView:
    cover = window.frame.covered
    assert isinstance(cover, SignInView)
    return cover


def test_a_studio_with_staff_asks_who_is_working(
    window: StudioWindow, staffed: Services, notes: list[str]
) -> None:
    window.open(staffed)
    assert sign_in_screen(window).isVisible()
    assert not window.frame.workspace.isVisible()
    assert notes == []


def test_signing_in_by_pin_opens_the_home_of_the_role(
    window: StudioWindow, staffed: Services, notes: list[str]
) -> None:
    window.open(staffed)
    screen = sign_in_screen(window)
    dan = next(person for person in staffed.staff.who_can_switch() if person.name == "Dan")
    screen.people.chosen.emit(dan.id)
    window.write(DESK_PIN, screen)
    window.until(lambda: window.frame.covered is None)
    assert window.page_id == "checkin.desk"
    assert "Dan" in window.frame.top.staff.accessibleName()


def test_a_locked_window_shows_nothing_private(
    window: StudioWindow, staffed: Services, olga: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    window.work.toaster.show_toast("Anna has paid")
    window.work.window.open_dialog("clients.ask", subject="Anna's secret")
    dialog = window.dialog
    window.work.session.lock()
    assert not dialog.isVisible()
    assert not window.frame.workspace.isVisible()
    assert window.toasts() == []
    assert "Anna" not in window.frame.windowTitle()
    visible = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert visible == [window.frame]


def test_shortcuts_rest_while_the_window_is_locked(
    window: StudioWindow, staffed: Services, olga: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    window.press("Ctrl+L")
    window.press("Ctrl+Shift+C", sign_in_screen(window))
    window.press("Ctrl+K", sign_in_screen(window))
    assert window.toasts() == []
    assert not window.work.palette.isVisible()


def test_coming_back_finds_page_and_dialog_as_they_were(
    window: StudioWindow, staffed: Services, olga: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    window.go("clients.list")
    window.write("half a na")
    window.work.window.open_dialog("clients.ask")
    dialog = window.dialog
    assert isinstance(dialog, AskingDialog)
    dialog.field.setText("half a sentence")
    notes.clear()
    window.work.session.lock()
    window.work.session.sign_in(olga)
    assert window.dialog is dialog
    assert dialog.field.text() == "half a sentence"
    assert isinstance(window.page, NotedPage)
    assert window.page.field.text() == "half a na"
    assert notes == []
    dialog.reject()


def test_a_question_waits_through_the_lock(
    window: StudioWindow, staffed: Services, olga: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    answers: list[bool] = []
    desk = window.work.desk

    def lock_and_return() -> None:
        window.work.session.lock()
        window.work.session.sign_in(olga)
        window.dialog.accept()

    QTimer.singleShot(50, lock_and_return)
    answers.append(desk.dialogs.confirm("Merge?", "This cannot be undone.", "Merge"))
    assert answers == [True]


def test_somebody_else_finds_nothing_of_the_first(
    window: StudioWindow, staffed: Services, olga: Actor, dan: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    window.go("clients.list")
    window.write("half a na")
    window.work.window.open_dialog("clients.ask")
    window.work.session.lock()
    window.work.session.sign_in(dan)
    assert QApplication.activeModalWidget() is None
    assert window.frame.sidebar.pages() == ["checkin.desk", "clients.list"]
    assert not window.frame.top.back.isEnabled()
    window.go("clients.list")
    assert isinstance(window.page, NotedPage)
    assert window.page.field.text() == ""


def test_what_was_said_about_the_work_of_one_is_not_said_to_the_next(
    window: StudioWindow, staffed: Services, olga: Actor, dan: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    notice = window.program.errors.notice
    window.work.window.report(StorageTrouble("Anna's payment could not be stored: the disk is full."))
    assert notice.isVisible()
    window.work.session.lock()
    assert not notice.isVisible()
    window.work.window.report(StorageTrouble("The database cannot be reached."))
    assert notice.isVisible(), "trouble is told at the locked screen, too"
    window.work.session.sign_in(dan)
    assert not notice.isVisible()


def test_trouble_while_the_screen_was_locked_waits_for_who_was_there(
    window: StudioWindow, staffed: Services, olga: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    window.work.session.lock()
    window.work.window.report(StorageTrouble("The database cannot be reached."))
    window.work.session.sign_in(olga)
    assert window.program.errors.notice.isVisible()


def test_the_desk_page_keeps_its_text_when_staff_change(
    window: StudioWindow, staffed: Services, olga: Actor, dan: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    window.go("checkin.desk")
    window.write("10042")
    window.work.session.lock()
    window.work.session.sign_in(dan)
    assert window.page_id == "checkin.desk"
    assert isinstance(window.page, NotedPage)
    assert window.page.field.text() == "10042"


def test_signing_out_leaves_nobody(
    window: StudioWindow, staffed: Services, olga: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    window.work.session.sign_out()
    assert window.work.desk.actor is NOBODY
    assert sign_in_screen(window).isVisible()
    assert window.work.window.pages.current is None


def test_the_window_locks_itself_when_nobody_touches_it(
    window: StudioWindow, staffed: Services, olga: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    window.work.session.idle_watch.start_ms(40)
    window.until(lambda: window.frame.covered is not None)
    assert sign_in_screen(window).isVisible()


def test_a_touch_puts_the_lock_off(
    window: StudioWindow, staffed: Services, olga: Actor, notes: list[str]
) -> None:
    window.open(staffed, olga)
    watch = window.work.session.idle_watch
    window.until(lambda: watch.untouched_ms() > 30)
    handle = window.frame.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert watch.untouched_ms() < 30


def test_who_has_left_is_signed_out(
    window: StudioWindow, staffed: Services, olga: Actor, dan: Actor, notes: list[str]
) -> None:
    window.open(staffed, dan)
    member = next(each for each in staffed.staff.everybody(olga) if each.name == "Dan")
    staffed.staff.leave(olga, member.id)
    window.until(lambda: window.work.desk.actor is NOBODY)
    assert sign_in_screen(window).isVisible()
