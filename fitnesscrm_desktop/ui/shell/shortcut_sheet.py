"""All shortcuts this person may use, made from the registry of commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.ui.core.actions import ShortcutLine
from fitnesscrm_desktop.ui.core.desk import SHARE
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S
from fitnesscrm_desktop.ui.widgets.buttons import PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.screen_fit import screen_room


class ShortcutSheet(QDialog):
    """Two columns of sections."""

    def __init__(self, lines: Sequence[ShortcutLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        room = screen_room(self)
        lowest, highest = theme().px(440), round(room.height() * SHARE)
        self.setMinimumSize(min(theme().px(760), round(room.width() * SHARE)), min(lowest, highest))
        self.resize(min(theme().px(800), round(room.width() * SHARE)), min(theme().px(660), highest))
        sections: dict[str, list[ShortcutLine]] = {}
        for line in lines:
            sections.setdefault(line.section, []).append(line)
        inner = QWidget(self)
        inner.setProperty("kind", "plain")
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, S, 0)
        columns.setSpacing(XL)
        for part in _halves(sections):
            column = QVBoxLayout()
            column.setSpacing(L)
            for name, own in part.items():
                column.addLayout(self._section(name, own))
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        area.setAccessibleName(self.windowTitle())
        close = PrimaryButton(self.tr("Close"), self.accept)
        close.setDefault(True)
        low = QHBoxLayout()
        low.addWidget(Label(self.tr("More to read in the help: F1"), "muted"))
        low.addStretch(1)
        low.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(L)
        layout.addWidget(Label(self.windowTitle(), "title"))
        layout.addWidget(area, 1)
        layout.addLayout(low)
        close.setFocus()

    def _section(self, name: str, lines: Sequence[ShortcutLine]) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(S)
        grid.setHorizontalSpacing(M)
        grid.setColumnStretch(0, 1)
        grid.addWidget(Label(name, "heading"), 0, 0, 1, 2)
        for row, line in enumerate(lines, 1):
            key = Label(line.keys, "key")
            grid.addWidget(Label(line.title, "body"), row, 0)
            grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return grid


def _halves(sections: dict[str, list[ShortcutLine]]) -> list[dict[str, list[ShortcutLine]]]:
    """Spread the sections over two columns of about the same length, in order."""
    total = sum(len(lines) + 2 for lines in sections.values())
    left: dict[str, list[ShortcutLine]] = {}
    right: dict[str, list[ShortcutLine]] = {}
    used = 0
    for name, lines in sections.items():
        side = left if not left or used + (len(lines) + 2) / 2 <= total / 2 else right
        side[name] = lines
        used += len(lines) + 2
    return [left, right]
