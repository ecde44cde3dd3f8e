"""Nothing that passes by covers the answer at the door."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QWidget

from fitnesscrm_desktop.ui.checkin.desk_page import CheckInPage
from tests.support.demo_file import DemoFile
from tests.support.door_page import DoorPage
from tests.support.window import StudioWindow

LONG = (
    "The check-in of a client whose name is long is taken back, and one reads for a while what is said of it."
)


@pytest.fixture
def full(window: StudioWindow, demo_file: DemoFile, tmp_path: Path) -> StudioWindow:
    """The window on a studio full of people, its owner signed in."""
    return window.open(demo_file.open(tmp_path / "full"), demo_file.owner)


def place_of(widget: QWidget, window: StudioWindow) -> QRect:
    return QRect(widget.mapTo(window.frame, QPoint()), widget.size())


def say(window: StudioWindow) -> None:
    toaster = window.work.toaster
    toaster.show_toast("Ann Doe has left.", undo=lambda: None)
    toaster.show_toast(LONG, undo=lambda: None, action="Check in again")
    toaster.show_toast(f"{LONG} And again.", tone="bad")
    window.settle()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_messages_stand_beside_verdict_cures_and_chips(full: StudioWindow, size: tuple[int, int]) -> None:
    full.frame.resize(*size)
    door = DoorPage(full)
    for number in (1, 2):
        door.enter(str(number))
    page = door.page
    full.work.toaster.clear()
    say(full)
    host = full.work.toaster.host
    shown = place_of(host, full)
    assert len(host.toasts()) == 3
    for part in (page.field, page.card, page.chips):
        assert part.isVisible()
        assert not shown.intersects(place_of(part, full)), type(part).__name__
    assert place_of(page.side, full).contains(shown)
    for toast in host.toasts():
        assert toast.label.height() >= toast.label.heightForWidth(toast.label.width())


def test_they_follow_from_page_to_page(full: StudioWindow) -> None:
    full.go("clients.list")
    say(full)
    host = full.work.toaster.host
    middle = place_of(host, full).center().x()
    page = full.go("checkin.desk")
    assert isinstance(page, CheckInPage)
    assert place_of(page.side, full).contains(place_of(host, full))
    full.go("clients.list")
    assert place_of(host, full).center().x() == pytest.approx(middle, abs=1)


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
@pytest.mark.parametrize("page", ["clients.list", "jobs.main", "settings.main"])
def test_they_cover_nothing_of_a_page_that_is_pressed_or_read(
    full: StudioWindow, page: str, size: tuple[int, int]
) -> None:
    full.frame.resize(*size)
    shown = full.go(page)
    say(full)
    host = full.work.toaster.host
    covered = place_of(host, full)
    lists = [each for each in shown.findChildren(QAbstractItemView) if each.isVisible()]
    buttons = [each for each in shown.findChildren(QAbstractButton) if each.isVisible()]
    for part in [*lists, *(each for each in buttons if not each.visibleRegion().isEmpty())]:
        assert not covered.intersects(place_of(part, full)), type(part).__name__


def test_the_next_card_can_be_typed_after_undo_was_pressed_by_key(full: StudioWindow) -> None:
    door = DoorPage(full)
    door.enter("1")
    full.work.toaster.clear()
    full.work.toaster.show_toast("Ann Doe has left.", undo=lambda: None)
    full.press("F6", door.page.field)
    assert not door.page.field.hasFocus()
    full.press("Return")
    assert full.toasts() == []
    assert door.page.field.hasFocus()
