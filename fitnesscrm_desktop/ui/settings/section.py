"""What every part of the settings page is built on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import L
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label


class Section(QWidget):
    """One part of the settings; cards under each other in ``column``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("kind", "plain")
        self.footer: QWidget | None = None
        """Stays in sight below the section, however far one scrolls."""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, L, L)
        self.column.setSpacing(L)

    def arrive(self) -> None:
        """Called each time it is shown; load what it shows."""

    @property
    def is_typed_in(self) -> bool:
        """Whether something was typed that is not stored."""
        return False

    def store(self, then: Callable[[bool], None]) -> None:
        """Store what was typed; *then* is called with whether it is stored."""
        then(True)

    def card(self, title: str, text: str = "") -> Card:
        """Add a card with a line about what it is for."""
        card = Card(title)
        if text:
            card.add(Label(text, "muted", wrap=True))
        self.column.addWidget(card)
        return card


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One entry of the list at the left."""

    id: str
    title: str
    icon: str
    build: Callable[[Desk], Section]
    allowed: Callable[[Actor], bool]
