"""What the reports page shows, as plain values."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.services.reports.results import Report, ReportKind
from fitnesscrm_desktop.ui.reports.periods import Preset


class Form(enum.StrEnum):
    """As what a report is saved."""

    PDF = "pdf"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a report, and whom it is about."""

    place: int
    client_id: int
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report with its rows ready for the table."""

    report: Report
    lines: Sequence[Line]

    @classmethod
    def of(cls, report: Report) -> Made:
        """Number the rows; to be called off the UI thread."""
        paired = zip(report.client_ids, report.rows, strict=True)
        return cls(
            report, tuple(Line(place, client_id, row) for place, (client_id, row) in enumerate(paired))
        )


@dataclass(frozen=True, slots=True)
class ReportState:
    """Which report is asked for, and which is shown."""

    kinds: tuple[ReportKind, ...]
    """Those this person may see."""
    kind: ReportKind
    preset: Preset
    first: date
    last: date
    made: Made | None = None
    """None: it is being made."""
    error: str = ""
    saving: Form | None = None
