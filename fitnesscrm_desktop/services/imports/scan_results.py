"""What the import of a body scanner's file is told and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fitnesscrm_desktop.services.imports.results import RowError

DAY, TIME, PERSON = "day", "time", "person"
"""What a column can be besides a metric. A person's name only tells whether there are several."""


@dataclass(frozen=True, slots=True)
class ScanChoice:
    """What a column is taken for."""

    target: str
    """Key of a metric, ``day`` or ``time``."""
    unit: str = ""
    """What its numbers are in; empty: the client's units."""


ScanMapping = Mapping[int, ScanChoice]
"""By column, counted from 0; the others are left out."""


@dataclass(frozen=True, slots=True)
class ScanColumn:
    """A column of the file, a few of its values, and what it seems to be."""

    index: int
    title: str
    samples: tuple[str, ...]
    suggestion: ScanChoice | None
    reason: str = ""
    """Why it is left out, where that is not plain: ``computed``."""


@dataclass(frozen=True, slots=True)
class ScanPreview:
    """What was found out about a file."""

    file_name: str
    columns: tuple[ScanColumn, ...]
    rows: int
    remembered: bool
    """The mapping is the one that was used for the last file with these headings."""

    @property
    def suggested(self) -> dict[int, ScanChoice]:
        """The suggested mapping."""
        return {each.index: each.suggestion for each in self.columns if each.suggestion is not None}


@dataclass(frozen=True, slots=True)
class DoubtfulDay:
    """A day such as 03/04/2026 in a file that does not tell whether the month comes first."""

    written: str
    read_as: date
    month_first: bool


@dataclass(frozen=True, slots=True)
class ScanOutcome:
    """What an import has done, or would do. ``import_id`` is None when nothing was stored."""

    import_id: int | None
    client_id: int
    file_name: str
    imported: int
    """Values, not rows."""
    duplicates: int
    errors: tuple[RowError, ...]
    """Cells and rows that were left out, because they cannot be meant."""
    doubts: tuple[RowError, ...]
    """Values that were left out, because they are far from the others; ``confirmed`` brings them in."""
    first_day: date | None = None
    last_day: date | None = None
    dry_run: bool = False
    doubtful: DoubtfulDay | None = None
    """How the days were read, if they can be read in two ways."""

    @property
    def left_out(self) -> int:
        """How many values, cells and rows did not come in, for whatever reason; each is told."""
        return len(self.errors) + len(self.doubts)


@dataclass(frozen=True, slots=True)
class PastScan:
    """A file that was read in."""

    id: int
    client_id: int
    at: datetime
    staff: str
    file_name: str
    imported: int
    duplicates: int
    failed: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class ScanUndone:
    """What taking a file back has done."""

    import_id: int
    client_id: int
    file_name: str
    removed: int
