"""Two people changed the same record: mine or theirs, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.ui.core.dialogs import Dialogs
from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S
from fitnesscrm_desktop.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label

WIDTH, HIGHEST_LIST, ROW = 560, 320, 40
SHOWN_LETTERS = 60


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field both have changed: its name in the service, its caption, and both values as text."""

    name: str
    caption: str
    mine: str
    theirs: str


class ConflictDialog(QDialog):
    """Ask which value of each field is kept; mine, until somebody chooses otherwise."""

    def __init__(self, text: str, rows: Sequence[ConflictRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Changed twice"))
        self.setMinimumWidth(theme().px(WIDTH))
        self._groups: dict[str, QButtonGroup] = {}
        self.mine: dict[str, QRadioButton] = {}
        self.theirs: dict[str, QRadioButton] = {}
        self.save_button = PrimaryButton(self.tr("Save"), self.accept)
        self.save_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(M)
        layout.addWidget(Label(self.windowTitle(), "heading"))
        layout.addWidget(Label(text, "body", wrap=True))
        layout.addWidget(
            Label(self.tr("Choose which value is kept. Nothing is stored yet."), "muted", wrap=True)
        )
        layout.addWidget(self._list(rows))
        layout.addLayout(self._buttons())

    def keeps_mine(self) -> frozenset[str]:
        """The names of the fields in which mine is kept."""
        return frozenset(name for name, button in self.mine.items() if button.isChecked())

    def _list(self, rows: Sequence[ConflictRow]) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("kind", "plain")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, S, 0)
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(S)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(Label(self.tr("Mine"), "muted"), 0, 1)
        grid.addWidget(Label(self.tr("Theirs"), "muted"), 0, 2)
        for place, row in enumerate(rows, start=1):
            grid.addWidget(Label(row.caption, "strong", wrap=True), place, 0)
            group = QButtonGroup(inside)
            self._groups[row.name] = group
            self.mine[row.name] = self._choice(row.caption, self.tr("mine"), row.mine, group)
            self.theirs[row.name] = self._choice(row.caption, self.tr("theirs"), row.theirs, group)
            grid.addWidget(self.mine[row.name], place, 1)
            grid.addWidget(self.theirs[row.name], place, 2)
            self.mine[row.name].setChecked(True)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        wanted = theme().px(ROW) * (len(rows) + 1)
        area.setMinimumHeight(min(wanted, theme().px(HIGHEST_LIST)))
        return area

    def _choice(self, caption: str, whose: str, value: str, group: QButtonGroup) -> QRadioButton:
        # & would mark a key
        shown = one_line(value, SHOWN_LETTERS).replace("&", "&&") or self.tr("(empty)")
        button = QRadioButton(shown)
        button.setToolTip(tooltip(value))
        button.setAccessibleName(f"{caption}, {whose}: {one_line(value, SHOWN_LETTERS)}")
        group.addButton(button)
        return button

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S)
        row.setContentsMargins(0, S, 0, 0)
        row.addWidget(LinkButton(self.tr("All mine"), lambda: self._take(self.mine)))
        row.addWidget(LinkButton(self.tr("All theirs"), lambda: self._take(self.theirs)))
        row.addStretch(1)
        row.addWidget(Button(self.tr("Cancel"), self.reject))
        row.addWidget(self.save_button)
        return row

    @staticmethod
    def _take(buttons: dict[str, QRadioButton]) -> None:
        for button in buttons.values():
            button.setChecked(True)


def _plain(_name: str, value: object) -> str:
    return "" if value is None else str(value)


def kept_of_mine(
    dialogs: Dialogs,
    conflict: Conflict,
    captions: Mapping[str, str],
    said: Callable[[str, object], str] = _plain,
) -> dict[str, Any] | None:
    """Ask about each field both have changed; the values of mine that are kept, or None: they went back.

    *captions* names the fields, *said* makes words of the value of a field.
    """
    rows = [
        ConflictRow(name, captions.get(name, name), said(name, value), said(name, conflict.theirs.get(name)))
        for name, value in conflict.mine.items()
    ]
    dialog = ConflictDialog(conflict.text, rows)
    if not dialogs.show(dialog):
        return None
    kept = dialog.keeps_mine()
    return {name: value for name, value in conflict.mine.items() if name in kept}
