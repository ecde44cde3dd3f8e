"""Look at a receipt, print it, save it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

A5, ROLL = "a5", "roll"


class ReceiptDialog(StudioDialog):
    """The receipt of one payment or refund, as A5 or for a roll printer; the choice is remembered."""

    def __init__(self, desk: Desk, payment_id: int) -> None:
        super().__init__()
        self._desk, self._payment_id = desk, payment_id
        title = self.tr("Receipt")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize_on_screen(theme().px(620), theme().px(720))
        self.view = PdfView(desk.tasks, desk.dialogs)
        self.paper = SegmentedControl(
            [(A5, self.tr("A5 page")), (ROLL, self.tr("80 mm roll"))], name=self.tr("Paper")
        )
        self.paper.set_current(ROLL if desk.preferences.chosen.receipt_paper == ROLL else A5)
        self.paper.chosen.connect(self._paper_chosen)
        self.notice = Banner("", Tone.RED)
        self.notice.hide()
        self.close_button = Button(self.tr("Close"), self.accept)
        self.close_button.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(M)
        foot.addWidget(self.paper)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addWidget(self.notice)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)
        self._load()

    def _paper_chosen(self, paper: str) -> None:
        self._desk.preferences.change(receipt_paper=paper)
        self._load()

    def _load(self) -> None:
        receipts, actor, payment_id = self._desk.services.receipts, self._desk.actor, self._payment_id
        roll = self.paper.current() == ROLL

        def read() -> tuple[str, bytes]:
            receipt = receipts.get(actor, payment_id)
            return receipt.shown_number, receipts.render(actor, payment_id, roll=roll)

        self._desk.tasks.run(read, done=self._show, failed=self._failed, owner=self)

    def _show(self, found: tuple[str, bytes]) -> None:
        number, pdf = found
        self.setWindowTitle(self.tr("Receipt {number}").format(number=number))
        self.view.show_bytes(pdf, f"receipt-{number}.pdf")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.notice.set_text(error.text, Tone.RED)
            self.notice.show()
        else:
            self._desk.window.report(error)
