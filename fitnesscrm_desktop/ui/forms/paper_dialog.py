"""Look at a signed form as it was sealed; print it, save it."""

from __future__ import annotations

from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.forms.words import tr
from fitnesscrm_desktop.ui.widgets.pdf_dialog import PdfDialog


class SignedPaperDialog(PdfDialog):
    """The sealed PDF of one signed form; that it was looked at is written down, once."""

    def __init__(self, desk: Desk, *, form_id: int) -> None:
        super().__init__(desk, tr("Signed form"), (680, 760))
        self._form_id = form_id
        forms, actor = desk.services.forms, desk.actor
        desk.tasks.write(
            lambda: forms.paper(actor, form_id), done=self._show, failed=self.show_error, owner=self
        )

    def _show(self, paper: bytes) -> None:
        self.view.show_bytes(paper, f"form-{self._form_id}.pdf")
