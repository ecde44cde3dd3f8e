"""Text from the database or from a person is data: what keeps a model from reading it as anything else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from fitnesscrm_desktop.models.values import FactForm
from fitnesscrm_desktop.services.assistant.results import Fact, FactSheet

LONGEST_WORDS = 2_000
"""What a person may give the model to write about."""
_FENCE = "~~~~"
_MODEL_TOKENS = re.compile(
    r"<\|[^<>]{0,80}\|?>|</?\s*(?:s|bos|eos|unk|pad|start_of_turn|end_of_turn|think|tool_call)\s*>"
    r"|\[/?\s*(?:INST|SYS|AVAILABLE_TOOLS|TOOL_CALLS)\s*\]|<</?\s*SYS\s*>>|<\uff5c[^<>]{0,80}\uff5c>",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"^\s*(?:system|user|assistant|developer|tool)\s*:", re.IGNORECASE | re.MULTILINE)
_FENCES = re.compile(r"([~`\"'=#*_-])\1{2,}")
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOTHING = frozenset("\u00ad\u200b\u2060\ufeff\u180e\u115f\u1160\u3164\ufffc\ufff9\ufffa\ufffb")
_JOINERS = "\u200c\u200d"
"""Persian names and emoji need these; they do no harm in a text."""


def cleaned(text: str) -> str:
    """*text* with its lines, but without characters that hide, turn or control what stands around them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(_visible(line).split()) for line in lines).strip()


def cleaned_sheet(sheet: FactSheet) -> FactSheet:
    """*sheet* with every fact as it may stand in a message: a name stays a name, on one line."""
    return replace(sheet, facts=tuple(_cleaned_fact(each) for each in sheet.facts if cleaned(each.text)))


def steers_models(text: str) -> bool:
    """Whether *text* holds a token by which models tell who is speaking, or the brackets of a stand-in.

    No message of a studio needs one, and no client is to read one.
    """
    return _MODEL_TOKENS.search(text) is not None or "[[" in text or "]]" in text


def fenced(words: str) -> str:
    """The words of a person between two fences, which they cannot close."""
    inside = cleaned(words)[:LONGEST_WORDS]
    before = None
    while before != inside:  # what is left after one token is taken out may be another
        before = inside
        inside = _FENCES.sub(r"\1", _MODEL_TOKENS.sub(" ", inside))
    return f"{_FENCE}\n{_SPEAKER.sub(' ', inside).strip()}\n{_FENCE}"


def _cleaned_fact(fact: Fact) -> Fact:
    if fact.form not in {FactForm.NAME, FactForm.TEXT}:
        return fact  # made by the program; amounts keep the narrow blank before their currency
    text = cleaned(fact.text)
    return replace(fact, text=text if fact.key.startswith("given.") else " ".join(text.split()))


def _visible(line: str) -> str:
    return "".join(" " if _is_control(each) else each for each in line if each not in _DIRECTIONS | _NOTHING)


def _is_control(character: str) -> bool:
    category = unicodedata.category(character)
    if character in _JOINERS:
        return False
    return category in {"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"}
