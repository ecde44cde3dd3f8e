"""Text files as tables: which separator, which quotes, and the rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_ROWS = 60
SAMPLE_LETTERS = 200_000
FEWEST_QUOTED = 3
MANY_COLUMNS, FEWEST_ALIKE = 5, 3
"""One line with the separators of many columns is a row, with those of few it takes some more."""
LONGEST_CELL = 64 * 1024 * 1024
"""A longer one is refused row by row later; this is where the reader itself gives up."""
_EXCEL_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SINGLE_QUOTED = re.compile(r"(?:^|[,;\t|])'[^'\n]*'(?=$|[,;\t|\r\n])", re.MULTILINE)
_DOUBLE_QUOTED = re.compile(r'(?:^|[,;\t|])"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a text file are told apart."""

    separator: str
    quote: str = '"'


def find_dialect(text: str, separator: str | None = None) -> Dialect:
    """The separator that cuts the first rows into the most columns of an even number."""
    hint = _EXCEL_HINT.match(text)
    sample = text[:SAMPLE_LETTERS]
    single = len(_SINGLE_QUOTED.findall(sample))
    quote = "'" if single >= FEWEST_QUOTED and single > len(_DOUBLE_QUOTED.findall(sample)) else '"'
    if separator or hint:
        return Dialect(separator or (hint.group(1) if hint else ","), quote)
    return Dialect(max(SEPARATORS, key=lambda each: _evenness(sample, Dialect(each, quote))), quote)


def _evenness(sample: str, dialect: Dialect) -> float:
    widths = Counter(len(row) for _number, row in islice(read_rows(sample, dialect), SAMPLE_ROWS) if any(row))
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]))
    return 0.0 if width == 1 else count / widths.total() + width / 1000


class Unclosed(list[str]):
    """A row in which a quote is opened and not closed where it should be: it has taken in rows behind it.

    What its cells hold cannot be told; ``swallowed`` are the numbers of the rows it has taken in.
    """

    def __init__(self, cells: Iterable[str], swallowed: Sequence[int], quote: str) -> None:
        super().__init__(cells)
        self.swallowed = tuple(swallowed)
        self.quote = quote


def read_rows(text: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, counted as a spreadsheet counts them: blank ones, too.

    Raises ``csv.Error`` for a cell beyond all measure.
    """
    csv.field_size_limit(LONGEST_CELL)
    hint = _EXCEL_HINT.match(text)
    source = io.StringIO(text[hint.end() :] if hint else text, newline="")
    taken: list[str] = []
    reader = _reader(_lines(source, taken), dialect)
    number, width = (2 if hint else 1), 0
    for row in reader:
        if len(taken) == 1:
            if taken[0] is _END:
                return
            width = max(width, len(row))
            yield number, row
        elif taken[-1] is _END or _takes_in_rows(taken, dialect, width):
            lines = taken[1:-1] if taken[-1] is _END else taken[1:]
            behind = [number + place for place, line in enumerate(lines, 1) if line.strip()]
            yield number, Unclosed(row, behind, dialect.quote)
            number += len(lines)
        else:
            yield number, row
        number += 1
        taken.clear()


_END = "\x00the file ends here"
"""A line behind the last one: if it becomes part of a cell, a quote is still open."""


def _lines(source: Iterable[str], taken: list[str]) -> Iterator[str]:
    """The lines of *source*; *taken* holds those that were asked for."""
    for line in source:
        taken.append(line)
        yield line
    taken.append(_END)
    yield _END


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(
        lines, delimiter=dialect.separator, quotechar=dialect.quote, skipinitialspace=True, strict=strict
    )


def _takes_in_rows(lines: Sequence[str], dialect: Dialect, width: int) -> bool:
    """Whether a row of several lines is not one with line breaks in a cell, but several rows.

    So it is if the quote that ends the cell stands in the middle of another one, or if the lines between
    have as many separators as rows have.
    """
    blanks = re.compile(f"{re.escape(dialect.quote)}[ \t]+(?={re.escape(dialect.separator)}|[\r\n]|$)")
    try:
        list(_reader([blanks.sub(dialect.quote, line) for line in lines], dialect, strict=True))
    except csv.Error:
        return True
    alike = [line.count(dialect.separator) == width - 1 for line in lines[1:-1] if line.strip()]
    return width > 1 and all(alike) and len(alike) >= (1 if width >= MANY_COLUMNS else FEWEST_ALIKE)
