"""Finds what a writer has added and nobody gave: words and signs that state, promise or ask for something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from fitnesscrm_desktop.agents.writing.belonging import mixed_up, run_together
from fitnesscrm_desktop.agents.writing.given_days import weekday
from fitnesscrm_desktop.agents.writing.masking import MARK, Masked, Token
from fitnesscrm_desktop.agents.writing.problems import Fault, Problem
from fitnesscrm_desktop.agents.writing.words import LANGUAGES, Signs, signs, unstretched
from fitnesscrm_desktop.models.values import FactForm
from fitnesscrm_desktop.services.assistant.results import Fact

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüÄÖÜßéèêëáàâçïîíóôûñ"
_POINTS = " \n.,;:!?…-–—'’\"“”„()&"
_ALLOWED = frozenset(_LETTERS + _POINTS + MARK)
_DOTTED = re.compile(rf"\S*[^\s.…][.:](?:[^\W\d_]|{MARK})\S*")
_GLUED = re.compile(rf"\w{MARK}|{MARK}\w|{MARK}{MARK}|(?:^|(?<=\s))[-–−]+{MARK}|{MARK}[-–]{MARK}")
_LISTS = {
    "numbers": Fault.NUMBER,
    "percent": Fault.PERCENT,
    "money": Fault.AMOUNT,
    "months": Fault.DATE,
    "weekdays": Fault.DATE,
    "days": Fault.DATE,
    "promises": Fault.PROMISE,
    "deeds": Fault.DEED,
    "terms": Fault.TERMS,
    "threats": Fault.THREAT,
    "secrets": Fault.SECRET,
    "illness": Fault.ILLNESS,
    "links": Fault.LINK,
    "machine": Fault.MACHINE,
    "names": Fault.NAME,
}
_PHRASES = {
    "day_phrases": Fault.DATE,
    "promise_phrases": Fault.PROMISE,
    "deed_phrases": Fault.DEED,
    "terms_phrases": Fault.TERMS,
    "threat_phrases": Fault.THREAT,
    "illness_phrases": Fault.ILLNESS,
    "secret_phrases": Fault.SECRET,
    "link_phrases": Fault.LINK,
    "machine_phrases": Fault.MACHINE,
}
_BRACKETS = frozenset("<>|[]{}")
_WHOLE = ("numbers", "weekdays", "months", "percent", "days", "promises", "links")
"""Lists whose words are looked for in pieces."""
_SHORT_PIECE, _MOST_PIECES, _SPELLED_LETTERS = 9, 4, 3
_ROMAN = re.compile(r"m{0,4}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_NOT_ROMAN = frozenset({"i", "mix", "di", "mi", "li", "dim", "mm", "d", "c", "l", "m", "v", "x", ""})
_UNIT_OF = {"days": 0, "since": 0, "overdue": 0, "years": 3, "age": 3, "count": 6, "visits": 6}
_SESSIONS = 9


def spotted(masked: Masked) -> Iterator[Problem]:
    """Everything in *masked* that has no place outside a fact."""
    if masked.forged:
        yield Problem(Fault.SIGN, MARK)
    for each in masked.unknown:
        yield Problem(Fault.STAND_IN, each)
    yield from _signs_of(masked.text)
    for match in _DOTTED.finditer(masked.text):
        yield Problem(Fault.LINK, match[0], match.start(), match.end())
    for match in _GLUED.finditer(masked.text) if masked.stand_ins else ():
        yield Problem(Fault.GLUED, match[0].replace(MARK, "…"), match.start(), match.end())
    known = signs()
    innocent = innocent_places(masked)
    for place, token in enumerate(masked.tokens):
        if place not in innocent and token.text != MARK:
            fault = _fault_of(token, known)
            if fault is not None:
                yield Problem(fault, token.text, token.start, token.end)
    yield from _in_phrases(masked, known)
    yield from _in_pieces(masked.tokens, known)
    yield from _units(masked, known)
    yield from mixed_up(masked)
    yield from run_together(masked)


def _signs_of(text: str) -> Iterator[Problem]:
    place = 0
    for strange, run in groupby(text, key=_fault_of_sign):
        found = "".join(run)
        if strange is not None:
            yield Problem(strange, found, place, place + len(found))
        place += len(found)


def _fault_of_sign(sign: str) -> Fault | None:
    if sign in _ALLOWED:
        return None
    category = unicodedata.category(sign)
    if category.startswith("N"):
        return Fault.NUMBER
    if category == "Sc":
        return Fault.AMOUNT
    if sign in "%‰٪﹪％":  # noqa: RUF001 - percent signs of other scripts
        return Fault.PERCENT
    if sign in "@＠/\\":  # noqa: RUF001 - the wide form of the sign
        return Fault.LINK
    return Fault.STAND_IN if sign in _BRACKETS else Fault.SIGN


def _fault_of(token: Token, known: Signs) -> Fault | None:
    word = token.plain
    bare = word.removesuffix("'s")
    joined = word.replace("'", "")
    for name, fault in _LISTS.items():
        if any(each in known.lists[name] for each in {word, bare, joined}):
            return fault
    if bare in known.lists["spring_months"] and token.text[0].isupper() and not token.starts_sentence:
        return Fault.DATE
    if is_number(bare, known) or is_number(joined, known):
        return Fault.NUMBER
    if any(stem in bare for stem in known.promise_stems):
        return Fault.PROMISE
    return Fault.TERMS if any(stem in bare for stem in known.terms_stems) else None


def is_number(word: str, known: Signs) -> bool:
    """Whether *word* counts: written as one, stretched, or as Romans did."""
    if word in known.not_numbers:
        return False
    if word in known.lists["numbers"]:
        return True
    if known.number_parts.fullmatch(word) and not _only_small(word, known):
        return True
    if unstretched(word) != word and unstretched(word) in known.stretched:
        return True
    return word not in _NOT_ROMAN and _ROMAN.fullmatch(word) is not None


def _only_small(word: str, known: Signs) -> bool:
    """Whether nothing in it counts: ``undeine`` is made of parts, and is no number."""
    rest = word
    for each in sorted(known.not_numbers, key=len, reverse=True):
        rest = rest.replace(each, "")
    return not rest


def innocent_places(masked: Masked) -> frozenset[int]:
    """The words that state nothing where they stand, or no more than the fact beside them."""
    found = {
        place
        for first, last in _matches(masked.tokens, signs().phrases["innocent_phrases"])
        for place in range(first, last)
    }
    return frozenset(found | set(_weekdays(masked)))


def _weekdays(masked: Masked) -> Iterator[int]:
    """A weekday before the day that falls on it: *Saturday, 5 December 2026*."""
    facts = iter(masked.facts)
    for place, token in enumerate(masked.tokens):
        if token.text == MARK:
            said = next(facts, ())
            before = next((each for each in (place - 1, place - 2) if masked.tokens[each].plain != "den"), -1)
            if before >= 0 and _is_weekday_of(masked.tokens[before].plain, said):
                yield before


def _is_weekday_of(word: str, said: tuple[Fact, ...]) -> bool:
    return bool(said) and all(
        fact.form is FactForm.DATE and word in {weekday(fact.text, each) for each in LANGUAGES}
        for fact in said
    )


def _in_phrases(masked: Masked, known: Signs) -> Iterator[Problem]:
    innocent = innocent_places(masked)
    for name, fault in _PHRASES.items():
        for first, last in _matches(masked.tokens, known.phrases[name]):
            if innocent.issuperset(range(first, last)):
                continue
            start, end = masked.tokens[first].start, masked.tokens[last - 1].end
            yield Problem(fault, masked.text[start:end], start, end)


def _matches(tokens: tuple[Token, ...], pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the words match, as the first token and the one after the last."""
    starts, line = {}, ""
    for place, token in enumerate(tokens):
        starts[len(line)] = place
        line += f"{token.plain} "
    for match in pattern.finditer(line):
        if match.start() in starts:
            first = starts[match.start()]
            yield first, first + max(1, len(match[0].split()))


