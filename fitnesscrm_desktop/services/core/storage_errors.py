"""Turns what the database drivers raise into sentences for people."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from fitnesscrm_desktop.services.core.errors import Conflict, StorageTrouble, StudioError

_SQLITE = {
    "database is locked": "Another program is using the studio's database file right now. "
    "Nothing was changed. Close it or try again in a moment.",
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
_SERVER_GONE = (
    "The database server does not answer. Nothing of the last step was stored. "
    "The program goes on as soon as the server is back."
)
_LOCK_TIMEOUT = (
    "Another desk is changing the same record right now. Nothing was changed. Try again in a moment."
)


def plain(error: SQLAlchemyError) -> StudioError | None:
    """The error to show for *error*; None if it is a bug of ours."""
    if isinstance(error, StaleDataError):
        return Conflict("Somebody else has changed this in the meantime. Your change was not stored yet.")
    if not isinstance(error, DBAPIError):
        return None
    text = str(error.orig).lower()
    for sign, sentence in _SQLITE.items():
        if sign in text:
            return StorageTrouble(sentence)
    if error.connection_invalidated:
        return StorageTrouble(_SERVER_GONE)
    return _server_trouble(error, text)


def _server_trouble(error: DBAPIError, text: str) -> StorageTrouble | None:
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in {"55P03", "40P01", "40001", "57014"}:
        return StorageTrouble(_LOCK_TIMEOUT)
    if state.startswith("28"):
        return StorageTrouble("The database server refused the user or password.", retry=False)
    if state == "3D000":
        return StorageTrouble("There is no such database on the server. Create it first.", retry=False)
    if state == "53100":
        return StorageTrouble("The disk of the database server is full. Nothing of the last step was stored.")
    if state == "42501":
        return StorageTrouble("The database user lacks the rights for this.", retry=False)
    gone = state.startswith(("08", "57P")) or (not state and isinstance(error, OperationalError))
    return StorageTrouble(_SERVER_GONE) if gone or "connection" in text else None
