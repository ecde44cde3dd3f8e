"""Where one has been, so that one can go back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A page and what it was asked to show."""

    page_id: str
    where: Mapping[str, Any] = field(default_factory=dict)


class History:
    """The places one came through; the last is where one is."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    @property
    def here(self) -> Place | None:
        """The present place."""
        return self._places[-1] if self._places else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return len(self._places) > 1

    def visit(self, place: Place) -> None:
        """One is at *place* now; the same page again only replaces what it shows there."""
        if place != self.here:
            self._places.append(place)
            del self._places[:-LONGEST]

    def back(self) -> Place | None:
        """Leave the present place; the one before it, or None at the beginning."""
        if not self.can_go_back:
            return None
        self._places.pop()
        return self.here

    def keep(self, allowed: Callable[[str], bool]) -> None:
        """Forget all pages that are not *allowed*."""
        self._places = [place for place in self._places if allowed(place.page_id)]

    def clear(self) -> None:
        """Start anew."""
        self._places.clear()
