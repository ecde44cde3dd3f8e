"""How the width of a table is shared: first so that every cell can be read, then as the columns wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """What one column asks for, in pixels.

    ``wish`` is what it would like (0: a share of what is left), ``needed`` what title and cells take to be
    read, ``by_hand`` what a person has drawn it to (0: nothing).
    """

    wish: int
    needed: int
    by_hand: int = 0

    @property
    def shares(self) -> bool:
        """Whether it takes what the others leave."""
        return not self.wish and not self.by_hand


def share_width(room: int, needs: Sequence[ColumnNeed], least: int) -> list[int]:
    """The widths of all columns; a sharing column never gets less than *least*.

    Where the sharing columns lack room, the others give back what they wish for but do not need.
    """
    widths = [need.by_hand or max(need.wish, need.needed) for need in needs]
    sharing = [place for place, need in enumerate(needs) if need.shares]
    if not sharing:
        _spread(widths, room - sum(widths), [p for p, n in enumerate(needs) if not n.by_hand])
        return widths
    lacking = sum(widths) - room
    for place, need in enumerate(needs):
        spare = widths[place] - need.needed
        if lacking > 0 and spare > 0 and not need.shares and not need.by_hand:
            given = min(spare, lacking)
            widths[place] -= given
            lacking -= given
    left = room - sum(width for place, width in enumerate(widths) if place not in sharing)
    if lacking > 0:
        wanted = sum(widths[place] for place in sharing)
        for place in sharing:
            widths[place] = max(least, widths[place] * max(left, 0) // wanted)
    else:
        _even_out(widths, left, sharing)
    return widths


def _spread(widths: list[int], spare: int, places: Sequence[int]) -> None:
    """Nobody wants the rest: spread it, or the last column would stand alone far to the right."""
    free = places or range(len(widths))
    for nth, place in enumerate(free):
        extra = max(spare, 0) // (len(free) - nth)
        widths[place] += extra
        spare -= extra


def _even_out(widths: list[int], left: int, sharing: Sequence[int]) -> None:
    """Equal shares, but for columns that need more than that."""
    waiting = sorted(sharing, key=lambda place: -widths[place])
    while waiting:
        place = waiting.pop(0)
        widths[place] = max(widths[place], left // (len(waiting) + 1))
        left -= widths[place]
