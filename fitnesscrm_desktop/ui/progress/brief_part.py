"""The brief as a part of the client's page."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from fitnesscrm_desktop.ui.core.desk import ClientPart, Desk
from fitnesscrm_desktop.ui.core.tokens import S
from fitnesscrm_desktop.ui.progress.brief_card import BriefCard


class BriefPart(ClientPart):
    """The card, as wide as the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.card = BriefCard(desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, 0)
        layout.addWidget(self.card)

    def show_client(self, client_id: int) -> None:
        """Show this client."""
        self.card.show_client(client_id)
