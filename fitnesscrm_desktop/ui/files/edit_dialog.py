"""Change what a file is called, what it is, by which words it is found, and until when it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.models.values import FileCategory
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.files.results import FileChange, FileDetail, FileInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.files.words import category_choices, category_word, tags_of, tr
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog, ConflictRow
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog

LONGEST_NAME, LONGEST_TAGS = 200, 600


class EditFileDialog(FormDialog):
    """``outcome`` is the ``FileInfo`` as it is stored now."""

    def __init__(self, desk: Desk, file: FileInfo) -> None:
        super().__init__(desk, tr("About this file"), tr("Save"), sub=file.person)
        self._file = file
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.category = ChoiceField(category_choices(desk.actor, of_staff=file.staff_id is not None))
        self.tags = QLineEdit()
        self.tags.setMaxLength(LONGEST_TAGS)
        self.expires = DateField(today=desk.today)
        self.add_field("name", tr("Name"), self.name, required=True)
        self.add_field("category", tr("Category"), self.category)
        self.add_field(
            "tags", tr("Tags"), self.tags, hint=tr("Words by which it is found, with commas between.")
        )
        self.add_field("expires_on", tr("Holds until"), self.expires, hint=tr("Empty: for ever."))
        self._fill(FileChange(file.name, file.category, file.tags, file.expires_on))
        self.name.selectAll()
        self.name.setFocus()

    def deed(self) -> Callable[[], FileInfo]:
        """Store it."""
        files, actor, file, change = self.desk.services.files, self.desk.actor, self._file, self._change()
        return lambda: files.edit(actor, file.id, file.version, change)

    def show_error(self, error: Exception) -> None:
        """A conflict is settled in a dialog of its own."""
        if isinstance(error, Conflict) and error.mine:
            self._settle(error)
        else:
            super().show_error(error)

    def _change(self) -> FileChange:
        return FileChange(
            self.name.text(),
            FileCategory(self.category.code()),
            tags_of(self.tags.text()),
            self.expires.value(),
        )

    def _fill(self, change: FileChange) -> None:
        self.name.setText(change.name)
        self.category.set_code(change.category.value)
        self.tags.setText(", ".join(change.tags))
        self.expires.set_value(change.expires_on)

    # --- somebody else was faster -----------------------------------------------------------------------

    def _settle(self, conflict: Conflict) -> None:
        captions = {
            "name": tr("Name"),
            "category": tr("Category"),
            "tags": tr("Tags"),
            "expires_on": tr("Holds until"),
        }
        before = self._before_edit()
        mine_only = frozenset(name for name in conflict.mine if conflict.theirs[name] == before[name])
        rows = [
            ConflictRow(name, captions[name], self._said(mine), self._said(conflict.theirs[name]))
            for name, mine in conflict.mine.items()
            if name not in mine_only and mine != before[name]
        ]
        dialog = ConflictDialog(conflict.text, rows)
        if not rows or self.desk.dialogs.show(dialog):
            kept = mine_only | (dialog.keeps_mine() if rows else frozenset())
            files, actor, file_id = self.desk.services.files, self.desk.actor, self._file.id
            self.load(lambda: files.detail(actor, file_id), lambda detail: self._merge(detail, kept))

    def _before_edit(self) -> dict[str, object]:
        """What was stored when the fields were filled."""
        file = self._file
        return {
            "name": file.name,
            "category": file.category,
            "tags": tuple(sorted(file.tags)),
            "expires_on": file.expires_on,
        }

    def _merge(self, detail: FileDetail, kept: frozenset[str]) -> None:
        """What is kept of mine goes upon what is stored."""
        mine, theirs = self._change(), detail.info
        self._file = theirs
        self._fill(
            FileChange(
                mine.name if "name" in kept else theirs.name,
                mine.category if "category" in kept else theirs.category,
                mine.tags if "tags" in kept else theirs.tags,
                mine.expires_on if "expires_on" in kept else theirs.expires_on,
            )
        )
        self.submit()

    def _said(self, value: object) -> str:
        if isinstance(value, FileCategory):
            return category_word(value)
        if isinstance(value, date):
            return self.desk.formats.day(value)
        if isinstance(value, tuple):
            return ", ".join(str(tag) for tag in value)
        return "" if value is None else str(value)
