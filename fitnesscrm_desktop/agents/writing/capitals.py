"""Finds names by their capital: on a word that the language does not give one, it makes a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fitnesscrm_desktop.agents.writing.masking import MARK, Masked, Token
from fitnesscrm_desktop.agents.writing.problems import Fault, Problem
from fitnesscrm_desktop.agents.writing.spotting import innocent_places
from fitnesscrm_desktop.agents.writing.words import Vocabulary, vocabulary

_LONGEST_TITLE, _SHORTEST_TITLED = 9, 4
_SHORTEST_PART, _SHORTEST_DERIVED = 3, 7
_JOINTS = ("", "s", "n", "en", "e", "er", "es")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What curated phrases may say besides facts: words with a capital, and whole sentences."""

    inside: frozenset[str] = field(default_factory=frozenset)
    starts: frozenset[str] = field(default_factory=frozenset)
    sentences: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, phrases: Iterator[Masked]) -> OwnWords:
        """The words of *phrases*, whose facts are taken out."""
        inside: set[str] = set()
        starts: set[str] = set()
        sentences: set[str] = set()
        for phrase in phrases:
            sentences.update(said for _, said in phrase.sentences)
            for token in phrase.tokens:
                if token.text != MARK and token.text[0].isupper():
                    (starts if token.starts_sentence else inside).add(token.plain)
        return cls(frozenset(inside), frozenset(starts), frozenset(sentences))


NO_WORDS = OwnWords()


def foreign_names(masked: Masked, language: str, own: OwnWords = NO_WORDS) -> Iterator[Problem]:
    """Every word with a capital that is not known to have one in *language*."""
    known = vocabulary(language)
    innocent, titled = innocent_places(masked), _titled(masked)
    for place, token in enumerate(masked.tokens):
        if token.text == MARK or token.text == token.text.lower() or place in innocent:
            continue
        if not _is_known(token, known, own, anywhere=place in titled):
            yield Problem(Fault.NAME, token.text, token.start, token.end)


def _titled(masked: Masked) -> frozenset[int]:
    """The words of headings and closings, where English gives a capital to each: *Kind Regards*."""
    lines: dict[int, list[int]] = {}
    for place, token in enumerate(masked.tokens):
        lines.setdefault(masked.text.count("\n", 0, token.start), []).append(place)
    return frozenset(
        place
        for places in lines.values()
        if len(places) <= _LONGEST_TITLE and _is_title([masked.tokens[each] for each in places])
        for place in places
    )


def _is_title(tokens: list[Token]) -> bool:
    long = [each.text for each in tokens if each.text != MARK and len(each.text) >= _SHORTEST_TITLED]
    return bool(long) and all(each[0].isupper() for each in long)


def _is_known(token: Token, known: Vocabulary, own: OwnWords, *, anywhere: bool) -> bool:
    first, rest = token.text[0], token.text[1:]
    if not first.isupper() or rest != rest.lower():
        return token.plain == "ok"
    word = token.plain
    for each in {word, word.split("'")[0]}:
        if each in known.inside or each in own.inside or _is_noun(each, known):
            return True
        if (token.starts_sentence or anywhere) and (
            each in known.starts or each in known.ambiguous or each in own.starts
        ):
            return True
    return False


def _is_noun(word: str, known: Vocabulary) -> bool:
    """Whether *word* is a German noun by its ending, or made of nouns."""
    if not known.compounds:
        return False
    if len(word) >= _SHORTEST_DERIVED and word.endswith(known.endings):
        return True
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        head, tail = word[:cut], word[cut:]
        if tail in known.inside and any(
            head.removesuffix(joint) in known.inside for joint in _JOINTS if head.endswith(joint)
        ):
            return True
    return False
