from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.tasks import QtTaskRunner
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField
from tests.support.inline_tasks import InlineTasks

NAMES = ["Anna Ivanova", "Anna Larsen", "Bob <b>Bold</b>", "Carla Rossi"]


def search(text: str) -> Sequence[str]:
    if text == "boom":
        raise OSError("no server")
    return [name for name in NAMES if text.casefold() in name.casefold()]


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[PickerField[str]]:
    page = QWidget()
    qtbot.addWidget(page)
    made: PickerField[str] = PickerField(
        search,
        InlineTasks(),
        label=lambda name: name,
        detail=lambda name: f"of {name}",
        hint="Find a client…",
    )
    QVBoxLayout(page).addWidget(made)
    page.show()
    page.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made
    made.popup().hide()


def typed(qtbot: QtBot, field: PickerField[str], text: str) -> None:
    QTest.keyClicks(field, text)
    qtbot.waitUntil(field.popup().isVisible)


def test_typing_searches_and_enter_takes_the_first(qtbot: QtBot, field: PickerField[str]) -> None:
    typed(qtbot, field, "anna")
    assert field.hits() == ["Anna Ivanova", "Anna Larsen"]
    with qtbot.waitSignal(field.picked) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["Anna Ivanova"]
    assert field.value() == "Anna Ivanova"
    assert field.text() == "Anna Ivanova"
    assert not field.popup().isVisible()


def test_arrows_choose_in_the_list(qtbot: QtBot, field: PickerField[str]) -> None:
    typed(qtbot, field, "anna")
    QTest.keyClick(field.popup(), Qt.Key.Key_Down)
    with qtbot.waitSignal(field.picked):
        QTest.keyClick(field.popup(), Qt.Key.Key_Return)
    assert field.value() == "Anna Larsen"


def test_a_click_picks(qtbot: QtBot, field: PickerField[str]) -> None:
    typed(qtbot, field, "bob")
    popup = field.popup()
    place = popup.visualRect(popup.model().index(0, 0)).center()
    with qtbot.waitSignal(field.picked):
        QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert field.value() == "Bob <b>Bold</b>"
    assert field.text() == "Bob <b>Bold</b>"


def test_typing_on_takes_it_back(qtbot: QtBot, field: PickerField[str]) -> None:
    field.set_value("Carla Rossi")
    assert field.value() == "Carla Rossi"
    with qtbot.waitSignal(field.picked) as told:
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert told.args == [None]
    assert field.value() is None


def test_nothing_found_is_said_and_cannot_be_picked(qtbot: QtBot, field: PickerField[str]) -> None:
    typed(qtbot, field, "zzz")
    index = field.popup().model().index(0, 0)
    assert index.data() == "Nothing found"
    assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value() is None


def test_a_failed_search_is_said(qtbot: QtBot, field: PickerField[str]) -> None:
    with qtbot.waitSignal(field.failed):
        QTest.keyClicks(field, "boom")
    assert "failed" in field.popup().model().index(0, 0).data()


def test_a_slow_search_never_overtakes_a_newer_one(qtbot: QtBot) -> None:
    gate = threading.Event()

    def slow(text: str) -> Sequence[str]:
        if text == "a":
            gate.wait(20)
        return [text]

    runner = QtTaskRunner(report=print)
    field: PickerField[str] = PickerField(slow, runner, label=str)
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "a")
    qtbot.waitUntil(lambda: not runner.idle())
    QTest.keyClicks(field, "b")
    qtbot.waitUntil(lambda: field.hits() == ["ab"])
    gate.set()
    qtbot.waitUntil(runner.idle)
    assert field.hits() == ["ab"]
    field.popup().hide()
    assert runner.shutdown()
