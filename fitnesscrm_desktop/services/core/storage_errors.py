"""Turns what the database drivers raise into sentences for people."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from fitnesscrm_desktop.services.core.errors import Conflict, StorageTrouble, StudioError
from fitnesscrm_desktop.services.core.full_disk import NO_ROOM

FILE_IN_USE = (
    "Another program is using the studio's database file right now. Nothing was changed. "
    "Close it or try again in a moment."
)
_SQLITE = {
    "database is locked": FILE_IN_USE,
    "database or disk is full": "The disk is full. Nothing of the last step was stored, everything before is "
    "safe. Free some space and try again.",
    "disk i/o error": "The disk reported an error. Nothing of the last step was stored. "
    "Check the disk and its free space, then try again.",
    "attempt to write a readonly database": "The database file is read-only. Nothing was changed. "
    "Allow this user to write to the file and its folder, then try again.",
    "unable to open database file": "The database file cannot be opened. Check that the disk and the folder "
    "are there and that this user may write to them.",
    "file is not a database": "The file is not a FitnessCRM database. It was left as it is. "
    "Choose another file, or restore a copy.",
    "database disk image is malformed": "The database file is damaged. It was left as it is. "
    "Restore the latest copy; “fitnesscrm doctor” tells more.",
    "no such table": "The file is not a complete FitnessCRM database. It was left as it is. "
    "Choose another file, or restore a copy.",
}
_CANNOT_WRITE = ("attempt to write a readonly database", "unable to open database file")
HARDLY_ANY = 1024 * 1024
"""With so few bytes free SQLite cannot even begin, and calls that an error of the disk."""
_SERVER_GONE = (
    "The database server does not answer. Nothing of the last step was stored. "
    "The program goes on as soon as the server is back."
)
_LOCK_TIMEOUT = (
    "Another desk is changing the same record right now. Nothing was changed. Try again in a moment."
)

_SERVER: tuple[tuple[str, bool, tuple[str, ...], tuple[str, ...]], ...] = (
    (_LOCK_TIMEOUT, True, ("55P03", "40P01", "40001", "57014"), ()),
    (
        (
            "The database server refused the user or the password. Nothing was changed. "
            "Check both in the database address."
        ),
        False,
        ("28P01", "28000"),
        ("password authentication failed", "no pg_hba.conf entry", "no password supplied", "role "),
    ),
    (
        (
            "There is no such database on the server. Nothing was changed. "
            "Create it there first, or correct its name in the database address."
        ),
        False,
        ("3D000",),
        ("does not exist",),
    ),
    (
        (
            "The disk of the database server is full. Nothing of the last step was stored, "
            "everything before is safe."
        ),
        True,
        ("53100",),
        (),
    ),
    ("The database user lacks the rights for this. Nothing was changed.", False, ("42501",), ()),
)
"""Sentence, whether trying again may help, the server's states, and signs in its text."""


def plain(error: SQLAlchemyError, file: Path | None = None) -> StudioError | None:
    """The error to show for *error*; None if it is a bug of ours. *file* is the database, if it is one."""
    if isinstance(error, StaleDataError):
        return Conflict("Somebody else has changed this in the meantime. Your change was not stored yet.")
    if not isinstance(error, DBAPIError):
        return None
    text = str(error.orig).lower()
    for sign, sentence in _SQLITE.items():
        if sign in text:
            return StorageTrouble((file and _about_place(sign, file)) or sentence)
    if error.connection_invalidated:
        return StorageTrouble(_SERVER_GONE)
    return _server_trouble(error, text)


def _about_place(sign: str, file: Path) -> str:
    """What is the matter with the place of *file*, if that can be seen; SQLite says only what failed."""
    if file.is_dir():
        return f"{file} is a folder, not a database file. It was left as it is. Choose another."
    read_only = _read_only(file) if sign in _CANNOT_WRITE else ""
    return read_only or (_no_room(file) if sign in {*_CANNOT_WRITE, *NO_ROOM} else "")


def why_not_stored(file: Path) -> str:
    """Why nothing can be stored in *file*, as far as that can be seen without trying."""
    return _read_only(file) or _no_room(file)


def _read_only(file: Path) -> str:
    folder = file.absolute().parent
    if folder.is_dir() and not os.access(folder, os.W_OK):
        return (
            f"The folder {folder} is read-only, so the database in it can neither be opened nor changed. "
            "Nothing was changed. Allow this user to write there, or use a copy of it on another disk."
        )
    if file.is_file() and not os.access(file, os.W_OK):
        return (
            f"The database file {file} is read-only. Nothing was changed. "
            "Allow this user to write to it and to its folder, then try again."
        )
    return ""


def _no_room(file: Path) -> str:
    folder = file.absolute().parent
    if folder.is_dir() and shutil.disk_usage(folder).free < HARDLY_ANY:
        return (
            f"The disk of the folder {folder} is full. Nothing of the last step was stored, everything "
            "before is safe. Free some space there and try again."
        )
    return ""


def _server_trouble(error: DBAPIError, text: str) -> StorageTrouble | None:
    state = getattr(error.orig, "sqlstate", None) or ""
    for sentence, retry, states, signs in _SERVER:
        # A connection that was never made has no state, only the server's English text.
        if state in states or (not state and any(sign in text for sign in signs)):
            return StorageTrouble(sentence, retry=retry)
    gone = state.startswith(("08", "57P")) or (not state and isinstance(error, OperationalError))
    return StorageTrouble(_SERVER_GONE) if gone or "connection" in text else None
