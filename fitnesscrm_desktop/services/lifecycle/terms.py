"""The terms a membership is sold for, and where its rests move them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, Days

LAST_DAY_OF_ALL = date(2200, 12, 31)
"""No membership reaches beyond it, however often it is renewed."""


@dataclass(frozen=True, slots=True)
class Term:
    """One paid period, both days included."""

    from_day: date
    to_day: date


def shifted_terms(terms: Sequence[Term], holds: Sequence[Days]) -> list[Term]:
    """Where the days of *terms* have come to lie: each rest moves what follows it by its length.

    A term that was added after a rest begins later already; a rest without an end puts off what follows it
    for as long as it lasts, written as the last day of all.
    """
    moved: list[Term] = []
    for term in terms:
        first = max([term.from_day, *(each.to_day + ONE_DAY for each in moved[-1:])])
        last = first + (term.to_day - term.from_day)
        for hold in sorted(holds, key=lambda each: each.first):
            if hold.first > last or (hold.last is not None and hold.last < first):
                continue
            if hold.last is None:
                last = LAST_DAY_OF_ALL
                break
            last += hold.last - max(hold.first, first) + ONE_DAY
        moved.append(Term(first, last))
    return moved
