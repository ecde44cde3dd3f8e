from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.toasts import ToastHost

LINE_OF_STATUS = 50
"""What is below the last row of a list and the buttons of a page: the line of the status and the margin."""


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    typing = QLineEdit(made)  # or Qt gives the focus to the toast, which then rightly stays
    made.show()
    made.activateWindow()
    typing.setFocus()
    qtbot.waitUntil(typing.hasFocus)
    QTest.mouseMove(made, QPoint(5, 5))
    return made


@pytest.fixture
def toasts(window: QWidget) -> ToastHost:
    return ToastHost(window)


def test_undo_is_called_once_and_the_toast_goes(toasts: ToastHost) -> None:
    undone: list[int] = []
    toast = toasts.say("Ann is archived.", undo=lambda: undone.append(1), tone=Tone.GREEN)
    assert toast.action_button is not None
    button = toast.action_button
    button.click()
    button.click()
    assert undone == [1]
    assert toasts.toasts() == []
    assert not toasts.isVisible()


def test_a_long_message_is_whole_however_often_it_is_placed(window: QWidget, toasts: ToastHost) -> None:
    window.resize(1200, 600)
    for length in range(10, 30):
        toast = toasts.say("word " * length)
        widths = set()
        for _ in range(3):
            toasts.place()
            widths.add(toast.label.minimumWidth())
            assert toasts.width() >= toast.sizeHint().width()
        assert len(widths) == 1
        toast.close_now()


def test_a_toast_goes_by_itself(qtbot: QtBot, toasts: ToastHost) -> None:
    toast = toasts.say("Saved.", seconds=0.02)
    with qtbot.waitSignal(toast.closed):
        pass
    assert toasts.toasts() == []


def test_a_toast_waits_while_the_keyboard_is_on_it(qtbot: QtBot, toasts: ToastHost) -> None:
    toast = toasts.say("Archived.", undo=lambda: None, seconds=0.02)
    assert toasts.focus_newest()
    button = toast.action_button
    assert button is not None
    qtbot.waitUntil(button.hasFocus)
    with qtbot.assertNotEmitted(toast.closed, wait=100):
        pass
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert toasts.toasts() == []


def test_a_toast_takes_the_keyboard_only_when_it_is_asked_to(toasts: ToastHost) -> None:
    toast = toasts.say("Anna was added.", undo=lambda: None)
    buttons = [toast.action_button, toast.close_button]
    assert all(each and not each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in buttons)
    assert toasts.focus_newest()
    assert all(each and each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in buttons)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Escape])
def test_the_keyboard_goes_back_to_where_it_came_from(
    window: QWidget, toasts: ToastHost, key: Qt.Key
) -> None:
    typing = window.focusWidget()
    assert isinstance(typing, QLineEdit)
    others = [QLineEdit(window) for _ in range(2)]
    QWidget.setTabOrder(others[0], typing)
    QWidget.setTabOrder(typing, others[1])
    for other in others:
        other.show()
    toasts.say("older", undo=lambda: None)
    toasts.say("newer", undo=lambda: None)
    for _each in range(2):
        assert toasts.focus_newest()
        button = window.focusWidget()
        assert button is not None
        QTest.keyClick(button, key)
        assert window.focusWidget() is typing


def test_up_to_four_stand_beside_each_other_at_the_bottom(window: QWidget, toasts: ToastHost) -> None:
    window.resize(1280, 800)
    for number in range(6):
        toasts.say(f"Message {number}")
    assert [toast.label.text() for toast in toasts.toasts()] == [f"Message {n}" for n in range(2, 6)]
    places = [toast.mapTo(window, toast.rect().topLeft()).x() for toast in toasts.toasts()]
    assert places == sorted(places)
    assert len(set(places)) == 4
    assert toasts.height() < LINE_OF_STATUS
    assert toasts.geometry().bottom() < window.height()
    window.resize(640, 480)
    assert toasts.geometry().bottom() < 480


def test_who_finds_no_room_beside_newer_ones_is_shown_after_them(
    qtbot: QtBot, window: QWidget, toasts: ToastHost
) -> None:
    first = toasts.say("This one was the first and is as long as one line may be.", seconds=0.1)
    second = toasts.say("This one came after it and is as long as one line may be.", seconds=60)
    assert toasts.width() <= window.width()
    assert (first.isVisible(), second.isVisible()) == (False, True)
    with qtbot.assertNotEmitted(first.closed, wait=300):
        pass
    second.close_now()
    assert first.isVisible()
    with qtbot.waitSignal(first.closed):
        pass


def test_the_newest_undo_can_be_pressed_from_anywhere(toasts: ToastHost) -> None:
    undone: list[str] = []
    assert not toasts.undo_newest()
    assert not toasts.focus_newest()
    toasts.say("A", undo=lambda: undone.append("a"))
    toasts.say("B", undo=lambda: undone.append("b"), action="Take back")
    toasts.say("C")
    assert toasts.undo_newest()
    assert toasts.undo_newest()
    assert undone == ["b", "a"]


def test_long_messages_are_broken_into_lines(window: QWidget, toasts: ToastHost) -> None:
    toast = toasts.say("A long sentence about what has just happened, " * 5, undo=lambda: None)
    assert toast.label.wordWrap()
    assert toasts.width() <= window.width()
    assert toast.height() >= 2 * toast.label.fontMetrics().lineSpacing()
    assert toast.label.height() >= toast.label.heightForWidth(toast.label.width())
