"""Add a client: two fields are needed, everything else is offered; who may be here already is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.results import FieldInfo, FieldValue, NewClient
from fitnesscrm_desktop.ui.clients.details_dialog import DetailsDialog
from fitnesscrm_desktop.ui.clients.duplicates import DuplicatesPanel
from fitnesscrm_desktop.ui.clients.photo_field import PhotoField
from fitnesscrm_desktop.ui.core.bus_bridge import BusBridge
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody had typed when the dialog was closed with Esc."""

    by: str
    values: dict[str, object]
    own: dict[int, str]
    photo: bytes | None


_DRAFTS: WeakKeyDictionary[BusBridge, Draft] = WeakKeyDictionary()
"""One per open studio; gone with it."""


class NewClientDialog(DetailsDialog):
    """``outcome`` is the id of the client who was added, or of the one who was here already.

    *name* fills in what somebody has typed elsewhere ("first last"). What was typed survives Esc.
    """

    def __init__(self, desk: Desk, *, name: str = "", phone: str = "", email: str = "") -> None:
        super().__init__(desk, self.tr("New client"), self.tr("Add client"), with_health=True)
        self.set_sub(self.tr("First and last name are enough; the rest can follow any time."))
        self.photo = PhotoField(desk)
        self.duplicates = DuplicatesPanel(desk, self.details)
        self.duplicates.same_person.connect(self._take_existing)
        self.top.addWidget(self.photo)
        self.top.addWidget(self.duplicates)
        for field in ("first_name", "last_name"):
            self.details.lines[field].textChanged.connect(lambda _text: self._show_name())
        self._empty = self.details.values()
        self._draft = _DRAFTS.pop(desk.bridge, None)
        if self._draft is not None and self._draft.by == desk.actor.name and not (name or phone or email):
            self._take_up(self._draft)
        else:
            self._draft = None
            first, _, last = name.strip().partition(" ")
            given = {"first_name": first, "last_name": last, "phone": phone, "email": email}
            self.details.show_values(given)
        self.load(lambda: desk.services.directory.fields(desk.actor), self._ask_own)
        self.details.lines["first_name"].setFocus()
        if self.details.lines["first_name"].text():
            self.details.lines["last_name"].setFocus()

    def deed(self) -> Callable[[], int] | None:
        """Add the client, and the photo if there is one."""
        values: dict[str, Any] = self.details.values()
        own = {field_id: value for field_id, value in self.own.values().items() if value}
        jpeg, actor, services = self.photo.jpeg, self.desk.actor, self.desk.services

        new = NewClient(**values)
        return lambda: services.clients.add(actor, new, custom=own, photo=jpeg).id

    def succeeded(self, outcome: int) -> None:
        """Say who was added, and close."""
        lines = self.details.lines
        name = f"{lines['first_name'].text()} {lines['last_name'].text()}"
        clients, tasks, actor = self.desk.services.clients, self.desk.tasks, self.desk.actor
        desk, taken_back = self.desk, self.tr("{name} is taken back, and in the archive").format(name=name)

        def undone() -> None:
            if desk.window.client_in_hand() == outcome:  # nobody wants to stay on the page of who is gone
                desk.window.go("clients.list")
            desk.toasts.show_toast(taken_back)

        def undo() -> None:
            tasks.write(lambda: clients.undo_add(actor, outcome), done=lambda _card: undone())

        text = self.tr("{name} is added").format(name=name)
        may = actor.may(Permission.ARCHIVE_CLIENTS)
        self.desk.toasts.show_toast(text, undo=undo if may else None, tone="good")
        super().succeeded(outcome)

    def done(self, result: int) -> None:
        """Keep what was typed, unless it was stored."""
        if result != QDialog.DialogCode.Accepted and self._has_typed():
            _DRAFTS[self.desk.bridge] = Draft(
                self.desk.actor.name, self.details.values(), self.own.values(), self.photo.jpeg
            )
        super().done(result)

    def reject(self) -> None:
        """Esc goes back at once: nothing is lost by it."""
        QDialog.reject(self)

    def _has_typed(self) -> bool:
        return self.details.values() != self._empty or self.photo.jpeg is not None

    def _take_up(self, draft: Draft) -> None:
        self.details.show_values(draft.values)
        self.photo.set_photo(draft.photo)
        if any(draft.values[field] for field in draft.values if field not in {"first_name", "last_name"}):
            self.unfold()
        self.say(self.tr("This is what you had typed before."), Tone.BLUE)
        self.notice.set_text(self.notice.text(), Tone.BLUE, self.tr("Start empty"))
        self.notice.acted.connect(self._start_empty)

    def _start_empty(self) -> None:
        self.details.show_values(self._empty)
        self.own.show_values(dict.fromkeys(self.own.widgets, ""))
        self.photo.set_photo(None)
        self.say("")
        self.details.lines["first_name"].setFocus()

    def _ask_own(self, fields: list[FieldInfo]) -> None:
        known = self._draft.own if self._draft is not None else {}
        self.show_own_fields([FieldValue(field, known.get(field.id, "")) for field in fields])

    def _show_name(self) -> None:
        lines = self.details.lines
        self.photo.set_name(f"{lines['first_name'].text()} {lines['last_name'].text()}".strip())

    def _take_existing(self, client_id: int) -> None:
        self.outcome = client_id
        self.accept()
