"""The texts to choose from, each on a card that fills while it is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.assistant.draft_state import VARIANTS, Variant
from fitnesscrm_desktop.ui.assistant.excerpt import Excerpt, as_client_reads
from fitnesscrm_desktop.ui.assistant.words import tr
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pills import Pill

HEIGHT = 96
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


class VariantCard(QFrame):
    """One text; a click or Space takes it.

    Signals:
        taken: the person wants this one.
        stepped(int): the person wants the neighbour.
    """

    taken = Signal()
    stepped = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.setProperty("kind", "card")
        self.setProperty("clickable", True)
        self.setMinimumHeight(theme().px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.key = Label(str(number), "key")
        self.subject = Label("", "strong", elide=True)
        self.pill = Pill("")
        self.words = Excerpt()
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(self.key)
        top.addWidget(self.subject, 1)
        top.addWidget(self.pill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(M, S, M, S)
        layout.setSpacing(S)
        layout.addLayout(top)
        layout.addWidget(self.words, 1)

    def show_variant(self, variant: Variant, *, chosen: bool, under_way: bool) -> None:
        """Show how far it is."""
        self.subject.setText(as_client_reads(variant.subject))
        self.words.show_letter(as_client_reads(variant.text))
        word, tone = _status(variant, under_way=under_way)
        self.pill.set_state(word, tone)
        self.setCursor(Qt.CursorShape.PointingHandCursor if variant.done else Qt.CursorShape.ArrowCursor)
        set_look(self, "chosen", chosen)
        said = tr("Text {number}: {state}").format(number=self._number, state=word)
        self.setAccessibleName(said)
        self.setAccessibleDescription(as_client_reads(variant.text))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes it, arrows go to the neighbour."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Space:
            self.taken.emit()
        elif key in STEPS:
            self.stepped.emit(STEPS[key])
        else:
            super().keyPressEvent(event)


class VariantCards(QWidget):
    """All of them under each other; one stop for Tab.

    Signals:
        taken(int): the person wants this one.
    """

    taken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Texts to choose from"))
        self.cards = [VariantCard(number + 1) for number in range(VARIANTS)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        for place, card in enumerate(self.cards):
            card.taken.connect(lambda place=place: self.taken.emit(place))
            card.stepped.connect(lambda step, place=place: self._step(place + step))
            layout.addWidget(card)

    def show_variants(self, variants: Sequence[Variant], chosen: int | None, *, writing: bool) -> None:
        """Show what there is."""
        stop = chosen or 0
        first_open = next((place for place, each in enumerate(variants) if not each.done), None)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(variants))
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == stop else Qt.FocusPolicy.ClickFocus)
            if place < len(variants):
                card.show_variant(
                    variants[place], chosen=place == chosen, under_way=writing and place == first_open
                )

    def take_focus(self) -> None:
        """The keyboard goes to the chosen one."""
        for card in self.cards:
            if card.focusPolicy() == Qt.FocusPolicy.StrongFocus and card.isVisibleTo(self):
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, place: int) -> None:
        if 0 <= place < len(self.cards) and self.cards[place].isVisibleTo(self):
            self.taken.emit(place)
            self.take_focus()


def _status(variant: Variant, *, under_way: bool) -> tuple[str, Tone]:
    if not variant.done:
        return (tr("Being written"), Tone.BLUE) if under_way else (tr("Waits"), Tone.NEUTRAL)
    if variant.edited:
        return tr("Changed by you"), Tone.ACCENT
    if variant.fallback:
        return tr("Plain text"), Tone.AMBER
    return tr("Verified"), Tone.GREEN
