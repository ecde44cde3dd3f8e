"""How the model of the assistant is doing, at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from fitnesscrm_desktop.services.assistant.results import RunTotals
from fitnesscrm_desktop.ui.assistant.words import pace_text, readiness_word, size_text, tr
from fitnesscrm_desktop.ui.core.tokens import XS, L, M
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label
from fitnesscrm_desktop.ui.widgets.pills import Pill

if TYPE_CHECKING:
    from fitnesscrm_desktop.agents.office import AgentState


class EngineCard(QFrame):
    """State, sentence, memory and pace.

    Signals:
        settings_wanted: open the settings of the assistant.
    """

    settings_wanted = Signal()

    def __init__(self, *, may_manage: bool) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.pill = Pill("")
        self.pill.hide()
        self.name = Label("", "strong", elide=True)
        self.sentence = Label(tr("Looking…"), "body", wrap=True)
        self.numbers = Label("", "muted", wrap=True)
        self.numbers.hide()
        self.settings = Button(tr("Settings…"), self.settings_wanted.emit, icon="settings")
        if not may_manage:
            self.settings.hide()
        top = QHBoxLayout()
        top.setSpacing(M)
        top.addWidget(self.name, 1)
        top.addWidget(self.pill)
        words = QVBoxLayout()
        words.setSpacing(XS)
        words.addLayout(top)
        words.addWidget(self.sentence)
        words.addWidget(self.numbers)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, M, L, M)
        row.setSpacing(L)
        row.addWidget(IconLabel("sparkles", color="accent_text", size=26))
        row.addLayout(words, 1)
        row.addWidget(self.settings)

    def show_engine(self, engine: AgentState, totals: RunTotals | None) -> None:
        """Show how it is doing now."""
        word, tone = readiness_word(engine.readiness.value)
        self.pill.set_state(word, tone)
        self.pill.show()
        self.name.setText(engine.model or tr("Language model"))
        self.sentence.setText(tr(engine.sentence))
        self.numbers.setText(" · ".join(_numbers(engine, totals)))
        self.numbers.setVisible(bool(self.numbers.text()))
        self.setAccessibleName(f"{self.name.text()}: {word}")
        self.setAccessibleDescription(engine.sentence)


def _numbers(engine: AgentState, totals: RunTotals | None) -> list[str]:
    found = []
    if engine.memory:
        found.append(tr("{size} of memory").format(size=size_text(engine.memory)))
    pace = "" if totals is None else pace_text(totals.verified, totals.verified_ms)
    if pace:
        found.append(pace)
    if engine.waiting:
        found.append(tr("{count} waiting").format(count=engine.waiting))
    return found
