"""Look at a signed form as it was sealed; print it, save it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, Tone
from fitnesscrm_desktop.ui.forms.words import tr
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView


class SignedPaperDialog(StudioDialog):
    """The sealed PDF of one signed form; that it was looked at is written down, once."""

    def __init__(self, desk: Desk, *, form_id: int) -> None:
        super().__init__()
        self._desk, self._form_id = desk, form_id
        title = tr("Signed form")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize_on_screen(theme().px(680), theme().px(760))
        self.view = PdfView(desk.tasks, desk.dialogs)
        self.notice = Banner("", Tone.RED)
        self.notice.hide()
        self.close_button = Button(tr("Close"), self.accept)
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
        forms, actor = desk.services.forms, desk.actor
        desk.tasks.write(
            lambda: forms.paper(actor, form_id), done=self._show, failed=self._failed, owner=self
        )

    def _show(self, paper: bytes) -> None:
        self.view.show_bytes(paper, f"form-{self._form_id}.pdf")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.notice.set_text(error.text, Tone.RED)
            self.notice.show()
        else:
            self._desk.window.report(error)
