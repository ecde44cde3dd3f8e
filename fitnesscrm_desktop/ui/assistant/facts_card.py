"""What a text states, beside it, and who has written it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.assistant.results import Fact
from fitnesscrm_desktop.ui.assistant.draft_state import Variant
from fitnesscrm_desktop.ui.assistant.place import WritingPlace, written_words
from fitnesscrm_desktop.ui.assistant.words import tr
from fitnesscrm_desktop.ui.core.tokens import XS, M, S, Tone
from fitnesscrm_desktop.ui.widgets.labels import Label


class FactsList(QScrollArea):
    """Name and value of each fact; scrolls where there are many."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Fact, ...] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Facts"))

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these; nothing flickers where nothing is different."""
        if self._shown == tuple(facts):
            return
        self._shown = tuple(facts)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, S, 0)
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(XS)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(facts):
            name = Label(tr(fact.about) or fact.key, "muted")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(fact.text, "body", wrap=True, selectable=True), row, 1)
        grid.setRowStretch(len(facts), 1)
        self.setWidget(inner)
        self.setAccessibleDescription("\n".join(f"{fact.about}: {fact.text}" for fact in facts))

    def texts(self) -> dict[str, str]:
        """What is shown, by name."""
        return {fact.about: fact.text for fact in self._shown or ()}


class FactsCard(QFrame):
    """The facts, and a line about who wrote the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.list = FactsList()
        self.title = Label(tr("Facts it states"), "strong")
        self.writer = Label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(M, M, M, M)
        layout.setSpacing(S)
        layout.addWidget(self.title)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.writer)

    def show_variant(self, variant: Variant | None, place: WritingPlace | None) -> None:
        """Show what belongs to this text."""
        self.list.show_facts(() if variant is None else variant.facts)
        edited = variant is not None and variant.edited
        # Whoever changes a text may take a fact out of it.
        self.title.setText(tr("Facts it was written from") if edited else tr("Facts it states"))
        self.writer.set_tone(Tone.AMBER if edited else None)
        self.writer.setText(_written_by(variant, place))
        self.writer.setVisible(bool(self.writer.text()))


def _written_by(variant: Variant | None, place: WritingPlace | None) -> str:
    if variant is None:
        return ""
    if variant.edited:
        return tr("Changed by you: what you add is not checked.")
    if variant.fallback:
        return tr("Plain text, not written by a model. {why}").format(why=tr(variant.why)).strip()
    written = written_words(variant.model, variant.ms, place)
    return f"{written} {tr('Every name, date and number in it is one of these.')}"
