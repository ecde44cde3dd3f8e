"""The studio's key: made with the first file, known to the database by its fingerprint only."""

from __future__ import annotations

import os

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.files import FileKey
from fitnesscrm_desktop.services.core.actor import the_program
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble, StudioError
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.files.framing import KEY_BYTES
from fitnesscrm_desktop.services.files.keys import LOCKED, FileKeys, KeyLook, KeyState
from fitnesscrm_desktop.services.files.recovery_code import fingerprint_of
from fitnesscrm_desktop.services.settings.profile import studio_profile

_CURE = (
    "The owner types the recovery code once on this PC, in the settings under “Files and privacy” "
    "(or: fitnesscrm files key add). If the code is lost, too, the owner starts anew with another key there "
    "(or: fitnesscrm files key new)."
)
MISSING = f"The key of this studio’s files is not on this PC, so they can be neither read nor stored. {_CURE}"
WRONG = f"What lies on this PC as the key of the files is not this studio’s key. {_CURE}"


def newest_fingerprint(session: Session) -> str | None:
    """Of the key that what comes in is encrypted with; None: there is none yet."""
    return session.scalar(select(FileKey.fingerprint).order_by(FileKey.id.desc()).limit(1))


def key_for_storing(work: Work, keys: FileKeys) -> tuple[str, bytes]:
    """Fingerprint and key; the first time it is made. Raises what ``require_key`` does."""
    fingerprint = newest_fingerprint(work.session)
    if fingerprint is None:
        make_key(work, keys, 1)
        fingerprint = newest_fingerprint(work.session)
    if fingerprint is None:
        raise StorageTrouble(MISSING, retry=False)
    return fingerprint, require_key(keys, fingerprint)


def require_key(keys: FileKeys, fingerprint: str) -> bytes:
    """The key, if it is on this PC. Raises ``StorageTrouble`` or ``RuleBroken`` with what to do."""
    look = keys.look(fingerprint)
    if look.key is None:
        raise why_not(look)
    return look.key


def why_not(look: KeyLook) -> StudioError:
    """What to say about a key that was not found."""
    if look.state is KeyState.LOCKED:
        return RuleBroken(LOCKED)
    return StorageTrouble(WRONG if look.state is KeyState.WRONG else MISSING, retry=False)


def make_key(work: Work, keys: FileKeys, number: int) -> bytes | None:
    """The key with this *number*, for what comes in from now on; None if another desk was faster.

    The key is kept before anything is encrypted with it; one that is kept for nothing harms nobody.
    """
    key = os.urandom(KEY_BYTES)
    fingerprint = fingerprint_of(key)
    on_sqlite = work.session.get_bind().dialect.name == "sqlite"
    once = (sqlite.insert if on_sqlite else postgresql.insert)(FileKey)
    row = once.values(id=number, fingerprint=fingerprint, made_at=work.now).on_conflict_do_nothing()
    work.session.execute(row)
    if newest_fingerprint(work.session) != fingerprint:
        return None
    place = keys.keep(key, demo=studio_profile(work.session).demo)
    work.audit(the_program(), "files.key_make", "studio", 1, fingerprint=fingerprint, place=place)
    return key
