"""Writes tables as CSV that opens in any spreadsheet and does nothing there but be read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from fitnesscrm_desktop.services.core.saved_file import whole_file

_STARTS_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_HARMLESS = re.compile(r"\+[0-9][0-9 ]*|[+-]?[0-9]+([.,][0-9]+)*")
"""A phone number of digits and blanks, or a plain number: no spreadsheet runs these."""


def defused(cell: object) -> str:
    """The text of a cell that no spreadsheet takes for a formula.

    An apostrophe goes before what starts with = + - @ (also full-width), a tab or a line break. Plain numbers
    and phone numbers of digits and blanks stay as they are, so that they can be read and reckoned with.
    ``meant`` takes the apostrophe away again; so that it takes only ours, a text that has one of its own gets
    a second one.
    """
    text = "" if cell is None else str(cell)
    if _STARTS_FORMULA.match(text.lstrip("'")) and not _HARMLESS.fullmatch(text):
        return f"'{text}"
    return text


def meant(cell: str) -> str:
    """What stood in a cell before it was defused, here or by another program."""
    if cell.startswith("'") and _STARTS_FORMULA.match(cell.lstrip("'")):
        return cell[1:]
    return cell


def write_csv(
    rows: Iterable[Sequence[object]], path: Path, note: Callable[[int], object] | None = None
) -> int:
    """Write *rows* (the first is the header) to *path*: UTF-8 with BOM, commas, CRLF; how many rows.

    The file is there completely or not at all; one of that name is replaced only at the end. *note* gets the
    number of rows before that: what cannot be noted does not leave the studio. Raises ``StorageTrouble`` when
    it cannot be written.
    """
    count = 0
    with whole_file(path, (lambda: note(count)) if note is not None else None) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
        writer = csv.writer(text)
        for row in rows:
            writer.writerow([defused(cell) for cell in row])
            count += 1
        text.flush()
        text.detach()
    return count
