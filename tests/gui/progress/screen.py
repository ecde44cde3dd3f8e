"""The progress of a client as a trainer sees it."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.core.desk import StudioDialog
from fitnesscrm_desktop.ui.progress import FEATURE
from fitnesscrm_desktop.ui.progress.quick_entry import QuickEntry
from fitnesscrm_desktop.ui.progress.state import MetricRow
from fitnesscrm_desktop.ui.progress.tab import ProgressTab
from fitnesscrm_desktop.ui.progress.values_dialog import ValuesDialog
from tests.support.gui_desk import DeskAtHand

D = TypeVar("D", bound=StudioDialog)
STILL = 3


class ProgressScreen:
    """Opens the part and its dialogs, types, presses keys, reads."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand) -> None:
        self._bot, self.at_hand = qtbot, at_hand
        self._shown: list[QWidget] = []

    def settle(self) -> None:
        """Wait for the work, and for events that travel back."""
        still = 0
        while still < STILL:
            self._bot.waitUntil(self._is_still)
            self._bot.wait(1)
            still = still + 1 if self._is_still() else 0

    def _is_still(self) -> bool:
        timers = (timer for widget in self._shown for timer in widget.findChildren(QTimer))
        waiting = any(timer.isActive() and timer.isSingleShot() for timer in timers)
        return self.at_hand.tasks.idle() and not waiting

    def tab(self, client_id: int) -> ProgressTab:
        """The part of the page, showing somebody."""
        part = FEATURE.client_parts[0].build(self.at_hand.desk)
        assert isinstance(part, ProgressTab)
        self._show(part)
        part.resize(1040, 460)
        part.show_client(client_id)
        self.settle()
        return part

    def again(self, part: ProgressTab, client_id: int) -> None:
        """What the page says when something has happened."""
        part.show_client(client_id)
        self.settle()

    def entry(self, client_id: int) -> QuickEntry:
        """The quick entry of somebody."""
        return self._dialog(QuickEntry, "progress.measure", client_id=client_id)

    def values(self, client_id: int, metric: str) -> ValuesDialog:
        """All values of a metric."""
        return self._dialog(ValuesDialog, "progress.values", client_id=client_id, metric=metric)

    def dialog(self, kind: type[D], dialog_id: str, **about: object) -> D:
        """Another dialog of this feature."""
        return self._dialog(kind, dialog_id, **about)

    def _dialog(self, kind: type[D], dialog_id: str, /, **about: object) -> D:
        made = FEATURE.dialogs[dialog_id](self.at_hand.desk, **about)
        assert isinstance(made, kind)
        self._show(made)
        self.settle()
        return made

    def _show(self, widget: QWidget) -> None:
        self._bot.addWidget(widget)
        self._shown.append(widget)
        with self._bot.waitExposed(widget):
            widget.show()

    def type(self, entry: QuickEntry, metric: str, text: str) -> None:
        """Type a value and press Enter."""
        field = entry.rows.field(metric)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def press(self, where: QWidget, key: Qt.Key, *, shift: bool = False, ctrl: bool = False) -> None:
        """Press a key."""
        modifiers = Qt.KeyboardModifier.NoModifier
        if shift:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        if ctrl:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(where, key, modifiers)
        self.settle()

    def submit(self, entry: QuickEntry) -> None:
        """Press Save."""
        entry.submit()
        self.settle()

    @staticmethod
    def listed(part: ProgressTab) -> dict[str, MetricRow]:
        """The rows of the list by the key of their metric."""
        return {row.key: row for row in part.list.model.rows()}

    @staticmethod
    def said(within: QWidget) -> str:
        """All that can be read on labels."""
        labels = within.findChildren(QLabel)
        return " | ".join(label.text() for label in labels if label.isVisibleTo(within) and label.text())

    def measure(self, client_id: int, on: date | None = None, **typed: str) -> None:
        """Measure somebody, as another desk does."""
        desk = self.at_hand.desk
        desk.services.progress.measure(desk.actor, client_id, typed, on=on, confirmed=True)
