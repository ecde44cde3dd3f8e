"""What an import is told and what it answers. Rows are counted as a spreadsheet counts them, from 1."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fitnesscrm_desktop.services.clients.events import ClientEvent
from fitnesscrm_desktop.services.core.errors import StudioError


class ImportField(enum.StrEnum):
    """What a column of the file can be."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    EMAIL = "email"
    PHONE = "phone"
    BORN = "born"
    STREET = "street"
    POSTAL_CODE = "postal_code"
    CITY = "city"
    COUNTRY = "country"
    MEMBER_NUMBER = "member_number"
    """The number in the old program; it becomes a code that opens the door."""
    CODE = "code"
    TAGS = "tags"
    NOTE = "note"
    EMERGENCY_NAME = "emergency_name"
    EMERGENCY_PHONE = "emergency_phone"
    MEDICAL_ALERT = "medical_alert"
    GOALS = "goals"
    REFERRAL_SOURCE = "referral_source"
    LANGUAGE = "language"
    JOINED_ON = "joined_on"
    """Known to the studio since that day."""
    MEMBERSHIP = "membership"
    """What was sold in the old program; it becomes a staff note, nothing is charged."""


SEVERAL = frozenset({ImportField.CODE, ImportField.TAGS, ImportField.NOTE, ImportField.MEMBERSHIP})
"""Fields that more than one column may be."""

Mapped = Mapping[int, ImportField]
"""Which column (counted from 0) is which field; the others are left out."""


class OnDuplicate(enum.StrEnum):
    """What happens to a row whose person is there already."""

    SKIP = "skip"
    MERGE = "merge"
    """Fill what is empty; nothing that is there is changed."""


class FileKind(enum.StrEnum):
    """What kind of table a file is."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file, where a person knows better than the program; None: find out."""

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    header: bool | None = None
    """Whether the first row that holds something names the columns."""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column of the file: its title, a few values, and what it seems to be."""

    index: int
    title: str
    samples: tuple[str, ...]
    suggestion: ImportField | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What was found out about a file. ``header_row`` is None when no row names the columns."""

    file_name: str
    kind: FileKind
    encoding: str
    separator: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int | None
    columns: tuple[ColumnLook, ...]
    rows: int
    """Rows below the header that hold something."""
    unreadable: int = 0
    """Characters that the encoding could not read."""
    unclosed: int | None = None
    """The first row in which a quote is opened and not closed; rows behind it cannot be read."""

    @property
    def suggested(self) -> dict[int, ImportField]:
        """The suggested mapping."""
        return {each.index: each.suggestion for each in self.columns if each.suggestion is not None}


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row; ``column`` is the title of the cell's column, empty for the whole row."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class RowSkip:
    """A row that was not imported because the person is there already (or came earlier in the file)."""

    row: int
    text: str
    client_id: int | None


@dataclass(frozen=True, slots=True)
class RowDoubt:
    """A row that was imported as somebody new, and may be somebody who shares the name and nothing else.

    ``client_id`` is the new client, ``perhaps_client_id`` the other one; None while they are not stored.
    """

    row: int
    text: str
    client_id: int | None
    perhaps_client_id: int | None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it would be stored; ``values`` by field, as text."""

    row: int
    values: Mapping[ImportField, str]
    errors: tuple[RowError, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import has done, or would do. ``import_id`` is None when nothing was stored."""

    import_id: int | None
    file_name: str
    imported: int
    merged: int
    skipped: int
    errors: tuple[RowError, ...]
    """Rows that were left out."""
    skips: tuple[RowSkip, ...]
    remarks: tuple[RowError, ...]
    """Cells that were left out of rows that were imported."""
    doubts: tuple[RowDoubt, ...] = ()
    """Rows that came in and may be somebody who is there."""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import of the past."""

    id: int
    at: datetime
    staff: str
    file_name: str
    imported: int
    merged: int
    skipped: int
    failed: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptClient:
    """Somebody who stays although the import is taken back, and why."""

    client_id: int
    member_number: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """What taking an import back has done."""

    import_id: int
    file_name: str
    removed: int
    restored: int
    """Clients whose fields are as they were before."""
    kept: tuple[KeptClient, ...]


class UnreadableFile(StudioError):
    """The file is no table that can be read."""


class ImportCancelled(StudioError):
    """Somebody has stopped the import; nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class ClientsImported(ClientEvent):
    """Many clients are new or different; ``client_id`` is one of them."""

    import_id: int


@dataclass(frozen=True, slots=True)
class ImportUndone(ClientEvent):
    """The clients of an import are gone again; ``client_id`` is 0, for nobody in particular."""

    import_id: int