def _in_pieces(tokens: tuple[Token, ...], known: Signs) -> Iterator[Problem]:
    """Words taken apart, *sev en* and *f i v e*, so that they are not seen."""
    letters = 0
    for place, token in enumerate(tokens):
        letters = letters + 1 if len(token.plain) == 1 and token.text != MARK else 0
        if letters == _SPELLED_LETTERS:
            yield Problem(Fault.SPELLED, token.text, tokens[place - 2].start, token.end)
        for count in range(2, _MOST_PIECES + 1):
            pieces = tokens[place : place + count]
            if len(pieces) == count and _together(pieces, known):
                yield Problem(
                    Fault.SPELLED, " ".join(each.text for each in pieces), pieces[0].start, pieces[-1].end
                )


def _together(pieces: tuple[Token, ...], known: Signs) -> bool:
    if any(len(each.plain) > _SHORT_PIECE or each.text == MARK or "'" in each.plain for each in pieces):
        return False
    word = "".join(each.plain for each in pieces)
    return any(word in known.lists[name].whole for name in _WHOLE)


def _units(masked: Masked, known: Signs) -> Iterator[Problem]:
    """A number that counts something else than it was given for: 7 weeks for 7 days."""
    facts = iter(masked.facts)
    for place, token in enumerate(masked.tokens):
        if token.text != MARK:
            continue
        said = next(facts, ())
        following = masked.tokens[place + 1 : place + 2]
        if not following or not said or any(fact.form is not FactForm.NUMBER for fact in said):
            continue
        counted = [place for place, words in enumerate(known.units) if following[0].plain in words]
        allowed = {unit for fact in said for unit in _units_of(fact)}
        if counted and allowed and not allowed & set(counted):
            yield Problem(Fault.NUMBER, f"… {following[0].text}", token.start, following[0].end)


def _units_of(fact: Fact) -> set[int]:
    """What the fact counts; for one that may count anything, everything."""
    found = {unit for word, unit in _UNIT_OF.items() if word in re.split(r"[._]", fact.key)}
    if not found:
        return set(range(len(signs().units)))
    return found | ({_SESSIONS} if 6 in found else set())  # noqa: PLR2004 - visits may be called sessions
