"""The page of the assistant: how it is doing, what it can write, and what it has written."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.models.values import DraftKind, RunVerdict
from fitnesscrm_desktop.services.assistant.events import AssistantChanged, RunNoted
from fitnesscrm_desktop.services.assistant.results import RunRow, RunTotals
from fitnesscrm_desktop.ui.assistant import run_list
from fitnesscrm_desktop.ui.assistant.engine_card import EngineCard
from fitnesscrm_desktop.ui.assistant.handing_over import draft_and_write
from fitnesscrm_desktop.ui.assistant.kinds_card import KindsCard
from fitnesscrm_desktop.ui.assistant.page_presenter import AssistantPresenter
from fitnesscrm_desktop.ui.assistant.page_state import AssistantState, RunSource
from fitnesscrm_desktop.ui.assistant.place import page_words, warning_words
from fitnesscrm_desktop.ui.assistant.run_list import RunList
from fitnesscrm_desktop.ui.assistant.words import kinds_for, verdict_name
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.cards import KpiCard
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader

GATHER_MS, LOOK_AGAIN_MS = 300, 2000
ROOMY = 640
COUNTED = (RunVerdict.VERIFIED, RunVerdict.FALLBACK, RunVerdict.STOPPED, RunVerdict.FAILED)


class AssistantPage(Page):
    """The page "Assistant"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self.presenter = AssistantPresenter(desk, self, self)
        self.header = PageHeader(self.tr("Assistant"), page_words(None))
        self.draft_button = PrimaryButton(self.tr("Draft a message…"), self._draft, icon="sparkles")
        self.header.add(self.draft_button)
        self.notice = Banner("", Tone.RED)
        self.notice.acted.connect(self.presenter.look)
        self.notice.hide()
        self.away = Banner("", Tone.AMBER)
        self.away.hide()
        self.engine = EngineCard(may_manage=self.presenter.may_read)
        self.engine.settings_wanted.connect(lambda: desk.window.go("settings.main", section="assistant"))
        self.kinds = KindsCard(kinds_for(desk.actor))
        self.kinds.wanted.connect(lambda kind: draft_and_write(desk, kind=DraftKind(kind)))
        self.figures = {verdict: KpiCard(verdict_name(verdict)) for verdict in COUNTED}
        for verdict, figure in self.figures.items():
            figure.set_openable(self.presenter.may_read)
            figure.opened.connect(lambda verdict=verdict: self.presenter.list_runs(verdict))
        self.only = Label("", "muted")
        self.all_runs = LinkButton(self.tr("Show all"), self.presenter.list_runs)
        self.list = RunList(desk)
        self.list.wanted.connect(self._do)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(GATHER_MS)
        self._soon.timeout.connect(self._look_again)
        # Nobody tells when a model is loaded, or goes to rest.
        self._now_and_then = QTimer(self)
        self._now_and_then.setInterval(LOOK_AGAIN_MS)
        self._now_and_then.timeout.connect(self.presenter.look)
        self._lay_out()
        self.render_state(self.presenter.state)
        for kind in (RunNoted, AssistantChanged):
            desk.bridge.on(kind, lambda _event: self._soon.start(), owner=self)

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(M)
        for figure in self.figures.values():
            figures.addWidget(figure, 1)
        above = QHBoxLayout()
        above.setSpacing(L)
        above.addWidget(self.only)
        above.addWidget(self.all_runs)
        above.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        for part in (self.header, self.notice, self.away, self.engine, self.kinds):
            layout.addWidget(part)
        layout.addLayout(figures)
        layout.addLayout(above)
        layout.addWidget(self.list, 1)
        if not self.presenter.may_read:
            self.list.hide()
            layout.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the list needs it more than buttons that the first one stands for."""
        super().resizeEvent(event)
        self.kinds.setVisible(not self.presenter.may_read or self.height() >= theme().px(ROOMY))

    def arrive(self, **where: Any) -> None:
        """``verdict`` lists what ended like this."""
        verdict = where.get("verdict")
        self.presenter.look()
        self.presenter.list_runs(None if verdict is None else RunVerdict(verdict))
        self._now_and_then.start()
        self.draft_button.setFocus()

    def leave(self) -> None:
        """Nobody sees what changes."""
        self._now_and_then.stop()

    def _look_again(self) -> None:
        if self.isVisible():
            self.presenter.look()
            if self.presenter.may_read:
                self.list.refresh()

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: AssistantState) -> None:
        """Show it."""
        self.notice.setVisible(bool(state.error))
        self.notice.set_text(state.error, Tone.RED, self.tr("Try again"))
        self.header.set_title(self.tr("Assistant"), page_words(state.place))
        self.away.set_text(warning_words(state.place), Tone.AMBER)
        self.away.setVisible(bool(self.away.text()))
        if state.engine is not None:
            self.engine.show_engine(state.engine, state.totals)
        if state.totals is not None:
            self._show_figures(state.totals)
        only = state.of_verdict
        self.only.setVisible(only is not None)
        self.all_runs.setVisible(only is not None)
        if only is not None:
            self.only.setText(self.tr("Only: {result}").format(result=verdict_name(only)))

    def _show_figures(self, totals: RunTotals) -> None:
        counts = {
            RunVerdict.VERIFIED: totals.verified,
            RunVerdict.FALLBACK: totals.fallback,
            RunVerdict.STOPPED: totals.stopped,
            RunVerdict.FAILED: totals.failed,
        }
        for verdict, count in counts.items():
            self.figures[verdict].set_value(self._desk.formats.number(count), self.tr("in the last 30 days"))

    def show_runs(self, source: RunSource) -> None:
        """List others."""
        self.list.show_feed(source)

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self._desk.window.report(error)

    # --- deeds ------------------------------------------------------------------------------------------

    def _draft(self) -> None:
        draft_and_write(self._desk)

    def _do(self, deed: str, row: RunRow) -> None:
        if deed == run_list.CLIENT:
            self._desk.window.go("clients.client", client_id=row.client_id)
        else:
            self._desk.window.open_dialog("assistant.run", run_id=row.id)
