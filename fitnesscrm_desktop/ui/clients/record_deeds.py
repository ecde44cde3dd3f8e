"""What the page of one client does with notes, tags, codes and the photo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.clients.results import CodeInfo, NoteInfo, PhotoStored, TagInfo
from fitnesscrm_desktop.ui.clients.photo_field import picture_kinds, read_photo
from fitnesscrm_desktop.ui.clients.words import translate
from fitnesscrm_desktop.ui.core.desk import Desk


class _Host(Protocol):
    """The presenter these deeds belong to."""

    @property
    def client_id(self) -> int:
        """Whom it is about."""
        ...

    @property
    def photo(self) -> bytes | None:
        """The photo that is shown."""
        ...

    def do(self, work: Callable[[], Any], text: str = "", *, undo: Callable[[], Any] | None = None) -> None:
        """Do *work* off the UI thread, say *text*, offer *undo*."""
        ...

    def open_dialog(self, dialog_id: str, **about: Any) -> None:
        """Open a dialog about this client."""
        ...


class RecordDeeds:
    """Each one is one change, and most have a way back."""

    def __init__(self, desk: Desk, host: _Host, owner: QObject) -> None:
        self._desk, self._host, self._owner = desk, host, owner

    def add_note(self, text: str, *, pinned: bool) -> None:
        """Write down a short note."""
        records, actor, client_id = self._desk.services.records, self._desk.actor, self._host.client_id
        self._host.do(lambda: records.add_note(actor, client_id, text, pinned=pinned))

    def pin_note(self, note: NoteInfo) -> None:
        """Show a note at check-in, or no longer."""
        records, actor = self._desk.services.records, self._desk.actor
        self._host.do(lambda: records.pin_note(actor, note.id, pinned=not note.pinned))

    def remove_note(self, note: NoteInfo) -> None:
        """Take a note away."""
        records, actor = self._desk.services.records, self._desk.actor
        self._host.do(
            lambda: records.remove_note(actor, note.id),
            translate("clients", "The note is removed"),
            undo=lambda: records.restore_note(actor, note.id),
        )

    def remove_tag(self, tag: TagInfo) -> None:
        """Take a tag off."""
        records, actor, client_id = self._desk.services.records, self._desk.actor, self._host.client_id
        self._host.do(
            lambda: records.untag(actor, [client_id], tag.id),
            translate("clients", "The tag “{tag}” is gone").format(tag=tag.name),
            undo=lambda: records.tag(actor, [client_id], tag.id),
        )

    def remove_code(self, code: CodeInfo) -> None:
        """Take a card or fob away."""
        records, actor, client_id = self._desk.services.records, self._desk.actor, self._host.client_id
        self._host.do(
            lambda: records.remove_code(actor, code.id),
            translate("clients", "The code {code} opens nothing any more").format(code=code.code),
            undo=lambda: records.add_code(actor, client_id, code.code, code.label),
        )

    def choose_photo(self) -> None:
        """Ask for a picture and store it."""
        path = self._desk.dialogs.choose_open_file(translate("clients", "Choose a photo"), picture_kinds())
        if path is not None:
            self.store_photo(path)

    def store_photo(self, path: Path) -> None:
        """Store the picture in *path*."""
        records, actor, client_id = self._desk.services.records, self._desk.actor, self._host.client_id
        before = self._host.photo
        self._desk.tasks.write(
            lambda: records.set_photo(actor, client_id, read_photo(path)),
            done=lambda stored: self._photo_stored(stored, before),
            failed=self._desk.window.report,
            owner=self._owner,
        )

    def _photo_stored(self, stored: PhotoStored, before: bytes | None) -> None:
        records, actor = self._desk.services.records, self._desk.actor

        def undo() -> None:
            self._desk.tasks.write(
                lambda: (
                    records.remove_photo(actor, stored.client_id)
                    if before is None
                    else records.set_photo(actor, stored.client_id, before)
                ),
                done=lambda _done: None,
            )

        self._desk.toasts.show_toast(translate("clients", "The photo is stored"), undo=undo, tone="good")
        if not stored.consented:  # a second message: one has one button, and both are wanted
            text = translate("clients", "Nobody has agreed to the photo yet")
            self._desk.toasts.show_toast(
                text,
                undo=lambda: self._host.open_dialog("clients.consent", kind="photo"),
                tone="warn",
                action=translate("clients", "Record consent"),
            )

    def remove_photo(self) -> None:
        """Take the photo away."""
        records, actor, client_id = self._desk.services.records, self._desk.actor, self._host.client_id
        photo = self._host.photo
        if photo is not None:
            self._host.do(
                lambda: records.remove_photo(actor, client_id),
                translate("clients", "The photo is removed"),
                undo=lambda: records.set_photo(actor, client_id, photo),
            )
