"""What the import page shows."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.imports.results import (
    ImportField,
    ImportOutcome,
    OnDuplicate,
    PastImport,
    Preview,
    PreviewRow,
    ReadOptions,
)

R = TypeVar("R")


class Step(enum.StrEnum):
    """Where one is on the way."""

    CHOOSE = "choose"
    MAP = "map"
    RUN = "run"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ImportState:
    """One look at it; what is None is on its way."""

    step: Step = Step.CHOOSE
    path: Path | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    preview: Preview | None = None
    mapping: Mapping[int, ImportField] = field(default_factory=dict)
    rows: tuple[PreviewRow, ...] | None = ()
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    trial: bool = False
    """The run under way, or the one that is done, stores nothing."""
    done: int = 0
    total: int = 0
    stopping: bool = False
    outcome: ImportOutcome | None = None
    undone: bool = False
    """The import that is shown was taken back."""
    past: tuple[PastImport, ...] | None = None
    error: str = ""

    @property
    def ready(self) -> bool:
        """Whether the import can start."""
        return self.preview is not None and self.preview.rows > 0 and not self.error


class ListedRows(Generic[R]):
    """A page source over a list that is there already."""

    def __init__(self, rows: Sequence[R]) -> None:
        self._rows = rows

    def fetch(self, after: Cursor | None, limit: int) -> Page[R]:
        """The rows behind *after*, which counts those that were given."""
        first = int(after[0]) if after else 0
        rows = self._rows[first : first + limit]
        more = first + len(rows) < len(self._rows)
        return Page(rows, (first + len(rows),) if more else None)
