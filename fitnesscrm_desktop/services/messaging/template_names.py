"""Names of templates and of forms: each is there once, and a person may use it instead of an id."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import NAME_LENGTH
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.services.clients.names import fold


class Named(Protocol):
    """What has a name, and a key if it came with the program."""

    @property
    def id(self) -> int:
        """Its number in the database."""
        ...

    @property
    def key(self) -> str | None:
        """A word that stays the same when the name is changed."""
        ...

    @property
    def name(self) -> str:
        """As people wrote it."""
        ...


N = TypeVar("N", bound=Named)


def folded_name(name: str) -> str:
    """A name as names are compared, no longer than can be kept."""
    return fold(name)[:NAME_LENGTH]


def free_name(name: str, taken: Collection[str]) -> str:
    """*name*, with a number behind it if its folded form is among *taken*."""
    number, found = 1, name
    while folded_name(found) in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def hold_names(session: Session) -> Studio | None:
    """Let no other desk name one until the end of this transaction; comes before any look at the names."""
    return session.get(Studio, 1, with_for_update=True, populate_existing=True)


def called(rows: Iterable[N], name: str) -> N | None:
    """The first of *rows* with this name, key or id."""
    wanted = fold(name)
    return next((row for row in rows if wanted in {fold(row.name), row.key, str(row.id)}), None)
