"""The table's columns, made from those of the report."""

from __future__ import annotations

from fitnesscrm_desktop.services.reports.results import ColumnKind, Report, ReportColumn
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.reports.state import Line
from fitnesscrm_desktop.ui.reports.words import cell_text

SHARE = 92
"""Pixels for a share of one."""
LEAST = {ColumnKind.MOMENT: 150, ColumnKind.DAY: 112, ColumnKind.MONEY: 112, ColumnKind.NUMBER: 82}
NUMERIC = {ColumnKind.NUMBER, ColumnKind.MONEY}


def report_columns(report: Report, formats: Formats) -> list[Column[Line]]:
    """One for each column; the widest takes what is left."""
    widest = max(report.columns, key=lambda column: column.share)
    return [
        _column(place, column, formats, rest=column is widest) for place, column in enumerate(report.columns)
    ]


def _column(place: int, column: ReportColumn, formats: Formats, *, rest: bool) -> Column[Line]:
    def text(line: Line) -> str:
        return cell_text(column.kind, line.cells[place], formats)

    wide = max(round(column.share * SHARE), LEAST.get(column.kind, 0))
    return Column(
        column.title,
        text,
        tooltip=text if column.kind is ColumnKind.TEXT else None,
        width=0 if rest else wide,
        numeric=column.kind in NUMERIC,
    )
