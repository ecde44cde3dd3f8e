"""The verdict in large type: colour, sign and word, face and name, every reason with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.models.values import Cure, Permission, Verdict
from fitnesscrm_desktop.services.checkin.found_by import FoundBy
from fitnesscrm_desktop.services.checkin.reasons import CureOffer
from fitnesscrm_desktop.services.checkin.results import CheckInResult, ClientAtDoor, ReasonLine
from fitnesscrm_desktop.ui.checkin.band import VerdictBand
from fitnesscrm_desktop.ui.checkin.big_text import BigText
from fitnesscrm_desktop.ui.checkin.quiet_panels import IdlePanel, TroublePanel
from fitnesscrm_desktop.ui.checkin.reason_rows import INDENT, CureButton, ReasonRow
from fitnesscrm_desktop.ui.checkin.state import Answer, DoorState
from fitnesscrm_desktop.ui.checkin.words import (
    TONES,
    figure,
    found_text,
    plan_line,
    verdict_sign,
    verdict_word,
)
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.avatar import Avatar
from fitnesscrm_desktop.ui.widgets.buttons import Button, LinkButton
from fitnesscrm_desktop.ui.widgets.flow import FlowLayout
from fitnesscrm_desktop.ui.widgets.labels import Label, line

Allowed = Callable[[tuple[CureOffer, ...]], tuple[CureOffer, ...]]
CALM, CALM_NARROW = (168, 42, 20, 76), (104, 34, 17, 52)
BUSY, LOW = (112, 32, 17, 48), (76, 26, 15, 40)
"""Sizes of face, name, plan and figure: without reasons and with them, where there is room and where not."""
LOW_BELOW, VERY_LOW, NARROW_BELOW, STACKED_BELOW = 560, 430, 580, 400
MANY_REASONS, MANY_CURES = 2, 3
"""From here on the reasons need the height of the card, where it is no higher than ``LOW_BELOW``."""


ONE_LINE, FEW_LINES, LONG_WORD = 18, 48, 24
"""Letters of a name that fit beside each other, of one that is read to its end, and of a word in it."""
BROKEN = 0.6
"""How large a name of several lines is."""


def _is_of_few_lines(name: str) -> bool:
    """Whether a name is read to its end in more than one line; an endless one is shortened instead."""
    words = name.split()
    return ONE_LINE < len(name) <= FEW_LINES and all(len(word) <= LONG_WORD for word in words)


class Face(Avatar):
    """A face that can grow."""

    def set_size(self, size: int) -> None:
        """Make it *size* pixels wide at 100 % text size."""
        self._size = size
        self.updateGeometry()
        self.update()


class VerdictCard(QFrame):
    """Shows one answer, the calm between two, or what could not be stored.

    Signals:
        cure_wanted(object, object): a ``CureOffer`` was chosen for a ``CheckInResult``.
        client_wanted(int): open the client.
        retry_wanted: store again what could not be stored.
        drop_wanted: forget it.
        new_client_wanted: nobody has the code; add somebody.
    """

    cure_wanted = Signal(object, object)
    client_wanted = Signal(int)
    retry_wanted = Signal()
    drop_wanted = Signal()
    new_client_wanted = Signal()

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
        self.adding: Button | None = None
        self._stack = QStackedWidget()
        self._answer = self._make_answer()
        for panel in (self.idle, self._answer, self.trouble):
            self._stack.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _make_answer(self) -> QWidget:
        self.face = Face()
        self.name, self.plan = BigText("", elide=True), BigText("", strong=False, elide=True)
        self.member_number = Label("", "muted")
        self.number, self.counts = BigText("", figures=True), Label("", "muted")
        self.open_client = LinkButton(self.tr("Open client"), self._open_client)
        self.member_number.setMinimumHeight(self.open_client.sizeHint().height())  # on one line with it
        last = FlowLayout(S)
        last.addWidget(self.member_number)
        last.addWidget(self.open_client)
        who = QVBoxLayout()
        who.setSpacing(S)
        who.addStretch(1)
        who.addWidget(self.name)
        who.addWidget(self.plan)
        who.addLayout(last)
        self.remark = Label("", "heading", wrap=True)
        self.remark.setContentsMargins(0, M, 0, 0)
        who.addWidget(self.remark)
        who.addStretch(1)
        figure_box = QVBoxLayout()
        figure_box.setSpacing(0)
        figure_box.addStretch(1)
        for label in (self.number, self.counts):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            figure_box.addWidget(label)
        figure_box.addStretch(1)
        self.person = QWidget()
        person = QHBoxLayout(self.person)
        person.setContentsMargins(XL, L, XL, L)
        person.setSpacing(XL)
        person.addWidget(self.face)
        person.addLayout(who, 1)
        person.addLayout(figure_box)
        self._reasons = QScrollArea()
        self._reasons.setWidgetResizable(True)
        self._reasons.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._reasons.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel = QWidget()
        self._column = QVBoxLayout(panel)
        self._column.setContentsMargins(0, 0, 0, M)
        self._column.setSpacing(0)
        self._rule = line()
        for widget in (self.band, self.person, self._rule, self._reasons):
            self._column.addWidget(widget)
        return panel

    def hasHeightForWidth(self) -> bool:
        """What does not fit scrolls: it takes nothing from the field above it."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window keeps its room for the reasons."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Without reasons the person has the whole card."""
        result = self.result()
        calm = result is not None and result.client is not None and not result.reasons
        tight = result is not None and len(result.reasons) + len(self.cures) // MANY_CURES > MANY_REASONS
        low = self.height() < theme().px(LOW_BELOW if tight else VERY_LOW)
        narrow = self.width() < theme().px(NARROW_BELOW)
        stacked = self.width() < theme().px(STACKED_BELOW)  # the words need the room of the face
        if calm and stacked:
            low = True
        sizes = (CALM_NARROW if narrow else CALM) if calm and not stacked else (LOW if low else BUSY)
        face, name, plan, number = sizes
        self.band.set_low(low=low and (stacked or not calm))
        self.face.setVisible(not stacked)
        self.member_number.setText(self._number_line(short=stacked))
        broken = calm and _is_of_few_lines(self.name.text())
        self.name.set_wrap(wrap=stacked or broken)
        self.plan.set_wrap(wrap=stacked)
        self.face.set_size(face)
        self.name.set_size(round(name * BROKEN) if broken else name)
        self.plan.set_size(plan)
        self.number.set_size(number)
        above = S if low and not calm else L
        self.person.setContentsMargins(0, above - L, 0, above - L)
        self.remark.setVisible(calm)
        self._reasons.setVisible(not calm)
        self._rule.setVisible(not calm and self.person.isVisibleTo(self))
        upright = QSizePolicy.Policy.Expanding if calm else QSizePolicy.Policy.Fixed
        self.person.setSizePolicy(QSizePolicy.Policy.Preferred, upright)

    # --- showing ----------------------------------------------------------------------------------------

    def show_state(self, state: DoorState) -> None:
        """Show what the presenter knows."""
        answer = state.answer
        if state.trouble is not None and not state.trouble.folded:
            self.cures, self.adding = [], None
            self._shown = (None, None)
            self.trouble.say(state.trouble)
            self._stack.setCurrentWidget(self.trouble)
        elif answer is None:
            self.cures, self.adding = [], None
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

    @property
    def keyed(self) -> list[Button]:
        """The buttons that have a key, in the order of their numbers."""
        cures = [each.button for each in self.cures]
        return cures if self.adding is None else [*cures, self.adding]

    def press(self, number: int) -> None:
        """The key of a button was pressed; 1 is the first."""
        if 1 <= number <= len(self.keyed) and self._stack.currentWidget() is self._answer:
            self.keyed[number - 1].click()
        elif number == 1 and self._stack.currentWidget() is self.trouble:
            self.trouble.retry.click()

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
        if client is not None:
            self.name.setText(f"{client.first_name} {client.last_name}")
            self.plan.setText(plan_line(client, formats))
            number, counts = figure(client)
            self.number.setText(number)
            self.counts.setText(counts)
            self.remark.setText(self._remark(client))
            over = client.visits_left is None and (client.days_left or 0) < 0
            self.number.set_tone(Tone.RED if over else None)
        self._show_reasons(result, offered=not answer.undone)
        self._fit()

    def _show_face(self, client: ClientAtDoor | None, photo: QImage | None) -> None:
        if client is not None:
            self.face.set_person(f"{client.first_name} {client.last_name}", photo)

    def _show_reasons(self, result: CheckInResult, *, offered: bool) -> None:
        inner = QWidget()
        inner.setProperty("kind", "plain")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(XL, L, XL, S)
        layout.setSpacing(M)
        self.cures, self.adding = [], None
        buttons = self._make_cures(result) if offered else {}
        for reason in result.reasons:
            layout.addWidget(ReasonRow(reason, TONES[result.verdict], buttons.get(reason, ())))
        for remark in result.remarks:
            layout.addWidget(ReasonRow(remark, Tone.AMBER, ()))
        for button in buttons.get(None, ()):
            button.setContentsMargins(INDENT, 0, 0, 0)
            layout.addWidget(button)
        if (
            offered
            and result.verdict is Verdict.REFUSED
            and None not in buttons
            and result.client is not None
        ):
            layout.addWidget(self._who_may_decide())
        if result.client is None:
            layout.addLayout(self._somebody_new())
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

    def _somebody_new(self) -> QVBoxLayout:
        hint = self.tr("Type the name instead. New cards are given out on the client's page.")
        layout = QVBoxLayout()
        layout.setContentsMargins(INDENT, 0, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(Label(hint, "muted", wrap=True))
        if self._desk.actor.may(Permission.EDIT_CLIENTS):
            adding = self.adding = Button(self.tr("New client…"), self.new_client_wanted.emit, icon="plus")
            keys = f"Alt+{len(self.keyed)}"
            adding.setAccessibleDescription(keys)
            row = QHBoxLayout()
            row.setSpacing(S)
            row.addWidget(Label(keys, "key"))
            row.addWidget(adding)
            row.addStretch(1)
            layout.addLayout(row)
        return layout

    def _remark(self, client: ClientAtDoor) -> str:
        if client.visits == 1:
            return self.tr("The first visit. Say hello!")
        return self.tr("Visit number {count}").format(count=self._desk.formats.number(client.visits))

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

    def _number_line(self, *, short: bool) -> str:
        """The number, and by what somebody was found; *short*: unless it is that very number or card."""
        answer = self._shown[0]
        client = None if answer is None else answer.result.client
        if answer is None or client is None:
            return ""
        number = self.tr("No. {number}").format(number=client.member_number)
        exact = answer.found_by in {FoundBy.NUMBER, FoundBy.CODE}
        found = "" if short and exact else found_text(answer.found_by)
        return " · ".join(filter(None, [number, found]))

    def _open_client(self) -> None:
        result = self.result()
        if result is not None and result.client is not None:
            self.client_wanted.emit(result.client.id)
