"""The two tables: the jobs, and the log of their runs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import JobResult
from fitnesscrm_desktop.services.jobs.results import JobRow, JobRunRow
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.jobs import words
from fitnesscrm_desktop.ui.jobs.state import JobsState
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.feed_list import Deeds, FeedList
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

RUN, PAUSE, RESUME, LOG, DETAILS, COPY = "run", "pause", "resume", "log", "details", "copy"
WHEN, TOOK, PLACE = 1, 5, 5
ROOMY = 1000
TOOK_WIDTH = 120
"""“123 min 45 s” fits."""


class JobTable(DataTable):
    """R runs a job, P pauses it or lets it go on.

    Signals:
        key_pressed(str, object): run or pause this job.
    """

    key_pressed = Signal(str, object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        deed = {Qt.Key.Key_R: RUN, Qt.Key.Key_P: PAUSE}.get(Qt.Key(event.key()))
        rows = self.selected_rows()
        if deed is None or event.modifiers() != Qt.KeyboardModifier.NoModifier or not rows:
            super().keyPressEvent(event)
        else:
            self.key_pressed.emit(deed, rows[0])


class JobList(QWidget):
    """The jobs, each with its deeds in the row; R runs one, P pauses it, Enter shows its log.

    Signals:
        wanted(str, object): what to do with which job.
    """

    wanted = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._running: frozenset[str] = frozenset()
        columns = self._columns()
        self.model: RowsTableModel[JobRow] = RowsTableModel(columns, key=lambda row: row.name, parent=self)
        self.table = JobTable(self.tr("Jobs"))
        self.table.key_pressed.connect(self._pressed)
        self.table.setModel(self.model)
        self.table.leave_out_below(ROOMY, WHEN, TOOK)
        self.buttons = RowButtons(self._buttons_of, self.table)
        self.buttons.pressed.connect(self.wanted.emit)
        self.table.setItemDelegateForColumn(len(columns) - 1, self.buttons)
        self.table.row_activated.connect(lambda row: self.wanted.emit(LOG, row))
        self.table.set_menu(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_state(self, state: JobsState) -> None:
        """Show the rows, once they are there."""
        self._running = state.running
        if state.jobs is not None:
            self.model.show_rows(state.jobs)
        self.table.viewport().update()

    def deeds_of(self, row: JobRow) -> list[tuple[str, str]]:
        """What one may do with a job: key and words."""
        run = [] if row.name in self._running else [(RUN, self.tr("Run now"))]
        held = (RESUME, self.tr("Resume")) if row.paused else (PAUSE, self.tr("Pause"))
        return [*run, held, (LOG, self.tr("Show its log"))]

    def _pressed(self, deed: str, row: JobRow) -> None:
        if deed == PAUSE and row.paused:
            deed = RESUME
        if deed in {key for key, _words in self.deeds_of(row)}:
            self.wanted.emit(deed, row)

    def _columns(self) -> list[Column[JobRow]]:
        formats = self._desk.formats
        return [
            Column(
                self.tr("Job"),
                lambda row: words.job_name(row.title),
                tooltip=lambda row: words.job_name(row.about),
            ),
            Column(self.tr("Runs"), lambda row: words.schedule_text(row.schedule, formats), width=150),
            Column(
                self.tr("Next run"),
                self._next,
                tone=lambda row: Tone.AMBER if row.paused else None,
                width=165,
            ),
            Column(
                self.tr("Last run"),
                lambda row: formats.moment(row.last_run.started_at) if row.last_run else self.tr("not yet"),
                width=165,
            ),
            Column(self.tr("Result"), self._result, tone=self._tone, tooltip=self._last_said, width=120),
            Column(
                self.tr("Took"),
                lambda row: words.took(row.last_run) if row.last_run else "–",
                width=TOOK_WIDTH,
                numeric=True,
            ),
            Column("", lambda _row: "", width=190),
        ]

    def _next(self, row: JobRow) -> str:
        return words.next_text(row, self._desk.services.core.clock.now(), self._desk.formats)

    def _last_said(self, row: JobRow) -> str:
        return words.said(row.last_run, self._desk.formats) if row.last_run else ""

    def _result(self, row: JobRow) -> str:
        if row.name in self._running:
            return words.result_text(JobResult.RUNNING)
        return words.result_text(row.last_run.result) if row.last_run else "–"

    def _tone(self, row: JobRow) -> Tone | None:
        if row.name in self._running:
            return words.TONES[JobResult.RUNNING]
        return words.TONES[row.last_run.result] if row.last_run else None

    def _buttons_of(self, row: JobRow) -> Sequence[RowButton]:
        return [RowButton(key, text) for key, text in self.deeds_of(row) if key != LOG]

    def _menu(self, rows: list[JobRow]) -> list[QAction]:
        return [_action(self, text, key, rows[0]) for key, text in self.deeds_of(rows[0])] if rows else []


class RunLog(FeedList[JobRunRow]):
    """The runs; Enter shows one with everything about it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(words.tr("Log of the jobs"), self._columns, desk.tasks, _run_deeds)
        self.table.leave_out_below(ROOMY, PLACE)
        self.table.set_empty(
            "clock",
            self.tr("Nothing has run yet"),
            self.tr("Each run is listed here with what it did, or why it failed."),
        )

    def _columns(self) -> list[Column[JobRunRow]]:
        formats = self._desk.formats
        return [
            Column(self.tr("When"), lambda row: formats.moment(row.started_at), width=165),
            Column(self.tr("Job"), lambda row: words.job_name(row.title), width=190),
            Column(
                self.tr("Result"),
                lambda row: words.result_text(row.result),
                tone=lambda row: words.TONES[row.result],
                width=120,
            ),
            Column(self.tr("What was done"), self._said, tooltip=self._said),
            Column(self.tr("Took"), words.took, width=TOOK_WIDTH, numeric=True),
            Column(self.tr("On"), lambda row: row.place, tooltip=lambda row: row.place, width=110),
        ]

    def _said(self, run: JobRunRow) -> str:
        return words.said(run, self._desk.formats)


def _run_deeds(_run: JobRunRow) -> Deeds:
    return [(DETAILS, words.tr("Details…")), (COPY, words.tr("Copy")), (RUN, words.tr("Run again"))]


def _action(owner: JobList, text: str, key: str, row: JobRow) -> QAction:
    action = QAction(text, owner)
    action.triggered.connect(lambda _checked=False: owner.wanted.emit(key, row))
    return action
