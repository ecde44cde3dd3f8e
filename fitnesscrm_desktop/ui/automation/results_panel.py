"""What came of a rule: every figure a count of stored rows, most of which can be opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import MatchState, RuleAction
from fitnesscrm_desktop.services.automation.results import Followed, RuleRow, RuleStatistics
from fitnesscrm_desktop.services.messaging.outbox_results import Which
from fitnesscrm_desktop.ui.automation.words import counted, reason_text, tr
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton
from fitnesscrm_desktop.ui.widgets.cards import Card, KpiCard
from fitnesscrm_desktop.ui.widgets.labels import Label

ACROSS = 4
OUTBOX, TASKS = "outbox.main", "tasks.main"


class ResultsPanel(QScrollArea):
    """Figures on cards, why somebody was left out, and what the clients did after it.

    Signals:
        found_wanted(object, str): list what was found and ended in this ``MatchState`` (None: all), and why.
    """

    found_wanted = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rule_id = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found = self._card(tr("Occasions found"), "search", lambda: self.found_wanted.emit(None, ""))
        self.drafts = self._message_card(tr("Wait for approval"), "edit", Which.DRAFT)
        self.approved = self._message_card(tr("Approved, on their way"), "clock", Which.READY)
        self.sent = self._message_card(tr("Sent"), "check-circle", Which.SENT)
        self.failed = self._message_card(tr("Failed"), "alert-triangle", Which.FAILED)
        self.dropped = self._message_card(tr("Dropped"), "trash", Which.ENDED)
        self.too_late = self._card(
            tr("Too late"), "calendar", lambda: self.found_wanted.emit(MatchState.TOO_LATE, "")
        )
        self.tasks = self._card(tr("Tasks given"), "list-check", lambda: desk.window.go(TASKS, tab="open"))
        self.tasks_done = self._card(tr("Tasks done"), "check", lambda: desk.window.go(TASKS, tab="done"))
        self.skipped = Card(tr("Left out, and why"))
        self.followed = Card(tr("What followed"))
        self.followed_text = Label("", "body", wrap=True)
        self.followed.add(self.followed_text)
        self.followed.body.addStretch(1)
        self._reasons = QGridLayout()
        self._reasons.setHorizontalSpacing(M)
        self._reasons.setVerticalSpacing(S)
        self._reasons.setColumnStretch(1, 1)
        self.skipped.body.addLayout(self._reasons)
        self.skipped.body.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setSpacing(M)
        for column in range(ACROSS):
            self._grid.setColumnStretch(column, 1)
        below = QHBoxLayout()
        below.setSpacing(M)
        below.addWidget(self.skipped, 1)
        below.addWidget(self.followed, 1)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(M)
        whole.addLayout(self._grid)
        whole.addLayout(below)
        whole.addStretch(1)
        self.setWidget(inner)

    def show_statistics(self, row: RuleRow, found: RuleStatistics) -> None:
        """Show what came of *row*."""
        self._rule_id = row.id
        task = row.draft.action is RuleAction.TASK
        self._place(task=task)
        waits = tr("acts by itself") if row.draft.by_itself and not task else tr("in the outbox")
        self._set(self.found, found.matched, counted("%n acted on", found.queued), page="")
        self._set(self.drafts, found.drafts, waits)
        self._set(self.approved, found.on_the_way, tr("leave as soon as they can"))
        self._set(self.sent, found.sent, tr("delivered or handed over"))
        self._set(self.failed, found.failed, tr("can be mended"), Tone.RED if found.failed else None)
        self._set(self.dropped, found.dropped, tr("by a person, or settled"))
        self._set(self.too_late, found.too_late, tr("meant nothing any more"), page="")
        self._set(self.tasks, found.tasks, tr("to the staff"), page=TASKS)
        self._set(self.tasks_done, found.tasks_done, tr("of those"), page=TASKS)
        self._show_reasons(found)
        self.followed_text.setText(followed_text(found.followed))

    def _message_card(self, label: str, icon: str, which: Which) -> KpiCard:
        return self._card(
            label, icon, lambda: self._desk.window.go(OUTBOX, rule_id=self._rule_id, which=which.value)
        )

    def _card(self, label: str, icon: str, opens: Callable[[], None]) -> KpiCard:
        card = KpiCard(label, icon=icon)
        card.opened.connect(opens)
        return card

    def _set(
        self,
        card: KpiCard,
        count: int,
        about: str,
        tone: Tone | None = None,
        *,
        page: str = OUTBOX,
    ) -> None:
        card.set_value(self._desk.formats.number(count), about, tone)
        there = not page or self._desk.window.may_open(page)
        card.set_openable(openable=bool(count) and there)

    def _place(self, *, task: bool) -> None:
        messages = (self.drafts, self.approved, self.sent, self.failed, self.dropped)
        tasks = (self.tasks, self.tasks_done)
        shown = (self.found, *(tasks if task else messages), self.too_late)
        for card in (*messages, *tasks):
            if card not in shown:
                card.hide()
        for place, card in enumerate(shown):
            self._grid.addWidget(card, place // ACROSS, place % ACROSS)
            card.show()  # only now: what has no place yet would flash as a window of its own

    def _show_reasons(self, found: RuleStatistics) -> None:
        while (item := self._reasons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        ordered = sorted(found.skipped.items(), key=lambda pair: -pair[1])
        if not ordered:
            self._reasons.addWidget(Label(tr("Nobody was left out."), "muted", wrap=True), 0, 0, 1, 2)
        for place, (reason, count) in enumerate(ordered):
            number = LinkButton(self._desk.formats.number(count), self._opener(reason))
            number.setAccessibleName(f"{reason_text(reason)}: {count}")
            self._reasons.addWidget(number, place, 0)
            self._reasons.addWidget(Label(reason_text(reason), "body", wrap=True), place, 1)

    def _opener(self, reason: str) -> Callable[[], None]:
        return lambda: self.found_wanted.emit(MatchState.SKIPPED, reason)


def followed_text(followed: Followed | None) -> str:
    """What the clients did after they were written to."""
    if followed is None:
        return tr("For rules that call back or remind, it stands here who came or paid afterwards.")
    if not followed.of:
        return tr("Nothing was sent yet. As soon as it is, it stands here who came or paid afterwards.")
    pattern = (
        tr("{n} of {of} came within {days} days.")
        if followed.word == "visit"
        else tr("{n} of {of} paid within {days} days.")
    )
    return pattern.format(n=followed.n, of=followed.of, days=followed.days)
