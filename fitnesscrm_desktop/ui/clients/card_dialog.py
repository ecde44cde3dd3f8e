"""Look at a member card, print it, save it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView


class CardDialog(StudioDialog):
    """The card of one client, of the size of a bank card."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__()
        self._desk = desk
        self.setWindowTitle(self.tr("Member card"))
        self.setAccessibleName(self.tr("Member card"))
        self.resize_on_screen(theme().px(560), theme().px(480))
        self.view = PdfView(desk.tasks, desk.dialogs)
        self.notice = Banner("", Tone.RED)
        self.notice.hide()
        self.close_button = Button(self.tr("Close"), self.accept)
        self.close_button.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addWidget(self.notice)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)
        directory, actor = desk.services.directory, desk.actor
        desk.tasks.run(
            lambda: (directory.detail(actor, client_id), directory.member_card(actor, client_id)),
            done=lambda found: self._show(found[0].member_number, found[1]),
            failed=self._failed,
            owner=self,
        )

    def _show(self, number: int, pdf: bytes) -> None:
        self.view.show_bytes(pdf, f"member-card-{number}.pdf")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.notice.set_text(error.text, Tone.RED)
            self.notice.show()
        else:
            self._desk.window.report(error)
