"""Which row names the columns, and what each column seems to be: by its title, else by what is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.imports.dates import looks_like_day
from fitnesscrm_desktop.services.imports.results import SEVERAL, ColumnLook, ImportField
from fitnesscrm_desktop.services.imports.table import Row
from fitnesscrm_desktop.services.imports.words import FIELD_OF_WORD

ROWS_LOOKED_AT = 200
HEADER_WITHIN = 10
SAMPLES = 3
LONGEST_SAMPLE = 80
ENOUGH = 0.6
FEWEST_PHONE_DIGITS, MOST_PHONE_DIGITS = 6, 15

_PUNCTUATION = re.compile(r"[\s_:*()\[\]\"]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d\s()/.-]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the data starts, and the columns. ``header_row`` is None when no row names them."""

    header_row: int | None
    columns: tuple[ColumnLook, ...]


def find_layout(head: Sequence[Row], *, header: bool | None = None, ragged: bool = True) -> Layout:
    """Look at the first rows of a file, the blank ones included; *header* overrules the guess.

    In a *ragged* table (a text file) the header decides how many columns there are.
    """
    filled = [(number, row) for number, row in head if any(cell.strip() for cell in row)]
    position = None if header is False else _header_position(filled, sure=header is True)
    below = filled if position is None else filled[position + 1 :]
    titles = [] if position is None else filled[position][1]
    width = max((len(row) for _number, row in filled), default=0)
    if titles and ragged:
        width = len(titles)
    columns = [_column(index, titles, [row for _number, row in below]) for index in range(width)]
    number = None if position is None else filled[position][0]
    return Layout(number, _once_each(columns))


def field_of(title: str) -> ImportField | None:
    """The field a column of this *title* holds; None: not known."""
    for way in (title, _CAMEL.sub(" ", title)):
        folded = fold(_PUNCTUATION.sub(" ", way.replace("#", " number ")))
        found = FIELD_OF_WORD.get(folded) or FIELD_OF_WORD.get(folded.replace("-", " "))
        if found is not None:
            return found
    return None


def _header_position(filled: Sequence[Row], *, sure: bool) -> int | None:
    known = [sum(field_of(cell) is not None for cell in row) for _number, row in filled[:HEADER_WITHIN]]
    if not known:
        return None
    best = max(range(len(known)), key=lambda position: (known[position], -position))
    if known[best] > 1 or (known[best] == 1 and best == 0):
        return best
    return 0 if sure or _names_columns(filled) else None


def _names_columns(filled: Sequence[Row]) -> bool:
    """Whether the first row is words only while there are other things below it."""
    first, *below = [row for _number, row in filled[: HEADER_WITHIN * 2]]
    if any(_is_data(cell) for cell in first) or len(set(first)) < len(first):
        return False
    return any(_is_data(cell) for row in below for cell in row)


def _is_data(cell: str) -> bool:
    text = cell.strip()
    return bool(text) and (bool(_EMAIL.fullmatch(text)) or any(letter.isdigit() for letter in text))


def _column(index: int, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> ColumnLook:
    title = " ".join(titles[index].split()) if index < len(titles) else ""
    values = [row[index].strip() for row in rows[:ROWS_LOOKED_AT] if index < len(row) and row[index].strip()]
    samples = tuple(value[:LONGEST_SAMPLE] for value in dict.fromkeys(values))[:SAMPLES]
    suggestion = field_of(title) if title else None
    if suggestion is None and values:
        suggestion = _by_content(values)
    return ColumnLook(index, title[:LONGEST_SAMPLE], samples, suggestion)


def _by_content(values: Sequence[str]) -> ImportField | None:
    needed = ENOUGH * len(values)
    if sum(bool(_EMAIL.fullmatch(value)) for value in values) >= needed:
        return ImportField.EMAIL
    if sum(looks_like_day(value) for value in values) >= needed:
        return ImportField.BORN
    if sum(_is_phone(value) for value in values) >= needed:
        return ImportField.PHONE
    return None


def _is_phone(value: str) -> bool:
    digits = sum(letter.isdigit() for letter in value)
    starts = value.startswith(("+", "0", "("))
    return bool(_PHONE.fullmatch(value)) and starts and FEWEST_PHONE_DIGITS <= digits <= MOST_PHONE_DIGITS


def _once_each(columns: Sequence[ColumnLook]) -> tuple[ColumnLook, ...]:
    """Take a field for one column only, where a client has it once; a whole name only without its parts."""
    parts = {each.suggestion for each in columns}
    has_parts = {ImportField.FIRST_NAME, ImportField.LAST_NAME} <= parts
    taken: set[ImportField] = set()
    found = []
    for each in columns:
        field = each.suggestion
        if field is ImportField.FULL_NAME and has_parts:
            field = None
        elif field is ImportField.FULL_NAME and ImportField.FIRST_NAME in parts:
            field = ImportField.LAST_NAME
        if field is not None and field in taken and field not in SEVERAL:
            field = None
        if field is not None:
            taken.add(field)
        found.append(ColumnLook(each.index, each.title, each.samples, field))
    return tuple(found)
