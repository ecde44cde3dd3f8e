"""A scan counts wherever the focus is: keys go through the window, as those of a keyboard do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from fitnesscrm_desktop.ui.core import scanner
from fitnesscrm_desktop.ui.shell.frame import Frame
from tests.gui.checkin.conftest import Door
from tests.support.studio_rows import StudioRows


@pytest.fixture(autouse=True)
def a_pc_may_be_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """These keys have the times of a PC that may be busy; how fast a hand is has tests of its own."""
    monkeypatch.setattr(scanner, "FASTEST_HAND_MS", 5000)


def first_button(place: QWidget) -> QWidget:
    return next(each for each in place.findChildren(QAbstractButton) if each.isVisible())


PLACES: dict[str, Callable[[Frame], QWidget]] = {
    "look": lambda frame: frame.top.theme,
    "search": lambda frame: frame.top.search,
    "lock": lambda frame: frame.top.lock,
    "staff": lambda frame: frame.top.staff,
    "sidebar": lambda frame: first_button(frame.sidebar),
    "status": lambda frame: first_button(frame.status),
}
everywhere = pytest.mark.parametrize("place", PLACES)


def focus(door: Door, place: str) -> QWidget:
    widget = PLACES[place](door.window.frame)
    widget.setFocus()
    assert QApplication.focusWidget() is widget
    return widget


def handle(door: Door) -> QWindow:
    found: QWindow | None = door.window.frame.windowHandle()
    assert found is not None
    return found


def scan_fast(door: Door, code: str) -> None:
    """The keys have the times of a scanner."""
    for letter in code:
        QTest.keyClick(handle(door), Qt.Key(ord(letter)))
    QTest.keyClick(handle(door), Qt.Key.Key_Return)
    door.look()


def scan_slowly(door: Door, code: str) -> None:
    """The keys have no times which tell a scanner from a hand."""
    for letter in code:
        door.window.write(letter)
    door.press("Return")


def click(door: Door, widget: QWidget) -> None:
    """Click as a mouse does: the window finds out what lies there."""
    place = widget.mapTo(door.window.frame, widget.rect().center())
    QTest.mouseClick(handle(door), Qt.MouseButton.LeftButton, pos=place)
    door.look()


@everywhere
def test_a_scanner_beside_the_page(door: Door, rows: StudioRows, place: str) -> None:
    anna = rows.member("Anna Ivanova")
    widget = focus(door, place)
    scan_fast(door, rows.number_of(anna).zfill(5))
    assert (door.verdict, door.name, door.page.field.text()) == ("Admitted", "Anna Ivanova", "")
    assert door.window.page is door.page
    assert widget.isVisible()


@everywhere
def test_a_scanner_as_slow_as_a_hand_beside_the_page(door: Door, rows: StudioRows, place: str) -> None:
    anna = rows.member("Anna Ivanova")
    focus(door, place)
    scan_slowly(door, rows.number_of(anna).zfill(5))
    assert (door.verdict, door.name, door.page.field.text()) == ("Admitted", "Anna Ivanova", "")


@pytest.mark.parametrize("scan", [scan_fast, scan_slowly])
def test_after_a_click_on_the_look(door: Door, rows: StudioRows, scan: Callable[[Door, str], None]) -> None:
    anna = rows.member("Anna Ivanova")
    click(door, door.window.frame.top.theme)
    scan(door, rows.number_of(anna).zfill(5))
    assert (door.verdict, door.name) == ("Admitted", "Anna Ivanova")


@pytest.mark.parametrize("scan", [scan_fast, scan_slowly])
def test_after_the_search_was_opened_and_left(
    door: Door, rows: StudioRows, scan: Callable[[Door, str], None]
) -> None:
    anna = rows.member("Anna Ivanova")
    click(door, door.window.frame.top.search)
    assert door.window.work.palette.isVisible()
    door.press("Escape")
    scan(door, rows.number_of(anna).zfill(5))
    assert (door.verdict, door.name) == ("Admitted", "Anna Ivanova")
    assert not door.window.work.palette.isVisible()


def test_letters_beside_other_pages_lead_nowhere(door: Door) -> None:
    door.window.go("clients.list")
    widget = focus(door, "look")
    door.window.write("anna")
    assert QApplication.focusWidget() is widget
    assert door.page.field.text() == ""


def test_nothing_gets_behind_a_locked_screen(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    door.window.press("Ctrl+L")
    QTest.keyClicks(door.window.frame, rows.number_of(anna).zfill(5))
    assert (door.page.field.text(), door.chips) == ("", [])


@pytest.mark.parametrize("scan", [scan_fast, scan_slowly])
def test_what_is_half_typed_is_never_glued_to_a_code(
    door: Door, rows: StudioRows, scan: Callable[[Door, str], None]
) -> None:
    anna = rows.member("Anna Ivanova")
    door.type("Sanj")
    scan(door, rows.number_of(anna).zfill(5))
    assert (door.verdict, door.name, door.page.field.text()) == ("Admitted", "Anna Ivanova", "Sanj")


def test_a_name_typed_with_a_pause_stays_whole(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    door.type("Anna ")
    door.window.write("Ivanova")
    door.press("Return")
    assert (door.name, door.page.field.text()) == ("Anna Ivanova", "")


def test_of_half_a_name_and_nobodys_code_all_is_told(door: Door, rows: StudioRows) -> None:
    rows.member("Anna Ivanova")
    door.type("Sanj")
    scan_slowly(door, "99999")
    assert door.reasons == ["Nobody has the code “Sanj99999”."]


def test_a_scan_takes_the_palette_away_that_would_lie_over_the_answer(door: Door, rows: StudioRows) -> None:
    anna = rows.member("Anna Ivanova")
    door.press("Ctrl+K")
    assert door.window.work.palette.isVisible()
    door.scan(rows.number_of(anna).zfill(6))
    assert not door.window.work.palette.isVisible()
    assert door.name == "Anna Ivanova"
