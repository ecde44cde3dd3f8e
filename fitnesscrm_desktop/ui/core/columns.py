"""Columns of a table as data: what a cell says, how it is aligned, whether it is a pill."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.tokens import Tone

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
"""The row object behind a cell; None while it is being loaded."""
TONE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The tone of a status pill (``Tone``), or None for plain text."""
ID_ROLE = Qt.ItemDataRole.UserRole + 2
"""The id of the row, known before the row itself is loaded."""
WIDTH_ROLE = Qt.ItemDataRole.UserRole + 3
"""Header only: the width hint of the column in pixels at 100 % text size; 0 means: take what is left."""
SORT_ROLE = Qt.ItemDataRole.UserRole + 4
"""Header only: the sort key of the column, or an empty string."""

PLACEHOLDER = "…"


class LoadState(enum.Enum):
    """What a table shows right now."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its title and how to show a row in it.

    ``numeric`` aligns cells and header to the right. ``tone`` makes the cell a status pill. ``width`` is a
    hint in pixels (0: the column shares what is left). ``sort`` names the sort key a click on the header
    asks for.
    """

    title: str
    text: Callable[[R], str]
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    tone: Callable[[R], Tone | None] | None = None
    tooltip: Callable[[R], str] | None = None
    width: int = 0
    numeric: bool = False
    sort: str = ""

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Where cell and header stand."""
        side = Qt.AlignmentFlag.AlignRight if self.numeric else self.align
        return side | Qt.AlignmentFlag.AlignVCenter


def cell_data(column: Column[R], row: R | None, role: int) -> Any:
    """What a table model answers for one cell; *row* is None while it is being loaded."""
    answer: Any = None
    if role == Qt.ItemDataRole.DisplayRole:
        answer = PLACEHOLDER if row is None else one_line(column.text(row))
    elif role == Qt.ItemDataRole.TextAlignmentRole:
        answer = column.alignment
    elif role == ROW_ROLE:
        answer = row
    elif row is not None and role == TONE_ROLE and column.tone is not None:
        answer = column.tone(row)
    elif row is not None and role == Qt.ItemDataRole.ToolTipRole and column.tooltip is not None:
        answer = tooltip(column.tooltip(row))
    return answer


def header_data(columns: Sequence[Column[Any]], section: int, orientation: Qt.Orientation, role: int) -> Any:
    """What a table model answers for one header section."""
    if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(columns):
        return None
    column = columns[section]
    answers = {
        int(Qt.ItemDataRole.DisplayRole): column.title,
        int(Qt.ItemDataRole.TextAlignmentRole): column.alignment,
        int(WIDTH_ROLE): column.width,
        int(SORT_ROLE): column.sort,
    }
    return answers.get(int(role))
