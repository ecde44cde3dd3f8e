"""The key of the files as the owner sees it: where it is, its recovery code, and how another PC gets it."""

from __future__ import annotations

from sqlalchemy import func, select

from fitnesscrm_desktop.models.files import FileKey, StoredContent
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.files.events import FileKeyAdded
from fitnesscrm_desktop.services.files.former_keys import GONE, former_fingerprints
from fitnesscrm_desktop.services.files.keys import LOCKED, KeyPlace, KeyState
from fitnesscrm_desktop.services.files.recovery_code import code_of, fingerprint_of, key_of
from fitnesscrm_desktop.services.files.results import KeyInfo
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.files.studio_key import key_for_storing, make_key, newest_fingerprint
from fitnesscrm_desktop.services.settings.profile import studio_profile

NEW_KEY_WORDS = "new key"
"""What is typed before the studio goes on without its old key."""
_NOT_TYPED = f"Type “{NEW_KEY_WORDS}”, so that nobody does this by a slip. Nothing was changed."
_NOT_LOST = "The key of the files is on this PC: it is not lost, and no new one needed. Nothing was changed."


class FileKeyService:
    """Whoever has the recovery code and the data can read every file, so only the owner sees it."""

    def __init__(self, core: Core, store: ContentStore) -> None:
        self._core, self._store = core, store

    def info(self, actor: Actor) -> KeyInfo:
        """How it stands with the key on this PC; nothing of the key itself."""
        actor.require(Permission.VIEW_FILES)
        with self._core.read() as session:
            fingerprint = newest_fingerprint(session)
            sums = select(func.count(), func.coalesce(func.sum(StoredContent.size), 0))
            contents, size = session.execute(sums.select_from(StoredContent)).one()
        if fingerprint is None:
            state = KeyState.LOCKED if self._store.keys.is_locked else KeyState.NONE_YET
            return KeyInfo(state, None, None, contents, size=int(size))
        look = self._store.keys.look(fingerprint)
        in_file = look.place is KeyPlace.KEY_FILE
        file = self._store.keys.file_of(fingerprint) if in_file else None
        return KeyInfo(look.state, look.place, file, contents, fingerprint, int(size), self._lost())

    def show(self, actor: Actor) -> str:
        """The recovery code, to be written down and locked away; the first time it is made.

        Raises ``StorageTrouble`` if the key is not on this PC.
        """
        actor.require(Permission.MAINTAIN_DATABASE)
        with self._core.write() as work:
            _fingerprint, key = key_for_storing(work, self._store.keys)
            work.audit(actor, "files.key_show", "studio", 1)
        return code_of(key)

    def add(self, actor: Actor, code: str) -> KeyInfo:
        """Bring the key to this PC. Raises ``RuleBroken`` for a slip, or the code of another studio."""
        actor.require(Permission.MAINTAIN_DATABASE)
        key = key_of(code)
        fingerprint = fingerprint_of(key)
        with self._core.write() as work:
            if work.session.scalar(select(FileKey.id).where(FileKey.fingerprint == fingerprint)) is None:
                raise RuleBroken("This is the recovery code of another studio. Nothing was changed.")
            place = self._store.keys.keep(key, demo=studio_profile(work.session).demo)
            work.audit(actor, "files.key_add", "studio", 1, place=place)
            work.record(FileKeyAdded())
        return self.info(actor)

    def start_anew(self, actor: Actor, typed: str) -> str:
        """A new key, once the old one is lost together with its recovery code; the new recovery code.

        What was encrypted with the old one stays, and opens again if that key or its code turns up.
        Raises ``RuleBroken`` unless *typed* are the words for it, and while the old key can be had.
        """
        actor.require(Permission.MAINTAIN_DATABASE)
        if fold(typed) != NEW_KEY_WORDS:
            raise RuleBroken(_NOT_TYPED, fields={"words": _NOT_TYPED})
        with self._core.write() as work:
            newest = select(FileKey.id, FileKey.fingerprint).order_by(FileKey.id.desc()).limit(1)
            row = work.session.execute(newest).one_or_none()
            if row is None:
                raise RuleBroken("There is no key yet, so none is lost: the first file makes one.")
            state = self._store.keys.look(row.fingerprint).state
            if state not in GONE:
                raise RuleBroken(LOCKED if state is KeyState.LOCKED else _NOT_LOST)
            key = make_key(work, self._store.keys, row.id + 1)
            if key is None:
                raise RuleBroken("Somebody has just made a new key on another PC. Nothing was changed here.")
            work.audit(actor, "files.key_new", "studio", 1, former=row.fingerprint)
            work.record(FileKeyAdded())
        return code_of(key)

    def unlock(self, actor: Actor, master: str) -> KeyInfo:
        """Open the vault of this PC, in which the key may be. Raises ``RuleBroken`` for a wrong password."""
        actor.require(Permission.VIEW_FILES)
        self._store.keys.unlock(master)
        return self.info(actor)

    def _lost(self) -> int:
        with self._core.read() as session:
            if not former_fingerprints(session):
                return 0
            return len(self._store.lost(session, session.scalars(select(StoredContent.hash))))
