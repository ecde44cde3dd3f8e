"""Rows of text made into what a client is stored as, each checked by the rules that hold at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.services.clients.codes import MOST_CODES
from fitnesscrm_desktop.services.clients.details import check_details
from fitnesscrm_desktop.services.clients.finding import normal_code
from fitnesscrm_desktop.services.clients.names import given_key
from fitnesscrm_desktop.services.clients.rules import FIRST_BIRTH
from fitnesscrm_desktop.services.clients.tags import check_tag
from fitnesscrm_desktop.services.core.csv_text import meant
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import TURNING, paragraphs
from fitnesscrm_desktop.services.imports.csv_table import Unclosed
from fitnesscrm_desktop.services.imports.dates import NoDay, month_first, parse_day
from fitnesscrm_desktop.services.imports.results import ColumnLook, ImportField, Mapped, RowError
from fitnesscrm_desktop.services.imports.table import Row

LONGEST_CELL = 8000
OLD_NUMBER, OLD_CARD = "old number", "card"
_DAYS = frozenset({ImportField.BORN, ImportField.JOINED_ON})
_APART = frozenset(
    {ImportField.CODE, ImportField.MEMBER_NUMBER, ImportField.TAGS, ImportField.NOTE, ImportField.MEMBERSHIP}
)
_FREE = frozenset({ImportField.FIRST_NAME, ImportField.LAST_NAME, ImportField.FULL_NAME, ImportField.NOTE})
"""Here any text may be meant."""
_NOTHING = frozenset({"-", "--", "–", "—", "n/a", "#n/a", "null", "none"})
LONGEST_SIGN = 4
_NUMBERS = frozenset(
    {ImportField.PHONE, ImportField.EMERGENCY_PHONE, ImportField.CODE, ImportField.MEMBER_NUMBER}
)
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
"""A long number as a spreadsheet shows it when the column is narrow."""
UNREADABLE = "\ufffd"
_NAMES = frozenset({ImportField.FIRST_NAME, ImportField.LAST_NAME})
_PARTICLES = "von van de da di del della dos du la le el al ter ten zu af".split()  # noqa: SIM905 - words
_CONTROL = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|{TURNING.pattern}")
"""All but tab and line breaks, which are blanks like others."""
_SEPARATOR = re.compile(r"[,;|\t\"]")
_SPLITTERS = str.maketrans(dict.fromkeys(",;|/", "\n"))
_NO_NAME_COLUMN = (
    "No column holds the names. Choose which one is the first name and which one the last name, "
    "or which one is the whole name."
)


@dataclass(slots=True)
class CheckedRow:
    """A row that may be stored."""

    number: int
    values: dict[str, Any]
    """By column of the client's table."""
    codes: dict[str, str] = field(default_factory=dict)
    """Code -> label."""
    titles: dict[str, str] = field(default_factory=dict)
    """Code -> title of its column."""
    tags: list[str] = field(default_factory=list)
    note: str = ""
    joined_on: date | None = None
    remarks: list[RowError] = field(default_factory=list)
    """What is left out of its cells."""
    client_id: int | None = None
    member_number: int | None = None
    """Who the row has become, once it is stored."""

    @property
    def name_key(self) -> str:
        """What two rows of one person have in common."""
        return given_key(self.values["first_name"], self.values["last_name"])


def check_mapping(mapping: Mapped, columns: Sequence[ColumnLook]) -> None:
    """Raise ``RuleBroken`` for a mapping that cannot be used."""
    fields = list(mapping.values())
    if ImportField.FULL_NAME not in fields and not {ImportField.FIRST_NAME, ImportField.LAST_NAME} <= set(
        fields
    ):
        raise RuleBroken(_NO_NAME_COLUMN, fields={"mapping": _NO_NAME_COLUMN})
    strange = [index for index in mapping if not 0 <= index < len(columns)]
    if strange:
        raise RuleBroken(f"The file has no column {strange[0] + 1}.", fields={"mapping": "No such column"})


