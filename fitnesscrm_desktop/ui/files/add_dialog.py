"""Store files: several at once, each with a word of what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fitnesscrm_desktop.models.values import FileCategory
from fitnesscrm_desktop.services.files.results import FileInfo, NewFile
from fitnesscrm_desktop.services.files.store import MEGABYTE, MOST_BYTES
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.files.dropping import DropTarget
from fitnesscrm_desktop.ui.files.file_rows import FileRows
from fitnesscrm_desktop.ui.files.storing import Stored, StoringRun
from fitnesscrm_desktop.ui.files.words import category_choices, stored_text, tags_of, tr
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.progress_bar import ProgressBar

LONGEST_TAGS, WIDTH = 600, 560


class AddFilesDialog(FormDialog):
    """``outcome`` holds the ``FileInfo`` of all that were stored. Without a *client_id*: of the staff."""

    def __init__(self, desk: Desk, *, client_id: int | None = None, paths: Sequence[Path] = ()) -> None:
        super().__init__(desk, tr("Add files"), tr("Store"), width=WIDTH, columns=2)
        self._client_id = client_id
        self._run: StoringRun | None = None
        self._confirmed: set[Path] = set()
        self.files = FileRows(desk.formats)
        self.files.changed.connect(self._say_how_many)
        self.files.twin_wanted.connect(self._store_twin)
        self.choose = Button(tr("Choose files…"), self._choose, icon="folder")
        self.progress = ProgressBar(tr("Storing"))
        self.step = Label("", "muted", elide=True)
        self.category = ChoiceField(category_choices(desk.actor, of_staff=client_id is None))
        self.category.set_code(FileCategory.OTHER.value if client_id is None else FileCategory.CONTRACT.value)
        self.expires = DateField(today=lambda: desk.profile.day_of(desk.services.core.clock.now()))
        self.tags = QLineEdit()
        self.tags.setMaxLength(LONGEST_TAGS)
        self.person = ChoiceField()
        self._lay_out_fields()
        DropTarget(self, self.add_paths)
        self._load_person()
        self._say_how_many()
        self.add_paths(paths)
        (self.category if paths else self.choose).setFocus()

    def _lay_out_fields(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(M)
        most = Label(
            tr("Or drop them here. Up to {size} MB each.").format(
                size=self.desk.formats.number(MOST_BYTES // MEGABYTE)
            ),
            "muted",
            wrap=True,
        )
        top.addWidget(self.choose)
        top.addWidget(most, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.files)
        self._under_way = QWidget()
        row = QHBoxLayout(self._under_way)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.progress, 1)
        row.addWidget(self.step, 1)
        self._under_way.hide()
        self.body.addWidget(self._under_way)
        if self._client_id is None:
            self.add_field("staff_id", tr("Of whom"), self.person, wide=True)
        self.add_field("category", tr("What they are"), self.category)
        self.add_field("expires_on", tr("Hold until"), self.expires, hint=tr("Empty: for ever."))
        hint = tr("Words by which they are found, with commas between.")
        self.add_field("tags", tr("Tags"), self.tags, hint=hint, wide=True)

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

    # --- which files ------------------------------------------------------------------------------------

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files; their sizes are looked up elsewhere."""
        if self._run is None and paths:
            self.load(lambda: [(path, size_of(path)) for path in paths], self._add)

    def _add(self, found: Sequence[tuple[Path, int | None]]) -> None:
        self.files.add(found)
        self._say_how_many()

    def _choose(self) -> None:
        self.add_paths(self.desk.dialogs.choose_open_files(tr("Choose files"), tr("All files (*)")))

    def _say_how_many(self) -> None:
        count = len(self.files.waiting())
        self.files.setVisible(bool(self.files.rows))
        self.verb.setEnabled(count > 0)
        text = tr("Store") if count < 2 else tr("Store {count} files")  # noqa: PLR2004 - one file needs no number
        self.verb.setText(text.format(count=self.desk.formats.number(count)))
        self.back.setText(tr("Close") if self.kept() else tr("Cancel"))

    def kept(self) -> list[FileInfo]:
        """What is stored."""
        outcomes = (row.outcome for row in self.files.rows if row.outcome is not None)
        return [outcome.file for outcome in outcomes if outcome.file is not None]

    # --- storing ----------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Store all that wait."""
        if not self.verb.isEnabled() or self._run is not None:
            return
        self.form.clear_errors()
        self.say("")
        if self.form.refuse_problems():
            self.form.focus_first_error()
            return
        wanted = [self._new(row.path) for row in self.files.waiting()]
        self._start(wanted)

    def _new(self, path: Path) -> NewFile:
        return NewFile(
            path,
            FileCategory(self.category.code()),
            client_id=self._client_id,
            staff_id=int(self.person.code()) if self._client_id is None else None,
            tags=tags_of(self.tags.text()),
            expires_on=self.expires.value(),
        )

    def _start(self, wanted: Sequence[NewFile]) -> None:
        files, actor = self.desk.services.files, self.desk.actor
        run = self._run = StoringRun(files, actor, wanted, frozenset(self._confirmed))
        self._set_busy(busy=True)
        self.choose.setEnabled(False)
        self.files.setEnabled(False)
        self.back.setText(tr("Stop"))
        self.progress.set_share(0, 1)
        self.step.setText("")
        self._under_way.show()
        self.desk.tasks.long(
            run.run, progress=self._say_step, done=self._told, failed=self._broken, owner=self
        )

    def _say_step(self, done: int, total: int) -> None:
        self.progress.set_share(done, total)
        share = self.desk.formats.number(round(100 * done / max(total, 1)))
        self.step.setText(tr("{share} % is stored.").format(share=share))

    def _told(self, outcomes: Sequence[Stored]) -> None:
        self._rest()
        for outcome in outcomes:
            self.files.row_of(outcome.path).show_outcome(outcome)
        troubles = [outcome.trouble for outcome in outcomes if outcome.trouble is not None]
        about_fields = next((trouble for trouble in troubles if trouble.fields), None)
        if about_fields is not None:
            self.show_error(about_fields)
        if not self.files.waiting():
            self.outcome = tuple(self.kept())
            super().accept()
            return
        self._say_how_many()
        self._say_left_over(outcomes)

    def _say_left_over(self, outcomes: Sequence[Stored]) -> None:
        left, kept = len(self.files.waiting()), len(self.kept())
        formats = self.desk.formats
        words = [stored_text(kept, formats)] if kept else []
        if any(outcome.stopped for outcome in outcomes):
            words.append(
                tr("You have stopped it: {count} are not stored.").format(count=formats.number(left))
            )
        elif left == 1:
            words.append(tr("One is not stored: it says why."))
        else:
            words.append(tr("{count} are not stored: each says why.").format(count=formats.number(left)))
        self.say(" ".join(words), Tone.AMBER)

    def _broken(self, error: Exception) -> None:
        self._rest()
        self._say_how_many()
        self.show_error(error)

    def _rest(self) -> None:
        self._run = None
        self._set_busy(busy=False)
        self.choose.setEnabled(True)
        self.files.setEnabled(True)
        self._under_way.hide()

    def _store_twin(self, path: Path) -> None:
        """It is there already, and wanted a second time."""
        if self._run is None:
            self._confirmed.add(path)
            self._start([self._new(path)])

    def reject(self) -> None:
        """Stop what is under way; else go back, with what was stored."""
        if self._run is not None:
            self._run.stop()
            self.step.setText(tr("Stopping after this file…"))
        elif self.kept():
            self.outcome = tuple(self.kept())
            super().accept()
        else:
            super().reject()

    def deed(self) -> Callable[[], Any] | None:
        """Nothing by itself: ``submit`` stores one file after the other."""
        return None


def size_of(path: Path) -> int | None:
    """How large a file is; None if it cannot be asked."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return None
