"""A dialog that stores several files, each with a word of what became of it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fitnesscrm_desktop.services.files.store import MEGABYTE
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.files.dropping import DropTarget
from fitnesscrm_desktop.ui.files.file_rows import FileRows
from fitnesscrm_desktop.ui.files.storing import Stored, StoringRun
from fitnesscrm_desktop.ui.files.words import stored_text, tr
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.progress_bar import ProgressBar

K = TypeVar("K")
WIDTH = 560


class StoringDialog(FormDialog, Generic[K]):
    """``outcome`` holds all that was stored; ``job`` stores one file."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        most: int,
        *,
        kinds: str = "",
        choice: Callable[[Path, int], ChoiceField] | None = None,
    ) -> None:
        super().__init__(desk, title, tr("Store"), width=WIDTH, columns=2)
        self.kinds = kinds or tr("All files (*)")
        self._run: StoringRun[K] | None = None
        self._confirmed: set[Path] = set()
        self.files = FileRows(desk.formats, choice)
        self.files.changed.connect(self._say_how_many)
        self.files.twin_wanted.connect(self._store_twin)
        self.choose = Button(tr("Choose files…"), self._choose, icon="folder")
        self.progress = ProgressBar(tr("Storing"))
        self.step = Label("", "muted", elide=True)
        top = QHBoxLayout()
        top.setSpacing(M)
        size = desk.formats.number(most // MEGABYTE)
        hint = Label(tr("Or drop them here. Up to {size} MB each.").format(size=size), "muted", wrap=True)
        top.addWidget(self.choose)
        top.addWidget(hint, 1)
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
        DropTarget(self, self.add_paths)
        self._say_how_many()

    @abstractmethod
    def job(self, path: Path, *, confirmed: bool) -> Callable[[], K]:
        """What stores this file, to be run off the UI thread."""

    # --- which files ------------------------------------------------------------------------------------

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files; their sizes are looked up elsewhere."""
        if self._run is None and paths:
            self.load(lambda: [(path, size_of(path)) for path in paths], self._add)

    def _add(self, found: Sequence[tuple[Path, int | None]]) -> None:
        self.files.add(found)
        self._say_how_many()

    def _choose(self) -> None:
        self.add_paths(self.desk.dialogs.choose_open_files(tr("Choose files"), self.kinds))

    def _say_how_many(self) -> None:
        count = len(self.files.waiting())
        self.files.setVisible(bool(self.files.rows))
        self.verb.setEnabled(count > 0)
        text = tr("Store") if count < 2 else tr("Store {count} files")  # noqa: PLR2004 - one file needs no number
        self.verb.setText(text.format(count=self.desk.formats.number(count)))
        self.back.setText(tr("Close") if self.kept() else tr("Cancel"))

    def kept(self) -> list[K]:
        """What is stored."""
        outcomes = (row.outcome for row in self.files.rows if row.outcome is not None)
        return [outcome.kept for outcome in outcomes if outcome.kept is not None]

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
        self._start([row.path for row in self.files.waiting()])

    def _start(self, paths: Sequence[Path]) -> None:
        jobs = [(path, self.job(path, confirmed=path in self._confirmed)) for path in paths]
        run = self._run = StoringRun(jobs)
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

    def _told(self, outcomes: Sequence[Stored[K]]) -> None:
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

    def _say_left_over(self, outcomes: Sequence[Stored[K]]) -> None:
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
            self._start([path])

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