class RowChecker:
    """Checks the rows of one file. *columns* and *mapping* say what its cells are."""

    def __init__(
        self, mapping: Mapped, columns: Sequence[ColumnLook], *, country: str, today: date, named: bool
    ) -> None:
        self._mapping = dict(sorted(mapping.items()))
        self._titles = {each.index: each.title or f"Column {each.index + 1}" for each in columns}
        self._width = len(columns)
        self._named = named
        self._country, self._today = country, today
        self._month_leads: dict[int, bool] = {}

    def learn_dates(self, rows: Iterable[Row]) -> None:
        """Find out, column by column, whether the month comes first."""
        columns = [index for index, what in self._mapping.items() if what in _DAYS]
        if columns:
            found: dict[int, list[str]] = {index: [] for index in columns}
            for _number, row in rows:
                for index in columns:
                    if index < len(row) and row[index].strip():
                        found[index].append(row[index])
            self._month_leads = {index: month_first(texts, self._country) for index, texts in found.items()}

    def check(self, number: int, row: Sequence[str]) -> CheckedRow | list[RowError]:
        """The row as it may be stored, or everything that is wrong with it."""
        if isinstance(row, Unclosed):
            return _unclosed(number, row)
        if self._named and len(row) > self._width and any(cell.strip() for cell in row[self._width :]):
            columns = "is 1 column" if self._width == 1 else f"are {self._width} columns"
            text = f"The row has {len(row)} cells, but there {columns}. Are quotes missing?"
            return [RowError(number, "", text)]
        cells = {
            index: self._known(what, meant(row[index].strip()).strip())
            for index, what in self._mapping.items()
            if index < len(row)
        }
        errors = self._too_long(number, cells) or self._several_rows(number, cells)
        if errors:
            return errors
        typed: dict[str, object] = {}
        checked = CheckedRow(number, {})
        for index, what in self._mapping.items():
            cell = cells.get(index, "")
            try:
                self._read(checked, typed, index, what, cell)
            except RuleBroken as error:
                errors.append(RowError(number, self._titles[index], error.text))
        try:
            checked.values = check_details(typed, country=self._country, today=self._today)
        except RuleBroken as error:
            errors += [RowError(number, self._column_of(name), text) for name, text in error.fields.items()]
        checked.remarks = self._left_out(number, row)
        return errors or checked

    def title(self, what: ImportField) -> str:
        """The title of the column that holds *what*."""
        return next((self._titles[index] for index, each in self._mapping.items() if each is what), "")

    def _known(self, what: ImportField, cell: str) -> str:
        """The *cell* without the signs by which programs say that nothing is known."""
        unknown = len(cell) <= LONGEST_SIGN and cell.casefold() in _NOTHING
        return "" if unknown and what not in _FREE else cell

    def _too_long(self, number: int, cells: Mapping[int, str]) -> list[RowError]:
        return [
            RowError(
                number,
                self._titles[index],
                f"The cell has {len(cell)} characters; {LONGEST_CELL} are the most.",
            )
            for index, cell in cells.items()
            if len(cell) > LONGEST_CELL
        ]

    def _left_out(self, number: int, row: Sequence[str]) -> list[RowError]:
        """What no database can keep, and what was lost before."""
        remarks = []
        for index in self._mapping:
            if index < len(row) and not row[index].isprintable():
                found = sorted(set(_CONTROL.findall(row[index])))
                if found:
                    named = ", ".join("NUL" if each == "\0" else f"U+{ord(each):04X}" for each in found)
                    text = f"Control characters ({named}) cannot be stored and were left out."
                    remarks.append(RowError(number, self._titles[index], text))
            if index < len(row) and UNREADABLE in row[index]:
                text = f"A letter cannot be read with this encoding; “{UNREADABLE}” stands in its place."
                remarks.append(RowError(number, self._titles[index], text))
        return remarks

    def _several_rows(self, number: int, cells: Mapping[int, str]) -> list[RowError]:
        """Names that hold line breaks and separators: somebody else's row is in them."""
        text = "The cell holds more than one row. Is a quote missing, or one too many?"
        return [
            RowError(number, self._titles[index], text)
            for index, cell in cells.items()
            if self._mapping[index] in _NAMES and len(cell.splitlines()) > 1 and _SEPARATOR.search(cell)
        ]

    def _read(
        self, checked: CheckedRow, typed: dict[str, object], index: int, what: ImportField, cell: str
    ) -> None:
        if what in _NUMBERS and _SHORTENED.fullmatch(cell):
            raise RuleBroken(
                f"“{cell[:40]}” is a number a spreadsheet has shortened. Format its column as text there."
            )
        if what in _APART:
            if cell:
                self._put_aside(checked, index, what, cell)
        elif what is ImportField.BORN:
            if cell:
                typed["born"] = self._past_day(index, cell)
        elif what is ImportField.JOINED_ON:
            checked.joined_on = self._past_day(index, cell)
        elif what is ImportField.FULL_NAME:
            typed["first_name"], typed["last_name"] = split_name(cell)
        elif cell or what in _NAMES:
            typed[what.value] = cell

    def _put_aside(self, checked: CheckedRow, index: int, what: ImportField, cell: str) -> None:
        match what:
            case ImportField.TAGS:
                names = [part.strip() for part in cell.translate(_SPLITTERS).split("\n") if part.strip()]
                checked.tags += [check_tag(name, "")["name"] for name in names]
            case ImportField.NOTE | ImportField.MEMBERSHIP:
                told = f"{self._titles[index]}: {cell}" if what is ImportField.MEMBERSHIP else cell
                checked.note = paragraphs(f"{checked.note}\n{told}".strip(), TEXT_LENGTH)
            case _:
                label = OLD_NUMBER if what is ImportField.MEMBER_NUMBER else OLD_CARD
                code = normal_code(cell.removeprefix("#"))
                checked.codes.setdefault(code, label)
                checked.titles.setdefault(code, self._titles[index])
                if len(checked.codes) > MOST_CODES:
                    raise RuleBroken(f"A client can have at most {MOST_CODES} codes.")

    def _day(self, index: int, cell: str) -> date | None:
        try:
            return parse_day(cell, self._today, month_leads=self._month_leads.get(index, False))
        except NoDay:
            raise RuleBroken(f"“{cell[:40]}” is not a date.") from None

    def _past_day(self, index: int, cell: str) -> date | None:
        day = self._day(index, cell)
        if day is not None and not FIRST_BIRTH <= day <= self._today:
            raise RuleBroken(f"“{cell[:40]}” does not lie between 1900 and today.")
        return day

    def _column_of(self, name: str) -> str:
        what = ImportField(name)
        if what in _NAMES and not self.title(what):
            what = ImportField.FULL_NAME
        return self.title(what)


def _unclosed(number: int, row: Unclosed) -> list[RowError]:
    behind = row.swallowed
    which = f"row {behind[0]}" if len(behind) == 1 else f"rows {behind[0]} to {behind[-1]}" if behind else ""
    so = f", so {which} could not be read either" if behind else ""
    told = f"A quote ({row.quote}) is opened in this row and not closed{so}. "
    errors = [RowError(number, "", f"{told}Close it or take it away, and import the file again.")]
    text = f"The row could not be read: a quote ({row.quote}) is opened in row {number} and not closed."
    return errors + [RowError(each, "", text) for each in behind]


def split_name(text: str) -> tuple[str, str]:
    """First and last name of a whole one: ``Ann van Dyke``, ``van Dyke, Ann``."""
    last, comma, first = text.partition(",")
    if comma and first.strip():
        return first.strip(), last.strip()
    words = text.replace(",", " ").split()
    if len(words) <= 1:
        return " ".join(words), ""
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])
