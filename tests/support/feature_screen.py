"""One feature at a desk that remembers: its pages, parts and dialogs, shown and used as a person does."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.desk import Feature, StudioDialog
from tests.support.gui_desk import DeskAtHand

D = TypeVar("D", bound=StudioDialog)
STILL = 3
"""How often in a row nothing has to be under way."""
PAGE = (1090, 740)
"""How large a page is in the smallest window."""


class FeatureScreen:
    """Shows what a feature brings, waits until nothing is under way, presses keys, reads."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand, feature: Feature) -> None:
        self._bot, self.at_hand, self._feature = qtbot, at_hand, feature
        self._shown: list[QWidget] = []

    def settle(self) -> None:
        """Wait for the work, for pauses in typing, and for events that travel back."""
        still = 0
        while still < STILL:
            self._bot.waitUntil(self._is_still)
            self._bot.wait(1)
            still = still + 1 if self._is_still() else 0

    def _is_still(self) -> bool:
        timers = (timer for widget in self._shown for timer in widget.findChildren(QTimer))
        waiting = any(timer.isActive() and timer.isSingleShot() for timer in timers)
        return self.at_hand.tasks.idle() and not waiting

    def show(self, widget: QWidget, size: tuple[int, int] | None = None) -> None:
        """Put it on the screen."""
        self._bot.addWidget(widget)
        self._shown.append(widget)
        if size is not None:
            widget.resize(*size)
        with self._bot.waitExposed(widget):
            widget.show()

    def dialog(self, kind_of: type[D], dialog_id: str, /, **about: Any) -> D:
        """Open a dialog of this feature."""
        made = self._feature.dialogs[dialog_id](self.at_hand.desk, **about)
        assert isinstance(made, kind_of)
        self.show(made)
        self.settle()
        return made

    def type(self, where: QWidget, text: str) -> None:
        """Type into a field, and pause."""
        where.setFocus()
        QTest.keyClicks(where, text)
        self.settle()

    def press(self, where: QWidget, key: Qt.Key, *, ctrl: bool = False, shift: bool = False) -> None:
        """Press a key."""
        modifiers = Qt.KeyboardModifier.NoModifier
        if ctrl:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        if shift:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(where, key, modifiers)
        self.settle()

    @staticmethod
    def said(within: QWidget) -> str:
        """All that can be read on labels; a blank that keeps a line together reads as a blank."""
        labels = within.findChildren(QLabel)
        texts = [label.text() for label in labels if label.isVisibleTo(within) and label.text()]
        return " | ".join(texts).replace("\u00a0", " ")
