"""Change a client's data; what somebody else has changed meanwhile is settled field by field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.clients.custom_fields import form_key
from fitnesscrm_desktop.services.clients.results import CLIENT_FIELDS, ClientCard, ClientDetail
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.settings.languages import language_name
from fitnesscrm_desktop.ui.clients.details_dialog import DetailsDialog
from fitnesscrm_desktop.ui.clients.details_fields import PHONES, shown_value
from fitnesscrm_desktop.ui.clients.words import field_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog, ConflictRow


class EditClientDialog(DetailsDialog):
    """``outcome`` is the ``ClientCard`` as it is stored now. *field* is where the typing begins."""

    def __init__(self, desk: Desk, *, client_id: int, field: str = "first_name") -> None:
        may_see = desk.actor.may(Permission.VIEW_HEALTH)
        super().__init__(desk, self.tr("Edit client"), self.tr("Save"), with_health=may_see)
        self._client_id, self._first = client_id, field
        self._detail: ClientDetail | None = None
        self._shown: dict[str, object] = {}
        self._own_shown: dict[int, str] = {}
        self.unfold()
        self.verb.setEnabled(False)
        self._read(self._loaded)

    def deed(self) -> Callable[[], ClientCard] | None:
        """Store what is different from what was loaded."""
        detail = self._detail
        if detail is None:
            return None
        clients, actor = self.desk.services.clients, self.desk.actor
        changes, custom = self._changes(), self._own_changes()
        return lambda: clients.edit(actor, detail.id, detail.version, changes, custom=custom)

    def show_error(self, error: Exception) -> None:
        """A conflict is settled in a dialog of its own."""
        if isinstance(error, Conflict) and error.mine and self._detail is not None:
            self._settle(error)
        else:
            super().show_error(error)

    def _read(self, done: Callable[[ClientDetail], None]) -> None:
        directory, actor, client_id = self.desk.services.directory, self.desk.actor, self._client_id
        self.load(lambda: directory.detail(actor, client_id), done)

    def _loaded(self, detail: ClientDetail) -> None:
        self.set_sub(self.tr("{name}, number {number}").format(name=detail.name, number=detail.member_number))
        self.show_own_fields(detail.fields)
        self.details.show_values({field: getattr(detail.details, field) for field in CLIENT_FIELDS})
        self._take(detail)
        self.verb.setEnabled(True)
        self.remember_typed()
        self._fields.get(self._first, self.details.lines["first_name"]).setFocus()

    def _take(self, detail: ClientDetail) -> None:
        """What is in the fields now is what is stored."""
        self._detail = detail
        self._shown, self._own_shown = self.details.values(), self.own.values()

    def _changes(self) -> dict[str, object]:
        values = self.details.values()
        return {field: value for field, value in values.items() if value != self._shown[field]}

    def _own_changes(self) -> dict[int, str]:
        values = self.own.values()
        return {field: value for field, value in values.items() if value != self._own_shown[field]}

    # --- somebody else was faster -----------------------------------------------------------------------

    def _settle(self, conflict: Conflict) -> None:
        before = self._stored()
        rows = [
            ConflictRow(name, self._caption(name), self._said(name, mine), self._said(name, theirs))
            for name, mine, theirs in (
                (name, conflict.mine[name], conflict.theirs[name]) for name in conflict.mine
            )
            if theirs != before.get(name)
        ]
        asked = {row.name for row in rows}  # what only I have changed is no question
        dialog = ConflictDialog(conflict.text, rows)
        if not rows or self.desk.dialogs.show(dialog):
            kept = dialog.keeps_mine()
            self._read(lambda detail: self._merge(detail, kept, asked))

    def _stored(self) -> dict[str, object]:
        """What was stored when the fields were filled."""
        detail = self._detail
        if detail is None:
            return {}
        own = {form_key(each.field.id): each.value for each in detail.fields}
        return {**{field: getattr(detail.details, field) for field in CLIENT_FIELDS}, **own}

    def _merge(self, detail: ClientDetail, kept: frozenset[str], asked: set[str]) -> None:
        """Put what is stored now under what is kept of mine, and save that."""
        theirs = asked - kept
        mine = {field: value for field, value in self._changes().items() if field not in theirs}
        own = {
            field_id: value
            for field_id, value in self._own_changes().items()
            if form_key(field_id) not in theirs
        }
        self.details.show_values({field: getattr(detail.details, field) for field in CLIENT_FIELDS})
        stored = {each.field.id: each.value for each in detail.fields}
        self.own.show_values({field_id: stored.get(field_id, "") for field_id in self.own.widgets})
        self._take(detail)
        self.details.show_values(mine)
        self.own.show_values(own)
        self.submit()

    def _caption(self, name: str) -> str:
        own = {form_key(field.id): field.name for field in self.own.fields}
        return own.get(name) or field_word(name)

    def _said(self, name: str, value: object) -> str:
        if isinstance(value, date):
            return self.desk.formats.day(value)
        field = next((each for each in self.own.fields if form_key(each.id) == name), None)
        text = str(value or "")
        if name == "language" and text:
            return language_name(text)
        if field is not None:
            return shown_value(field, text, self.desk.formats.day)
        return shown_phone(text) if name in PHONES else text
