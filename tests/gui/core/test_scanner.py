"""A scan is told from typing by its speed alone."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.scanner import Burst, ScannerWatch

NO_KEYS = Qt.KeyboardModifier.NoModifier


@dataclass
class Hand:
    """Presses keys at given moments, as a keyboard does."""

    at: int = 1000

    def press(
        self,
        text: str,
        *,
        after: int,
        key: Qt.Key = Qt.Key.Key_unknown,
        modifiers: Qt.KeyboardModifier = NO_KEYS,
        repeated: bool = False,
    ) -> None:
        self.at += after
        target = QApplication.focusWidget()
        assert target is not None
        code = key if key is not Qt.Key.Key_unknown else Qt.Key(ord(text[0].upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, modifiers, text, repeated)
            event.setTimestamp(self.at)
            QCoreApplication.sendEvent(target, event)

    def type(self, text: str, *, every: int) -> None:
        for letter in text:
            if letter.isupper():
                self.press("", after=0, key=Qt.Key.Key_Shift)
            self.press(letter, after=every)

    def enter(self, *, after: int) -> None:
        self.press("\r", after=after, key=Qt.Key.Key_Return)

    def scan(self, code: str, *, every: int = 8, pause: int = 500) -> None:
        self.at += pause
        self.type(code, every=every)
        self.enter(after=every)


@dataclass
class Scene:
    """A window with one of each, and what was scanned into it."""

    window: QWidget
    line: QLineEdit
    text: QPlainTextEdit
    spin: QSpinBox
    names: QListView
    button: QPushButton
    scanned: list[str] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    pressed: list[bool] = field(default_factory=list)
    wanted: bool = True

    def take(self, code: str) -> bool:
        if self.wanted:
            self.scanned.append(code)
        return self.wanted


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    window = QWidget()
    names = QListView()
    names.setModel(QStringListModel(["Anna", "Olga", "1 Hugo"]))
    scene = Scene(window, QLineEdit(), QPlainTextEdit(), QSpinBox(), names, QPushButton("Go"))
    scene.spin.setMaximum(99_999)
    layout = QVBoxLayout(window)
    for widget in (scene.line, scene.text, scene.spin, scene.names, scene.button):
        layout.addWidget(widget)
    scene.line.returnPressed.connect(lambda: scene.entered.append(scene.line.text()))
    scene.button.setAutoDefault(True)
    scene.button.clicked.connect(scene.pressed.append)
    ScannerWatch(window, scene.take)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    scene.line.setFocus()
    return scene


def test_a_scan_is_taken_out_of_the_field_again(scene: Scene, hand: Hand) -> None:
    hand.type("ann", every=120)
    hand.scan("FOB-77a")
    assert scene.scanned == ["FOB-77a"]
    assert (scene.line.text(), scene.entered) == ("ann", [])


def test_what_was_marked_and_typed_over_by_the_scanner_comes_back(scene: Scene, hand: Hand) -> None:
    scene.line.setText("Anna Ivanova")
    scene.line.setSelection(0, 4)
    hand.scan("10010")
    assert scene.line.text() == "Anna Ivanova"
    assert scene.line.selectedText() == "Anna"


@pytest.mark.parametrize("every", [35, 60, 200])
def test_a_hand_is_never_taken_for_a_scanner(scene: Scene, hand: Hand, every: int) -> None:
    hand.type("1001", every=every)
    hand.enter(after=every)
    assert scene.scanned == []
    assert scene.entered == ["1001"]


def test_a_hasty_hand_that_presses_enter_in_its_own_time_is_a_hand(scene: Scene, hand: Hand) -> None:
    hand.type("1001", every=20)
    hand.enter(after=40)
    assert (scene.scanned, scene.entered) == ([], ["1001"])


def test_a_code_of_three_is_left_to_the_field(scene: Scene, hand: Hand) -> None:
    hand.scan("101")
    assert (scene.scanned, scene.entered) == ([], ["101"])


def test_a_key_that_is_held_is_no_scanner(scene: Scene, hand: Hand) -> None:
    for _ in range(8):
        hand.press("a", after=30, repeated=True)
    hand.enter(after=30)
    assert (scene.scanned, scene.entered) == ([], ["a" * 8])


def test_commands_and_other_keys_break_a_burst(scene: Scene, hand: Hand) -> None:
    hand.type("10", every=8)
    hand.press("", after=8, key=Qt.Key.Key_Left)
    hand.type("01", every=8)
    hand.enter(after=8)
    hand.type("10", every=8)
    hand.press("b", after=8, modifiers=Qt.KeyboardModifier.ControlModifier)
    hand.type("01", every=8)
    hand.enter(after=8)
    assert scene.scanned == []


def test_keys_without_a_time_come_from_no_keyboard(scene: Scene, qtbot: QtBot) -> None:
    for letter in "1001":
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key(ord(letter)), NO_KEYS, letter)
        event.setTimestamp(0)
        QCoreApplication.sendEvent(scene.line, event)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NO_KEYS, "\r")
    event.setTimestamp(0)
    QCoreApplication.sendEvent(scene.line, event)
    assert (scene.scanned, scene.entered) == ([], ["1001"])


def test_a_scan_works_wherever_the_focus_is(scene: Scene, hand: Hand) -> None:
    scene.text.setPlainText("Dear Anna")
    scene.text.setFocus()
    hand.scan("10011")
    scene.spin.setValue(12)
    scene.spin.setFocus()
    hand.scan("10012")
    scene.names.setCurrentIndex(scene.names.model().index(1, 0))
    scene.names.setFocus()
    hand.scan("10013")
    scene.button.setFocus()
    hand.scan("10014")
    assert scene.scanned == ["10011", "10012", "10013", "10014"]
    assert (scene.text.toPlainText(), scene.spin.value()) == ("Dear Anna", 12)
    assert scene.names.currentIndex().data() == "Olga"
    assert scene.pressed == []


def test_two_scans_in_a_row_are_two(scene: Scene, hand: Hand) -> None:
    hand.scan("10011")
    hand.scan("10012", pause=40)
    assert scene.scanned == ["10011", "10012"]
    assert scene.line.text() == ""


def test_what_nobody_wants_stays_where_it_was_typed(scene: Scene, hand: Hand) -> None:
    scene.wanted = False
    hand.scan("10010")
    assert (scene.line.text(), scene.entered) == ("10010", ["10010"])


def test_a_dialog_over_the_window_keeps_its_keys(scene: Scene, hand: Hand, qtbot: QtBot) -> None:
    dialog = QDialog(scene.window)
    field = QLineEdit(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    field.setFocus()
    hand.scan("10010")
    assert (scene.scanned, field.text()) == ([], "10010")
    dialog.close()


def test_a_click_in_between_begins_anew(scene: Scene, hand: Hand) -> None:
    hand.type("10", every=8)
    QTest.mouseClick(scene.line, Qt.MouseButton.LeftButton)
    hand.type("01", every=8)
    hand.enter(after=8)
    assert scene.scanned == []


class NotingWatch(ScannerWatch):
    """Knows who had an event it was asked about."""

    def __init__(self, window: QWidget, take: Callable[[str], bool]) -> None:
        self.noted: list[QObject] = []
        super().__init__(window, take)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.noted.append(watched)
        return super().eventFilter(watched, event)


def test_only_the_widget_with_the_keyboard_is_listened_to(scene: Scene) -> None:
    watch = NotingWatch(scene.window, scene.take)
    for focused in (scene.line, scene.button):
        focused.setFocus()
        watch.noted.clear()
        for widget in (scene.text, scene.line, scene.button, scene.spin):
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
        assert watch.noted == [focused]


def test_times_that_run_backwards_are_no_burst() -> None:
    burst = Burst()
    for letter, at in zip("1001", (500, 400, 300, 200), strict=True):
        burst.add(letter, at)
    assert burst.end(205) == ""


def test_a_burst_has_an_end() -> None:
    burst = Burst()
    for place in range(1000):
        burst.add("1", 1000 + place)
    assert len(burst.end(2000)) <= 200
