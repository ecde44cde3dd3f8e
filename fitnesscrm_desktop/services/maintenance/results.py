"""What an examination of the studio's database finds."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


class FindingState(enum.StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: a stable word for it, how it is, and a sentence."""

    name: str
    state: FindingState
    text: str


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """How many clients were worked out anew, and how many packs had a wrong number of visits left."""

    clients: int
    packs: int
    dues: int = 0
    """Charges that were posted again with the day on which their term begins."""


@dataclass(frozen=True, slots=True)
class RollUpsRebuilt(Event):
    """Sums were made anew: whoever shows some looks again."""


def good(name: str, text: str) -> Finding:
    """All is well with it."""
    return Finding(name, FindingState.OK, text)


def warning(name: str, text: str) -> Finding:
    """Works, but somebody should know."""
    return Finding(name, FindingState.WARNING, text)


def bad(name: str, text: str) -> Finding:
    """Something has to be done."""
    return Finding(name, FindingState.BAD, text)
