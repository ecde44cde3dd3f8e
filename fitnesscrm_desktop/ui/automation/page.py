"""The page "Rules": what the studio does by itself, each rule a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.services.automation.events import RulesChanged, RulesMatched
from fitnesscrm_desktop.services.automation.results import RuleRow
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.ui.automation import rule_list
from fitnesscrm_desktop.ui.automation.presenter import RulesPresenter
from fitnesscrm_desktop.ui.automation.rule_list import RuleList
from fitnesscrm_desktop.ui.automation.state import RulesState
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader

SETTLE_MS = 200
"""Rules tell of themselves in flocks: look once, when they are through."""


class RulesPage(Page):
    """All rules, with what came of them in short."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self.presenter = RulesPresenter(desk.services.rules, desk.actor, desk.tasks, self, self)
        self.header = PageHeader(self.tr("Rules"))
        self.try_all = Button(self.tr("Trial run"), lambda: desk.window.go("rules.trial"), icon="eye")
        self.new = PrimaryButton(self.tr("New rule"), self._edit, icon="plus")
        self.header.add(self.try_all, self.new)
        self.archived = QCheckBox(self.tr("Show archived"))
        self.archived.toggled.connect(lambda on: self.presenter.show_archived(archived=on))
        self.notice = Banner("", Tone.RED, action=self.tr("Try again"))
        self.notice.acted.connect(self.presenter.load)
        self.notice.hide()
        self.rules = RuleList(desk)
        self.rules.wanted.connect(self._do)
        empty = self.rules.table.set_empty(
            "bolt",
            self.tr("No rules yet"),
            self.tr(
                "A rule notices what happens, a birthday or a membership that ends, and writes a message or "
                "gives a task. The usual rules are added switched off, so that you can read them first."
            ),
            self.tr("Add the usual rules"),
        )
        empty.acted.connect(self.presenter.add_starters)
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self._look)
        for kind in (RulesChanged, RulesMatched, MessagesChanged):
            desk.bridge.on(kind, lambda _event: self._soon.start(), owner=self)

    def _lay_out(self) -> None:
        self.hint = Label(
            self.tr("A rule acts once on each occasion. Space switches it on and off, Enter edits it."),
            "muted",
            elide=True,
        )
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self.hint, 1)
        row.addWidget(self.archived)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addWidget(self.notice)
        layout.addLayout(row)
        layout.addWidget(self.rules, 1)

    def arrive(self, **where: Any) -> None:
        """Show the rules as they are now."""
        del where
        self.presenter.load()
        self.rules.table.setFocus()

    def _look(self) -> None:
        if self.isVisible():
            self.presenter.load()

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: RulesState) -> None:
        """Show it."""
        self.notice.setVisible(bool(state.error))
        if state.error:
            self.notice.set_text(state.error, Tone.RED, self.tr("Try again"))
        rows = state.rows or ()
        self.try_all.setEnabled(any(row.enabled for row in rows))
        self.rules.show_rows(state.rows)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say it in a toast."""
        self._desk.toasts.show_toast(text, undo=undo, tone="good")

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self._desk.window.report(error)

    # --- deeds ------------------------------------------------------------------------------------------

    def _do(self, deed: str, row: RuleRow) -> None:
        name = row.draft.name
        if deed == rule_list.EDIT:
            self._edit(rule_id=row.id)
        elif deed == rule_list.SWITCH:
            said = (
                self.tr("“{name}” is off.")
                if row.enabled
                else self.tr("“{name}” is on: it acts on what happens from today on.")
            )
            self.presenter.switch(row, said.format(name=name))
        elif deed == rule_list.ARCHIVE:
            self.presenter.archive(row, self.tr("“{name}” is in the archive.").format(name=name))
        elif deed == rule_list.RESTORE:
            self.presenter.restore(row, self.tr("“{name}” is back, switched off.").format(name=name))
        else:
            tab = "trial" if deed == rule_list.TRIAL else "results"
            self._desk.window.go("rules.rule", rule_id=row.id, tab=tab)

    def _edit(self, **about: Any) -> None:
        self._desk.window.open_dialog("rules.edit", **about)
