"""What the studio asks its clients for besides the usual: add fields, rename them, put them away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import CustomFieldKind
from fitnesscrm_desktop.services.clients.results import FieldInfo
from fitnesscrm_desktop.ui.clients.details_fields import TextField
from fitnesscrm_desktop.ui.clients.parts import breakable, empty
from fitnesscrm_desktop.ui.clients.words import field_kind_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import XS, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import IconButton, LinkButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label, line
from fitnesscrm_desktop.ui.widgets.pills import Pill


class FieldsDialog(FormDialog):
    """Stays open: each field is stored at once. What clients have in a field is never lost."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Fields of your own"), self.tr("Add field"), width=520)
        self.set_sub(self.tr("Every client is asked for these too, on their page and when they are added."))
        self.back.setText(self.tr("Close"))
        self._changing: FieldInfo | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(XS)
        self.body.addLayout(self._rows)
        self.body.addWidget(line())
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.kind = ChoiceField([(kind.value, field_kind_word(kind)) for kind in CustomFieldKind])
        self.kind.set_code(CustomFieldKind.TEXT)
        self.kind.chosen.connect(lambda _code: self._show_choices())
        self.choices = TextField()
        self.add_field("name", self.tr("Name"), self.name, required=True)
        self.add_field("kind", self.tr("Holds"), self.kind)
        self.add_field("choices", self.tr("Choices"), self.choices, hint=self.tr("One per line."))
        self.new = LinkButton(self.tr("Add another one instead"), self._start_new)
        self.form.add_wide(self.new)
        self._start_new()
        self._read()
        self.name.setFocus()

    def deed(self) -> Callable[[], FieldInfo] | None:
        """Add the field, or change the one that was chosen."""
        records, actor, changing = self.desk.services.records, self.desk.actor, self._changing
        name, kind = self.name.text(), CustomFieldKind(self.kind.code())
        choices = tuple(self.choices.toPlainText().splitlines())
        if changing is None:
            return lambda: records.define_field(actor, name, kind, choices)
        return lambda: records.edit_field(actor, changing.id, name, choices)

    def succeeded(self, outcome: Any) -> None:
        """Show it in the list, and be ready for the next one."""
        self.outcome = outcome
        self._start_new()
        self._read()

    def _read(self) -> None:
        directory, actor = self.desk.services.directory, self.desk.actor
        self.load(lambda: directory.fields(actor, archived=True), self._show)

    def _show(self, fields: list[FieldInfo]) -> None:
        empty(self._rows)
        for field in sorted(fields, key=lambda each: each.archived):
            self._rows.addWidget(self._row(field))
        if not fields:
            text = self.tr("None yet. Shirt size, locker, how they heard of you: whatever you need.")
            self._rows.addWidget(Label(text, "muted", wrap=True))
        self.remember_typed()

    def _row(self, field: FieldInfo) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(breakable(field.name), "strong", wrap=True))
        about = ", ".join([field_kind_word(field.kind), *field.choices])
        words.addWidget(Label(about, "muted", elide=True))
        layout.addLayout(words, 1)
        if field.archived:
            layout.addWidget(Pill(self.tr("Put away"), Tone.NEUTRAL))
            label = self.tr("Ask for {field} again").format(field=field.name)
            layout.addWidget(IconButton("undo", label, lambda: self._archive(field, archived=False)))
        else:
            edit = self.tr("Change {field}").format(field=field.name)
            away = self.tr("Put {field} away").format(field=field.name)
            layout.addWidget(IconButton("edit", edit, lambda: self._change(field)))
            layout.addWidget(IconButton("x", away, lambda: self._archive(field, archived=True)))
        return row

    def _archive(self, field: FieldInfo, *, archived: bool) -> None:
        records, actor = self.desk.services.records, self.desk.actor
        self.desk.tasks.write(
            lambda: records.archive_field(actor, field.id, archived=archived),
            done=self.succeeded,
            failed=self.show_error,
            owner=self,
        )

    def _change(self, field: FieldInfo) -> None:
        self._changing = field
        self.name.setText(field.name)
        self.kind.set_code(field.kind)
        self.kind.setEnabled(False)  # what clients have would not fit another kind
        self.choices.setPlainText("\n".join(field.choices))
        self.verb.setText(self.tr("Save"))
        self.new.show()
        self._show_choices()
        self.name.setFocus()
        self.name.selectAll()
        self.remember_typed()

    def _start_new(self) -> None:
        self._changing = None
        self.name.clear()
        self.choices.clear()
        self.kind.setEnabled(True)
        self.verb.setText(self.tr("Add field"))
        self.new.hide()
        self._show_choices()
        self.name.setFocus()
        self.remember_typed()

    def _show_choices(self) -> None:
        self.form.set_visible(self.choices, self.kind.code() == CustomFieldKind.CHOICE)
