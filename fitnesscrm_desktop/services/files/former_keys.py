"""A studio that has lost its key goes on with a new one: what the former ones are still needed for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.files import FileKey
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.files.keys import FileKeys, KeyState

LOST = (
    "This was stored with a former key of the studio and cannot be opened any more. Nothing of it was thrown "
    "away: if that key or its recovery code turns up, the owner types the code in the settings under “Files "
    "and privacy” (or: fitnesscrm files key add), and it opens again."
)
GONE = {KeyState.MISSING, KeyState.WRONG}
Marks = Callable[[Session, Iterable[str]], Mapping[str, str]]
"""Tells of contents by the fingerprint of which key they are encrypted."""


def former_fingerprints(session: Session) -> list[str]:
    """Of the keys that nothing new is encrypted with."""
    return list(session.scalars(select(FileKey.fingerprint).order_by(FileKey.id.desc())))[1:]


def keyless(session: Session, keys: FileKeys, marks_of: Marks, digests: Iterable[str]) -> dict[str, KeyState]:
    """Which contents cannot be opened on this PC for want of a former key, and how it stands with that.

    Next to nothing to find out for a studio that has had one key, which nearly all have.
    """
    states = {each: _state(keys, each) for each in former_fingerprints(session)}
    away = {each: state for each, state in states.items() if state is not KeyState.READY}
    if not away:
        return {}
    marks = marks_of(session, digests)
    return {digest: away[mark] for digest, mark in marks.items() if mark in away}


def _state(keys: FileKeys, fingerprint: str) -> KeyState:
    """A keyring that does not answer has lost nothing: a list must not fail because of it."""
    with suppress(StorageTrouble):
        return keys.look(fingerprint).state
    return KeyState.LOCKED
