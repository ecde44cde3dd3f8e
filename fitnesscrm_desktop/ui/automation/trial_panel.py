"""A trial run: what rules would have done in the last days and will do in the next ones, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import MatchState
from fitnesscrm_desktop.services.automation.results import DryEntry, DryRun
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.automation.words import channel_name, counted, reason_name, reason_text, tr
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.core.tasks import CancelToken, Progress
from fitnesscrm_desktop.ui.core.tokens import M, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.labels import Label

BACK, AHEAD = 30, 7
RULE, HOW, SUBJECT = 1, 3, 5
ROOMY, NARROW = 1100, 820


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One line of the list: the day stands only at its first one."""

    place: int
    entry: DryEntry
    rule_name: str
    first_of_day: bool


@dataclass(frozen=True, slots=True)
class _Tried:
    """A trial run, and what its rules are called."""

    run: DryRun
    names: dict[int, str]


class TrialPanel(QWidget):
    """Runs when it is asked to, off the UI thread; Enter opens the client of a line."""

    def __init__(self, desk: Desk, *, one_rule: bool) -> None:
        super().__init__()
        self._desk = desk
        self._running: CancelToken | None = None
        self._today: date | None = None
        self.model: RowsTableModel[TrialLine] = RowsTableModel(
            self._columns(), key=lambda line: line.place, parent=self
        )
        self.table = DataTable(tr("What would have been done"))
        self.table.setModel(self.model)
        if one_rule:
            self.table.setColumnHidden(RULE, True)
        self.table.leave_out_below(ROOMY, SUBJECT)
        self.table.leave_out_below(NARROW, HOW)
        self.table.set_empty(
            "check-circle",
            tr("Nothing in these days"),
            tr("Nobody would have been written to in the last 30 days, and nobody will be in the next 7."),
        )
        self.table.row_activated.connect(self._open)
        self.table.set_menu(self._menu)
        self.about = Label("", "body", wrap=True)
        self.caution = Label(
            tr(
                "Judged by what is known today: a membership that was renewed meanwhile shows no reminder of "
                "its old end. Nothing was stored and nothing was sent. Visits and payments of the days to "
                "come are not known yet."
            ),
            "muted",
            wrap=True,
        )
        self.notice = Banner("", Tone.RED)
        self.notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self.about)
        layout.addWidget(self.caution)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 1)

    def run(self, rule_id: int | None) -> None:
        """Try one rule, or all that are switched on."""
        self.stop()
        self.model.show_loading()
        self.notice.hide()
        self.about.setText(tr("Looking through the last 30 days and the next 7…"))
        rules, actor, token = self._desk.services.rules, self._desk.actor, CancelToken()
        self._running = token

        def work(_progress: Progress) -> _Tried:
            run = rules.dry_run(actor, rule_id, back=BACK, ahead=AHEAD)
            return _Tried(run, {row.id: row.draft.name for row in rules.list(actor, archived=True)})

        def arrived(tried: _Tried) -> None:
            if not token.cancelled:
                self._show(tried)

        def failed(error: Exception) -> None:
            if not token.cancelled:
                self._fail(error)

        owner: QObject = self
        self._desk.tasks.long(
            work, progress=lambda _done, _total: None, done=arrived, failed=failed, owner=owner
        )

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self._running is not None:
            self._running.cancel()

    def lines(self) -> Sequence[TrialLine]:
        """What is listed."""
        return self.model.rows()

    def _show(self, tried: _Tried) -> None:
        run = tried.run
        self._today = run.today
        lines, before = [], None
        for place, entry in enumerate(run.entries):
            name = tried.names.get(entry.rule_id, "")
            lines.append(TrialLine(place, entry, name, entry.day != before))
            before = entry.day
        self.model.show_rows(lines)
        self.about.setText(self._summary(run))

    def _fail(self, error: Exception) -> None:
        self.model.show_rows(())
        self.about.setText("")
        if isinstance(error, StudioError):
            self.notice.set_text(error.text, Tone.RED, "")
            self.notice.show()
        else:
            self._desk.window.report(error)

    def _summary(self, run: DryRun) -> str:
        done = [each for each in run.entries if each.state is MatchState.QUEUED]
        past = sum(each.day <= run.today for each in done)
        day = self._desk.formats.day
        text = tr("{first} to {last}: {past} until today, {coming} to come, {left_out}.").format(
            first=day(run.first),
            last=day(run.last),
            past=tr("1 message or task") if past == 1 else counted("%n messages or tasks", past),
            coming=self._desk.formats.number(len(done) - past),
            left_out=counted("%n left out", len(run.entries) - len(done)),
        )
        if run.cut:
            return tr("{text} There are more than are listed here.").format(text=text)
        return text

    def _columns(self) -> list[Column[TrialLine]]:
        return [
            Column(tr("Day"), self._day, width=110, tooltip=self._whole_day),
            Column(tr("Rule"), lambda line: line.rule_name, width=130, tooltip=lambda line: line.rule_name),
            Column(tr("Client"), lambda line: line.entry.client_name, width=150),
            Column(tr("How"), lambda line: channel_name(line.entry.channel), width=110),
            Column(tr("To"), _to, tooltip=_whole_to),
            Column(tr("Words"), lambda line: line.entry.subject, tooltip=lambda line: line.entry.subject),
            Column(tr("Outcome"), self._outcome, tone=_tone, tooltip=self._whole_outcome),
        ]

    def _day(self, line: TrialLine) -> str:
        return self._whole_day(line) if line.first_of_day else ""

    def _whole_day(self, line: TrialLine) -> str:
        if line.entry.day == self._today:
            return tr("Today")
        return self._desk.formats.day(line.entry.day)

    def _outcome(self, line: TrialLine) -> str:
        if line.entry.state is not MatchState.QUEUED:
            return reason_name(_reason(line.entry))
        if line.entry.reason == "weekly_cap":
            return tr("Waits for its week")
        coming = self._today is not None and line.entry.day > self._today
        return tr("Will be done") if coming else tr("Would be done")

    def _whole_outcome(self, line: TrialLine) -> str:
        left_out = line.entry.state is not MatchState.QUEUED
        return reason_text(_reason(line.entry)) if left_out else self._outcome(line)

    def _open(self, line: TrialLine) -> None:
        self._desk.window.go("clients.client", client_id=line.entry.client_id)

    def _menu(self, lines: list[TrialLine]) -> list[QAction]:
        action = QAction(tr("Open client"), self)
        action.triggered.connect(lambda _checked=False: self._open(lines[0]))
        return [action]


def _reason(entry: DryEntry) -> str:
    return "too_late" if entry.state is MatchState.TOO_LATE else entry.reason


def _to(line: TrialLine) -> str:
    """The address, or who else gets it: the client stands on the line already."""
    entry = line.entry
    if entry.to_name != entry.client_name:
        return entry.to_name or "–"
    return ", ".join(entry.to_address.split("\n")) or entry.to_name


def _whole_to(line: TrialLine) -> str:
    entry = line.entry
    address = ", ".join(entry.to_address.split("\n"))
    if entry.to_name and address:
        return tr("{name} ({address})").format(name=entry.to_name, address=address)
    return entry.to_name or address or "–"


def _tone(line: TrialLine) -> Tone:
    return Tone.GREEN if line.entry.state is MatchState.QUEUED else Tone.NEUTRAL
