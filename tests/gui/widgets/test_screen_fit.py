"""A dialog stays on its screen: whatever is said in it, its buttons can be reached."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.actions import ShortcutLine
from fitnesscrm_desktop.ui.core.theme import apply_theme
from fitnesscrm_desktop.ui.shell.look import application
from fitnesscrm_desktop.ui.shell.shortcut_sheet import ShortcutSheet
from fitnesscrm_desktop.ui.widgets import screen_fit
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from tests.support.gui_desk import DeskAtHand, desk_for

LONG = (
    "Somebody else has changed this in the meantime, and nothing of what was typed here is stored yet. " * 6
)
SCREENS = [(1366, 768, 1.0), (1024, 700, 1.0), (1366, 768, 1.5), (1024, 700, 1.5)]
MANY = 14


class Asking(FormDialog):
    """Many fields, and a deed that is never done."""

    def deed(self) -> Callable[[], None] | None:
        return None


@pytest.fixture(params=SCREENS, ids=lambda each: f"{each[0]}x{each[1]} at {each[2]:.0%}")
def room(request: pytest.FixtureRequest, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[QRect]:
    width, height, scale = request.param
    found = QRect(0, 0, width, height)
    monkeypatch.setattr(screen_fit, "screen_room", lambda _dialog: found)
    monkeypatch.setattr("fitnesscrm_desktop.ui.shell.shortcut_sheet.screen_room", lambda _dialog: found)
    apply_theme(application(), "light", scale=scale)
    yield found
    apply_theme(application(), "light")


@pytest.fixture
def at_hand(qtbot: QtBot, services: Services, owner: Actor) -> Iterator[DeskAtHand]:
    made = desk_for(services, owner)
    yield made
    made.close()


def in_sight(widget: QWidget, room: QRect) -> bool:
    place = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    return room.contains(place)


@pytest.mark.parametrize("fields", [2, MANY])
def test_a_form_keeps_its_buttons_on_the_screen(
    qtbot: QtBot, at_hand: DeskAtHand, room: QRect, fields: int
) -> None:
    dialog = Asking(at_hand.desk, "Sell a membership", "Sell", sub=LONG[:200], width=560)
    qtbot.addWidget(dialog)
    lines = [QLineEdit() for _ in range(fields)]
    for number, each in enumerate(lines):
        dialog.add_field(str(number), f"Field {number}", each, hint="What it is for.")
    dialog.show()
    dialog.move(200, room.height() - dialog.height() - 10)
    dialog.say(LONG)
    for each in lines:
        dialog.form.set_error(each, LONG[:120])
    qtbot.waitUntil(lambda: room.contains(dialog.frameGeometry()))
    assert in_sight(dialog.verb, room)
    assert in_sight(dialog.back, room)
    assert in_sight(dialog.notice, room)
    dialog.activateWindow()
    lines[-1].setFocus()
    qtbot.waitUntil(lambda: lines[-1].visibleRegion().boundingRect() == lines[-1].rect())


def test_fields_that_fit_do_not_scroll(qtbot: QtBot, at_hand: DeskAtHand, room: QRect) -> None:
    dialog = Asking(at_hand.desk, "Block", "Block")
    qtbot.addWidget(dialog)
    dialog.add_field("reason", "Reason", QLineEdit())
    dialog.show()
    assert dialog.findChildren(QScrollArea) == []


def test_the_sheet_of_shortcuts_fits_and_scrolls(qtbot: QtBot, room: QRect) -> None:
    lines = [ShortcutLine("Check-in", f"Do thing number {number}", "Ctrl+K") for number in range(90)]
    sheet = ShortcutSheet(lines)
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.move(0, 0)
    assert room.contains(sheet.frameGeometry())
    (close,) = [each for each in sheet.findChildren(QPushButton) if each.text() == "Close"]
    assert in_sight(close, room)
