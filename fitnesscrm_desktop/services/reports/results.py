"""What a report holds: plain values, so that screen, PDF and CSV show the same."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime


class ReportKind(enum.StrEnum):
    """The reports there are."""

    TAKINGS = "takings"
    CLIENTS = "clients"


class ColumnKind(enum.StrEnum):
    """What stands in a column: str, int, minor units, ``date``, aware ``datetime``; None is an empty cell."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column; *share* of the width relative to the others."""

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class ReportTotal:
    """A sum below the table: minor units or a count, as *kind* says."""

    label: str
    value: int
    kind: ColumnKind = ColumnKind.MONEY


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report. ``rows`` have one value for each column; ``client_ids`` who each row is about."""

    kind: ReportKind
    title: str
    first: date
    last: date
    made_at: datetime
    currency: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[object, ...], ...]
    client_ids: tuple[int, ...]
    totals: tuple[ReportTotal, ...]


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report that was written."""

    path: str
    rows: int
    pages: int = 0
    """Of a PDF."""
