from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.services.core.paging import Page
from fitnesscrm_desktop.ui.core.paged_table import Column, FeedTableModel
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.timeline import Timeline, TimelineEntry, TimelineModel
from tests.support.inline_tasks import InlineTasks

ENTRIES = [
    TimelineEntry("door-in", "18:02", "Checked in", key=7),
    TimelineEntry("credit-card", "17:58", "Paid", "By card", Tone.ACCENT, key=8),
    TimelineEntry("edit", "Monday", "<b>Edited</b>", "x" * 100_000),
]


@dataclass(frozen=True)
class Visit:
    id: int


class Visits:
    def fetch(self, after: tuple[object, ...] | None, limit: int) -> Page[Visit]:
        start = int(str(after[0])) if after else 0
        return Page([Visit(i) for i in range(start, start + limit)], (start + limit,))


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = TimelineModel()
    model.set_entries(ENTRIES)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "17:58, Paid. By card"


def test_entries_are_drawn_and_opened(qtbot: QtBot) -> None:
    timeline = Timeline("History")
    qtbot.addWidget(timeline)
    timeline.set_entries(ENTRIES)
    timeline.resize(400, 300)
    timeline.show()
    opened: list[object] = []
    timeline.opened.connect(opened.append)
    for row in range(3):
        timeline.setCurrentIndex(timeline.model().index(row, 0))
        QTest.keyClick(timeline, Qt.Key.Key_Return)
    assert opened == [7, 8]
    assert timeline.sizeHintForRow(1) > timeline.sizeHintForRow(0)
    assert len({timeline.grab().toImage().pixel(27, y) for y in range(60)}) > 1


def test_a_feed_is_loaded_as_one_scrolls(qtbot: QtBot) -> None:
    timeline = Timeline("Visits", entry_of=lambda visit: TimelineEntry("door-in", "now", f"Visit {visit.id}"))
    qtbot.addWidget(timeline)
    model: FeedTableModel[Visit] = FeedTableModel(
        [Column("Visit", lambda visit: str(visit.id))], InlineTasks(), page_size=50, parent=timeline
    )
    timeline.setModel(model)
    model.show(Visits())
    timeline.resize(300, 300)
    timeline.show()
    timeline.scrollToBottom()
    qtbot.waitUntil(lambda: model.rowCount() >= 100)
    opened: list[object] = []
    timeline.opened.connect(opened.append)
    timeline.setCurrentIndex(model.index(3, 0))
    QTest.keyClick(timeline, Qt.Key.Key_Enter)
    assert opened == [Visit(3)]
