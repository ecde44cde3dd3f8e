"""What the sign-in shows, read straight from the file while the database tools are still being loaded."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.maintenance import revisions
from fitnesscrm_desktop.services.maintenance.read_only import open_read_only
from fitnesscrm_desktop.services.security.pin_length import pin_length
from fitnesscrm_desktop.services.security.results import StaffBadge, by_name
from fitnesscrm_desktop.services.settings.profile import StudioProfile


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What anybody in front of a closed studio may see of it."""

    profile: StudioProfile
    logo: bytes | None
    people: tuple[StaffBadge, ...]


def glimpse(file: Path) -> Glimpse | None:
    """Look into *file*, changing nothing and waiting for nobody.

    None when there is anything to do or to say before somebody can sign in: the studio is opened the
    long way then, which knows what.
    """
    try:
        with closing(open_read_only(file, wait_seconds=0)) as connection:
            return _look(connection)
    except (sqlite3.Error, OSError, ValueError):
        return None


def _look(connection: sqlite3.Connection) -> Glimpse | None:
    if connection.execute("SELECT version_num FROM alembic_version").fetchall() != [(revisions.HEAD,)]:
        return None
    names = StudioProfile.__slots__
    studio = connection.execute(f"SELECT logo, {', '.join(names)} FROM studio WHERE id = 1").fetchone()  # noqa: S608 - our own names
    rows = connection.execute("SELECT id, name, role, pin_hash FROM staff WHERE left_at IS NULL")
    people = by_name(
        StaffBadge(number, name, Role(role), pin_length(pin)) for number, name, role, pin in rows
    )
    if studio is None or all(one.role is not Role.OWNER for one in people):
        return None
    facts = dict(zip(names, studio[1:], strict=True))
    return Glimpse(StudioProfile(**facts | {"demo": bool(facts["demo"])}), studio[0], people)
