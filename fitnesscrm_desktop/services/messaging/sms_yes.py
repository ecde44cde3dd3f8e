"""Which answer of a gateway means that it took a text message; many say 200 to everything.

One condition per line, and all of them have to hold::

    status 201
    json status is not failed, undelivered
    json messages.0.error is 0
    text has OK
    text has not ERR
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fitnesscrm_desktop.services.core.errors import RuleBroken

_FAILED = {"failed", "undelivered", "error", "rejected", "denied", "invalid"}
_ERRORS = ("error", "error_code", "errorCode", "errors")
_LIES = ("ERR", "FAIL", "REJECT", "NOK")
_WHAT = (
    "A condition is one line like “status 201”, “json status is not failed, undelivered”, “text has OK” or "
    "“text has not ERR”."
)


@dataclass(frozen=True, slots=True)
class Said:
    """The answer of a gateway to one message."""

    status: int
    text: str

    @property
    def document(self) -> Any:
        """The answer as JSON; None: it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that has to be so, or not to be so."""

    about: str
    """``status``, ``text``, or a slash and the path of a value in JSON."""
    wanted: tuple[str, ...]
    negative: bool = False

    def holds(self, said: Said) -> bool:
        """Whether this answer meets it."""
        if self.about == "status":
            return str(said.status) in self.wanted
        if self.about == "text":
            found = any(word in said.text for word in self.wanted)
        else:
            found = _value(said.document, self.about) in self.wanted
        return found is not self.negative


def read_conditions(typed: str) -> tuple[Condition, ...]:
    """The conditions of these lines. Raises ``RuleBroken`` for a line that is none."""
    return tuple(_condition(line) for line in filter(None, map(str.strip, typed.splitlines())))


def means_yes(conditions: Sequence[Condition], said: Said) -> bool:
    """Whether the gateway took it. Without conditions an answer that speaks of an error means no."""
    if conditions:
        return all(each.holds(said) for each in conditions)
    document = said.document
    if isinstance(document, dict):
        state = str(document.get("status", document.get("state", ""))).lower()
        return state not in _FAILED and not any(_is_error(document.get(name)) for name in _ERRORS)
    return not said.text.lstrip().upper().startswith(_LIES)


def _condition(line: str) -> Condition:
    about, _, rest = line.partition(" ")
    if about == "status":
        wanted = _list(rest)
        if wanted and all(each.isascii() and each.isdigit() for each in wanted):
            return Condition("status", wanted)
    elif about == "text":
        negative = rest.startswith("has not ")
        words = rest.removeprefix("has not ").removeprefix("has ").strip()
        if rest.startswith("has ") and words:
            return Condition("text", (words,), negative=negative)
    elif about == "json":
        path, _, claim = rest.strip().partition(" ")
        negative = claim.startswith("is not ")
        wanted = _list(claim.removeprefix("is not ").removeprefix("is "))
        if path and claim.startswith("is ") and wanted:
            return Condition(f"/{path}", wanted, negative=negative)
    raise RuleBroken(f"“{line[:60]}” cannot be understood. {_WHAT}")


def _list(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split(","))))


def _value(document: Any, path: str) -> str:
    """What stands at ``/messages.0.status``, as text; empty for nothing."""
    found = document
    for name in path.removeprefix("/").split("."):
        if isinstance(found, dict):
            found = found.get(name)
        elif isinstance(found, list) and name.isascii() and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        else:
            return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    return "" if found is None or isinstance(found, dict | list) else str(found)


def _is_error(value: Any) -> bool:
    return bool(value) and str(value).lower() not in {"0", "none", "null", "false", "no"}
