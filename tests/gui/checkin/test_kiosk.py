"""The client's side of the counter."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.services.checkin.service import CheckInService
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.demo.staff import KIOSK_PIN, KIOSK_PIN_HASH
from fitnesscrm_desktop.ui.checkin.kiosk import ANSWER_MS, KioskWindow, open_window
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.settings.secret_dialogs import KioskPinDialog
from tests.gui.checkin.conftest import Door
from tests.support.scripted_dialogs import ScriptedDialogs
from tests.support.staff import make_hashing_cheap
from tests.support.studio_rows import StudioRows
from tests.support.visits import audited, stored_visits

PIN = "246813"
Open = Callable[[], KioskWindow]


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in no time."""
    make_hashing_cheap(monkeypatch)


@pytest.fixture
def kiosk(clerk: Door, services: Services, owner: Actor) -> KioskWindow:
    """Give the kiosk that the front desk has opened."""
    services.settings.set_kiosk_pin(owner, PIN)
    clerk.window.click(clerk.page.kiosk)
    found = open_window()
    assert found is not None
    return found


def type_code(kiosk: KioskWindow, code: str) -> None:
    QTest.keyClicks(kiosk, code)
    QTest.keyClick(kiosk, Qt.Key.Key_Return)


def type_pin(kiosk: KioskWindow, pin: str) -> None:
    QTest.keyClicks(kiosk.leaving.pad, pin)
    QTest.keyClick(kiosk.leaving.pad, Qt.Key.Key_Return)


def test_it_needs_a_pin_to_be_ended_by(clerk: Door) -> None:
    clerk.window.click(clerk.page.kiosk)
    assert open_window() is None
    assert "ended by a PIN of its own" in clerk.window.toasts()[-1]


