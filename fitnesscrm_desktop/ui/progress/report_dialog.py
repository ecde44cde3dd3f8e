"""A progress report: a draft with a comment, looked at as it will be on paper, and then approved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import ConsentKind, Permission, ReportState
from fitnesscrm_desktop.services.core.errors import Confirmable, Conflict, StudioError
from fitnesscrm_desktop.services.progress.report_results import NewReport, ReportInfo
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.progress.report_fields import (
    BACK,
    OWN_DAYS,
    MetricsChoice,
    below,
    in_any_order,
    period_choice,
    period_of,
    scrolling,
)
from fitnesscrm_desktop.ui.progress.report_reading import (
    Choose,
    ShownReport,
    newest_draft,
    numbered,
    read_report,
    report_word,
    why_no_photos,
)
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pdf_view import PdfView
from fitnesscrm_desktop.ui.widgets.states import EmptyState

SIZE, FORM_WIDTH, COMMENT_HEIGHT = (1060, 740), 320, 92
QUARTER = timedelta(days=91)
NEW, CLOSE = "new", "close"


class ReportDialog(StudioDialog):
    """``outcome`` is the ``ReportInfo`` that was approved last, if one was."""

    def __init__(self, desk: Desk, *, client_id: int, report_id: int | None = None) -> None:
        super().__init__()
        self.desk, self._client_id = desk, client_id
        self._said: Mapping[ConsentKind, bool] = {}
        self._reports: dict[str, ReportInfo] = {}
        self._seen, self._in_sight, self._asked = "", NEW, ""
        self._waits = False
        """What the pages in sight tell of, of which report, and before which deed a lost comment was told."""
        self.setWindowTitle(self.tr("Progress report"))
        today = desk.today()
        self.which = ChoiceField([(NEW, self.tr("New report"))])
        self.which.set_code(NEW)
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
        self.delete = IconButton("trash", self.tr("Delete this draft…"), self.delete_draft, outline=True)
        self.close_button = Button(self.tr("Close"), self.leave)
        for button in (self.draft, self.approve, self.close_button):
            button.setAutoDefault(False)
        self._title, self._sub = Label(self.tr("Progress report"), "title"), Label("", "muted")
        self._lay_out()
        self.resize_on_screen(theme().px(SIZE[0]), theme().px(SIZE[1]))
        self.which.chosen.connect(self._read_chosen)
        self.comment.textChanged.connect(self._typed)
        self.photos.toggled.connect(lambda _on: self._typed())
        self.metrics.changed.connect(self._typed)
        self._offer(None)
        self._read(newest_draft if report_id is None else numbered(report_id))

    def _take_period(self, period: str) -> None:
        """The usual days, up to today."""
        if period == OWN_DAYS:
            self.first.setFocus()
            return
        today = self.desk.today()
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
        of_draft = QHBoxLayout()
        of_draft.setSpacing(S)
        of_draft.addWidget(self.draft, 1)
        of_draft.addWidget(self.delete)
        column.addLayout(of_draft)
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

    # --- leaving ----------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Close it."""
        if self._may_go(CLOSE):
            self.accept()

    def reject(self) -> None:
        """Close it by Esc."""
        if self._may_go(CLOSE):
            super().reject()

    def _may_go(self, deed: str) -> bool:
        """Whether *deed* (closing, or another report) loses no comment; whoever asks twice means it."""
        report = self._reports.get(self._in_sight)
        stored = "" if report is None else report.comment
        if self.comment.toPlainText().strip() == stored.strip() or self._asked == deed:
            return True
        self._asked = deed
        if deed == CLOSE:
            text = self.tr("The comment is in no draft yet: show the draft to keep it, or close once more.")
        else:
            text = self.tr("The comment is in no draft yet: show the draft to keep it, or choose once more.")
        self.notice.set_text(text, Tone.AMBER)
        return False

    # --- reading ----------------------------------------------------------------------------------------

    def _read_chosen(self, code: str) -> None:
        """Turn to another report, or a new one without a comment."""
        if not self._may_go(code):
            self.which.set_code(self._in_sight)
        elif code == NEW:
            self.comment.clear()
            self._read(lambda _reports: None)
        else:
            self._read(numbered(int(code)))

    def _read(self, choose: Choose, notice: str = "") -> None:
        desk, client_id = self.desk, self._client_id

        def done(shown: ShownReport) -> None:
            self._show(shown)
            if notice:
                self.notice.set_text(f"{notice} {shown.pages.left_out}".strip(), Tone.AMBER)

        def failed(error: Exception) -> None:
            self._wait(waits=False)
            self.which.set_code(self._in_sight)
            self._failed(error)

        self._waits = True
        desk.tasks.run(lambda: read_report(desk, client_id, choose), done=done, failed=failed, owner=self)

    def _wait(self, *, waits: bool) -> None:
        """Something is on its way: what is in sight is not stored over what is not there yet."""
        self._waits = waits
        self.form.setEnabled(not waits)

    def _show(self, shown: ShownReport) -> None:
        self._wait(waits=False)
        self._sub.setText(shown.name)
        self._seen = shown.pages.seen
        self._said = shown.said
        self.metrics.offer(shown.measured)
        self.metrics.choose(() if shown.report is None else shown.report.metrics)
        self._reports = {str(each.id): each for each in shown.reports}
        listed = [(code, report_word(each, self.desk.formats)) for code, each in self._reports.items()]
        self.which.set_choices([(NEW, self.tr("New report")), *listed])
        self.which.set_code(NEW if shown.report is None else str(shown.report.id))
        self._in_sight, self._asked = self.which.code(), ""
        report = shown.report
        if report is not None:
            self.first.set_value(report.first)
            self.last.set_value(report.last)
            self.period.set_current(period_of(report.first, report.last))
            self.comment.setPlainText(report.comment)
            self.photos.setChecked(report.with_photos)
            self.view.show_bytes(shown.pages.pdf, f"progress-{report.last.isoformat()}.pdf")
            reports, actor, number = self.desk.services.progress_reports, self.desk.actor, report.id
            self.view.store = lambda path: reports.save(actor, number, path)
        self._offer(report, shown.pages.left_out)

    def _offer(self, report: ReportInfo | None, left_out: str = "") -> None:
        """What can be done with what is shown."""
        approved = report is not None and report.state is ReportState.APPROVED
        may = self.desk.actor.may(Permission.RECORD_PROGRESS)
        for field in (self.period, self.first, self.last, self.metrics, self.comment):
            field.setEnabled(may and not approved)
        why = why_no_photos(self.desk.actor, self._said)
        self.photos.setEnabled(may and not approved and not why)
        self.why_no_photos.setText(why)
        self.why_no_photos.setVisible(bool(why) and not approved)
        self.draft.setVisible(may and not approved)
        self.delete.setVisible(may and not approved and report is not None)
        self.approve.setVisible(may and not approved)
        self.approve.setEnabled(report is not None)
        self._pages.setCurrentIndex(0 if report is None else 1)
        if approved and report is not None:
            text = self.tr("Approved by {name} on {day}. It stays as it is.")
            day = self.desk.formats.moment(report.approved_at)
            self.notice.set_text(text.format(name=report.approved_by, day=day), Tone.GREEN)
        elif report is not None:
            text = self.tr("A draft: read it, then approve it.")
            self.notice.set_text(f"{left_out} {text}".strip(), Tone.AMBER if left_out else Tone.BLUE)
        else:
            self.notice.set_text(self.tr("Choose the days, and show the draft."), Tone.BLUE)

    # --- deeds ------------------------------------------------------------------------------------------

    def _wanted(self) -> NewReport | None:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None:
            return None
        with_photos = self.photos.isChecked() and not why_no_photos(self.desk.actor, self._said)
        return NewReport(first, last, self.comment.toPlainText(), self.metrics.chosen(), with_photos)

    def _stored(self) -> Callable[[], ReportInfo] | None:
        """Store the draft as it is typed."""
        reports, actor, client_id = self.desk.services.progress_reports, self.desk.actor, self._client_id
        wanted, report = self._wanted(), self._reports.get(self._in_sight)
        if wanted is None:
            return None
        if report is None:
            return lambda: reports.write(actor, client_id, wanted)
        return lambda: reports.edit(actor, report.id, report.version, wanted)

    def _is_as_shown(self) -> bool:
        """Whether the pages in sight say what is typed."""
        wanted, report = self._wanted(), self._reports.get(self._in_sight)
        if wanted is None or report is None:
            return False
        shown = NewReport(report.first, report.last, report.comment, report.metrics, report.with_photos)
        return in_any_order(wanted) == in_any_order(shown)

    def _typed(self) -> None:
        """Somebody has typed something: the pages do not say it yet."""
        self._asked = ""
        if self._in_sight in self._reports and self.comment.isEnabled() and not self._is_as_shown():
            text = self.tr("What you have typed is not in these pages yet. Approve shows it to you first.")
            self.notice.set_text(text, Tone.AMBER)

    def write_draft(self) -> None:
        """Store what is typed, and show its pages."""
        self._write("")

    def _write(self, notice: str) -> None:
        if not self._waits and (work := self._stored()) is not None:
            self._send(work, lambda report: self._again(report, notice), self._failed)

    def _send(
        self,
        work: Callable[[], ReportInfo],
        done: Callable[[ReportInfo], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Nothing is typed meanwhile: it would be neither in what is sent nor in what comes back."""
        self._wait(waits=True)

        def refused(error: Exception) -> None:
            self._wait(waits=False)
            failed(error)

        self.desk.tasks.write(work, done=done, failed=refused, owner=self)

    def approve_report(self) -> None:
        """Keep the pages in sight for good; what was typed since is shown first."""
        report = self._reports.get(self._in_sight)
        if self._waits:
            return
        if report is None or not self._is_as_shown():
            self._write(self.tr("What you have typed is in the pages now. Read them, then approve."))
            return
        reports, actor, seen = self.desk.services.progress_reports, self.desk.actor, self._seen

        def failed(error: Exception) -> None:
            if isinstance(error, Confirmable | Conflict):  # nothing was typed: read again
                self._again(report, error.text)
            else:
                self._failed(error)

        self._send(lambda: reports.approve(actor, report.id, report.version, seen), self._approved, failed)

    def delete_draft(self) -> None:
        """Throw the draft away, after a question."""
        report = self._reports.get(self._in_sight)
        if self._waits or report is None or report.state is not ReportState.DRAFT:
            return
        text = self.tr("{report}: its comment is gone then. What was measured stays.")
        text = text.format(report=report_word(report, self.desk.formats))
        title, verb = self.tr("Delete this draft?"), self.tr("Delete")
        if self.desk.dialogs.confirm(title, text, verb, danger=True):
            reports, actor = self.desk.services.progress_reports, self.desk.actor
            self._send(lambda: reports.drop(actor, report.id), self._deleted, self._failed)

    def _deleted(self, _report: ReportInfo) -> None:
        self.desk.toasts.show_toast(self.tr("The draft is deleted."), tone="good")
        self.comment.clear()
        self._read(newest_draft)

    def _approved(self, report: ReportInfo) -> None:
        self.outcome = report
        self.desk.toasts.show_toast(self.tr("The report is approved."), tone="good")
        self._again(report)

    def _again(self, report: ReportInfo, notice: str = "") -> None:
        self._read(numbered(report.id), notice)

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
