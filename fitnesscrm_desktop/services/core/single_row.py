"""Settings that are one row of a table: made on the first change, guarded by its version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from fitnesscrm_desktop.services.core.errors import Conflict


def change_single_row(
    session: Session, kind: type[Any], version: int, columns: Mapping[str, Any], *, conflict: str
) -> list[str]:
    """Write down what differs from *columns*; the names of what did.

    Raises ``Conflict`` with the sentence *conflict* when somebody has changed the row since *version*.
    """
    row: Any = session.get(kind, 1, with_for_update=True)
    if row is None:
        row = kind(id=1)
        session.add(row)
        session.flush()
        version = row.version
    differing = {name: value for name, value in columns.items() if getattr(row, name) != value}
    if differing and row.version != version:
        raise Conflict(conflict, mine=differing, theirs={name: getattr(row, name) for name in differing})
    for name, value in differing.items():
        setattr(row, name, value)
    session.flush()
    return sorted(differing)
