"""Look at a member card, print it, save it."""

from __future__ import annotations

from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.pdf_dialog import PdfDialog


class CardDialog(PdfDialog):
    """The card of one client, of the size of a bank card."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__(desk, self.tr("Member card"), (560, 480))
        directory, actor = desk.services.directory, desk.actor
        self.load(
            lambda: (directory.detail(actor, client_id), directory.member_card(actor, client_id)),
            lambda found: self._show(found[0].member_number, found[1]),
        )

    def _show(self, number: int, pdf: bytes) -> None:
        self.view.show_bytes(pdf, f"member-card-{number}.pdf")
