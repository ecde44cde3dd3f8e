"""A form while it is filled in: a pure state that knows what is asked, answered, and wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.values import ConsentKind, QuestionKind
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import paragraphs
from fitnesscrm_desktop.services.forms.content import FormContent, Question, QuestionText

YES, NO = "yes", "no"
_YES = frozenset({"yes", "y", "true", "1", "ja", "j"})
_NO = frozenset({"no", "n", "false", "0", "nein"})
_LARGEST_NUMBER = Decimal(10) ** 9
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
MORE = ".more"
"""Behind the key of a question: what is asked after a yes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, as it is kept: ``yes``, words, the number of a choice, a decimal, an ISO day."""

    key: str
    value: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """The answers typed so far, by the key of their question; those to what a yes asks as ``heart.more``."""

    content: FormContent
    language: str
    typed: Mapping[str, str] = field(default_factory=dict)

    def asked(self) -> Iterator[tuple[Question, QuestionText, bool]]:
        """Each question with its words, and whether it asks for more because it was answered yes."""
        words = self.content.in_language(self.language).questions
        for question, text in zip(self.content.questions, words, strict=True):
            said_yes = question.kind is QuestionKind.YES_NO and _is_yes(self.typed.get(question.key, ""))
            yield question, text, said_yes and bool(text.more)

    def problems(self) -> dict[str, str]:
        """What is wrong or missing, by key; empty: it can be signed."""
        return self._looked_at()[1]

    def answers(self) -> tuple[Answer, ...]:
        """What was answered. Raises ``RuleBroken`` by key."""
        good, wrong = self._looked_at()
        if wrong:
            named = " ".join(f"{key}: {sentence}" for key, sentence in wrong.items())
            raise RuleBroken(named, fields=wrong)
        return tuple(good)

    def _looked_at(self) -> tuple[list[Answer], dict[str, str]]:
        good: list[Answer] = []
        wrong = dict.fromkeys(self._unknown(), "There is no such question in this form.")
        for question, text, asks_more in self.asked():
            value, more = "", ""
            try:
                value = _value(question, text, self.typed.get(question.key, ""))
            except RuleBroken as error:
                wrong[question.key] = error.text
            if asks_more:
                try:
                    more = paragraphs(self.typed.get(question.key + MORE, ""), TEXT_LENGTH)
                    if not more:
                        wrong[question.key + MORE] = f"After a yes there is more to say: {text.more}"
                except RuleBroken as error:
                    wrong[question.key + MORE] = error.text
            good.append(Answer(question.key, value, more))
        return good, wrong

    def _unknown(self) -> list[str]:
        known = {question.key for question in self.content.questions}
        more = {
            question.key + MORE for question in self.content.questions if question.kind is QuestionKind.YES_NO
        }
        return [key for key in self.typed if key not in known | more]


def asks_clearance(content: FormContent, answers: tuple[Answer, ...]) -> bool:
    """Whether somebody has to look at an answer."""
    pairs = zip(content.questions, answers, strict=True)
    return any(question.clearance and answer.value == YES for question, answer in pairs)


def consents_in(content: FormContent, answers: tuple[Answer, ...]) -> dict[ConsentKind, bool]:
    """The consents that were answered, given or not."""
    pairs = zip(content.questions, answers, strict=True)
    return {
        question.consent: answer.value == YES
        for question, answer in pairs
        if question.consent is not None and answer.value
    }


def _is_yes(typed: str) -> bool:
    return typed.strip().casefold() in _YES


def _value(question: Question, text: QuestionText, typed: str) -> str:
    shown = paragraphs(typed, TEXT_LENGTH)
    if not shown:
        if question.required or question.must_be_yes:
            raise RuleBroken(f"“{text.text}” is not answered yet.")
        return ""
    value = _READERS[question.kind](shown, text)
    if question.must_be_yes and value == NO:
        raise RuleBroken(f"“{text.text}” has to be answered with yes, or the form cannot be signed.")
    return value


def _yes_no(shown: str, _text: QuestionText) -> str:
    word = shown.casefold()
    if word in _YES:
        return YES
    if word in _NO:
        return NO
    raise RuleBroken("Answer with yes or no.")


def _choice(shown: str, text: QuestionText) -> str:
    folded = [fold(each) for each in text.choices]
    if fold(shown) in folded:
        return str(folded.index(fold(shown)) + 1)
    if shown.isascii() and shown.isdigit() and 1 <= int(shown[:4]) <= len(folded):
        return str(int(shown[:4]))
    raise RuleBroken(f"Choose one of these: {'; '.join(text.choices)}.")


def _number(shown: str, _text: QuestionText) -> str:
    try:
        number = Decimal(shown.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= _LARGEST_NUMBER:
        raise RuleBroken("This is a number, like 12 or 7.5.")
    return f"{number.normalize():f}"


def _day(shown: str, _text: QuestionText) -> str:
    try:
        day = date.fromisoformat(shown)
    except ValueError:
        day = date.min
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise RuleBroken("This is a day like 2026-03-31.")
    return day.isoformat()


_READERS: dict[QuestionKind, Callable[[str, QuestionText], str]] = {
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.TEXT: lambda shown, _text: shown,
    QuestionKind.CHOICE: _choice,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _day,
}
