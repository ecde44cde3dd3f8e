"""The main window: who sees what, how one gets about, and what happens to errors."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.core.neighbours import OthersChanged
from fitnesscrm_desktop.ui.core.desk import Feature
from fitnesscrm_desktop.ui.shell import workplace
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from tests.support.actors import an_actor
from tests.support.logs import LogGuard
from tests.support.stand_ins import AskingDialog, NotedPage, noted_part, stand_ins
from tests.support.window import StudioWindow


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the pages write down."""
    written: list[str] = []
    monkeypatch.setattr(workplace, "FEATURES", stand_ins(written))
    return written


@pytest.fixture
def at_work(window: StudioWindow, services: Services, owner: Actor, notes: list[str]) -> StudioWindow:
    """The window with the owner signed in."""
    return window.open(services, owner)


@pytest.mark.parametrize(
    ("role", "sees", "first"),
    [
        (Role.OWNER, ["home.owner", "checkin.desk", "clients.list", "settings.main"], "home.owner"),
        (Role.MANAGER, ["home.owner", "checkin.desk", "clients.list", "settings.main"], "home.owner"),
        (Role.FRONT_DESK, ["checkin.desk", "clients.list"], "checkin.desk"),
        (Role.TRAINER, ["checkin.desk", "clients.list"], "clients.list"),
    ],
)
def test_each_role_has_its_pages_and_its_home(
    window: StudioWindow, services: Services, notes: list[str], role: Role, sees: list[str], first: str
) -> None:
    window.open(services, an_actor(role))
    assert window.frame.sidebar.pages() == sees
    assert window.page_id == first
    assert window.frame.sidebar.button(first).isChecked()


def test_a_page_is_made_when_it_is_first_wanted(at_work: StudioWindow, notes: list[str]) -> None:
    assert [note for note in notes if "made" in note] == ["home.owner made"]
    at_work.go("clients.list")
    at_work.go("home.owner")
    at_work.go("clients.list")
    assert [note for note in notes if "made" in note] == ["home.owner made", "clients.list made"]


def test_pages_are_told_when_they_come_and_go(at_work: StudioWindow, notes: list[str]) -> None:
    notes.clear()
    at_work.go("clients.client", client_id=7)
    assert notes == ["clients.client made", "home.owner leaves", "clients.client arrives {'client_id': 7}"]


def test_one_can_go_back_by_key_and_by_esc(at_work: StudioWindow) -> None:
    at_work.go("clients.list")
    at_work.go("clients.client", client_id=7)
    at_work.press("Alt+Left")
    assert at_work.page_id == "clients.list"
    at_work.press("Escape")
    assert at_work.page_id == "home.owner"
    assert not at_work.frame.top.back.isEnabled()
    at_work.press("Escape")
    assert at_work.page_id == "home.owner"


def test_going_back_keeps_what_was_typed(at_work: StudioWindow) -> None:
    at_work.go("clients.list")
    at_work.write("Ann")
    at_work.go("clients.client", client_id=7)
    at_work.press("Escape")
    assert isinstance(at_work.page, NotedPage)
    assert at_work.page.field.text() == "Ann"


def test_a_page_of_one_client_lights_up_the_clients(at_work: StudioWindow) -> None:
    at_work.go("clients.client", client_id=7)
    assert at_work.frame.sidebar.button("clients.list").isChecked()


def test_the_keyboard_is_on_the_page_at_once(at_work: StudioWindow) -> None:
    at_work.press("Ctrl+3")
    assert at_work.page_id == "clients.list"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert at_work.page.isAncestorOf(focus)


def test_a_page_one_may_not_see_is_refused_in_words(
    window: StudioWindow, services: Services, notes: list[str]
) -> None:
    window.open(services, an_actor(Role.TRAINER))
    window.work.window.go("settings.main")
    assert window.page_id == "clients.list"
    assert "may not open" in window.toasts()[-1]


def test_the_title_names_page_and_studio(at_work: StudioWindow) -> None:
    at_work.go("clients.list")
    assert at_work.frame.windowTitle() == "Clients.List – Test studio – FitnessCRM"


def test_a_dialog_of_another_feature_gives_its_outcome(at_work: StudioWindow) -> None:
    outcomes: list[object] = []
    at_work.work.window.open_dialog("clients.ask", then=outcomes.append, subject="Anna")
    dialog = at_work.dialog
    assert isinstance(dialog, AskingDialog)
    assert dialog.parent() is at_work.frame
    dialog.done_button.click()
    at_work.settle()
    assert outcomes == ["Anna"]


def test_the_page_a_dialog_leads_to_says_where_the_cursor_goes(at_work: StudioWindow) -> None:
    at_work.go("clients.list")
    wanted = QPushButton("Second", at_work.page)
    wanted.show()
    at_work.go("home.owner")

    def lead_on(_outcome: object) -> None:
        at_work.work.window.go("clients.list")
        wanted.setFocus()

    at_work.work.window.open_dialog("clients.ask", then=lead_on)
    dialog = at_work.dialog
    assert isinstance(dialog, AskingDialog)
    dialog.done_button.click()
    turned: list[bool] = []
    QTimer.singleShot(0, lambda: turned.append(True))
    at_work.until(lambda: turned)
    assert at_work.frame.focusWidget() is wanted


def test_a_dialog_one_leaves_gives_nothing(at_work: StudioWindow) -> None:
    outcomes: list[object] = []
    at_work.work.window.open_dialog("clients.ask", then=outcomes.append)
    at_work.press("Escape", at_work.dialog)
    assert outcomes == []
    assert QApplication.activeModalWidget() is None


