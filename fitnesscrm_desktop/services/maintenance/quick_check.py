"""The daily look whether the database file is whole: quick enough for a studio that is open."""

from __future__ import annotations

from sqlalchemy import text

from fitnesscrm_desktop.services.core.engine import Database


def quick_check(database: Database) -> str:
    """What is wrong with the file, in a sentence; "" if nothing is. A server looks after its own files."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT 1"))
            return ""
        faults = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(20)"))]
    if faults == ["ok"]:
        return ""
    lines = "; ".join(" ".join(fault.split()) for fault in faults[:3])
    return f"The database file is damaged ({lines}). Close the program and restore the latest backup."
