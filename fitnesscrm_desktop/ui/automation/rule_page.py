"""The page of one rule: what came of it, and what it would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from fitnesscrm_desktop.models.values import MatchState
from fitnesscrm_desktop.services.automation.events import RulesChanged, RulesMatched, TasksChanged
from fitnesscrm_desktop.services.automation.results import RuleRow, RuleStatistics
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.ui.automation.found_panel import FoundPanel
from fitnesscrm_desktop.ui.automation.results_panel import ResultsPanel
from fitnesscrm_desktop.ui.automation.trial_panel import TrialPanel
from fitnesscrm_desktop.ui.automation.words import held_text, sentence
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

RESULTS, FOUND, TRIAL = "results", "found", "trial"
MAIN = "rules.main"
SETTLE_MS = 300


@dataclass(frozen=True, slots=True)
class _Looked:
    """The rule, and what came of it."""

    row: RuleRow
    statistics: RuleStatistics


class RulePage(Page):
    """``arrive(rule_id=3)``, and ``tab="found"`` or ``tab="trial"`` for another part."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self._rule_id = 0
        self._reading = CancelToken()
        self._tried = False
        self.row: RuleRow | None = None
        self.header = PageHeader(self.tr("Rule"), back=True)
        self.header.back_pressed.connect(lambda: desk.window.go(MAIN))
        self.edit = Button(self.tr("Edit"), self._edit, icon="edit")
        self.switch = Button(self.tr("Switch on"), self._switch)
        self.header.add(self.edit, self.switch)
        self.sentence = Label("", "heading", wrap=True)
        self.notice = Banner("", Tone.RED, action=self.tr("Try again"))
        self.notice.acted.connect(self.load)
        self.notice.hide()
        self.tabs = SegmentedControl(
            [
                (RESULTS, self.tr("Results")),
                (FOUND, self.tr("Found")),
                (TRIAL, self.tr("Trial run")),
            ],
            name=self.tr("Show"),
        )
        self.tabs.chosen.connect(self._turn_to)
        self.results, self.found = ResultsPanel(desk), FoundPanel(desk)
        self.trial = TrialPanel(desk, one_rule=True)
        self.results.found_wanted.connect(self._show_found)
        self.parts = QStackedWidget()
        for panel in (self.results, self.found, self.trial):
            self.parts.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        for part in (self.header, self.sentence, self.notice, self.tabs):
            layout.addWidget(part)
        layout.addWidget(self.parts, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self._look_again)
        for kind in (RulesChanged, RulesMatched, MessagesChanged, TasksChanged):
            desk.bridge.on(kind, lambda _event: self._soon.start(), owner=self)

    def arrive(self, **where: Any) -> None:
        """Show the rule with this id."""
        self._rule_id = int(where["rule_id"])
        self._tried = False
        self.load()
        self._turn_to(str(where.get("tab", self.tabs.current())))
        self.tabs.button(self.tabs.current()).setFocus()

    def leave(self) -> None:
        """A trial run nobody waits for ends."""
        self.trial.stop()

    def load(self) -> None:
        """Read the rule and its figures again."""
        self._reading.cancel()
        token = self._reading = CancelToken()
        rules, actor, rule_id = self._desk.services.rules, self._desk.actor, self._rule_id

        def arrived(looked: _Looked) -> None:
            if not token.cancelled:
                self._show(looked)

        def failed(error: Exception) -> None:
            if token.cancelled:
                return
            if isinstance(error, StudioError):
                self.notice.set_text(error.text, Tone.RED, self.tr("Try again"))
                self.notice.show()
            else:
                self._desk.window.report(error)

        self._desk.tasks.run(
            lambda: _Looked(rules.get(actor, rule_id), rules.statistics(actor, rule_id)),
            done=arrived,
            failed=failed,
            owner=self,
        )

    def _look_again(self) -> None:
        if self.isVisible():
            self.load()
            if self.tabs.current() == FOUND:
                self.found.refresh()

    def _show(self, looked: _Looked) -> None:
        row = looked.row
        changed = self.row is not None and self.row.id == row.id and self.row.version != row.version
        self.row = row
        self.notice.hide()
        self.header.set_title(row.draft.name, self._state(row))
        self.sentence.setText(sentence(row, self._desk.formats))
        self.switch.setText(self.tr("Switch off") if row.enabled else self.tr("Switch on"))
        self.edit.setVisible(not row.archived)
        self.switch.setVisible(not row.archived)
        self.results.show_statistics(row, looked.statistics)
        if changed:
            self._tried = False
            self._turn_to(self.tabs.current())

    def _state(self, row: RuleRow) -> str:
        if row.archived:
            return self.tr("In the archive")
        if row.enabled_on is None:
            return self.tr("Switched off")
        return self.tr("On since {day}").format(day=self._desk.formats.day(row.enabled_on))

    def _turn_to(self, tab: str) -> None:
        self.tabs.set_current(tab)
        panels = {RESULTS: self.results, FOUND: self.found, TRIAL: self.trial}
        self.parts.setCurrentWidget(panels[tab])
        if tab == FOUND:
            self.found.show_rule(self._rule_id)
        elif tab == TRIAL and not self._tried:
            self._tried = True
            self.trial.run(self._rule_id)

    def _show_found(self, state: MatchState | None, reason: str) -> None:
        self._turn_to(FOUND)
        self.found.narrow(state, reason)
        self.found.table.setFocus()

    def _edit(self) -> None:
        self._desk.window.open_dialog("rules.edit", rule_id=self._rule_id)

    def _switch(self) -> None:
        row = self.row
        if row is None:
            return
        rules, actor = self._desk.services.rules, self._desk.actor
        deed = rules.disable if row.enabled else rules.enable
        self._desk.tasks.write(
            lambda: deed(actor, row.id),
            done=self._switched,
            failed=self._desk.window.report,
            owner=self,
        )

    def _switched(self, row: RuleRow) -> None:
        if text := held_text(len(row.held)):
            self._desk.toasts.show_toast(text)
        self.load()


class TrialPage(Page):
    """What all rules that are switched on would do."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.header = PageHeader(self.tr("Trial run"), self.tr("All rules that are switched on"), back=True)
        self.header.back_pressed.connect(lambda: desk.window.go(MAIN))
        self.trial = TrialPanel(desk, one_rule=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addWidget(self.trial, 1)

    def arrive(self, **where: Any) -> None:
        """Run it."""
        del where
        self.trial.run(None)
        self.trial.table.setFocus()

    def leave(self) -> None:
        """A trial run nobody waits for ends."""
        self.trial.stop()