def test_a_broken_rule_is_a_toast(at_work: StudioWindow) -> None:
    at_work.work.window.report(RuleBroken("The end is before the start."))
    assert at_work.toasts() == ["The end is before the start."]


def test_storage_trouble_stays_until_it_is_dealt_with(at_work: StudioWindow, notes: list[str]) -> None:
    at_work.work.window.report(StorageTrouble("The disk is full."))
    notice = at_work.program.errors.notice
    assert (notice.isVisible(), notice.text()) == (True, "The disk is full.")
    notes.clear()
    at_work.click(notice.action_button)
    assert not notice.isVisible()
    assert notes == ["home.owner arrives"]


def test_a_bug_opens_the_crash_dialog_once_and_the_work_goes_on(
    at_work: StudioWindow, expected_log: LogGuard
) -> None:
    expected_log("unexpected error")
    for _ in range(3):
        at_work.work.window.report(ZeroDivisionError("Anna Smith owes 12"))
    at_work.until(lambda: len(at_work.errors) == 3)
    crash = at_work.program.errors.crash
    assert crash is not None
    report = crash.report.toPlainText()
    assert "ZeroDivisionError" in report
    assert "happened 3 times" in report
    assert "Anna" not in report
    crash.accept()
    at_work.go("clients.list")
    assert at_work.page_id == "clients.list"
    at_work.errors.clear()


def test_shortcuts_of_features_work_everywhere(at_work: StudioWindow) -> None:
    at_work.press("Ctrl+Shift+C")
    assert at_work.toasts() == ["There are some"]


def test_the_shortcut_sheet_lists_the_features_keys(at_work: StudioWindow) -> None:
    at_work.work.show_shortcuts()
    words = at_work.words()
    assert "Count clients" in words
    assert "Ctrl+Shift+C" in words
    assert "Ctrl+K" in words
    at_work.dialog.accept()


def test_a_narrow_window_keeps_the_icons_of_the_sidebar(at_work: StudioWindow) -> None:
    wide = at_work.frame.sidebar.width()
    at_work.frame.resize(1024, 700)
    assert at_work.frame.sidebar.width() < wide / 2
    assert at_work.frame.sidebar.button("clients.list").accessibleName() == "Clients.List"
    at_work.frame.resize(1400, 800)
    assert at_work.frame.sidebar.width() == wide


def test_text_grows_in_steps_up_to_half_again(at_work: StudioWindow) -> None:
    for _ in range(7):
        at_work.press("Ctrl++")
    assert at_work.preferences.chosen.text_percent == 150
    at_work.press("Ctrl+0")
    assert at_work.preferences.chosen.text_percent == 100


def test_the_theme_is_switched_and_remembered(at_work: StudioWindow) -> None:
    at_work.click(at_work.frame.top.theme)
    assert at_work.preferences.chosen.theme == "dark"
    at_work.click(at_work.frame.top.theme)
    assert at_work.preferences.chosen.theme == "light"


def test_the_window_remembers_its_size(at_work: StudioWindow) -> None:
    at_work.frame.resize(1024, 740)
    at_work.close()
    kept = at_work.preferences.chosen.geometry
    at_work.frame.resize(1100, 720)
    at_work.frame.place(kept)
    assert (at_work.frame.width(), at_work.frame.height()) == (1024, 740)


def test_the_status_line_says_where_the_data_is_and_opens_what_it_names(at_work: StudioWindow) -> None:
    database = at_work.frame.status.item("database")
    assert database.text().strip() == "studio.db"
    at_work.click(database)
    assert at_work.page_id == "settings.main"
    at_work.click(at_work.frame.status.item("inside"))
    assert at_work.page_id == "checkin.desk"


def test_what_another_desk_stores_is_loaded_unless_somebody_types(
    at_work: StudioWindow, services: Services, notes: list[str]
) -> None:
    at_work.go("clients.list")
    notes.clear()
    services.core.bus.publish([OthersChanged()])
    at_work.until(lambda: notes == ["clients.list arrives"])
    at_work.write("Ann")
    services.core.bus.publish([OthersChanged()])
    at_work.settle()
    assert notes == ["clients.list arrives"]


def test_loading_again_does_not_turn_a_page_back(at_work: StudioWindow, notes: list[str]) -> None:
    at_work.go("clients.client", client_id=7, tab="account")
    notes.clear()
    at_work.press("F5")
    assert notes == ["clients.client arrives {'client_id': 7}"]


def test_dates_are_typed_as_the_studio_writes_them(at_work: StudioWindow) -> None:
    field = DateField(date(2026, 11, 23), today=lambda: date(2026, 11, 23))
    assert field.edit.text() == "23/11/2026"
    field.deleteLater()
    at_work.work.close()
    assert QLocale() == QLocale.system()


@pytest.mark.parametrize(("role", "parts"), [(Role.OWNER, ["size", "purse"]), (Role.TRAINER, ["size"])])
def test_each_role_is_handed_its_parts_of_the_client_page(
    window: StudioWindow, services: Services, notes: list[str], role: Role, parts: list[str]
) -> None:
    window.open(services, an_actor(role))
    assert [part.id for part in window.work.window.client_parts()] == parts
    told = {line.title for line in window.work.actions.shortcut_sheet()}
    assert {f"New {part}" for part in parts} <= told
    assert ("New purse" in told) == ("purse" in parts)


def test_two_parts_of_the_client_page_need_two_names(window: StudioWindow, services: Services) -> None:
    window.open(services)
    twice = tuple(Feature(name, client_parts=(noted_part("size", 10, []),)) for name in ("one", "other"))
    with pytest.raises(ValueError, match="'size' is registered twice"):
        window.work.window.furnish(window.work.desk, twice)
