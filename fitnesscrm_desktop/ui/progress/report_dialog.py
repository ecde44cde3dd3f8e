"""A progress report: a draft with a comment, looked at as it will be on paper, and then approved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import ConsentKind, Permission, ReportState
from fitnesscrm_desktop.services.core.errors import Conflict, StudioError
from fitnesscrm_desktop.services.progress.report_results import NewReport, ReportInfo
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.progress.report_fields import (
    BACK,
    OWN_DAYS,
    MetricsChoice,
    below,
    period_choice,
    period_of,
    scrolling,
)
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView
from fitnesscrm_desktop.ui.widgets.states import EmptyState

SIZE, FORM_WIDTH, COMMENT_HEIGHT = (1060, 740), 320, 92
QUARTER = timedelta(days=91)
NEW = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was read: who it is about, all reports, the one in sight and its pages."""

    name: str
    reports: tuple[ReportInfo, ...]
    report: ReportInfo | None
    pdf: bytes
    measured: tuple[MetricInfo, ...]
    agreed: bool
    """To photos."""


class ReportDialog(StudioDialog):
    """``outcome`` is the ``ReportInfo`` that was approved last, if one was."""

    def __init__(self, desk: Desk, *, client_id: int, report_id: int | None = None) -> None:
        super().__init__()
        self.desk, self._client_id, self._agreed = desk, client_id, False
        self._reports: dict[str, ReportInfo] = {}
        self.setWindowTitle(self.tr("Progress report"))
        today = desk.profile.day_of(desk.services.core.clock.now())
        self.which = ChoiceField([(NEW, self.tr("New report"))])
        self.first = DateField(today - QUARTER, optional=False, today=lambda: today)
        self.last = DateField(today, optional=False, today=lambda: today)
        self.comment = QPlainTextEdit()
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(theme().px(COMMENT_HEIGHT))
        self.photos = QCheckBox(self.tr("With photos"))
        self.why_no_photos = Label("", "muted", wrap=True)
        self.metrics = MetricsChoice()
        self.period = period_choice()
        self.period.chosen.connect(self._take_period)
        self.form = Form(above=True, columns=2)
        self.form.add(self.tr("Report"), self.which, wide=True)
        self.form.add(self.tr("Period"), self.period, wide=True)
        self.form.add(self.tr("From"), self.first)
        self.form.add(self.tr("To"), self.last)
        self.form.add(self.tr("Metrics"), self.metrics, wide=True)
        self.form.add(self.tr("Comment for the client"), self.comment, wide=True)
        self.form.add_wide(below(self.photos, self.why_no_photos))
        self.view = PdfView(desk.tasks, desk.dialogs)
        nothing = EmptyState(
            "file",
            self.tr("The pages appear here"),
            self.tr("Values, charts and goals of these days, with your comment and the name of the studio."),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(nothing)
        self._pages.addWidget(self.view)
        self.notice = Banner("", Tone.BLUE)
        self.draft = Button(self.tr("Show the draft"), self.write_draft, icon="eye")
        self.approve = PrimaryButton(self.tr("Approve"), self.approve_report, icon="check")
        self.close_button = Button(self.tr("Close"), self.accept)
        for button in (self.draft, self.approve, self.close_button):
            button.setAutoDefault(False)
        self._title, self._sub = Label(self.tr("Progress report"), "title"), Label("", "muted")
        self._lay_out()
        self.resize_on_screen(theme().px(SIZE[0]), theme().px(SIZE[1]))
        self.which.chosen.connect(lambda _code: self._read_chosen())
        self._offer(None)
        if report_id is None:
            self._read(self._newest_draft)
        else:
            self._read(lambda reports: next((each for each in reports if each.id == report_id), None))

    def _take_period(self, period: str) -> None:
        """The usual days, up to today."""
        if period == OWN_DAYS:
            self.first.setFocus()
            return
        today = self.desk.profile.day_of(self.desk.services.core.clock.now())
        self.first.set_value(today - BACK[period])
        self.last.set_value(today)

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(theme().px(FORM_WIDTH))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self._title)
        column.addWidget(self._sub)
        column.addWidget(scrolling(self.form), 1)
        column.addWidget(self.notice)
        column.addWidget(self.draft)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.approve, 1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(L)
        layout.addWidget(left)
        layout.addWidget(self._pages, 1)

    # --- reading ----------------------------------------------------------------------------------------

    def _newest_draft(self, reports: tuple[ReportInfo, ...]) -> ReportInfo | None:
        """Where somebody has begun one, they go on with it."""
        return next((each for each in reports if each.state is ReportState.DRAFT), None)

    def _read_chosen(self) -> None:
        code = self.which.code()
        self._read(lambda reports: next((each for each in reports if str(each.id) == code), None))

    def _read(self, choose: Callable[[tuple[ReportInfo, ...]], ReportInfo | None]) -> None:
        services, actor, client_id = self.desk.services, self.desk.actor, self._client_id

        def work() -> _Shown:
            reports = tuple(services.progress_reports.list(actor, client_id))
            report = choose(reports)
            pdf = b"" if report is None else services.progress_reports.pdf(actor, report.id)
            latest = services.progress.overview(actor, client_id).latest.values()
            now = {each.kind: each.given for each in reversed(services.directory.consents(actor, client_id))}
            return _Shown(
                services.directory.detail(actor, client_id).name,
                reports,
                report,
                pdf,
                tuple(each.metric for each in latest),
                now.get(ConsentKind.PHOTO, False),
            )

        self.desk.tasks.run(work, done=self._show, failed=self._failed, owner=self)

    def _show(self, shown: _Shown) -> None:
        self._sub.setText(shown.name)
        self._agreed = shown.agreed
        self.metrics.offer(shown.measured)
        self.metrics.choose(() if shown.report is None else shown.report.metrics)
        self._reports = {str(each.id): each for each in shown.reports}
        listed = [(code, self._told(each)) for code, each in self._reports.items()]
        self.which.set_choices([(NEW, self.tr("New report")), *listed])
        self.which.set_code(NEW if shown.report is None else str(shown.report.id))
        report = shown.report
        if report is not None:
            self.first.set_value(report.first)
            self.last.set_value(report.last)
            self.period.set_current(period_of(report.first, report.last))
            self.comment.setPlainText(report.comment)
            self.photos.setChecked(report.with_photos)
            self.view.show_bytes(shown.pdf, f"progress-{report.last.isoformat()}.pdf")
            reports, actor, number = self.desk.services.progress_reports, self.desk.actor, report.id
            self.view.store = lambda path: reports.save(actor, number, path)
        self._offer(report)

    def _told(self, report: ReportInfo) -> str:
        day = self.desk.formats.day
        state = self.tr("draft") if report.state is ReportState.DRAFT else self.tr("approved")
        text = self.tr("{first} – {last}, {state}")
        return text.format(first=day(report.first), last=day(report.last), state=state)

    def _offer(self, report: ReportInfo | None) -> None:
        """What can be done with what is shown."""
        approved = report is not None and report.state is ReportState.APPROVED
        may = self.desk.actor.may(Permission.RECORD_PROGRESS)
        for field in (self.period, self.first, self.last, self.metrics, self.comment):
            field.setEnabled(may and not approved)
        why = self._why_no_photos()
        self.photos.setEnabled(may and not approved and not why)
        self.why_no_photos.setText(why)
        self.why_no_photos.setVisible(bool(why) and not approved)
        self.draft.setVisible(may and not approved)
        self.approve.setVisible(may and not approved)
        self.approve.setEnabled(report is not None)
        self._pages.setCurrentIndex(0 if report is None else 1)
        if approved and report is not None:
            text = self.tr("Approved by {name} on {day}. It stays as it is.")
            day = self.desk.formats.moment(report.approved_at)
            self.notice.set_text(text.format(name=report.approved_by, day=day), Tone.GREEN)
        elif report is not None:
            self.notice.set_text(self.tr("A draft: read it, then approve it."), Tone.BLUE)
        else:
            self.notice.set_text(self.tr("Choose the days, and show the draft."), Tone.BLUE)

    def _why_no_photos(self) -> str:
        """Why photos cannot go with it; empty: they can."""
        if not self.desk.actor.may(Permission.VIEW_PHOTOS):
            return self.tr("You may not see photos of clients.")
        if not self._agreed:
            return self.tr("The client has not agreed to photos: see Consents on their page.")
        return ""

    # --- deeds ------------------------------------------------------------------------------------------

    def _wanted(self) -> NewReport | None:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None:
            return None
        with_photos = self.photos.isChecked() and not self._why_no_photos()
        return NewReport(first, last, self.comment.toPlainText(), self.metrics.chosen(), with_photos)

    def _stored(self) -> Callable[[], ReportInfo] | None:
        """Store the draft as it is typed."""
        reports, actor, client_id = self.desk.services.progress_reports, self.desk.actor, self._client_id
        wanted, report = self._wanted(), self._reports.get(self.which.code())
        if wanted is None:
            return None
        if report is None:
            return lambda: reports.write(actor, client_id, wanted)
        return lambda: reports.edit(actor, report.id, report.version, wanted)

    def write_draft(self) -> None:
        """Store what is typed, and show its pages."""
        if (work := self._stored()) is not None:
            self.desk.tasks.write(work, done=self._again, failed=self._failed, owner=self)

    def approve_report(self) -> None:
        """Store what is typed, and keep its pages for good."""
        stored, reports, actor = self._stored(), self.desk.services.progress_reports, self.desk.actor
        if stored is None:
            return

        def work() -> ReportInfo:
            report = stored()
            return reports.approve(actor, report.id, report.version)

        self.desk.tasks.write(work, done=self._approved, failed=self._failed, owner=self)

    def _approved(self, report: ReportInfo) -> None:
        self.outcome = report
        self.desk.toasts.show_toast(self.tr("The report is approved."), tone="good")
        self._again(report)

    def _again(self, report: ReportInfo) -> None:
        self._read(lambda reports: next((each for each in reports if each.id == report.id), None))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Conflict):
            self._look_at_theirs()
        if isinstance(error, StudioError):
            self.notice.set_text(error.text, Tone.RED)
        else:
            self.desk.window.report(error)

    def _look_at_theirs(self) -> None:
        """What is typed stays; pressed once more, it takes the place of what the other desk has stored."""
        reports, actor, client_id = self.desk.services.progress_reports, self.desk.actor, self._client_id

        def done(listed: list[ReportInfo]) -> None:
            self._reports = {str(each.id): each for each in listed}

        self.desk.tasks.run(
            lambda: reports.list(actor, client_id), done=done, failed=self._failed, owner=self
        )
