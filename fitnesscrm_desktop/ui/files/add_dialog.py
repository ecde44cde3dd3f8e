"""Store files of a client, or of somebody on the staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.models.values import FileCategory
from fitnesscrm_desktop.services.files.results import FileInfo, NewFile
from fitnesscrm_desktop.services.files.store import MOST_BYTES
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.files.storing_dialog import StoringDialog
from fitnesscrm_desktop.ui.files.words import category_choices, tags_of, tr
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField

LONGEST_TAGS = 600


class AddFilesDialog(StoringDialog[FileInfo]):
    """``outcome`` holds the ``FileInfo`` of all that were stored. Without a *client_id*: of the staff."""

    def __init__(self, desk: Desk, *, client_id: int | None = None, paths: Sequence[Path] = ()) -> None:
        super().__init__(desk, tr("Add files"), MOST_BYTES)
        self._client_id = client_id
        self.category = ChoiceField(category_choices(desk.actor, of_staff=client_id is None))
        self.category.set_code(FileCategory.OTHER.value if client_id is None else FileCategory.CONTRACT.value)
        self.expires = DateField(today=desk.today)
        self.tags = QLineEdit()
        self.tags.setMaxLength(LONGEST_TAGS)
        self.person = ChoiceField()
        if client_id is None:
            self.add_field("staff_id", tr("Of whom"), self.person, wide=True)
        self.add_field("category", tr("What they are"), self.category)
        self.add_field("expires_on", tr("Hold until"), self.expires, hint=tr("Empty: for ever."))
        hint = tr("Words by which they are found, with commas between.")
        self.add_field("tags", tr("Tags"), self.tags, hint=hint, wide=True)
        self._load_person()
        self.add_paths(paths)
        (self.category if paths else self.choose).setFocus()

    def _load_person(self) -> None:
        """Whose files they will be."""
        services, actor, client_id = self.desk.services, self.desk.actor, self._client_id
        if client_id is not None:
            self.load(lambda: services.directory.detail(actor, client_id).name, self.set_sub)
            return
        self.load(
            lambda: [(str(each.staff_id), each.name) for each in services.directory.possible_trainers(actor)],
            self._offer_people,
        )

    def _offer_people(self, people: Sequence[tuple[str, str]]) -> None:
        self.person.set_choices(people)
        if people and not self.person.code():
            self.person.set_code(people[0][0])

    def job(self, path: Path, *, confirmed: bool) -> Callable[[], FileInfo]:
        """Store this file as what was said."""
        new = NewFile(
            path,
            FileCategory(self.category.code()),
            client_id=self._client_id,
            staff_id=int(self.person.code()) if self._client_id is None else None,
            tags=tags_of(self.tags.text()),
            expires_on=self.expires.value(),
        )
        return partial(self.desk.services.files.add, self.desk.actor, new, confirmed=confirmed)
