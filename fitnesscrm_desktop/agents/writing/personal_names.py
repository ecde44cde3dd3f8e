"""Tells a first name from what somebody typed or imported in its place: an address, an order, a sentence.

A first name stands in a message as it is stored, outside all that the verifier looks at. So it has to be one.
"""

from __future__ import annotations

import re
import unicodedata

from fitnesscrm_desktop.agents.writing.fence import steers_models
from fitnesscrm_desktop.agents.writing.words import LANGUAGES, plain, signs, vocabulary
from fitnesscrm_desktop.models.values import FactForm
from fitnesscrm_desktop.services.assistant.results import Fact, FactSheet

_LONGEST, _MOST_WORDS, _MOST_DIGITS = 50, 6, 2
_SIGNS = frozenset(" '’‘ʼ`´-‐‑–.,·・&()\"“”„«»\u200c\u200d")  # noqa: RUF001 - signs that stand in names
_KINDS = ("L", "M", "So", "Sk")
"""Letters of every script with their marks, and emoji."""
_ADDRESS = re.compile(r"\.[^\W\d_]{2,}")
_NUMBERED = re.compile(rf"(?<=\S) ?\d{{1,{_MOST_DIGITS}}}$")
"""*Anna 2*: how two of the same name are told apart."""
_FEWEST_IN_SENTENCE = 3
_SHORTEST_ORDER = 4
"""Ai, Bot and Tan are names of people."""
_SHORTEST_ALONE = 6
"""Alone, Free is what somebody can be called; Gutschein is not."""
_PART = re.compile(r"[^\W\d_]+")
_TO_BE_MENDED = (
    "The first name “{}” cannot stand in a message: it is not a name, or holds more than one. "
    "Please correct the first name, then write the message."
)
_STEERS = (
    "What would stand in the message, “{}”, holds signs that steer language models, or double brackets. "
    "Please take them out."
)
_LONGEST_QUOTE = 60


def without_odd_trainer(sheet: FactSheet) -> tuple[Fact, ...]:
    """The facts of *sheet*; a message can be written without a trainer whose name is none."""
    return tuple(each for each in sheet.facts if each.key != "trainer.first_name" or is_name(each.text))


def objection(sheet: FactSheet) -> str:
    """Why nothing can be written with the names and words of *sheet*; empty if all is well."""
    for fact in sheet.facts:
        if fact.form in {FactForm.NAME, FactForm.TEXT}:
            if fact.key.endswith(".first_name") and not is_name(fact.text):
                return _TO_BE_MENDED.format(_quoted(fact.text))
            if steers_models(fact.text):
                return _STEERS.format(_quoted(fact.text))
    return ""


def is_name(text: str) -> bool:
    """Whether *text* can be what a person is called, in any script."""
    name = _NUMBERED.sub("", text)
    if not 0 < len(text) <= _LONGEST or steers_models(name) or _ADDRESS.search(name):
        return False
    if not all(each in _SIGNS or unicodedata.category(each).startswith(_KINDS) for each in name):
        return False
    return any(each not in _SIGNS for each in name) and not _is_sentence(name)


def _is_sentence(name: str) -> bool:
    words = [plain(each).strip("".join(_SIGNS)) for each in name.split()]
    known = signs()
    if any(len(each) >= _SHORTEST_ORDER and each in known.lists["machine"] for each in words):
        return True
    parts = [plain(each) for each in _PART.findall(name)]
    listed = [each for each in parts if each in known.lists["no_names"]]
    if listed and (len(parts) > 1 or len(listed[0]) >= _SHORTEST_ALONE):
        return True
    if len(words) < _FEWEST_IN_SENTENCE:
        return False
    line = f"{' '.join(words)} "
    if any(found.search(line) for kind, found in known.phrases.items() if kind != "innocent_phrases"):
        return True
    return len(words) > _MOST_WORDS or any(
        sum(each in vocabulary(language).starts for each in words) * 2 > len(words) for language in LANGUAGES
    )


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
