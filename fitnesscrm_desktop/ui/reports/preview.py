"""The report as it will be printed: look at it, print it, save it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.reports.results import Report, ReportKind
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M, Tone
from fitnesscrm_desktop.ui.reports.periods import Preset, period
from fitnesscrm_desktop.ui.reports.presenter import file_name, maker
from fitnesscrm_desktop.ui.reports.state import Form
from fitnesscrm_desktop.ui.reports.words import kind_name, rows_text
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView


class PreviewDialog(StudioDialog):
    """Lays *report* out; without one, this month's takings journal is made first. Closing gives up."""

    def __init__(self, desk: Desk, *, report: Report | None = None) -> None:
        super().__init__()
        self._desk = desk
        title = kind_name(report.kind if report is not None else ReportKind.TAKINGS)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize_on_screen(theme().px(820), theme().px(720))
        self.notice = Banner("", Tone.RED)
        self.notice.hide()
        self.view = PdfView(desk.tasks, desk.dialogs)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._waiting(report))
        self.stack.addWidget(self.view)
        self.close_button = Button(self.tr("Close"), self.accept)
        self.close_button.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addWidget(self.notice)
        layout.addWidget(self.stack, 1)
        layout.addLayout(foot)
        self._work = self._begin(report)
        self.finished.connect(lambda _result: self._work.cancel())

    def _waiting(self, report: Report | None) -> QWidget:
        text = self.tr("The pages are being laid out…")
        if report is not None:
            rows = rows_text(len(report.rows), self._desk.formats)
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
        reports, actor = self._desk.services.reports, self._desk.actor
        today = self._desk.profile.day_of(self._desk.services.core.clock.now())

        def lay_out() -> tuple[Report, bytes]:
            shown = report or maker(reports, ReportKind.TAKINGS)(actor, *period(Preset.MONTH, today))
            return shown, reports.render_pdf(actor, shown)

        return self._desk.tasks.long(
            lambda _progress: lay_out(),
            progress=lambda _done, _total: None,
            done=self._show,
            failed=self._failed,
            owner=self,
        )

    def _show(self, found: tuple[Report, bytes]) -> None:
        report, pdf = found
        self.view.show_bytes(pdf, file_name(report, Form.PDF))
        self.stack.setCurrentWidget(self.view)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.notice.set_text(error.text, Tone.RED)
            self.notice.show()
            self.stack.hide()
        else:
            self._desk.window.report(error)
