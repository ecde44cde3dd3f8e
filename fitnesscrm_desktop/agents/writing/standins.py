"""Stand-ins: what the model writes in the place of names, days and amounts, and how they are swapped back.

``[[client.first_name]]`` goes into the prompt and comes out of the model; the name itself never goes near it.
Two forms know more than the bare fact: ``[[visit.count|ordinal]]`` is *100th*, and
``[[membership.days_left|day|days]]`` is the number with the word that fits it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from fitnesscrm_desktop.services.assistant.results import FactSheet
from fitnesscrm_desktop.services.settings.languages import base_of

ORDINAL = "ordinal"
STAND_IN = re.compile(r"\[\[([a-z]+(?:\.[a-z0-9_]+)+)((?:\|[^\[\]|{}\n]+)*)\]\]")
SLOT = re.compile(r"\{([a-z]+(?:\.[a-z0-9_]+)+)((?:\|[^\[\]|{}\n]+)*)\}")
"""The same in a phrase, where single braces are easier on the eye."""
_FEWEST_TEENS, _MOST_TEENS = 11, 13
_ENDS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class StandIn:
    """One stand-in: the fact it stands for, and the form it takes."""

    key: str
    forms: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: re.Match[str]) -> StandIn:
        """The stand-in or slot that was *found*."""
        return cls(found[1], tuple(found[2].split("|")[1:]))

    def __str__(self) -> str:
        return f"[[{'|'.join((self.key, *self.forms))}]]"

    @property
    def counts(self) -> bool:
        """Whether it is a number with its word."""
        return bool(self.forms) and self.forms != (ORDINAL,)


def stand_ins(text: str) -> tuple[StandIn, ...]:
    """Every stand-in in *text*, in its order."""
    return tuple(StandIn.of(found) for found in STAND_IN.finditer(text))


def slots(phrase: str) -> tuple[StandIn, ...]:
    """Every slot of a phrase, as a stand-in."""
    return tuple(StandIn.of(found) for found in SLOT.finditer(phrase))


def with_stand_ins(phrase: str) -> str:
    """A phrase as the model sees and writes it."""
    return SLOT.sub(lambda found: str(StandIn.of(found)), phrase)


def swap(text: str, sheet: FactSheet) -> str:
    """*text* with the facts in it. In one pass: what a fact says is never read as a stand-in again."""
    return _swap(text, lambda each: in_words(each, sheet))


def as_template(text: str, sheet: FactSheet) -> str:
    """*text* with the fields of a template in it; what a person typed stands there as it was typed."""
    return _swap(text, lambda each: _field(each, sheet))


def in_words(each: StandIn, sheet: FactSheet) -> str:
    """What *each* says of this client. Raises ``KeyError`` for a fact that the sheet does not have."""
    fact = sheet.fact(each.key)
    if fact is None:
        raise KeyError(each.key)
    if not each.forms:
        return fact.text
    if not each.counts:
        return ordinal(fact.text, sheet.language)
    return f"{fact.text} {each.forms[0] if is_singular(fact.text) else each.forms[-1]}"


def is_singular(number: str) -> bool:
    """Whether *number* takes the first form of its word."""
    return number == "1"


def ordinal(number: str, language: str) -> str:
    """``100th`` in English, ``100.`` elsewhere."""
    if base_of(language) != "en" or not number.isdecimal():
        return f"{number}."
    value = int(number)
    teens = _FEWEST_TEENS <= value % 100 <= _MOST_TEENS
    return f"{number}{'th' if teens else _ENDS.get(value % 10, 'th')}"


def _swap(text: str, said: Callable[[StandIn], str]) -> str:
    return STAND_IN.sub(lambda found: said(StandIn.of(found)), text)


def _field(each: StandIn, sheet: FactSheet) -> str:
    fact = sheet.fact(each.key)
    if fact is None:
        raise KeyError(each.key)
    if not fact.field:
        return without_jinja(fact.text)
    if not each.forms:
        return fact.field
    if not each.counts:
        return f"{{{{ {each.key}|ordinal }}}}"
    words = ", ".join(f'"{word}"' for word in each.forms)
    return f"{fact.field} {{{{ {each.key}|plural({words}) }}}}"


def without_jinja(text: str) -> str:
    """*text* so that a template writes it letter for letter."""
    return re.sub(r"\{(?=[{%#])", '{{ "{" }}', text)
