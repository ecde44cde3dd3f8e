"""What the services of injuries, remarks and phases take and answer. Days are the studio's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.models.values import InjuryKind, PhaseKind


@dataclass(frozen=True, slots=True)
class NewInjury:
    """What hurts or must not be."""

    text: str
    kind: InjuryKind = InjuryKind.INJURY
    body_part: str = ""
    """One of ``BODY_PARTS``; empty: none in particular."""
    avoids: tuple[str, ...] = ()
    """Movements that exercises are filtered by, each one of ``MOVEMENTS``."""
    note: str = ""
    from_day: date | None = None
    """None: today."""
    to_day: date | None = None
    """Last day, inclusive; None: until further notice."""


@dataclass(frozen=True, slots=True)
class InjuryInfo:
    """An injury or contraindication as those see it who may."""

    id: int
    client_id: int
    kind: InjuryKind
    text: str
    body_part: str
    avoids: tuple[str, ...]
    note: str
    from_day: date
    to_day: date | None
    holds: bool
    """Today."""
    staff: str
    version: int


@dataclass(frozen=True, slots=True)
class RemarkInfo:
    """A word on one day of the chart."""

    id: int
    client_id: int
    day: date
    text: str
    metric: str
    """Shown at this metric only; empty: at all."""
    staff: str
    version: int


@dataclass(frozen=True, slots=True)
class PhaseInfo:
    """A stretch of days with one purpose."""

    id: int
    client_id: int
    kind: PhaseKind
    name: str
    from_day: date
    to_day: date | None
    """Last day, inclusive; None: until further notice."""
    staff: str
    version: int
