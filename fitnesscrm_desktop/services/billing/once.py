"""What a key promises: done once, however often, and from however many desks, it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

T = TypeVar("T")


def once(deed: Callable[[], T], key: str | None) -> T:
    """Do *deed*, a whole transaction that answers the first result when it finds *key* used.

    If another desk used the key in the same moment, the database refuses ours; then the deed finds it.
    """
    try:
        return deed()
    except IntegrityError:
        if key is None:
            raise
        return deed()
