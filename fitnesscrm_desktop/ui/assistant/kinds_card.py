"""What the assistant can write, each a button that begins it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.ui.assistant.words import kind_name, tr
from fitnesscrm_desktop.ui.core.tokens import S
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.cards import Card

ACROSS = 4
ICONS = {
    DraftKind.BIRTHDAY: "gift",
    DraftKind.WELCOME: "door-in",
    DraftKind.PAYMENT_REMINDER: "coins",
    DraftKind.MEMBERSHIP_ENDING: "calendar",
    DraftKind.WIN_BACK: "heart-pulse",
    DraftKind.MILESTONE: "star",
    DraftKind.SESSION_CHANGE: "clock",
    DraftKind.FREE: "edit",
}


class KindsCard(Card):
    """One button for each kind.

    Signals:
        wanted(str): write this kind.
    """

    wanted = Signal(str)

    def __init__(self, kinds: Sequence[DraftKind]) -> None:
        super().__init__(tr("What is to be written?"))
        grid = QGridLayout()
        grid.setSpacing(S)
        self.buttons: dict[DraftKind, Button] = {}
        for place, kind in enumerate(kinds):
            button = Button(kind_name(kind), partial(self.wanted.emit, kind.value), icon=ICONS[kind])
            self.buttons[kind] = button
            grid.addWidget(button, place // ACROSS, place % ACROSS)
        self.body.addLayout(grid)