def test_who_may_set_the_pin_is_asked_for_it_first(door: Door) -> None:
    door.window.click(door.page.kiosk)
    assert open_window() is None
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KioskPinDialog)
    for field in (dialog.first, dialog.second):
        field.setText(PIN)
    door.window.click(dialog.verb)
    door.window.until(open_window)


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_made_up_studio_tells_the_pin_before_it_opens(
    clerk: Door, services: Services, monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    with services.core.write() as work:
        studio = work.session.get_one(Studio, 1)
        studio.demo, studio.kiosk_pin_hash = True, KIOSK_PIN_HASH
    desk = clerk.window.work.desk
    desk.profile = services.settings.profile()
    desk.dialogs = asked = ScriptedDialogs(goes_on)
    clerk.window.click(clerk.page.kiosk)
    assert [KIOSK_PIN in text for _kind, _title, text in asked.asked] == [True]
    assert (open_window() is not None) is goes_on


def test_it_fills_its_screen_and_is_opened_once(clerk: Door, kiosk: KioskWindow) -> None:
    assert kiosk.isFullScreen()
    clerk.window.work.actions.action("checkin.kiosk").trigger()
    clerk.window.settle()
    assert [each for each in QApplication.topLevelWidgets() if isinstance(each, KioskWindow)] == [kiosk]


def test_a_first_name_and_a_verdict_and_nothing_else(
    clerk: Door, kiosk: KioskWindow, rows: StudioRows, services: Services
) -> None:
    anna = rows.member("Anna Ivanova", medical_alert="Asthma")
    type_code(kiosk, rows.number_of(anna))
    clerk.look()
    assert kiosk.face is kiosk.answer
    assert kiosk.answer.texts() == ("Welcome, Anna!", "The desk has a word for you.")
    assert (kiosk.answer.tone(), clerk.inside) == (Tone.AMBER, ["Anna Ivanova"])
    assert [entry["actor"] for entry in audited(services, "checkin.create")] == ["kiosk"]


@pytest.mark.parametrize(
    ("days", "texts", "tone"),
    [
        (30, ("Welcome, Anna!", "Have a good workout."), Tone.GREEN),
        (-1, ("Hello, Anna", "Please come to the desk."), Tone.RED),
    ],
)
def test_admitted_and_refused(
    clerk: Door, kiosk: KioskWindow, rows: StudioRows, days: int, texts: tuple[str, str], tone: Tone
) -> None:
    anna = rows.member("Anna Ivanova", days=days)
    type_code(kiosk, rows.number_of(anna))
    clerk.look()
    assert (kiosk.answer.texts(), kiosk.answer.tone()) == (texts, tone)


def test_a_second_scan_and_an_unknown_card(clerk: Door, kiosk: KioskWindow, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    for _ in range(2):
        type_code(kiosk, rows.number_of(anna))
        clerk.look()
    assert kiosk.answer.texts() == ("Hello, Anna!", "You are checked in already.")
    assert kiosk.answer.tone() is Tone.GREEN
    type_code(kiosk, "4711-X")
    clerk.look()
    assert kiosk.answer.texts() == ("Not known", "Please come to the desk, or try again.")


def test_fingers_type_on_the_keypad(clerk: Door, kiosk: KioskWindow, rows: StudioRows) -> None:
    for _ in range(12):
        anna = rows.member("Anna Ivanova")
    keypad = kiosk.waiting.keypad
    for digit in "1", "3":
        keypad.keys[digit].click()
    keypad.back.click()
    keypad.keys["2"].click()
    assert kiosk.waiting.display.text() == "12"
    keypad.go.click()
    clerk.look()
    assert rows.number_of(anna) == "12"
    assert kiosk.answer.texts()[0] == "Welcome, Anna!"


def test_it_is_ready_again_after_six_seconds(
    clerk: Door, kiosk: KioskWindow, rows: StudioRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ANSWER_MS == 6000
    monkeypatch.setattr("fitnesscrm_desktop.ui.checkin.kiosk.ANSWER_MS", 20)
    anna = rows.member("Anna Ivanova")
    type_code(kiosk, rows.number_of(anna))
    clerk.window.until(lambda: kiosk.answer.texts()[0] != "" and kiosk.face is kiosk.waiting)
    assert kiosk.waiting.display.text() == ""


def test_the_next_client_does_not_wait(clerk: Door, kiosk: KioskWindow, rows: StudioRows) -> None:
    anna, hugo = rows.member("Anna Ivanova"), rows.member("Hugo Rossi")
    type_code(kiosk, rows.number_of(anna))
    clerk.look()
    type_code(kiosk, rows.number_of(hugo))
    clerk.look()
    assert kiosk.answer.texts()[0] == "Welcome, Hugo!"
    QTest.mouseClick(kiosk.answer, Qt.MouseButton.LeftButton)
    assert kiosk.face is kiosk.waiting


def test_it_is_left_by_its_pin_only(clerk: Door, kiosk: KioskWindow) -> None:
    kiosk.close()
    assert kiosk.isVisible()
    assert kiosk.face is kiosk.leaving
    type_pin(kiosk, "111111")
    clerk.look()
    assert kiosk.isVisible()
    assert kiosk.leaving.problem.text() == "This is not the PIN."
    type_pin(kiosk, PIN)
    clerk.look()
    assert open_window() is None


def test_the_lock_in_the_corner_asks_and_escape_goes_back(clerk: Door, kiosk: KioskWindow) -> None:
    clerk.window.click(kiosk.corner)
    assert kiosk.leaving.isVisibleTo(kiosk)
    QTest.keyClick(kiosk, Qt.Key.Key_Escape)
    assert kiosk.waiting.isVisibleTo(kiosk)


def test_guessing_has_to_wait(clerk: Door, kiosk: KioskWindow) -> None:
    kiosk.close()
    for _ in range(4):
        type_pin(kiosk, "111111")
        clerk.look()
    assert "Too many wrong tries" in kiosk.leaving.problem.text()


def test_it_stays_when_the_staff_s_screen_is_locked(
    clerk: Door, kiosk: KioskWindow, rows: StudioRows, services: Services
) -> None:
    anna = rows.member("Anna Ivanova")
    clerk.window.work.session.lock()
    clerk.window.settle()
    assert kiosk.isVisible()
    type_code(kiosk, rows.number_of(anna))
    clerk.window.settle()
    assert kiosk.answer.texts()[0] == "Welcome, Anna!"
    assert len(stored_visits(services)) == 1


def test_the_end_of_the_program_is_the_end_of_the_kiosk(clerk: Door, kiosk: KioskWindow) -> None:
    clerk.window.frame.hide()
    kiosk.close()
    assert not kiosk.isVisible()


def test_trouble_sends_the_client_to_the_desk(
    clerk: Door, kiosk: KioskWindow, rows: StudioRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check_in(*_given: object, **_more: object) -> None:
        message = "The disk is full."
        raise StorageTrouble(message)

    monkeypatch.setattr(CheckInService, "check_in", check_in)
    type_code(kiosk, rows.number_of(rows.member()))
    clerk.look()
    assert kiosk.answer.texts() == ("Sorry", "Please come to the desk.")


def test_long_names_and_markup_are_shown_as_they_are(
    clerk: Door, kiosk: KioskWindow, rows: StudioRows, heard: list[Verdict]
) -> None:
    type_code(kiosk, rows.number_of(rows.member("<b>" + "x" * 190 + " y")))
    clerk.look()
    kiosk.grab()
    assert kiosk.answer.texts()[0].startswith("Welcome, <b>xxx")
    assert len(kiosk.answer.texts()[0]) < 60
    assert heard == [Verdict.ADMITTED]
