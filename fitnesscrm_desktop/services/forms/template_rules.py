"""What a form must be like before it is handed out. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT
from fitnesscrm_desktop.models.values import FormAudience, FormKind, QuestionKind
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line, tidy_line, tidy_paragraphs
from fitnesscrm_desktop.services.forms.content import FormContent, FormText, Question, QuestionText
from fitnesscrm_desktop.services.messaging.fields import EXAMPLE
from fitnesscrm_desktop.services.messaging.sandbox import Scribe, complaints
from fitnesscrm_desktop.services.messaging.speech import Speech
from fitnesscrm_desktop.services.messaging.template_names import folded_name
from fitnesscrm_desktop.services.settings.languages import checked_language
from fitnesscrm_desktop.services.settings.profile import StudioProfile

LONGEST_TEXT, LONGEST_QUESTION, LONGEST_CHOICE = 20_000, 500, 200
MOST_QUESTIONS, MOST_LANGUAGES, MOST_CHOICES = 60, 20, 30
LONGEST_VALID = 1200
"""Months."""
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NAME_NEEDED = "A form needs a name."


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A form as an editor holds it."""

    name: str
    content: FormContent
    kind: FormKind = FormKind.OTHER
    required_for: FormAudience = FormAudience.NOBODY
    valid_months: int | None = None
    blocks_checkin: bool = False
    blocks_booking: bool = False


def checked_draft(draft: FormDraft, profile: StudioProfile) -> FormDraft:
    """*draft* tidied. Raises ``RuleBroken`` by field; those of a language as ``de.title``."""
    wrong: dict[str, str] = {}
    name = tidy_line(draft.name)
    try:
        name = one_line(draft.name, NAME_LENGTH, needed=_NAME_NEEDED)
        if not folded_name(name):
            wrong["name"] = _NAME_NEEDED
    except RuleBroken as error:
        wrong["name"] = error.text
    if draft.valid_months is not None and not 1 <= draft.valid_months <= LONGEST_VALID:
        wrong["valid_months"] = f"This is a number of months from 1 to {LONGEST_VALID}, or nothing."
    content = _tidy(draft.content)
    for field, sentence in _problems(content, profile):
        wrong.setdefault(field, sentence)
    if wrong:
        raise RuleBroken(" ".join(dict.fromkeys(wrong.values())), fields=wrong)
    return replace(draft, name=name, content=content)


def _tidy(content: FormContent) -> FormContent:
    return FormContent(content.questions, tuple(_tidy_text(text) for text in content.texts))


def _tidy_text(text: FormText) -> FormText:
    try:
        language = checked_language(text.language)
    except RuleBroken:  # said by _problems
        language = text.language
    return FormText(
        language,
        tidy_line(text.title),
        tidy_paragraphs(text.intro),
        tidy_paragraphs(text.closing),
        tuple(
            QuestionText(tidy_line(each.text), tidy_line(each.more), tuple(map(tidy_line, each.choices)))
            for each in text.questions
        ),
    )


def _problems(content: FormContent, profile: StudioProfile) -> Iterator[tuple[str, str]]:
    keys = [question.key for question in content.questions]
    if len(keys) > MOST_QUESTIONS:
        yield "questions", f"A form has at most {MOST_QUESTIONS} questions."
    if len(set(keys)) < len(keys):
        yield "questions", "Two questions have the same short name. Change one of them."
    for place, question in enumerate(content.questions):
        for sentence in _question_problems(question):
            yield f"questions.{place}", sentence
    languages = content.languages
    if not languages:
        yield "texts", "A form needs words in at least one language."
    elif len(languages) > MOST_LANGUAGES or len(set(languages)) < len(languages):
        yield "texts", "Each language comes once, and there are at most twenty."
    for text in content.texts:
        for field, sentence in _text_problems(content, text, profile):
            yield f"{text.language[:20]}.{field}", sentence


def _question_problems(question: Question) -> Iterator[str]:
    if not _KEY.fullmatch(question.key):
        yield (
            f"“{question.key[:40]}” cannot be the short name of a question. "
            "Use small letters, digits and “_”, like knee_pain."
        )
    if question.kind is not QuestionKind.YES_NO and (question.clearance or question.consent):
        yield "Only a question for yes or no can ask for clearance or stand for a consent."
    if question.kind is not QuestionKind.YES_NO and question.must_be_yes:
        yield "Only a question for yes or no can ask for a yes."
    if question.must_be_yes and (question.clearance or question.consent):
        yield "A question that has to be answered with yes asks for no clearance and stands for no consent."


def _text_problems(content: FormContent, text: FormText, profile: StudioProfile) -> Iterator[tuple[str, str]]:
    for sentence in _language_problems(text.language):
        yield "language", sentence
    if not text.title:
        yield "title", "A form needs a title in each language."
    if len(text.title) > SHORT_TEXT:
        yield "title", f"This is longer than {SHORT_TEXT} characters. Shorten it."
    if not (text.intro or text.closing or content.questions):
        yield "intro", "The form says nothing and asks nothing yet."
    for field in ("title", "intro", "closing"):
        for sentence in _words_problems(text.language, getattr(text, field), profile):
            yield field, sentence
    if len(text.questions) != len(content.questions):
        yield "questions", "Some question has no words in this language."
        return
    for place, (question, words) in enumerate(zip(content.questions, text.questions, strict=True)):
        for sentence in _asked_problems(content, place, question, words):
            yield f"questions.{place}", sentence


def _language_problems(language: str) -> Iterator[str]:
    try:
        if not checked_language(language):
            yield "Choose a language."
    except RuleBroken as error:
        yield error.text


def _words_problems(language: str, source: str, profile: StudioProfile) -> Iterator[str]:
    if len(source) > LONGEST_TEXT:
        yield f"This is longer than {LONGEST_TEXT} characters. Shorten it."
        return
    wrong = complaints(source)
    yield from wrong
    if not wrong:
        try:
            Scribe(Speech.of(language, profile)).fill(source, EXAMPLE)
        except RuleBroken as error:
            yield error.text


def _asked_problems(
    content: FormContent, place: int, question: Question, words: QuestionText
) -> Iterator[str]:
    if not words.text:
        yield "This question has no words yet."
    if max(len(words.text), len(words.more)) > LONGEST_QUESTION:
        yield f"This is longer than {LONGEST_QUESTION} characters. Shorten it."
    if question.kind is not QuestionKind.YES_NO and words.more:
        yield "Only a question for yes or no can ask for more after a yes."
    if question.kind is not QuestionKind.CHOICE:
        if words.choices:
            yield "Only a question with a choice has answers to choose from."
        return
    counts = {len(each.questions[place].choices) for each in content.texts if len(each.questions) > place}
    if len(counts) > 1:
        yield "There are as many answers to choose from in each language, in the same order."
    if not 2 <= len(words.choices) <= MOST_CHOICES:  # noqa: PLR2004 - one answer is no choice
        yield f"There are between 2 and {MOST_CHOICES} answers to choose from."
    folded = [fold(each) for each in words.choices]
    if not all(words.choices) or len(set(folded)) < len(folded):
        yield "Each answer to choose from has words of its own."
    if any(len(each) > LONGEST_CHOICE for each in words.choices):
        yield f"An answer is longer than {LONGEST_CHOICE} characters. Shorten it."
