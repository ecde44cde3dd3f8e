"""Keyset pages: the cost of a page does not depend on how far down it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import QueryableAttribute, Session

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

Cursor = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page(Generic[R_co]):
    """Some rows, and where the next page starts (None: that was the last)."""

    rows: Sequence[R_co]
    next_cursor: Cursor | None


class PageSource(Protocol[R_co]):
    """Anything a paged table can show."""

    def fetch(self, after: Cursor | None, limit: int) -> Page[R_co]:
        """The page of at most *limit* rows that starts behind *after*."""
        ...


def keyset_page(
    session: Session,
    query: Select[*tuple[Any, ...]],
    *,
    keys: Sequence[QueryableAttribute[Any]],
    after: Cursor | None,
    limit: int,
    make: Callable[[Any], R],
    descending: bool = False,
) -> Page[R]:
    """Run *query* for one page; the last of *keys* has to be unique and none may be NULL."""
    row_key = tuple_(*keys)
    if after is not None:
        # With the columns' types, or a server in another zone compares shifted times and pages never end.
        place = tuple_(*after, types=[key.type for key in keys])
        query = query.where(row_key < place if descending else row_key > place)
    order = [key.desc() if descending else key.asc() for key in keys]
    labels = [key.label(f"_k{position}") for position, key in enumerate(keys)]
    found = session.execute(query.add_columns(*labels).order_by(*order).limit(limit + 1)).all()
    more = len(found) > limit
    found = found[:limit]
    cursor = tuple(found[-1][-len(keys) :]) if more else None
    return Page([make(row) for row in found], cursor)
