"""The session brief: one card, read in a minute between two sessions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.progress.brief import SessionBrief
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, L, S
from fitnesscrm_desktop.ui.progress.brief_row import BriefRow
from fitnesscrm_desktop.ui.progress.brief_words import BriefLine, BriefWords, Lead
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.states import EmptyState, Skeleton

TWO_COLUMNS = 820


class _Section(QWidget):
    """A heading and its lines."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        heading = Label(title, "heading")
        heading.setContentsMargins(S, 0, 0, XS)
        self.column.addWidget(heading)
        self.rows: list[BriefRow] = []
        self.column.addStretch(1)

    def show_lines(self, lines: Sequence[BriefLine]) -> None:
        """Show these, each a row that can be pressed."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [BriefRow(line) for line in lines]
        for place, row in enumerate(self.rows, start=1):
            self.column.insertWidget(place, row)


class BriefCard(QScrollArea):
    """``show_client(7)`` reads and shows; a line that is pressed goes to its source.

    Signals:
        leaving: another page is opened.
        shown(str): whom it is about now.
    """

    leaving = Signal()
    shown = Signal(str)

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._client_id = 0
        self._brief: SessionBrief | None = None
        self._under_way: CancelToken | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = _Section(self.tr("Body and goal"))
        self.coming = _Section(self.tr("Coming and going"))
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(L)
        for section in (self.body, self.coming):
            self._halves.addWidget(section, 1)
        self._loading, self._trouble = Skeleton(6), EmptyState("user", "")
        self._words = QWidget()
        self._words.setLayout(self._halves)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._card = Card()
        for each in (self._loading, self._trouble, self._words):
            self._card.add(each)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)
        column.addStretch(1)
        self.setWidget(inner)
        self._turn_to(self._loading)

    def show_client(self, client_id: int) -> None:
        """Read the brief of a client; of the same one, what is shown stays until it is read."""
        if client_id != self._client_id:
            self._client_id, self._brief = client_id, None
            self._turn_to(self._loading)
        if self._under_way is not None:
            self._under_way.cancel()
        briefs, actor = self._desk.services.brief, self._desk.actor
        self._under_way = self._desk.tasks.run(
            lambda: briefs.of(actor, client_id), done=self._show, failed=self._failed, owner=self
        )

    def rows(self) -> list[BriefRow]:
        """All lines, from the first to the last."""
        return [*self.body.rows, *self.coming.rows]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other if there is room."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        wide = event.size().width() >= theme().px(TWO_COLUMNS)
        self._halves.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def _show(self, brief: SessionBrief) -> None:
        words = BriefWords(brief, self._desk.actor, self._desk.formats)
        if brief != self._brief:
            place = next((place for place, row in enumerate(self.rows()) if row.hasFocus()), None)
            self.body.show_lines(words.body())
            self.coming.show_lines(words.coming())
            for row in self.rows():
                row.opened.connect(self.go)
            self._brief = brief
            if place is not None:
                self.rows()[min(place, len(self.rows()) - 1)].setFocus()
        self._turn_to(self._words)
        self.shown.emit(words.heading())

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self._trouble.set_text(self.tr("This cannot be shown"), error.text, "")
            self._turn_to(self._trouble)
        else:
            self._desk.window.report(error)

    def _turn_to(self, wanted: QWidget) -> None:
        for each in (self._loading, self._trouble, self._words):
            each.setVisible(each is wanted)

    def go(self, lead: Lead) -> None:
        """Open where a line comes from."""
        self.leaving.emit()
        window, client_id = self._desk.window, self._client_id
        window.go("clients.client", client_id=client_id, tab=lead.part, **lead.where)
        if lead.dialog:
            window.open_dialog(lead.dialog, client_id=client_id, **lead.about)
