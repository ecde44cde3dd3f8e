"""Put a tag on one client or on thousands, or take it off; with a way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from fitnesscrm_desktop.services.clients.results import Tagged, TagInfo
from fitnesscrm_desktop.ui.clients.words import clients_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

ADD, REMOVE = "add", "remove"


class TagDialog(FormDialog):
    """``outcome`` is the ``Tagged``. For one *client_id*, or for all *client_ids*."""

    def __init__(
        self,
        desk: Desk,
        *,
        client_id: int | None = None,
        client_ids: Sequence[int] = (),
        remove: bool = False,
    ) -> None:
        super().__init__(desk, self.tr("Tags"), "")
        self._ids = tuple(client_ids) or (() if client_id is None else (client_id,))
        self._known: list[TagInfo] = []
        self.set_sub(clients_word(len(self._ids), desk.formats))
        self.deed_choice = SegmentedControl(
            [(ADD, self.tr("Add a tag")), (REMOVE, self.tr("Remove a tag"))], name=self.tr("What to do")
        )
        self.deed_choice.set_current(REMOVE if remove else ADD)
        self.deed_choice.chosen.connect(lambda _key: self._name_deed())
        self.tag = QComboBox()
        self.tag.setEditable(True)
        self.tag.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.tag.lineEdit()
        if line is not None:
            line.setMaxLength(60)
            line.setPlaceholderText(self.tr("Choose a tag, or type a new one"))
        self.add_field("deed", self.tr("What to do"), self.deed_choice)
        self.add_field("name", self.tr("Tag"), self.tag, required=True)
        self._name_deed()
        self.load(lambda: desk.services.directory.tags(desk.actor), self._offer)
        self.tag.setFocus()

    def deed(self) -> Callable[[], Tagged] | None:
        """Change the tags of everybody it is about."""
        records, actor, ids = self.desk.services.records, self.desk.actor, self._ids
        name = self.tag.currentText().strip()
        if not name:
            self.form.set_error(self.tag, self.tr("Choose a tag, or type a new one."))
            return None
        if self._removes():
            known = next((tag for tag in self._known if tag.name.casefold() == name.casefold()), None)
            if known is None:
                self.form.set_error(self.tag, self.tr("There is no such tag."))
                return None
            return lambda: records.untag(actor, ids, known.id)
        return lambda: records.tag(actor, ids, records.create_tag(actor, name).id)

    def succeeded(self, outcome: Tagged) -> None:
        """Say what was done, and offer the way back."""
        people = clients_word(len(outcome.client_ids), self.desk.formats)
        if self._removes():
            text = self.tr("{clients} lost the tag “{tag}”")
        else:
            text = self.tr("{clients} got the tag “{tag}”")
        undo = _undoing(self.desk, outcome, removed=self._removes()) if outcome.client_ids else None
        self.desk.toasts.show_toast(text.format(clients=people, tag=outcome.tag.name), undo=undo)
        super().succeeded(outcome)

    def _removes(self) -> bool:
        return self.deed_choice.current() == REMOVE

    def _name_deed(self) -> None:
        self.verb.setText(self.tr("Remove") if self._removes() else self.tr("Add"))

    def _offer(self, tags: list[TagInfo]) -> None:
        self._known = tags
        typed = self.tag.currentText()
        self.tag.clear()
        self.tag.addItems([tag.name for tag in tags])
        self.tag.setEditText(typed)
        completer = QCompleter(self.tag.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.tag.setCompleter(completer)
        self.remember_typed()


def _undoing(desk: Desk, done: Tagged, *, removed: bool) -> Callable[[], None]:
    """The way back: only those who were different before."""
    records, actor = desk.services.records, desk.actor
    back = records.tag if removed else records.untag

    def undo() -> None:
        desk.tasks.write(lambda: back(actor, done.client_ids, done.tag.id), done=lambda _tagged: None)

    return undo
