"""Workbooks as tables, read only as far as they are harmless."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import Any

from fitnesscrm_desktop.services.imports.results import UnreadableFile

LARGEST_INSIDE = 400 * 1024 * 1024
MOST_SQUEEZED = 200
"""A part that is so many times larger than its packed form, and not small, is a bomb."""
SMALL_PART = 20 * 1024 * 1024
MOST_PARTS = 5000
MOST_COLUMNS = 500
EXACT = 1e15
"""Up to here a float is the whole number it seems to be."""
_FORMULA = (b"<f>", b"<f ")
_BLOCK = 1024 * 1024

DAMAGED = "The workbook cannot be read: it is damaged. Open it in a spreadsheet program and save it anew."
_NO_WORKBOOK = "The file is not a workbook. Choose a CSV or XLSX file."
_TOO_LARGE = "The workbook unpacks to more than a studio's client list can be. Save the one sheet as CSV."


class Workbook:
    """An XLSX file that was looked over before it is opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        _look_over(path)
        with closing(self._open(values=True)) as book:
            self.sheets: tuple[str, ...] = tuple(book.sheetnames)
        if not self.sheets:
            raise UnreadableFile(_NO_WORKBOOK)

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """The rows of *sheet* as text, with their numbers.

        A formula is its last result, or its own text if it never had one. Raises ``UnreadableFile``.
        """
        try:
            with closing(self._open(values=True)) as book:
                results = _cells(book[sheet])
                if not self._has_formulas():
                    yield from ((number, [_text(cell) for cell in row]) for number, row in results)
                    return
                with closing(self._open(values=False)) as other:
                    for (number, row), (_number, typed) in zip(results, _cells(other[sheet]), strict=False):
                        pairs = zip_longest(row, typed)
                        yield number, [_text(formula if cell is None else cell) for cell, formula in pairs]
        except UnreadableFile:
            raise
        except Exception as error:  # openpyxl raises whatever its parts raise
            raise UnreadableFile(DAMAGED) from error

    def _open(self, *, values: bool) -> Any:
        from openpyxl import load_workbook

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and extensions it leaves out
                return load_workbook(self._path, read_only=True, data_only=values, keep_links=False)
        except Exception as error:  # as above
            raise UnreadableFile(DAMAGED) from error

    def _has_formulas(self) -> bool:
        with zipfile.ZipFile(self._path) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    with archive.open(name) as part:
                        tail = b""
                        while block := part.read(_BLOCK):
                            if any(sign in tail + block for sign in _FORMULA):
                                return True
                            tail = block[-3:]
        return False


def _look_over(path: Path) -> None:
    """Raise ``UnreadableFile`` for what is no workbook, or a bomb."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(DAMAGED) from error
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile("The workbook is protected by a password. Save it without one, then import it.")
    if not any(part.filename.casefold() == "xl/workbook.xml" for part in parts):
        raise UnreadableFile(_NO_WORKBOOK)
    bombs = any(
        part.file_size > SMALL_PART and part.file_size > MOST_SQUEEZED * max(1, part.compress_size)
        for part in parts
    )
    if bombs or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_INSIDE:
        raise UnreadableFile(_TOO_LARGE)


def _cells(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows of raw cells, as far as they are filled; the size a sheet claims to have is not believed."""
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        width = min(len(row), MOST_COLUMNS)
        while width and row[width - 1] is None:
            width -= 1
        yield number, row[:width]


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            midnight = cell.time() == time()
            return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
        case date():
            return cell.isoformat()
        case float() if cell.is_integer() and abs(cell) < EXACT:
            return str(int(cell))
        case _:
            return str(cell)
