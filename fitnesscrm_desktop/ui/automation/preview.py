"""What a client would read: the words of a rule, filled in for somebody real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import RuleAction, Trigger
from fitnesscrm_desktop.services.automation.results import RuleDraft
from fitnesscrm_desktop.services.automation.rules import CHANNELS
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.messaging.results import Rendered
from fitnesscrm_desktop.services.settings.languages import language_name
from fitnesscrm_desktop.ui.automation.words import counted, tr
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField

HITS = 12
SETTLE_MS = 30
WIDTH, MOST_WIDTH = 320, 380


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to try the words on."""

    id: int
    name: str
    about: str = ""


class PreviewCard(Card):
    """Asks for a client and shows what they would read; the first client of the list to begin with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("Preview"))
        self._desk = desk
        self._rule = RuleDraft("", Trigger.CLIENT_CREATED)
        self._reading = CancelToken()
        self.setMinimumWidth(min(theme().px(WIDTH), MOST_WIDTH))
        self.client: PickerField[Reader] = PickerField(
            self._search,
            desk.tasks,
            label=lambda hit: hit.name,
            detail=lambda hit: hit.about,
            hint=tr("For which client?"),
        )
        self.client.picked.connect(lambda _hit: self._ask())
        self.subject = Label("", "strong", wrap=True, selectable=True)
        self.text = Label("", "body", wrap=True, selectable=True)
        self.about = Label("", "muted", wrap=True)
        self.trouble = Label("", "body", wrap=True, tone=Tone.AMBER)
        self.doubts = Label("", "body", wrap=True, tone=Tone.AMBER)
        page = QWidget()
        page.setProperty("kind", "plain")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        for label in (self.doubts, self.trouble, self.subject, self.text, self.about):
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
            column.addWidget(label)
        column.addStretch(1)
        self._paper = QScrollArea()
        self._paper.setAccessibleName(tr("What the client would read"))
        self._paper.setFrameShape(QFrame.Shape.NoFrame)
        self._paper.setWidgetResizable(True)
        self._paper.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._paper.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._paper.setWidget(page)
        self.body.setSpacing(M)
        self.add(self.client)
        self.add(self._paper, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self._look)
        self._show_doubts(())
        self._show(None)
        self._find_somebody()

    def show_words_of(self, rule: RuleDraft) -> None:
        """Show the words of *rule*, and whether they make sense on its occasions."""
        before = self._rule
        self._rule = rule
        if (rule.template_id, rule.action, rule.trigger) != (
            before.template_id,
            before.action,
            before.trigger,
        ):
            self._ask()

    def _search(self, text: str) -> Sequence[Reader]:
        hits = self._desk.services.directory.search(self._desk.actor, text, HITS)
        return [Reader(hit.id, hit.name, hit.plan_name) for hit in hits]

    def _find_somebody(self) -> None:
        directory, actor = self._desk.services.directory, self._desk.actor

        def first() -> Reader | None:
            rows = directory.rows(actor, list(directory.ids(actor, ListQuery())[:1]))
            return Reader(rows[0].id, rows[0].name) if rows else None

        def found(reader: Reader | None) -> None:
            if self.client.value() is None and not self.client.text():
                self.client.set_value(reader)
                self._ask()

        self._desk.tasks.run(first, done=found, owner=self)

    def _ask(self) -> None:
        self._soon.start()

    def _look(self) -> None:
        self._reading.cancel()
        token = self._reading = CancelToken()
        reader, rule = self.client.value(), self._rule
        if rule.template_id is None or rule.action not in CHANNELS:
            self._show_doubts(())
            self._show(None)
            return
        services, actor, template_id = self._desk.services, self._desk.actor, rule.template_id

        def read() -> tuple[tuple[str, ...], Rendered | None]:
            doubts = services.rules.doubts(actor, rule)
            if reader is None:
                return doubts, None
            channel = CHANNELS[rule.action]
            return doubts, services.templates.preview(actor, template_id, reader.id, channel=channel)

        def arrived(found: tuple[tuple[str, ...], Rendered | None]) -> None:
            if not token.cancelled:
                self._show_doubts(found[0])
                self._show(found[1])

        def failed(error: Exception) -> None:
            if token.cancelled:
                return
            if isinstance(error, StudioError):
                self._show(None, error.text)
            else:
                self._desk.window.report(error)

        self._desk.tasks.run(read, done=arrived, failed=failed, owner=self)

    def _show_doubts(self, doubts: Sequence[str]) -> None:
        self.doubts.setText("\n".join(doubts))
        self.doubts.setVisible(bool(doubts))

    def _show(self, words: Rendered | None, trouble: str = "") -> None:
        if words is None:
            nothing = trouble or tr("Choose words and a client to see what the client would read.")
            self._fill("", "" if trouble else nothing, "", trouble)
            return
        missing = ", ".join(words.missing)
        about = [language_name(words.language)]
        if self._rule.action is RuleAction.SMS and words.parts > 1:
            about.append(counted("%n messages", words.parts))
        warned = tr("Not known of this client: {fields}").format(fields=missing) if missing else ""
        self._fill(words.subject, words.text, " · ".join(about), warned)

    def _fill(self, subject: str, text: str, about: str, trouble: str) -> None:
        for label, words in (
            (self.subject, subject),
            (self.text, text),
            (self.about, about),
            (self.trouble, trouble),
        ):
            label.setText(words)
            label.setVisible(bool(words))
