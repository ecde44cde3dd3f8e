"""The report as it will be printed: look at it, print it, save it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.reports.results import Report, ReportKind
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import M
from fitnesscrm_desktop.ui.reports.periods import Preset, period
from fitnesscrm_desktop.ui.reports.presenter import file_name, maker
from fitnesscrm_desktop.ui.reports.state import Form
from fitnesscrm_desktop.ui.reports.words import kind_name, rows_text
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pdf_dialog import PdfDialog


class PreviewDialog(PdfDialog):
    """Lays *report* out; without one, this month's takings journal is made first. Closing gives up."""

    def __init__(self, desk: Desk, *, report: Report | None = None) -> None:
        title = kind_name(report.kind if report is not None else ReportKind.TAKINGS)
        super().__init__(desk, title, (820, 720))
        self.middle.setCurrentIndex(self.middle.addWidget(self._waiting(report)))
        self._work = self._begin(report)
        self.finished.connect(lambda _result: self._work.cancel())

    def _waiting(self, report: Report | None) -> QWidget:
        text = self.tr("The pages are being laid out…")
        if report is not None:
            rows = rows_text(len(report.rows), self.desk.formats)
            text = self.tr("The pages are being laid out: {rows}").format(rows=rows)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(theme().px(280))
        bar.setAccessibleName(text)
        middle = QVBoxLayout()
        middle.setSpacing(M)
        middle.addStretch(1)
        middle.addWidget(Label(text, "muted"))
        middle.addWidget(bar)
        middle.addStretch(1)
        panel = QWidget()
        row = QHBoxLayout(panel)
        row.addStretch(1)
        row.addLayout(middle)
        row.addStretch(1)
        return panel

    def _begin(self, report: Report | None) -> CancelToken:
        reports, actor = self.desk.services.reports, self.desk.actor
        today = self.desk.today()

        def lay_out() -> tuple[Report, bytes]:
            shown = report or maker(reports, ReportKind.TAKINGS)(actor, *period(Preset.MONTH, today))
            return shown, reports.render_pdf(actor, shown)

        return self.desk.tasks.long(
            lambda _progress: lay_out(),
            progress=lambda _done, _total: None,
            done=self._show,
            failed=self.show_error,
            owner=self,
        )

    def _show(self, found: tuple[Report, bytes]) -> None:
        report, pdf = found
        self.view.show_bytes(pdf, file_name(report, Form.PDF))
        self.middle.setCurrentWidget(self.view)

    def show_error(self, error: Exception) -> None:
        """Say what is wrong; nothing is being laid out any more."""
        super().show_error(error)
        self.middle.setVisible(self.notice.isHidden())
