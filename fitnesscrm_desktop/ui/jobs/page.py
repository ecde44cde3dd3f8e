"""Jobs: the list with next and last run, and the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from fitnesscrm_desktop.models.values import JobResult
from fitnesscrm_desktop.services.jobs.events import JobsChanged
from fitnesscrm_desktop.services.jobs.results import JobRow, JobRunRow
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, Tone
from fitnesscrm_desktop.ui.jobs import lists, words
from fitnesscrm_desktop.ui.jobs.lists import JobList, RunLog
from fitnesscrm_desktop.ui.jobs.presenter import JobsPresenter
from fitnesscrm_desktop.ui.jobs.state import JobsState, LogSource, Tab
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

GATHER_MS, LOOK_AGAIN_MS = 300, 30_000


class JobsPage(Page):
    """The page "Jobs"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self._asked = 0
        self.presenter = JobsPresenter(desk, self, self)
        self.header = PageHeader(self.tr("Jobs"))
        self.tabs = SegmentedControl(
            [(Tab.JOBS.value, self.tr("Jobs")), (Tab.LOG.value, self.tr("Log"))], name=self.tr("Show")
        )
        self.tabs.chosen.connect(lambda key: self.presenter.turn_to(Tab(key)))
        self.of_job = Label("", "muted")
        self.all_jobs = LinkButton(self.tr("Show all jobs"), lambda: self.presenter.turn_to(Tab.LOG))
        self.notice = Banner("", Tone.RED)
        self.notice.acted.connect(self._act_on_notice)
        self.notice.hide()
        self.jobs = JobList(desk)
        self.jobs.wanted.connect(self._do_with_job)
        self.log = RunLog(desk)
        self.log.wanted.connect(self._do_with_run)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(GATHER_MS)
        self._soon.timeout.connect(self._look_again)
        # Time alone changes what runs next, and another PC may do it without a word.
        self._now_and_then = QTimer(self)
        self._now_and_then.setInterval(LOOK_AGAIN_MS)
        self._now_and_then.timeout.connect(self._look_again)
        self._lay_out()
        self.render_state(self.presenter.state)
        desk.bridge.on(JobsChanged, lambda _event: self._soon.start(), owner=self)

    def _lay_out(self) -> None:
        self.halves = QStackedWidget()
        self.halves.addWidget(self.jobs)
        self.halves.addWidget(self.log)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.of_job)
        row.addWidget(self.all_jobs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addWidget(self.notice)
        layout.addLayout(row)
        layout.addWidget(self.halves, 1)

    def arrive(self, **where: Any) -> None:
        """``tab`` and ``job`` choose what is shown, ``run`` names a job to run at once.

        ``time`` counts how often somebody asked: who only comes back to the page runs nothing again.
        """
        tab = where.get("tab")
        if tab or "job" in where:
            self.presenter.turn_to(Tab(tab or Tab.LOG), where.get("job"))
        elif self.presenter.state.tab is Tab.LOG:
            self.log.refresh()
        self.presenter.load()
        self._now_and_then.start()
        (self.jobs if self.presenter.state.tab is Tab.JOBS else self.log).table.setFocus()
        if "run" in where and where.get("time", 0) > self._asked:
            self._asked = where["time"]
            self.presenter.run(where["run"])

    def leave(self) -> None:
        """Nobody sees what time changes."""
        self._now_and_then.stop()

    def _look_again(self) -> None:
        if self.isVisible():
            self.presenter.load()
            if self.presenter.state.tab is Tab.LOG:
                self.log.refresh()

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: JobsState) -> None:
        """Show it."""
        self.header.set_title(self.tr("Jobs"), self._sub(state))
        self.tabs.set_current(state.tab.value)
        self.halves.setCurrentWidget(self.jobs if state.tab is Tab.JOBS else self.log)
        row = state.row(state.of_job) if state.tab is Tab.LOG else None
        self.of_job.setText(
            "" if row is None else self.tr("Only: {job}").format(job=words.job_name(row.title))
        )
        self.all_jobs.setVisible(row is not None)
        self._show_notice(state)
        self.jobs.show_state(state)

    def _sub(self, state: JobsState) -> str:
        if state.standing is None:
            return ""
        if not state.standing.place:
            return self.tr("No PC runs them right now: an open window does, or “fitnesscrm jobs daemon”.")
        return self.tr("Run by {place}, once for all PCs.").format(place=state.standing.place)

    def _show_notice(self, state: JobsState) -> None:
        failed = _failed(state)
        self.notice.setVisible(bool(state.error) or failed is not None)
        if state.error:
            self.notice.set_text(state.error, Tone.RED, self.tr("Try again"))
        elif failed is not None and failed.last_run is not None:
            text = self.tr("{job} failed: {reason}")
            title = words.job_name(failed.title)
            self.notice.set_text(
                text.format(job=title, reason=failed.last_run.text), Tone.RED, self.tr("Run again")
            )

    def show_log(self, source: LogSource) -> None:
        """Show another log."""
        self.log.show_feed(source)

    def say_ran(self, run: JobRunRow) -> None:
        """Say it in a toast; why it failed stands in the banner."""
        job = words.job_name(run.title)
        if run.result is JobResult.DONE:
            text = self.tr("{job}: {what}").format(job=job, what=words.said(run, self._desk.formats))
            self._desk.toasts.show_toast(text, tone="good")
        else:
            self._desk.toasts.show_toast(self.tr("{job} failed.").format(job=job), tone="bad")

    def say_paused(self, row: JobRow, undo: Callable[[], None]) -> None:
        """Say it in a toast."""
        text = self.tr("“{job}” is paused.").format(job=words.job_name(row.title))
        self._desk.toasts.show_toast(text, undo=undo, tone="good")

    def say_resumed(self, row: JobRow, undo: Callable[[], None]) -> None:
        """Say it in a toast."""
        text = self.tr("“{job}” runs by itself again.").format(job=words.job_name(row.title))
        self._desk.toasts.show_toast(text, undo=undo, tone="good")

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self._desk.window.report(error)

    # --- deeds ------------------------------------------------------------------------------------------

    def _act_on_notice(self) -> None:
        failed = _failed(self.presenter.state)
        if self.presenter.state.error or failed is None:
            self.presenter.load()
        else:
            self.presenter.run(failed.name)

    def _do_with_job(self, deed: str, row: JobRow) -> None:
        if deed == lists.RUN:
            self.presenter.run(row.name)
        elif deed == lists.PAUSE:
            self.presenter.pause(row)
        elif deed == lists.RESUME:
            self.presenter.resume(row)
        else:
            self.presenter.turn_to(Tab.LOG, row.name)

    def _do_with_run(self, deed: str, run: JobRunRow) -> None:
        whole = words.whole_run(run, self._desk.formats)
        if deed == lists.RUN:
            self.presenter.run(run.job)
        elif deed == lists.COPY:
            QGuiApplication.clipboard().setText(whole)
            self._desk.toasts.show_toast(self.tr("Copied."), tone="good")
        else:
            self._desk.dialogs.tell(words.job_name(run.title), words.said(run, self._desk.formats), whole)


def _failed(state: JobsState) -> JobRow | None:
    """The first job whose last run failed, unless it runs again."""
    return next(
        (
            row
            for row in state.jobs or ()
            if row.last_run and row.last_run.result is JobResult.FAILED and row.name not in state.running
        ),
        None,
    )
