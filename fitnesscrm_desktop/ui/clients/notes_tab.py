"""What staff tell each other about a client."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.results import NoteInfo
from fitnesscrm_desktop.ui.clients.client_presenter import ClientPresenter, ClientState
from fitnesscrm_desktop.ui.clients.parts import Columns, breakable, empty
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.pills import Pill
from fitnesscrm_desktop.ui.widgets.states import EmptyState

LONGEST = 4000


class NotesTab(QWidget):
    """A line to write in, and the notes: pinned ones first, then the newest."""

    def __init__(self, desk: Desk, presenter: ClientPresenter) -> None:
        super().__init__()
        self._desk, self._presenter = desk, presenter
        self._shown: tuple[NoteInfo, ...] | None = None
        self._client_id = 0
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText(self.tr("Write a note, and press Enter…"))
        self.line.setAccessibleName(self.tr("New note"))
        self.line.returnPressed.connect(self._add)
        self.pinned = QCheckBox(self.tr("Pin: show at check-in"))
        self.add_button = Button(self.tr("Add"), self._add, icon="plus")
        self.long_button = Button(self.tr("Longer…"), lambda: presenter.open_dialog("clients.note"))
        writing = QWidget()
        row = QHBoxLayout(writing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.line, 1)
        row.addWidget(self.pinned)
        row.addWidget(self.add_button)
        row.addWidget(self.long_button)
        if not presenter.may(Permission.WRITE_NOTES):
            writing.hide()
        self.notes = Columns(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(writing)
        layout.addWidget(self.notes, 1)

    def show_state(self, state: ClientState) -> None:
        """Show the notes about this client."""
        if state.detail is None:
            return
        if state.client_id != self._client_id:
            self._client_id = state.client_id
            self.line.clear()
        if state.detail.notes == self._shown:
            return
        self._shown = state.detail.notes
        column = self.notes.columns[0]
        empty(column)
        for note in state.detail.notes:
            column.addWidget(self._card(note))
        if state.detail.notes:
            column.addStretch(1)
        else:
            column.addWidget(
                EmptyState(
                    "message",
                    self.tr("No notes"),
                    self.tr("What others should know. A pinned note shows at every check-in."),
                ),
                1,
            )

    def _add(self) -> None:
        text = self.line.text().strip()
        if text:
            self._presenter.records.add_note(text, pinned=self.pinned.isChecked())
            self.line.clear()
            self.pinned.setChecked(False)

    def _card(self, note: NoteInfo) -> Card:
        card = Card(padding=M)
        head = QHBoxLayout()
        head.setSpacing(S)
        staff = note.staff or self.tr("the studio")
        when = self._desk.formats.moment(note.at)
        about = Label(self.tr("{when}, by {staff}").format(when=when, staff=staff), "muted", elide=True)
        head.addWidget(about, 1)
        if note.pinned:
            head.addWidget(Pill(self.tr("Pinned"), Tone.AMBER))
        if note.private:
            head.addWidget(Pill(self.tr("Private"), Tone.BLUE))
        if self._presenter.may(Permission.WRITE_NOTES):
            for button in self._buttons(note):
                head.addWidget(button)
        card.body.addLayout(head)
        card.add(Label(breakable(note.text), "body", wrap=True, selectable=True))
        return card

    def _buttons(self, note: NoteInfo) -> list[IconButton]:
        ask = self._presenter
        pin = self.tr("Unpin") if note.pinned else self.tr("Pin: show at check-in")
        return [
            IconButton(
                "pin", pin, lambda: ask.records.pin_note(note), color="amber" if note.pinned else None
            ),
            IconButton(
                "edit", self.tr("Change the note"), lambda: ask.open_dialog("clients.note", note_id=note.id)
            ),
            IconButton("trash", self.tr("Remove the note"), lambda: ask.records.remove_note(note)),
        ]
