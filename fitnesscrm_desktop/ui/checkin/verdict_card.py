"""The verdict in large type: colour, sign and word, face and name, every reason with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Cure, Verdict
from fitnesscrm_desktop.services.checkin.reasons import CureOffer
from fitnesscrm_desktop.services.checkin.results import CheckInResult, ClientAtDoor, ReasonLine
from fitnesscrm_desktop.ui.checkin.band import VerdictBand
from fitnesscrm_desktop.ui.checkin.big_text import BigText
from fitnesscrm_desktop.ui.checkin.quiet_panels import IdlePanel, TroublePanel
from fitnesscrm_desktop.ui.checkin.reason_rows import CureButton, ReasonRow
from fitnesscrm_desktop.ui.checkin.state import Answer, DoorState
from fitnesscrm_desktop.ui.checkin.words import TONES, figure, plan_line, verdict_sign, verdict_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.avatar import Avatar
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton
from fitnesscrm_desktop.ui.widgets.labels import Label, line

Allowed = Callable[[tuple[CureOffer, ...]], tuple[CureOffer, ...]]
FACE = 112


class VerdictCard(QFrame):
    """Shows one answer, the calm between two, or what could not be stored.

    Signals:
        cure_wanted(object, object): a ``CureOffer`` was chosen for a ``CheckInResult``.
        client_wanted(int): open the client.
        retry_wanted: store again what could not be stored.
        drop_wanted: forget it.
    """

    cure_wanted = Signal(object, object)
    client_wanted = Signal(int)
    retry_wanted = Signal()
    drop_wanted = Signal()

    def __init__(self, desk: Desk, allowed: Allowed) -> None:
        super().__init__()
        self._desk, self._allowed = desk, allowed
        self._shown: tuple[Answer | None, object] = (None, None)
        self.setProperty("kind", "card")
        self.idle = IdlePanel()
        self.trouble = TroublePanel()
        self.trouble.retry.clicked.connect(self.retry_wanted)
        self.trouble.drop.clicked.connect(self.drop_wanted)
        self.band = VerdictBand()
        self.cures: list[CureButton] = []
        self._stack = QStackedWidget()
        self._answer = self._make_answer()
        for panel in (self.idle, self._answer, self.trouble):
            self._stack.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _make_answer(self) -> QWidget:
        self.face = Avatar(FACE)
        self.name = BigText("", 32, elide=True)
        self.plan = BigText("", 17, strong=False, elide=True)
        self.number, self.counts = BigText("", 48), Label("", "muted")
        self.open_client = LinkButton(self.tr("Open client"), self._open_client, icon="user")
        who = QVBoxLayout()
        who.setSpacing(S)
        who.addStretch(1)
        who.addWidget(self.name)
        who.addWidget(self.plan)
        who.addWidget(self.open_client, 0, Qt.AlignmentFlag.AlignLeading)
        who.addStretch(1)
        figure_box = QVBoxLayout()
        figure_box.setSpacing(0)
        figure_box.addStretch(1)
        for label in (self.number, self.counts):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            figure_box.addWidget(label)
        figure_box.addStretch(1)
        person = QHBoxLayout()
        person.setContentsMargins(XL, L, XL, L)
        person.setSpacing(XL)
        person.addWidget(self.face)
        person.addLayout(who, 1)
        person.addLayout(figure_box)
        self.person = QWidget()
        self.person.setLayout(person)
        self._reasons = QScrollArea()
        self._reasons.setWidgetResizable(True)
        self._reasons.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._reasons.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, M)
        layout.setSpacing(0)
        layout.addWidget(self.band)
        layout.addWidget(self.person)
        self._rule = line()
        layout.addWidget(self._rule)
        layout.addWidget(self._reasons, 1)
        return panel

    # --- showing ----------------------------------------------------------------------------------------

    def show_state(self, state: DoorState) -> None:
        """Show what the presenter knows."""
        answer = state.answer
        if state.trouble is not None:
            self.cures = []
            self._shown = (None, None)
            self.trouble.say(state.trouble)
            self._stack.setCurrentWidget(self.trouble)
        elif answer is None:
            self.cures = []
            self._shown = (None, None)
            self._stack.setCurrentWidget(self.idle)
        else:
            key = (answer, self._desk.actor)
            if self._shown != key:
                self._shown = key
                self._show_answer(answer)
            self._show_face(answer.result.client, state.photo)
            self._stack.setCurrentWidget(self._answer)

    def reason_texts(self) -> list[str]:
        """All sentences, from the top."""
        inner: QWidget | None = self._reasons.widget()
        return [] if inner is None else [row.line.text for row in inner.findChildren(ReasonRow)]

    def press(self, number: int) -> None:
        """The key of a cure was pressed; 1 is the first."""
        if 1 <= number <= len(self.cures) and self._stack.currentWidget() is self._answer:
            self.cures[number - 1].button.click()

    def result(self) -> CheckInResult | None:
        """What is shown, if it is a verdict."""
        answer = self._shown[0]
        return None if answer is None else answer.result

    def _show_answer(self, answer: Answer) -> None:
        result, formats = answer.result, self._desk.formats
        if answer.undone:
            self.band.say(Tone.NEUTRAL, "undo", self.tr("Taken back"), formats.time(result.at))
        else:
            word = verdict_word(result.verdict, result.words)
            self.band.say(TONES[result.verdict], verdict_sign(result), word, formats.time(result.at))
        client = result.client
        self.person.setVisible(client is not None)
        self._rule.setVisible(client is not None)
        if client is not None:
            self.name.setText(f"{client.first_name} {client.last_name}")
            self.plan.setText(plan_line(client, formats))
            number, counts = figure(client)
            self.number.setText(number)
            self.counts.setText(counts)
            over = client.visits_left is None and (client.days_left or 0) < 0
            self.number.set_tone(Tone.RED if over else None)
        self._show_reasons(result, offered=not answer.undone)

    def _show_face(self, client: ClientAtDoor | None, photo: QImage | None) -> None:
        if client is not None:
            self.face.set_person(f"{client.first_name} {client.last_name}", photo)

    def _show_reasons(self, result: CheckInResult, *, offered: bool) -> None:
        inner = QWidget()
        inner.setProperty("kind", "plain")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(XL, L, XL, S)
        layout.setSpacing(L)
        self.cures = []
        buttons = self._make_cures(result) if offered else {}
        for reason in result.reasons:
            layout.addWidget(ReasonRow(reason, TONES[result.verdict], buttons.get(reason, ())))
        for remark in result.remarks:
            layout.addWidget(ReasonRow(remark, Tone.AMBER, ()))
        for button in buttons.get(None, ()):
            layout.addWidget(button)
        if (
            offered
            and result.verdict is Verdict.REFUSED
            and None not in buttons
            and result.client is not None
        ):
            layout.addWidget(self._who_may_decide())
        if result.verdict is Verdict.ADMITTED and not result.reasons:
            layout.addWidget(self._all_well(result))
        layout.addStretch(1)
        self._reasons.setWidget(inner)

    def _make_cures(self, result: CheckInResult) -> dict[ReasonLine | None, list[CureButton]]:
        """The buttons by the reason beside which they stand; the override stands below all reasons."""
        buttons: dict[ReasonLine | None, list[CureButton]] = {}
        for reason, offer in self._offers(result):
            button = CureButton(offer, len(self.cures) + 1, quiet=reason is None)
            button.wanted.connect(lambda chosen: self.cure_wanted.emit(chosen, result))
            self.cures.append(button)
            buttons.setdefault(reason, []).append(button)
        return buttons

    def _who_may_decide(self) -> Label:
        hint = self.tr("Somebody who may decide can let in with a reason: Ctrl+Shift+L switches staff.")
        return Label(hint, "muted", wrap=True)

    def _all_well(self, result: CheckInResult) -> Label:
        visits = 0 if result.client is None else result.client.visits
        if visits == 1:
            return Label(self.tr("The first visit. Say hello!"), "heading")
        return Label(self.tr("Visit number {count}").format(count=self._desk.formats.number(visits)), "muted")

    def _offers(self, result: CheckInResult) -> Iterator[tuple[ReasonLine | None, CureOffer]]:
        """Every cure once, beside the first reason it helps; the override, which cures all, at the end."""
        seen: set[tuple[Cure, int | None]] = set()
        override: CureOffer | None = None
        for reason in result.reasons:
            for offer in self._allowed(reason.cures):
                if offer.cure is Cure.OVERRIDE:
                    override = offer
                elif (offer.cure, offer.membership_id) not in seen:
                    seen.add((offer.cure, offer.membership_id))
                    yield reason, offer
        if override is not None:
            yield None, override

    def _open_client(self) -> None:
        result = self.result()
        if result is not None and result.client is not None:
            self.client_wanted.emit(result.client.id)
