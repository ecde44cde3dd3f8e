"""The table's columns, made from those of the report, as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFontMetrics

from fitnesscrm_desktop.services.reports.results import ColumnKind
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.plain import one_line
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY
from fitnesscrm_desktop.ui.reports.state import Line, Made
from fitnesscrm_desktop.ui.reports.words import cell_text

NUMERIC = {ColumnKind.NUMBER, ColumnKind.MONEY}
MEASURED = 300
"""Rows that are looked at for the width of a column."""
WIDEST = 230
AROUND = 30
"""Pixels beside the text of a cell."""


def report_columns(made: Made, formats: Formats) -> list[Column[Line]]:
    """One for each column that says anything; the one with the largest share takes what is left."""
    columns = made.report.columns
    rest = max(range(len(columns)), key=lambda place: columns[place].share)
    metrics = QFontMetrics(app_font(TYPE_BODY, tabular=True))
    found = []
    for place, column in enumerate(columns):
        if made.lines and all(line.cells[place] in {None, ""} for line in made.lines):
            continue  # a column of empty cells only takes the room
        text = _text(place, column.kind, formats)
        longest = max((one_line(text(line)) for line in made.lines[:MEASURED]), key=len, default="")
        found.append(
            Column(
                column.title,
                text,
                tooltip=text if column.kind is ColumnKind.TEXT else None,
                width=0 if place == rest else min(metrics.horizontalAdvance(longest) + AROUND, WIDEST),
                numeric=column.kind in NUMERIC,
            )
        )
    return found


def _text(place: int, kind: ColumnKind, formats: Formats) -> Callable[[Line], str]:
    return lambda line: cell_text(kind, line.cells[place], formats)
