"""The list of files: what each is, until when it holds, by whom and when it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.files.results import FileInfo, FileQuery
from fitnesscrm_desktop.services.files.service import FileService
from fitnesscrm_desktop.ui.core.columns import Column, Index
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.files.words import (
    category_word,
    expiry_tone,
    state_sentence,
    state_text,
    tr,
    type_icon,
    type_word,
)
from fitnesscrm_desktop.ui.widgets.data_table import DataTable

PAGE = 100
TAGS_FROM, WHO_FROM, WHEN_FROM, VERSION_FROM, CATEGORY_FROM = 960, 860, 700, 780, 430
"""Below these widths of the list the preview beside it tells that instead."""


@dataclass(frozen=True, slots=True)
class FileSource:
    """Files page by page; read off the UI thread."""

    files: FileService
    actor: Actor
    query: FileQuery

    def fetch(self, after: Cursor | None, limit: int) -> Page[FileInfo]:
        """One page."""
        return self.files.rows(self.actor, self.query, after=after, limit=limit)


class FilesModel(FeedTableModel[FileInfo]):
    """The rows, with the icon of what is in a file before its name."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        if role == Qt.ItemDataRole.DecorationRole and index.isValid() and index.column() == 0:
            row = self.row_at(index.row())
            return None if row is None else icon(type_icon(row.newest.media_type))
        return super().data(index, role)

    def place_of(self, file_id: int) -> int | None:
        """In which line a file stands."""
        rows = (self.row_at(place) for place in range(self.rowCount()))
        return next((place for place, row in enumerate(rows) if row is not None and row.id == file_id), None)


class FileTable(DataTable):
    """The list itself; *persons* adds whose each file is."""

    def __init__(self, desk: Desk, *, persons: bool) -> None:
        super().__init__(tr("Files"), multi=True)
        self.files = FilesModel(
            columns_of(desk.formats, persons=persons), desk.tasks, page_size=PAGE, parent=self
        )
        self.setModel(self.files)
        left_out = {"category": CATEGORY_FROM, "version": VERSION_FROM, "tags": TAGS_FROM, "who": WHO_FROM}
        left_out["when"] = WHEN_FROM
        first = 2 if persons else 1
        for place, name in enumerate(("category", "version", "expires", "tags", "who", "when"), first):
            if name in left_out:
                self.leave_out_below(left_out[name], place)


def columns_of(formats: Formats, *, persons: bool) -> list[Column[FileInfo]]:
    """What the list tells of a file."""
    name = Column[FileInfo](tr("Name"), lambda file: file.name, tooltip=lambda file: about(file, formats))
    whose = Column[FileInfo](tr("Whose"), lambda file: file.person, width=150)
    return [
        name,
        *([whose] if persons else []),
        Column(tr("Category"), lambda file: category_word(file.category), width=104),
        Column(tr("Version"), lambda file: formats.number(file.newest.number), width=72, numeric=True),
        Column(tr("Expires"), lambda file: state_text(file, formats), tone=expiry_tone, width=156),
        Column(tr("Tags"), lambda file: ", ".join(file.tags), width=120),
        Column(tr("Who"), lambda file: file.newest.by, width=110),
        Column(tr("When"), lambda file: formats.moment(file.newest.added_at), width=130),
    ]


def about(file: FileInfo, formats: Formats) -> str:
    """Everything about a file, line by line, for where its columns have no room."""
    lines = [
        file.name,
        f"{category_word(file.category)} · {type_word(file.newest.media_type)}",
        state_sentence(file, formats),
        ", ".join(file.tags),
        f"{file.newest.by} · {formats.moment(file.newest.added_at)}",
    ]
    return "\n".join(line for line in lines if line)
