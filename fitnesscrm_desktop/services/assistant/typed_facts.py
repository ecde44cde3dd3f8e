"""What only a person can know of a message, and types: checked like every other field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.values import FactForm
from fitnesscrm_desktop.services.assistant.results import Fact
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line, paragraphs

LONGEST_NOTE = 2000
"""Characters that a person may type for a text of no fixed kind."""
_ASKED = {
    "session": "Which session is it? For example “Yoga”.",
    "old_time": "When was it to be? For example “Monday 18:00”.",
    "new_time": "When is it now? For example “Tuesday 19:00”.",
    "note": "What should the message say?",
}
_ABOUT = {
    "session": "The session",
    "old_time": "Before",
    "new_time": "Now",
    "note": "Your words",
}
_BRACKETS = re.compile(r"\[\[|\]\]")
"""What stands for a fact until it is filled in; a client must never read it."""
_MARKUP = re.compile(r"[<>]|\{\{|\{%|\[\[|\]\]")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,3}):(\d{1,3})(?![\d:])")
_HOURS, _MINUTES = 24, 60


def typed_facts(wanted: tuple[str, ...], given: Mapping[str, str]) -> tuple[Fact, ...]:
    """The fields *wanted* of a kind of message, as facts. Raises ``RuleBroken`` by field."""
    unknown = sorted(set(given) - set(wanted))
    if unknown:
        raise RuleBroken(f"This kind of message does not take “{unknown[0][:40]}”.")
    good = check_fields({name: partial(_checked, name, given) for name in wanted})
    return tuple(Fact(f"given.{name}", FactForm.TEXT, text, _ABOUT[name]) for name, text in good.items())


def _checked(name: str, given: Mapping[str, str]) -> str:
    text = given.get(name, "")
    if name == "note":
        if not text.strip():
            raise RuleBroken(_ASKED[name])
        if _BRACKETS.search(text):
            raise RuleBroken("Leave out the double brackets: they stand for what is filled in later.")
        return paragraphs(text, LONGEST_NOTE)
    line = one_line(text, SHORT_TEXT, needed=_ASKED[name])
    if _MARKUP.search(line):
        raise RuleBroken("Leave out signs such as < > [[ ]] {{: the client would read them.")
    if name != "session":
        for hours, minutes in _CLOCK.findall(line):
            if int(hours) >= _HOURS or int(minutes) >= _MINUTES or len(minutes) != len("00"):
                raise RuleBroken(f"There is no such time as {hours}:{minutes}.")
    if name == "new_time" and _alike(line, given.get("old_time", "")):
        raise RuleBroken("The new time is the old one. When is it now?")
    return line


def _alike(one: str, other: str) -> bool:
    return "".join(one.casefold().split()) == "".join(other.casefold().split())
