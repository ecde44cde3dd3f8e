"""What nobody can mean, and what a service makes of it: a sentence and no trace, or it is kept as it was."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.base import Base
from fitnesscrm_desktop.services.core.errors import StudioError

LONGEST_SENTENCE = 700
"""A refusal says what is wrong; it does not repeat ten megabytes."""

TEXTS: dict[str, str] = {
    "nothing": "",
    "blanks": " \t\u00a0\u2003 ",
    "NUL": "a\0b",
    "only NUL": "\0\0",
    "half a letter": "a\ud83db",
    "the other half": "\udc00",
    "ten megabytes": "x" * 10_000_000,
    "a megabyte of lines": "x\n" * 500_000,
    "200 letters": "x" * 200,
    "201 letters": "x" * 201,
    "5,000 letters": "word " * 1000,
    "Arabic": "\u0645\u0631\u062d\u0628\u0627",
    "turned around": "abc\u202edef\u202c",
    "emoji": "Zo\u00eb \U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3cb\ufe0f",
    "combining marks": "e" + "\u0301" * 60,
    "HTML": "<b onclick='x()'>Bo & <img src=x></b>",
    "SQL": "Robert'); DROP TABLE client; -- %_",
    "a formula": "=cmd|' /C calc'!A0",
    "nothing to see": "\u200b\u2060",
    "control characters": "a\x07\x1b[31mb\x7f\x85c",
    "lines": "one\r\ntwo\rthree\n\nfour",
}
NUMBERS: dict[str, Any] = {
    "zero": 0,
    "less than nothing": -1,
    "debts": -500,
    "more than 32 bits": 2**31,
    "more than 64 bits": 2**63,
    "10^17": 10**17,
    "10^40": 10**40,
    "no number": math.nan,
    "endless": math.inf,
    "endless the other way": -math.inf,
    "a fraction": 12.5,
    "a float": 1e17,
    "yes": True,
    "a text": "4900",
}
DAYS: dict[str, date] = {
    "the first of all days": date.min,
    "1900": date(1900, 1, 1),
    "leap day": date(2000, 2, 29),
    "2100": date(2100, 1, 1),
    "the last of all days": date.max,
}
ON_A_SERVER = {
    *("NUL", "half a letter", "ten megabytes", "201 letters", "combining marks", "control characters"),
    *("more than 32 bits", "more than 64 bits", "no number", "a fraction", "yes"),
    *DAYS,
}
"""What the two databases do not take alike; the rest is tried on SQLite alone, to save time."""


def contents(services: Services) -> str:
    """A mark that is another one as soon as anything stored is."""
    mark = hashlib.sha256()
    with services.core.read() as session:
        for name in sorted(Base.metadata.tables):
            rows = session.connection().exec_driver_sql(f'SELECT * FROM "{name}"').all()  # noqa: S608 - our own tables
            mark.update(repr((name, sorted(map(repr, rows)))).encode("utf-8", "surrogatepass"))
    return mark.hexdigest()


def try_all(
    services: Services,
    rubbish: Mapping[str, Any],
    deed: Callable[[Any], object],
    *,
    everywhere: bool = False,
) -> None:
    """Do *deed* with each of *rubbish*: it is refused in a sentence and without a trace, or it is fine.

    A deed raises ``AssertionError`` itself if it kept something else than it was given.
    """
    mark = contents(services)
    for what, value in rubbish.items():
        if everywhere or services.core.database.is_sqlite or what in ON_A_SERVER:
            mark = _try(services, what, value, deed, mark)


def _try(services: Services, what: str, value: Any, deed: Callable[[Any], object], before: str) -> str:
    refused: StudioError | None = None
    try:
        deed(value)
    except StudioError as error:
        refused = error
    except AssertionError:
        raise
    except Exception as error:
        message = f"{what} ends in {type(error).__name__}"
        raise AssertionError(message) from error
    after = contents(services)
    if refused is not None:
        assert refused.text.strip().endswith((".", "!", "?")), (what, refused.text)
        assert len(refused.text) <= LONGEST_SENTENCE, (what, len(refused.text))
        assert all(each.strip() for each in refused.fields.values()), (what, refused.fields)
        assert after == before, f"{what}: refused, and yet something was stored"
    return after
