"""The key of the files as the owner sees it: where it is, its recovery code, and how another PC gets it."""

from __future__ import annotations

from sqlalchemy import func, select

from fitnesscrm_desktop.models.files import FileKey, StoredContent
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.files.events import FileKeyAdded
from fitnesscrm_desktop.services.files.keys import KeyPlace, KeyState
from fitnesscrm_desktop.services.files.recovery_code import code_of, fingerprint_of, key_of
from fitnesscrm_desktop.services.files.results import KeyInfo
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.files.studio_key import key_for_storing, newest_fingerprint
from fitnesscrm_desktop.services.settings.profile import studio_profile


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
        return KeyInfo(look.state, look.place, file, contents, fingerprint, int(size))

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

    def unlock(self, actor: Actor, master: str) -> KeyInfo:
        """Open the vault of this PC, in which the key may be. Raises ``RuleBroken`` for a wrong password."""
        actor.require(Permission.VIEW_FILES)
        self._store.keys.unlock(master)
        return self.info(actor)
