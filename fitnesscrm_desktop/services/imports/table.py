"""A file as a table of text, whatever kind of file it is."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fitnesscrm_desktop.services.imports.csv_table import Dialect, find_dialect, read_rows
from fitnesscrm_desktop.services.imports.encoding import decode, looks_binary
from fitnesscrm_desktop.services.imports.results import FileKind, ReadOptions, UnreadableFile
from fitnesscrm_desktop.services.imports.xlsx_table import Workbook

LARGEST_FILE = 300 * 1024 * 1024
MOST_ROWS = 1_000_000
_ZIP = b"PK\x03\x04"
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """An opened file; ``rows`` reads it from the start each time."""

    file_name: str
    kind: FileKind
    rows: Callable[[], Iterator[Row]]
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    unreadable: int = 0


def open_table(path: Path, options: ReadOptions, country: str) -> Table:
    """Open *path*. Raises ``UnreadableFile`` with what to do about it."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        reason = error.strerror or "it failed"
        raise UnreadableFile(f"The file {path} cannot be read: {reason}. Choose another one.") from error
    if size > LARGEST_FILE:
        raise UnreadableFile("The file is larger than 300 MB. Split it, and import the parts.")
    if not raw.strip():
        raise UnreadableFile("The file is empty. Choose a file with a row for each client.")
    if raw.startswith(_OLD_OFFICE):
        raise UnreadableFile(
            "This is a workbook with a password, or one of an old kind. Save it as XLSX without a password, "
            "or as CSV."
        )
    if raw.startswith(_ZIP):
        return _workbook(path, options)
    if path.suffix.casefold() in _WORKBOOKS:
        raise UnreadableFile(
            "The file is called a workbook but is none: it is damaged, or something else under a wrong name. "
            "Save it anew as XLSX or CSV, and choose that file."
        )
    if looks_binary(raw):
        raise UnreadableFile("This is not a table. Choose a CSV or XLSX file.")
    return _text(path, raw, options, country)


def _workbook(path: Path, options: ReadOptions) -> Table:
    if options.encoding or options.separator:
        raise UnreadableFile("A workbook has no encoding and no separator. Leave them out.")
    book = Workbook(path)
    sheet = options.sheet or book.sheets[0]
    if sheet not in book.sheets:
        raise UnreadableFile(f"The workbook has no sheet “{sheet}”. It has: {', '.join(book.sheets)}.")
    return Table(
        path.name, FileKind.XLSX, lambda: _bounded(book.rows(sheet)), sheet=sheet, sheets=book.sheets
    )


def _text(path: Path, raw: bytes, options: ReadOptions, country: str) -> Table:
    if options.sheet:
        raise UnreadableFile(f"A CSV file has no sheets, and so no “{options.sheet}”. Leave the sheet out.")
    if options.separator is not None and not _may_separate(options.separator):
        raise UnreadableFile("A separator is one character, such as a comma, a semicolon or a tab.")
    try:
        decoded = decode(raw, country, options.encoding)
    except (LookupError, UnicodeError, ValueError) as error:  # some codecs are not made for files
        raise UnreadableFile(f"There is no encoding for files called “{options.encoding}”.") from error
    dialect = find_dialect(decoded.text, options.separator)
    return Table(
        path.name,
        FileKind.CSV,
        lambda: _bounded(_csv_rows(decoded.text, dialect)),
        encoding=decoded.encoding,
        separator=dialect.separator,
        unreadable=decoded.unreadable,
    )


def _may_separate(separator: str) -> bool:
    return len(separator) == 1 and separator not in "\r\n\"'\0" and not separator.isalnum()


def _csv_rows(text: str, dialect: Dialect) -> Iterator[Row]:
    try:
        yield from read_rows(text, dialect)
    except csv.Error as error:
        raise UnreadableFile(f"The file cannot be read as a table: {error}. Save it anew as CSV.") from error


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    for number, row in rows:
        if number > MOST_ROWS:
            raise UnreadableFile("The file has more than a million rows. Split it, and import the parts.")
        yield number, row
