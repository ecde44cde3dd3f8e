"""Look at a receipt, print it, save it."""

from __future__ import annotations

from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.pdf_dialog import PdfDialog
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

A5, ROLL = "a5", "roll"


class ReceiptDialog(PdfDialog):
    """The receipt of one payment or refund, as A5 or for a roll printer; the choice is remembered."""

    def __init__(self, desk: Desk, payment_id: int) -> None:
        super().__init__(desk, self.tr("Receipt"), (620, 720))
        self._payment_id = payment_id
        self.paper = SegmentedControl(
            [(A5, self.tr("A5 page")), (ROLL, self.tr("80 mm roll"))], name=self.tr("Paper")
        )
        self.paper.set_current(ROLL if desk.preferences.chosen.receipt_paper == ROLL else A5)
        self.paper.chosen.connect(self._paper_chosen)
        self.foot.insertWidget(0, self.paper)
        self._read()

    def _paper_chosen(self, paper: str) -> None:
        self.desk.preferences.change(receipt_paper=paper)
        self._read()

    def _read(self) -> None:
        receipts, actor, payment_id = self.desk.services.receipts, self.desk.actor, self._payment_id
        roll = self.paper.current() == ROLL

        def read() -> tuple[str, bytes]:
            receipt = receipts.get(actor, payment_id)
            return receipt.shown_number, receipts.render(actor, payment_id, roll=roll)

        self.load(read, self._show)

    def _show(self, found: tuple[str, bytes]) -> None:
        number, pdf = found
        self.setWindowTitle(self.tr("Receipt {number}").format(number=number))
        self.view.show_bytes(pdf, f"receipt-{number}.pdf")
