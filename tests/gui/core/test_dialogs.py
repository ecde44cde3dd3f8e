from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.dialogs import AskDialog, Dialogs, QtDialogs
from tests.support.scripted_dialogs import ScriptedDialogs

EVIL = '<img src="x"><b>Bobby</b>'


def when_open(act: Callable[[AskDialog], None]) -> None:
    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, AskDialog):
            act(dialog)
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)


@pytest.fixture
def dialogs(qtbot: QtBot) -> QtDialogs:
    return QtDialogs(lambda: None)


def test_names_are_shown_letter_by_letter(dialogs: QtDialogs) -> None:
    seen: list[tuple[str, Qt.TextFormat]] = []

    def act(dialog: AskDialog) -> None:
        seen.extend(
            (label.text(), label.textFormat()) for label in dialog.findChildren(QLabel) if label.text()
        )
        dialog.verb.click()

    when_open(act)
    assert dialogs.confirm("Archive", EVIL, "Archive")
    assert (EVIL, Qt.TextFormat.PlainText) in seen
    assert {text_format for _, text_format in seen} == {Qt.TextFormat.PlainText}


def test_going_back_is_no(dialogs: QtDialogs) -> None:
    when_open(lambda dialog: dialog.reject())
    assert not dialogs.confirm("Delete", "All of it.", "Delete", danger=True)


def test_a_habitual_enter_destroys_nothing(qtbot: QtBot, dialogs: QtDialogs) -> None:
    def act(dialog: AskDialog) -> None:
        assert dialog.focusWidget() is dialog.back
        QTest.keyClick(dialog.back, Qt.Key.Key_Return)

    when_open(act)
    assert not dialogs.confirm("Delete", "All of it.", "Delete", danger=True)


def test_a_line_of_text(qtbot: QtBot, dialogs: QtDialogs) -> None:
    def act(dialog: AskDialog) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText("late")
        QTest.keyClick(field, Qt.Key.Key_Return)

    when_open(act)
    assert dialogs.ask_text("Void", "Reason") == "late"
    when_open(lambda dialog: dialog.reject())
    assert dialogs.ask_text("Void", "Reason") is None


def test_details_can_be_copied(dialogs: QtDialogs) -> None:
    seen: list[str] = []

    def act(dialog: AskDialog) -> None:
        seen.extend(box.toPlainText() for box in dialog.findChildren(QPlainTextEdit))
        dialog.verb.click()

    when_open(act)
    dialogs.tell("Not saved", "The disk is full.", "OSError 28")
    assert seen == ["OSError 28"]


def test_the_script_answers_in_order_and_remembers(qtbot: QtBot) -> None:
    script = ScriptedDialogs(True, "why", None, Path("out.csv"))
    asking: Dialogs = script
    assert asking.confirm("Archive", "Ann", "Archive")
    assert asking.ask_text("Void", "Reason") == "why"
    assert asking.choose_open_file("Open", "*.csv") is None
    assert asking.choose_save_file("Save", Path("a.csv"), "*.csv") == Path("out.csv")
    asking.tell("Done", "Written.")
    assert script.told == [("Done", "Written.", "")]
    assert [kind for kind, _, _ in script.asked] == ["confirm", "ask_text", "open", "save"]
    with pytest.raises(AssertionError, match="nobody answers"):
        asking.confirm("More", "?", "Yes")


def test_the_script_can_use_a_dialog(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setWindowTitle("New client")

    def fill_in(shown: QDialog) -> bool:
        return shown.windowTitle() == "New client"

    assert ScriptedDialogs(fill_in).show(dialog)
