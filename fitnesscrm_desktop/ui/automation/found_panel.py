"""Everything a rule has found, the newest first: the rows behind its figures."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import MatchState
from fitnesscrm_desktop.services.automation.results import MatchRow
from fitnesscrm_desktop.services.automation.service import RuleService
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.ui.automation.words import reason_name, reason_text, tr
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.tokens import L, M, Tone
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

ALL = "all"


@dataclass(frozen=True, slots=True)
class FoundSource:
    """What a rule has found, page by page."""

    rules: RuleService
    actor: Actor
    rule_id: int
    state: MatchState | None
    reason: str

    def fetch(self, after: Cursor | None, limit: int) -> Page[MatchRow]:
        """The page of at most *limit* occasions behind *after*."""
        return self.rules.found(
            self.actor, self.rule_id, state=self.state, reason=self.reason, after=after, limit=limit
        )


class FoundPanel(QWidget):
    """Enter opens the client of a line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rule_id = 0
        self._state: MatchState | None = None
        self._reason = ""
        self.states = SegmentedControl(
            [
                (ALL, tr("All")),
                (MatchState.QUEUED.value, tr("Acted on")),
                (MatchState.SKIPPED.value, tr("Left out")),
                (MatchState.TOO_LATE.value, tr("Too late")),
            ],
            name=tr("What came of it"),
        )
        self.states.chosen.connect(lambda key: self.narrow(None if key == ALL else MatchState(key)))
        self.only = Label("", "muted", elide=True)
        self.every_reason = LinkButton(tr("All reasons"), lambda: self.narrow(self._state))
        self.model: FeedTableModel[MatchRow] = FeedTableModel(self._columns(), desk.tasks, parent=self)
        self.table = DataTable(tr("What the rule has found"))
        self.table.setModel(self.model)
        self.table.set_empty(
            "search",
            tr("Nothing found"),
            tr("Each birthday, visit or debt this rule notices is listed here, with what came of it."),
        )
        self.table.row_activated.connect(self._open)
        self.table.set_menu(self._menu)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self.states)
        row.addWidget(self.only, 1)
        row.addWidget(self.every_reason)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        self._say_only()

    def show_rule(self, rule_id: int) -> None:
        """Be about this rule, from the start."""
        if rule_id != self._rule_id:
            self._rule_id = rule_id
            self._state, self._reason = None, ""
        self._load()

    def narrow(self, state: MatchState | None, reason: str = "") -> None:
        """List only what ended like this."""
        self._state, self._reason = state, reason
        self._load()

    def refresh(self) -> None:
        """Load it anew."""
        self.model.refresh()

    def _load(self) -> None:
        self.states.set_current(ALL if self._state is None else self._state.value)
        self._say_only()
        self.model.show(
            FoundSource(self._desk.services.rules, self._desk.actor, self._rule_id, self._state, self._reason)
        )

    def _say_only(self) -> None:
        self.only.setText(reason_text(self._reason) if self._reason else "")
        self.every_reason.setVisible(bool(self._reason))

    def _columns(self) -> list[Column[MatchRow]]:
        formats = self._desk.formats
        return [
            Column(tr("Found"), lambda row: formats.moment(row.at), width=160),
            Column(tr("Occasion"), lambda row: formats.day(row.day), width=130),
            Column(tr("Client"), lambda row: row.client_name, tooltip=lambda row: row.client_name),
            Column(tr("What came of it"), _outcome, tone=_tone, tooltip=_whole_outcome, width=220),
        ]

    def _open(self, row: MatchRow) -> None:
        self._desk.window.go("clients.client", client_id=row.client_id)

    def _menu(self, rows: list[MatchRow]) -> list[QAction]:
        action = QAction(tr("Open client"), self)
        action.triggered.connect(lambda _checked=False: self._open(rows[0]))
        return [action]


def _reason(row: MatchRow) -> str:
    return "too_late" if row.state is MatchState.TOO_LATE else row.reason


def _outcome(row: MatchRow) -> str:
    return tr("Acted on") if row.state is MatchState.QUEUED else reason_name(_reason(row))


def _whole_outcome(row: MatchRow) -> str:
    return tr("Acted on") if row.state is MatchState.QUEUED else reason_text(_reason(row))


def _tone(row: MatchRow) -> Tone:
    return Tone.GREEN if row.state is MatchState.QUEUED else Tone.NEUTRAL
