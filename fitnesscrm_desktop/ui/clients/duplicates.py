"""The warning that somebody may be here already, while the name is still being typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.ui.clients.details_fields import DetailsFields
from fitnesscrm_desktop.ui.clients.words import likeness_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.core.tokens import XS, L, M, S
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

PAUSE_MS = 250
MOST = 3


class DuplicatesPanel(QFrame):
    """Looks while somebody types, and names who is alike.

    Signals:
        same_person(int): the one who is meant is here already (the id).
    """

    same_person = Signal(int)

    def __init__(self, desk: Desk, details: DetailsFields, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._details = desk, details
        self._under_way: CancelToken | None = None
        self.setProperty("kind", "banner")
        self.setProperty("tone", "amber")
        self._title = Label(self.tr("Already here?"), "strong")
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(IconLabel("alert-triangle", color="amber", size=18))
        head.addWidget(self._title, 1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(XS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M, M, M)
        layout.setSpacing(S)
        layout.addLayout(head)
        layout.addLayout(self._rows)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        for name in ("first_name", "last_name", "phone", "email"):
            details.lines[name].textChanged.connect(lambda _text: self._pause.start())
        details.born.value_changed.connect(lambda _day: self._pause.start())
        self.hide()

    def look(self) -> None:
        """Ask who is alike."""
        self._pause.stop()
        if self._under_way is not None:
            self._under_way.cancel()
        lines, born = self._details.lines, self._details.born.value()
        first, last = lines["first_name"].text(), lines["last_name"].text()
        phone, email = lines["phone"].text(), lines["email"].text()
        directory, actor = self._desk.services.directory, self._desk.actor
        self._under_way = self._desk.tasks.run(
            lambda: directory.possible_duplicates(actor, first, last, born=born, phone=phone, email=email),
            done=self._show,
            failed=lambda _error: self._show([]),  # a warning that fails must not stop the typing
            owner=self,
        )

    def _show(self, hits: Sequence[ClientHit]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for hit in hits[:MOST]:
            self._rows.addWidget(self._row(hit))
        self.setVisible(bool(hits))

    def _row(self, hit: ClientHit) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        why = ", ".join(likeness_word(each) for each in hit.why)
        parts = [self.tr("No. {number}").format(number=hit.member_number), why]
        if hit.born is not None:
            parts.append(self._desk.formats.day(hit.born))
        if hit.archived:
            parts.append(self.tr("archived"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(hit.name, "body", elide=True))
        words.addWidget(Label(" · ".join(parts), "muted", elide=True))
        layout.addLayout(words, 1)
        button = Button(self.tr("Open this one"))
        button.setAccessibleName(self.tr("Open {name}").format(name=hit.name))
        button.clicked.connect(lambda _checked=False: self.same_person.emit(hit.id))
        layout.addWidget(button)
        return row
