"""The progress of a client as a trainer sees it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.progress import FEATURE
from fitnesscrm_desktop.ui.progress.quick_entry import QuickEntry
from fitnesscrm_desktop.ui.progress.state import MetricRow
from fitnesscrm_desktop.ui.progress.tab import ProgressTab
from fitnesscrm_desktop.ui.progress.values_dialog import ValuesDialog
from tests.support.feature_screen import FeatureScreen
from tests.support.gui_desk import DeskAtHand


class ProgressScreen(FeatureScreen):
    """Opens the part and its dialogs, types, presses keys, reads."""

    def __init__(self, qtbot: QtBot, at_hand: DeskAtHand) -> None:
        super().__init__(qtbot, at_hand, FEATURE)

    def tab(self, client_id: int) -> ProgressTab:
        """The part of the page, showing somebody."""
        part = FEATURE.client_parts[0].build(self.at_hand.desk)
        assert isinstance(part, ProgressTab)
        self.show(part, (1040, 460))
        part.show_client(client_id)
        self.settle()
        return part

    def again(self, part: ProgressTab, client_id: int) -> None:
        """What the page says when something has happened."""
        part.show_client(client_id)
        self.settle()

    def entry(self, client_id: int) -> QuickEntry:
        """The quick entry of somebody."""
        return self.dialog(QuickEntry, "progress.measure", client_id=client_id)

    def values(self, client_id: int, metric: str) -> ValuesDialog:
        """All values of a metric."""
        return self.dialog(ValuesDialog, "progress.values", client_id=client_id, metric=metric)

    def enter(self, entry: QuickEntry, metric: str, text: str) -> None:
        """Type a value and press Enter."""
        field = entry.rows.field(metric)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def submit(self, entry: QuickEntry) -> None:
        """Press Save."""
        entry.submit()
        self.settle()

    @staticmethod
    def listed(part: ProgressTab) -> dict[str, MetricRow]:
        """The rows of the list by the key of their metric."""
        return {row.key: row for row in part.list.model.rows()}

    def measure(self, client_id: int, on: date | None = None, **typed: str) -> None:
        """Measure somebody, as another desk does."""
        desk = self.at_hand.desk
        desk.services.progress.measure(desk.actor, client_id, typed, on=on, confirmed=True)
