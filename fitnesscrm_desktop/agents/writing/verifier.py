"""Verifies a text: it may state what was given, and nothing else.

The same rules hold for the stand-ins the model wrote and for the text that people read. A text passes when no
problem is found; there is no score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fitnesscrm_desktop.agents.writing.capitals import NO_WORDS, OwnWords, foreign_names
from fitnesscrm_desktop.agents.writing.masking import MARK, Masked, mask_facts, mask_stand_ins
from fitnesscrm_desktop.agents.writing.problems import Fault, Problem
from fitnesscrm_desktop.agents.writing.spotting import spotted
from fitnesscrm_desktop.agents.writing.words import LANGUAGES, plain, signs, vocabulary
from fitnesscrm_desktop.models.values import FactForm
from fitnesscrm_desktop.services.assistant.results import Fact, FactSheet
from fitnesscrm_desktop.services.settings.languages import base_of

_FEWEST_WORDS_TO_KNOW, _FEWEST_WORDS_TO_REPEAT = 8, 4
_MOST_REPORTED = 20
_LEFT = re.compile(r"\[\[[^\[\]]*\]\]|\[\[|\]\]")
_SENTENCE_END = re.compile(r"[.!?…][)\"”“’»]*$")
_LONGEST_SIGNATURE = 8
"""Words of a last line without a point."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a text has to be like, besides true."""

    required: frozenset[str] = frozenset()
    """Facts it has to state, by key."""
    shortest: int = 20
    longest: int = 1_500
    """Letters that are not facts."""
    one_line: bool = False
    own_words: OwnWords = NO_WORDS


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text may be shown, and what is wrong with it otherwise."""

    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(text: str, sheet: FactSheet, *, expected: Expected) -> Verdict:
    """Whether *text*, as people read it, states nothing but the facts of *sheet*."""
    verdict = _judge(mask_facts(text, sheet), sheet, expected)
    # Also inside a fact: whatever a name says, nobody is to read the brackets of a stand-in.
    left = tuple(Problem(Fault.STAND_IN, match[0]) for match in _LEFT.finditer(text[: expected.longest * 4]))
    return Verdict((*verdict.problems, *left[:1]))


def verify_stand_ins(text: str, sheet: FactSheet, *, expected: Expected) -> Verdict:
    """Whether *text*, as the model wrote it, leaves every figure and name to a stand-in of *sheet*."""
    return _judge(mask_stand_ins(text, sheet), sheet, expected)


def additions(masked: Masked, language: str) -> Iterator[Problem]:
    """What *masked* states besides its facts."""
    yield from spotted(masked)
    yield from foreign_names(masked, spoken(language))


def spoken(language: str) -> str:
    """The language whose words are used to read a text in *language*."""
    base = base_of(language)
    return base if base in LANGUAGES else LANGUAGES[0]


def _judge(masked: Masked, sheet: FactSheet, expected: Expected) -> Verdict:
    found: list[Problem] = []
    for each in _problems(masked, sheet, expected):
        found.append(each)
        if len(found) >= _MOST_REPORTED:
            break
    return Verdict(tuple(dict.fromkeys(found)))


def _problems(masked: Masked, sheet: FactSheet, expected: Expected) -> Iterator[Problem]:
    written = masked.text.replace(MARK, "")
    if not expected.shortest <= len(written.strip()) <= expected.longest:
        yield Problem(Fault.LENGTH, str(len(written.strip())))
        if len(written) > expected.longest * 4:
            return  # whatever else is in it, it is not worth the time
    if expected.one_line and "\n" in masked.text:
        yield Problem(Fault.LENGTH, "more than one line")
    own = expected.own_words.sentences
    for each in spotted(masked):
        # The studio's last reminder names what may follow, in words that somebody has chosen.
        if each.fault is not Fault.TERMS or masked.sentence_at(each.start) not in own:
            yield each
    language = spoken(sheet.language)
    yield from foreign_names(masked, language, expected.own_words)
    for key in sorted(expected.required - masked.keys):
        fact = sheet.fact(key)
        yield Problem(Fault.LOST, fact.about or key if fact else key)
    yield from _other_language(masked, language, expected)
    yield from _repeated(masked)
    if not expected.one_line and not _is_finished(masked):
        yield Problem(Fault.UNFINISHED, masked.text.strip()[-40:].replace(MARK, "…"))


def _is_finished(masked: Masked) -> bool:
    """Whether the text ends with a sentence, or with the line of whoever signs it."""
    text = masked.text.strip()
    if _SENTENCE_END.search(text):
        return True
    last = text.rpartition("\n")[2]
    if last.endswith(MARK) and masked.facts:
        # A whole sentence that was typed; or a name, at the end of a line that is no sentence.
        said = masked.facts[-1]
        if any(_SENTENCE_END.search(fact.text) for fact in said):
            return True
        named = any(fact.form is FactForm.NAME for fact in said)
        return named and len(re.split(r"[.!?…]\s", last)[-1].split()) <= _LONGEST_SIGNATURE
    words = [plain(each) for each in last.split()]
    return 0 < len(words) <= _LONGEST_SIGNATURE and "\n" in text and words[-1] in signs().lists["closings"]


def _other_language(masked: Masked, language: str, expected: Expected) -> Iterator[Problem]:
    words = [token.plain for token in masked.tokens]
    hits = {each: sum(word in vocabulary(each).stop for word in words) for each in LANGUAGES}
    own = hits.pop(language) + sum(_speaks(facts, language) for facts in masked.facts)
    foreign = max(hits.values())
    silent = not own and len(words) >= _FEWEST_WORDS_TO_KNOW
    if foreign > own or (silent and not expected.one_line):
        yield Problem(Fault.LANGUAGE, language)


def _speaks(facts: tuple[Fact, ...], language: str) -> bool:
    """Whether a fact, such as an odd name, hides a word by which the language is known."""
    return any(plain(word) in vocabulary(language).stop for fact in facts for word in fact.text.split())


def _repeated(masked: Masked) -> Iterator[Problem]:
    seen: set[str] = set()
    for start, sentence in masked.sentences:
        if len(sentence.split()) >= _FEWEST_WORDS_TO_REPEAT and sentence in seen:
            yield Problem(Fault.REPEATED, sentence.replace(MARK, "…"), start, start + len(sentence))
        seen.add(sentence)
