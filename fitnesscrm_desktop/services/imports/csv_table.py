"""Text files as tables: which separator, which quotes, and the rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_ROWS = 60
SAMPLE_LETTERS = 200_000
FEWEST_QUOTED = 3
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


def read_rows(text: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, counted as a spreadsheet counts them: blank ones, too.

    Raises ``csv.Error`` for a cell beyond all measure.
    """
    csv.field_size_limit(LONGEST_CELL)
    hint = _EXCEL_HINT.match(text)
    source = io.StringIO(text[hint.end() :] if hint else text, newline="")
    reader = csv.reader(source, delimiter=dialect.separator, quotechar=dialect.quote, skipinitialspace=True)
    yield from enumerate(reader, 2 if hint else 1)
