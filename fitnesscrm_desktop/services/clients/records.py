"""What hangs on a client: codes, tags, notes, consents, the photo, and the studio's own fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.client import ClientCode, ClientPhoto, Consent, CustomField, StaffNote
from fitnesscrm_desktop.models.values import ConsentKind, CustomFieldKind, Permission
from fitnesscrm_desktop.services.clients import codes, custom_fields, notes, tags
from fitnesscrm_desktop.services.clients.consents import consent_info, has_consented
from fitnesscrm_desktop.services.clients.events import (
    ClientChanged,
    ClientsTagged,
    ConsentRecorded,
    CustomFieldsChanged,
    NotesChanged,
    TagsChanged,
)
from fitnesscrm_desktop.services.clients.finding import lock_client
from fitnesscrm_desktop.services.clients.numbers import hold_member_numbers
from fitnesscrm_desktop.services.clients.photos import prepare_photo
from fitnesscrm_desktop.services.clients.results import (
    CodeInfo,
    ConsentInfo,
    FieldInfo,
    NoteInfo,
    PhotoStored,
    Tagged,
    TagInfo,
    TrainerInfo,
)
from fitnesscrm_desktop.services.clients.rules import check_consent_day
from fitnesscrm_desktop.services.clients.storing import fold_anew, refuse_stale
from fitnesscrm_desktop.services.clients.trainers import put_trainer, trainer_now
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.settings.profile import studio_profile

_LABEL_LENGTH = 60


class ClientRecords:
    """Everything that is recorded about clients besides who they are."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def add_code(self, actor: Actor, client_id: int, code: str, label: str = "") -> CodeInfo:
        """Give a client a card, fob or old number. Raises ``RuleBroken`` naming who has it already."""
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            hold_member_numbers(work.session)
            row = ClientCode(
                client_id=client.id,
                code=codes.free_code(work.session, client, code),
                label=one_line(label, _LABEL_LENGTH),
                created_at=work.now,
            )
            work.session.add(row)
            fold_anew(work.session, client)
            work.audit(actor, "client.code_add", "client", client.id, code=row.code)
            work.record(ClientChanged(client.id))
            return codes.code_info(row)

    def remove_code(self, actor: Actor, code_id: int) -> CodeInfo:
        """Take a code away: it opens nothing any more. Raises ``NotFound``."""
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            row = codes.find_code(work.session, code_id)
            client = lock_client(work.session, row.client_id)
            work.session.delete(row)
            fold_anew(work.session, client)
            work.audit(actor, "client.code_remove", "client", client.id, code=row.code)
            work.record(ClientChanged(client.id))
            return codes.code_info(row)

    def create_tag(self, actor: Actor, name: str, color: str = "") -> TagInfo:
        """The tag of this name, made if there is none yet; *color* as ``#RRGGBB``."""
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            row, fresh = tags.tag_called(work.session, name, color)
            if fresh:
                work.audit(actor, "tag.add", "tag", row.id, name=row.name)
                work.record(TagsChanged())
            return tags.tag_info(row)

    def tag(self, actor: Actor, client_ids: Iterable[int], tag_id: int) -> Tagged:
        """Put a tag on many clients; the answer names those who did not have it, for undo."""
        return self._retag(actor, client_ids, tag_id, on=True)

    def untag(self, actor: Actor, client_ids: Iterable[int], tag_id: int) -> Tagged:
        """Take a tag off many clients; the answer names those who had it, for undo."""
        return self._retag(actor, client_ids, tag_id, on=False)

    def _retag(self, actor: Actor, client_ids: Iterable[int], tag_id: int, *, on: bool) -> Tagged:
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            row = tags.find_tag(work.session, tag_id)
            change = tags.put_on if on else tags.take_off
            changed = tuple(change(work.session, tag_id, client_ids))
            if changed:
                action = "client.tag" if on else "client.untag"
                one = changed[0] if len(changed) == 1 else None
                work.audit(actor, action, "client", one, tag=row.name, clients=len(changed))
                work.record(ClientsTagged(changed, tag_id))
            return Tagged(tags.tag_info(row), changed)

    def define_field(
        self, actor: Actor, name: str, kind: CustomFieldKind, choices: tuple[str, ...] = ()
    ) -> FieldInfo:
        """Add a field of the studio's own. Raises ``RuleBroken`` with what is wrong."""
        actor.require(Permission.MANAGE_SETTINGS)
        with self._core.write() as work:
            good_name, good_choices = custom_fields.check_definition(work.session, name, kind, choices)
            position = len(custom_fields.all_fields(work.session, archived=True))
            row = CustomField(name=good_name, kind=kind, choices="\n".join(good_choices), position=position)
            return self._field_stored(work, actor, row, "field.add")

    def edit_field(self, actor: Actor, field_id: int, name: str, choices: tuple[str, ...] = ()) -> FieldInfo:
        """Rename one, or change what there is to choose; what clients have stays as it is."""
        actor.require(Permission.MANAGE_SETTINGS)
        with self._core.write() as work:
            row = _find_field(work, field_id)
            row.name, good = custom_fields.check_definition(work.session, name, row.kind, choices, field_id)
            row.choices = "\n".join(good)
            return self._field_stored(work, actor, row, "field.edit")

    def archive_field(self, actor: Actor, field_id: int, *, archived: bool = True) -> FieldInfo:
        """Stop (or start) asking for one; what clients have stays stored."""
        actor.require(Permission.MANAGE_SETTINGS)
        with self._core.write() as work:
            row = _find_field(work, field_id)
            row.archived_at = work.now if archived else None
            return self._field_stored(work, actor, row, "field.archive" if archived else "field.restore")

    def _field_stored(self, work: Work, actor: Actor, row: CustomField, action: str) -> FieldInfo:
        work.session.add(row)
        work.session.flush()
        work.audit(actor, action, "custom_field", row.id, name=row.name)
        work.record(CustomFieldsChanged())
        return custom_fields.field_info(row)

    def add_note(
        self, actor: Actor, client_id: int, text: str, *, pinned: bool = False, private: bool = False
    ) -> NoteInfo:
        """Write down something about a client; a *pinned* one shows at check-in."""
        actor.require(Permission.WRITE_NOTES)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            note = StaffNote(
                client_id=client.id,
                staff_id=actor.staff_id,
                at=work.now,
                text=notes.clean_note(text),
                pinned=pinned,
                private=private,
            )
            return self._note_stored(work, actor, note, "note.add")

    def edit_note(
        self, actor: Actor, note_id: int, version: int, text: str, *, pinned: bool, private: bool
    ) -> NoteInfo:
        """Change a note. Raises ``Conflict`` when somebody else has done so meanwhile."""
        actor.require(Permission.WRITE_NOTES)
        with self._core.write() as work:
            note = notes.find_note(work.session, actor, note_id)
            mine = {"text": notes.clean_note(text), "pinned": pinned, "private": private}
            theirs = {field: getattr(note, field) for field in mine}
            refuse_stale(note.version, version, mine, theirs, "this note")
            note.text, note.pinned, note.private = str(mine["text"]), pinned, private
            return self._note_stored(work, actor, note, "note.edit")

    def pin_note(self, actor: Actor, note_id: int, *, pinned: bool) -> NoteInfo:
        """Show a note at check-in, or no longer."""
        actor.require(Permission.WRITE_NOTES)
        with self._core.write() as work:
            note = notes.find_note(work.session, actor, note_id)
            note.pinned = pinned
            return self._note_stored(work, actor, note, "note.pin" if pinned else "note.unpin")

    def remove_note(self, actor: Actor, note_id: int) -> NoteInfo:
        """Take a note away; ``restore_note`` brings it back."""
        actor.require(Permission.WRITE_NOTES)
        with self._core.write() as work:
            note = notes.find_note(work.session, actor, note_id)
            note.removed_at = work.now
            return self._note_stored(work, actor, note, "note.remove")

    def restore_note(self, actor: Actor, note_id: int) -> NoteInfo:
        """Bring back a note that was taken away."""
        actor.require(Permission.WRITE_NOTES)
        with self._core.write() as work:
            note = notes.find_note(work.session, actor, note_id)
            note.removed_at = None
            return self._note_stored(work, actor, note, "note.restore")

    def _note_stored(self, work: Work, actor: Actor, note: StaffNote, action: str) -> NoteInfo:
        work.session.add(note)
        work.session.flush()
        work.audit(actor, action, "client", note.client_id)
        work.record(NotesChanged(note.client_id))
        return notes.note_info(note, notes.author_of(work.session, note))

    def record_consent(
        self,
        actor: Actor,
        client_id: int,
        kind: ConsentKind,
        *,
        given: bool,
        source: str,
        on_day: date | None = None,
    ) -> ConsentInfo:
        """Write down a yes or a no; *on_day* None: today. Raises ``RuleBroken`` with what is wrong."""
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            today = studio_profile(work.session).day_of(work.now)
            client = lock_client(work.session, client_id)
            good = check_fields(
                {
                    "source": lambda: one_line(source, SHORT_TEXT, needed="Say where the consent came from."),
                    "on_day": lambda: check_consent_day(on_day or today, today),
                }
            )
            row = Consent(
                client_id=client.id,
                kind=kind,
                given=given,
                staff_id=actor.staff_id,
                at=work.now,
                **good,
            )
            work.session.add(row)
            work.session.flush()
            work.audit(actor, "consent.record", "client", client.id, kind=kind, given=given)
            work.record(ConsentRecorded(client.id))
            return consent_info(row, actor.name)

    def set_trainer(self, actor: Actor, client_id: int, staff_id: int | None) -> TrainerInfo | None:
        """Let somebody on the staff (None: nobody) look after a client from today on.

        The answer is who did before, for undo. Raises ``RuleBroken`` for somebody who has left.
        """
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            before = trainer_now(work.session, client.id)
            today = studio_profile(work.session).day_of(work.now)
            if put_trainer(work.session, client.id, staff_id, today):
                work.session.flush()
                work.audit(actor, "client.trainer", "client", client.id, staff_id=staff_id)
                work.record(ClientChanged(client.id))
            return before

    def set_photo(self, actor: Actor, client_id: int, picture: bytes) -> PhotoStored:
        """Store a photo, made square and small, without EXIF. Raises ``RuleBroken`` for no picture."""
        actor.require(Permission.EDIT_CLIENTS)
        jpeg, size = prepare_photo(picture)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            work.session.merge(ClientPhoto(client_id=client.id, jpeg=jpeg, taken_at=work.now))
            work.audit(actor, "client.photo", "client", client.id)
            work.record(ClientChanged(client.id))
            return PhotoStored(client.id, size, has_consented(work.session, client.id, ConsentKind.PHOTO))

    def remove_photo(self, actor: Actor, client_id: int) -> bytes | None:
        """Take the photo away; the answer is the picture it was, for undo."""
        actor.require(Permission.EDIT_CLIENTS)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            photo = work.session.get(ClientPhoto, client.id)
            if photo is None:
                return None
            work.session.delete(photo)
            work.audit(actor, "client.photo_remove", "client", client.id)
            work.record(ClientChanged(client.id))
            return photo.jpeg


def _find_field(work: Work, field_id: int) -> CustomField:
    row = work.session.get(CustomField, field_id, with_for_update=True)
    if row is None:
        raise NotFound("This field is not there any more.")
    return row
