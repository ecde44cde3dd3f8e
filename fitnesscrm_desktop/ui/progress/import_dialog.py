"""A file of a body scanner: what its columns mean, what would come of it, and one way back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.imports.results import RowError
from fitnesscrm_desktop.services.imports.scan_results import DoubtfulDay, PastScan, ScanOutcome, ScanPreview
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.progress.past_scans import PastScans
from fitnesscrm_desktop.ui.progress.scan_mapping import ScanMappingGrid
from fitnesscrm_desktop.ui.progress.words import tr
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.states import EmptyState

SIZE = (820, 640)
MOST_TOLD = 5
Found = tuple[str, dict[str, MetricInfo], list[PastScan]]


class ImportDialog(StudioDialog):
    """``outcome`` is the ``ScanOutcome``. Nothing is stored before one has seen what would come of it."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__()
        self.desk, self._client_id = desk, client_id
        self._path: Path | None = None
        self._metrics: dict[str, MetricInfo] = {}
        self._under_way: CancelToken | None = None
        self.setWindowTitle(self.tr("Body scanner"))
        self.setAcceptDrops(True)
        self._title, self._sub = Label(self.tr("Read a body scanner’s file"), "title"), Label("", "muted")
        self.begin = EmptyState(
            "scan",
            self.tr("Drop a file here"),
            self.tr("CSV or Excel from InBody, Tanita, Withings or others: one row for each time."),
            self.tr("Choose a file…"),
        )
        self.begin.acted.connect(self.choose_file)
        self.past = PastScans(desk)
        self.past.undone.connect(self._load)
        self.grid = ScanMappingGrid()
        self.grid.changed.connect(self._try_out)
        self.notice = Banner("", Tone.BLUE)
        self.problems = Label("", "muted", wrap=True, selectable=True)
        self.confirmed = QCheckBox("")
        self.confirmed.toggled.connect(lambda _on: self._try_out())
        self.days = Banner("", Tone.AMBER)
        self.days.acted.connect(self._turn_days)
        self.days.hide()
        self._month_first: bool | None = None
        self.another = Button(self.tr("Another file…"), self.choose_file)
        self.back = Button(self.tr("Cancel"), self.reject)
        self.verb = PrimaryButton(self.tr("Import"), self.run)
        for button in (self.another, self.back):
            button.setAutoDefault(False)
        self._lay_out()
        self.resize_on_screen(theme().px(SIZE[0]), theme().px(SIZE[1]))
        self._show_step()
        self._load()

    def _lay_out(self) -> None:
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.begin, 1)
        column.addWidget(self.past)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("kind", "plain")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.grid)
        lines.addStretch(1)
        area.setWidget(inside)
        self._area = area
        second = QWidget()
        column = QVBoxLayout(second)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(area, 1)
        column.addWidget(self.days)
        column.addWidget(self.notice)
        column.addWidget(self.problems)
        column.addWidget(self.confirmed)
        self._steps = QStackedWidget()
        self._steps.addWidget(first)
        self._steps.addWidget(second)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.another)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.verb)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(L)
        layout.addLayout(words)
        layout.addWidget(self._steps, 1)
        layout.addLayout(foot)

    def _load(self) -> None:
        services, actor, client_id = self.desk.services, self.desk.actor, self._client_id

        def work() -> Found:
            metrics = {metric.key: metric for metric in services.metrics.list(actor)}
            return (
                services.directory.detail(actor, client_id).name,
                metrics,
                services.scans.past(actor, client_id),
            )

        self.desk.tasks.run(work, done=self._loaded, failed=self.desk.window.report, owner=self)

    def _loaded(self, found: Found) -> None:
        name, self._metrics, past = found
        self._sub.setText(name)
        self.past.show_scans(past)

    # --- choosing ---------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Let the person choose one."""
        path = self.desk.dialogs.choose_open_file(
            self.tr("Choose a file"), self.tr("Tables (*.csv *.txt *.tsv *.xlsx)")
        )
        if path is not None:
            self.take(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        self.take(Path(event.mimeData().urls()[0].toLocalFile()))

    def take(self, path: Path) -> None:
        """Look at a file."""
        scans, actor = self.desk.services.scans, self.desk.actor
        self.desk.tasks.run(
            lambda: scans.look(actor, path),
            done=lambda preview: self._looked(path, preview),
            failed=self._unreadable,
            owner=self,
        )

    def _unreadable(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.begin.set_text(self.tr("This file cannot be read"), error.text, self.tr("Choose a file…"))
            self._path = None
            self._show_step()
        else:
            self.desk.window.report(error)

    def _looked(self, path: Path, preview: ScanPreview) -> None:
        self._path = path
        self.grid.hide()
        grid = ScanMappingGrid()
        grid.show_columns(preview.columns, self._metrics)
        grid.changed.connect(self._try_out)
        holder = self.grid.parentWidget()
        layout = None if holder is None else holder.layout()
        if layout is not None:
            layout.replaceWidget(self.grid, grid)
        self.grid.deleteLater()
        self.grid = grid
        self._title.setText(preview.file_name)
        self.confirmed.setChecked(False)
        self._month_first = None
        self._show_step()
        self._try_out()

    def _show_step(self) -> None:
        chosen = self._path is not None
        self._steps.setCurrentIndex(1 if chosen else 0)
        self.another.setVisible(chosen)
        self.verb.setVisible(chosen)
        self.verb.setDefault(chosen)

    # --- trying out -------------------------------------------------------------------------------------

    def _try_out(self) -> None:
        """Say what would come of it."""
        path = self._path
        if path is None:
            return
        scans, actor, client_id = self.desk.services.scans, self.desk.actor, self._client_id
        mapping, confirmed = self.grid.mapping(), self.confirmed.isChecked()
        month_first = self._month_first
        if self._under_way is not None:
            self._under_way.cancel()
        self.verb.setEnabled(False)
        self._under_way = self.desk.tasks.run(
            lambda: scans.run(
                actor, client_id, path, mapping, confirmed=confirmed, dry_run=True, month_first=month_first
            ),
            done=self._tried,
            failed=self._wrong,
            owner=self,
        )

    def _wrong(self, error: Exception) -> None:
        if not isinstance(error, StudioError):
            self.desk.window.report(error)
            return
        self.notice.set_text(error.text, Tone.AMBER)
        self._tell(())
        self.days.hide()
        self.confirmed.hide()

    def _tried(self, outcome: ScanOutcome) -> None:
        formats = self.desk.formats
        if outcome.imported:
            text = self.tr("{count} values from {first} to {last} will be stored.").format(
                count=formats.number(outcome.imported),
                first=formats.day(outcome.first_day),
                last=formats.day(outcome.last_day),
            )
        else:
            text = self.tr("There is nothing new in this file.")
        if outcome.duplicates:
            known = self.tr("{count} are stored already.").format(count=formats.number(outcome.duplicates))
            text = f"{text} {known}"
        self.notice.set_text(text, Tone.GREEN if outcome.imported else Tone.NEUTRAL)
        self._say_days(outcome.doubtful)
        self._tell((*outcome.errors, *outcome.doubts))
        doubtful = len(outcome.doubts)
        self.confirmed.setText(
            self.tr("Store what is hard to believe, too ({count})").format(count=formats.number(doubtful))
        )
        self.confirmed.setVisible(bool(doubtful) or self.confirmed.isChecked())
        self.verb.setEnabled(outcome.imported > 0)

    def _say_days(self, day: DoubtfulDay | None) -> None:
        """Where a file does not tell whether the month comes first, say how it is read."""
        self.days.setVisible(day is not None)
        if day is None:
            if self._month_first is not None:  # it was said of another column
                self._month_first = None
                self._try_out()
            return
        text = self.tr("“{written}” is read as {day}: the file does not tell whether the month comes first.")
        other = self.tr("The day comes first") if day.month_first else self.tr("The month comes first")
        said = text.format(written=day.written, day=self.desk.formats.day(day.read_as))
        self.days.set_text(said, Tone.AMBER, other)
        self._month_first = day.month_first

    def _turn_days(self) -> None:
        self._month_first = not self._month_first
        self._try_out()

    def _tell(self, problems: Sequence[RowError]) -> None:
        told = [
            self.tr("Row {row}, {column}: {text}").format(row=each.row, column=each.column, text=each.text)
            for each in problems[:MOST_TOLD]
        ]
        if len(problems) > MOST_TOLD:
            told.append(self.tr("and {count} more").format(count=len(problems) - MOST_TOLD))
        self.problems.setText("\n".join(told))
        self.problems.setVisible(bool(told))

    # --- the deed ---------------------------------------------------------------------------------------

    def run(self) -> None:
        """Store it."""
        path = self._path
        if path is None or not self.verb.isEnabled():
            return
        scans, actor, client_id = self.desk.services.scans, self.desk.actor, self._client_id
        mapping, confirmed = self.grid.mapping(), self.confirmed.isChecked()
        month_first = self._month_first
        self.verb.setEnabled(False)
        self.desk.tasks.write(
            lambda: scans.run(actor, client_id, path, mapping, confirmed=confirmed, month_first=month_first),
            done=self._stored,
            failed=self._wrong,
            owner=self,
        )

    def _stored(self, outcome: ScanOutcome) -> None:
        scans, actor, tasks, import_id = (
            self.desk.services.scans,
            self.desk.actor,
            self.desk.tasks,
            outcome.import_id,
        )

        def undo() -> None:
            tasks.write(lambda: scans.undo(actor, import_id), done=lambda _undone: None)

        text = tr("{count} values are stored.").format(count=self.desk.formats.number(outcome.imported))
        self.desk.toasts.show_toast(text, undo=undo if import_id is not None else None, tone="good")
        self.outcome = outcome
        self.accept()
