"""The daily look whether the database file is whole: quick enough for a studio that is open."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from fitnesscrm_desktop.services.core.engine import Database
from fitnesscrm_desktop.services.core.storage_errors import plain


def quick_check(database: Database) -> str:
    """What is wrong with the file, in a sentence; "" if nothing is. A server looks after its own files."""
    try:
        faults = _faults(database)
    except SQLAlchemyError as error:  # damage may keep the check itself from answering
        known = plain(error)
        return known.text if known else f"The check could not be done: {error}"
    if faults == ["ok"]:
        return ""
    lines = "; ".join(" ".join(fault.split()) for fault in faults[:3])
    return f"The database file is damaged ({lines}). Close the program and restore the latest backup."


def _faults(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            return [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(20)"))]
        connection.execute(text("SELECT 1"))
        return ["ok"]
