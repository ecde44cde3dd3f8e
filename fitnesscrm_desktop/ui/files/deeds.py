"""What one can do with files: store, save, correct, put away and bring back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.files.naming import saving_name
from fitnesscrm_desktop.services.files.results import FileInfo, VersionInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.saved_files import tell_saved
from fitnesscrm_desktop.ui.files.edit_dialog import EditFileDialog
from fitnesscrm_desktop.ui.files.words import removed_text, stored_text, told_of, tr

ADD = "files.add"


class FileDeeds(QObject):
    """Each deed runs off the UI thread and says in passing what was done; most have a way back."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def may(self, permission: Permission) -> bool:
        """Whether this person may do that."""
        return self._desk.actor.may(permission)

    def add(self, client_id: int | None, paths: Sequence[Path] = ()) -> None:
        """Ask what they are, and store them; without a client they are of the staff."""
        may = self.may(Permission.ADD_FILES)
        if may and (client_id is not None or self.may(Permission.MANAGE_FILES)):
            about: dict[str, Any] = {} if client_id is None else {"client_id": client_id}
            self._desk.window.open_dialog(ADD, paths=tuple(paths), then=self._stored, **about)

    def _stored(self, kept: Sequence[FileInfo]) -> None:
        files, actor, tasks, formats = (
            self._desk.services.files,
            self._desk.actor,
            self._desk.tasks,
            self._desk.formats,
        )

        def work() -> None:
            for file in kept:
                files.remove(actor, file.id)

        def undo() -> None:
            tasks.write(work, done=lambda _none: None)

        may_undo = self.may(Permission.MANAGE_FILES)
        if kept:
            self._desk.toasts.show_toast(
                told_of(stored_text(len(kept), formats), kept), undo=undo if may_undo else None, tone="good"
            )

    def add_version(self, file: FileInfo) -> None:
        """Ask for the newer file, and store it."""
        if file.removed_at is not None or not self.may(Permission.ADD_FILES):
            return
        title = tr("New version of “{name}”").format(name=file.name)
        path = self._desk.dialogs.choose_open_file(title, tr("All files (*)"))
        if path is None:
            return
        files, actor = self._desk.services.files, self._desk.actor

        def done(kept: FileInfo) -> None:
            text = tr("Version {number} of “{name}” is stored.").format(
                number=self._desk.formats.number(kept.newest.number), name=kept.name
            )
            told = told_of("" if kept.mended else text, [kept]).strip()
            self._desk.toasts.show_toast(told, tone="good")

        self._desk.tasks.write(
            lambda: files.add_version(actor, file.id, path),
            done=done,
            failed=self._desk.window.report,
            owner=self,
        )

    def save(self, file: FileInfo, version: VersionInfo | None = None) -> None:
        """Ask where to, and write it there."""
        shown = file.newest if version is None else version
        name = saving_name(file.name, shown.file_name, shown.media_type)
        path = self._desk.dialogs.choose_save_file(
            tr("Save “{name}”").format(name=file.name), Path.home() / name, tr("All files (*)")
        )
        if path is None:
            return
        files, actor = self._desk.services.files, self._desk.actor
        self._desk.tasks.write(
            lambda: files.save(actor, file.id, path, shown.number, confirmed=True),
            done=lambda saved: tell_saved(self._desk.toasts, saved),
            failed=self._desk.window.report,
            owner=self,
        )

    def edit(self, file: FileInfo) -> None:
        """Change its name, category, tags and expiry."""
        if file.removed_at is None and self.may(Permission.ADD_FILES):
            self._desk.dialogs.show(EditFileDialog(self._desk, file))

    def remove(self, chosen: Sequence[FileInfo]) -> None:
        """Put files away; Undo brings them back."""
        gone = [file for file in chosen if file.removed_at is None]
        if gone and self.may(Permission.MANAGE_FILES):
            text = removed_text(gone, self._desk.formats)
            self._put(gone, away=True, said=text)

    def restore(self, chosen: Sequence[FileInfo]) -> None:
        """Bring back what was put away."""
        back = [file for file in chosen if file.removed_at is not None]
        if back and self.may(Permission.MANAGE_FILES):
            text = (
                tr("“{name}” is back.").format(name=back[0].name)
                if len(back) == 1
                else tr("{count} files are back.").format(count=self._desk.formats.number(len(back)))
            )
            self._put(back, away=False, said=text)

    def _put(self, chosen: Sequence[FileInfo], *, away: bool, said: str) -> None:
        files, actor, tasks = self._desk.services.files, self._desk.actor, self._desk.tasks

        def put(*, aside: bool) -> None:
            for file in chosen:
                if aside:
                    files.remove(actor, file.id)
                else:
                    files.restore(actor, file.id)

        def undo() -> None:
            tasks.write(lambda: put(aside=not away), done=lambda _none: None)

        tasks.write(
            lambda: put(aside=away),
            done=lambda _none: self._desk.toasts.show_toast(said, undo=undo),
            failed=self._desk.window.report,
            owner=self,
        )
