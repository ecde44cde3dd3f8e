"""A form while it is edited: a pure state whose questions are the same in each language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fitnesscrm_desktop.models.values import FormKind, QuestionKind
from fitnesscrm_desktop.services.forms.content import FormContent, FormText, Question, QuestionText
from fitnesscrm_desktop.services.forms.results import FormTemplateDetail
from fitnesscrm_desktop.services.forms.template_rules import FormDraft


@dataclass(frozen=True, slots=True)
class Editing:
    """The draft, the language whose words are shown, and the question that is looked at (-1: none)."""

    draft: FormDraft
    language: str
    place: int = -1

    @classmethod
    def fresh(cls, language: str) -> Editing:
        """A form that does not say anything yet."""
        content = FormContent((), (FormText(language, ""),))
        return cls(FormDraft("", content, FormKind.OTHER), language)

    @classmethod
    def of(cls, detail: FormTemplateDetail, language: str) -> Editing:
        """A stored form."""
        row, content = detail.row, detail.content
        draft = FormDraft(
            row.name,
            content,
            row.kind,
            row.required_for,
            row.valid_months,
            row.blocks_checkin,
            row.blocks_booking,
        )
        shown = content.in_language(language).language
        return cls(draft, shown, 0 if content.questions else -1)

    @property
    def words(self) -> FormText:
        """The words of the language that is shown."""
        return next(text for text in self.draft.content.texts if text.language == self.language)

    @property
    def question(self) -> Question | None:
        """The question that is looked at."""
        return self.draft.content.questions[self.place] if self.place >= 0 else None

    @property
    def question_words(self) -> QuestionText | None:
        """Its words."""
        return self.words.questions[self.place] if self.place >= 0 else None

    def with_settings(self, **settings: Any) -> Editing:
        """Another name, another rule."""
        return replace(self, draft=replace(self.draft, **settings))

    def with_words(self, **words: Any) -> Editing:
        """Another title, introduction or closing in this language."""
        return self._with_texts(
            lambda text: replace(text, **words) if text.language == self.language else text
        )

    def in_language(self, language: str) -> Editing:
        """Show the words of another language; one that is not there yet begins with the words shown now."""
        if language in self.draft.content.languages:
            return replace(self, language=language)
        content = self.draft.content
        added = replace(content, texts=(*content.texts, replace(self.words, language=language)))
        return replace(self, draft=replace(self.draft, content=added), language=language)

    def looking_at(self, place: int) -> Editing:
        """Look at another question."""
        return replace(self, place=place)

    def with_question(self, **changes: Any) -> Editing:
        """The question that is looked at is another one; what its kind cannot have goes."""
        if self.question is None:
            return self
        question = replace(self.question, **changes)
        if question.kind is not QuestionKind.YES_NO:
            question = replace(question, clearance=False, consent=None, must_be_yes=False)
        content = self.draft.content
        questions = _with(content.questions, self.place, question)
        edited = replace(self, draft=replace(self.draft, content=replace(content, questions=questions)))
        return edited._with_texts(  # noqa: SLF001 - it is of this class
            lambda text: replace(
                text,
                questions=_with(text.questions, self.place, _fitting(text.questions[self.place], question)),
            )
        )

    def with_question_words(self, **words: Any) -> Editing:
        """Its words in this language are others; other languages get as many choices."""
        place = self.place
        if place < 0:
            return self
        edited = self._with_texts(
            lambda text: (
                replace(text, questions=_with(text.questions, place, replace(text.questions[place], **words)))
                if text.language == self.language
                else text
            )
        )
        count = len(words["choices"]) if "choices" in words else -1
        return edited if count < 0 else edited._with_choices(count)  # noqa: SLF001 - it is of this class

    def with_new_question(self) -> Editing:
        """One more question, at the end."""
        content = self.draft.content
        taken = {question.key for question in content.questions}
        number = len(taken) + 1
        while f"question_{number}" in taken:
            number += 1
        more = replace(
            content,
            questions=(*content.questions, Question(f"question_{number}")),
            texts=tuple(
                replace(text, questions=(*text.questions, QuestionText(""))) for text in content.texts
            ),
        )
        return replace(self, draft=replace(self.draft, content=more), place=len(content.questions))

    def without_question(self) -> Editing:
        """The question that is looked at goes."""
        if self.place < 0:
            return self
        place, content = self.place, self.draft.content
        fewer = replace(
            content,
            questions=_without(content.questions, place),
            texts=tuple(replace(text, questions=_without(text.questions, place)) for text in content.texts),
        )
        left = min(place, len(fewer.questions) - 1)
        return replace(self, draft=replace(self.draft, content=fewer), place=left)

    def _with_choices(self, count: int) -> Editing:
        place = self.place

        def fit(text: FormText) -> FormText:
            words = text.questions[place]
            own = self.words.questions[place].choices
            choices = (*words.choices[:count], *own[len(words.choices) : count])
            return replace(text, questions=_with(text.questions, place, replace(words, choices=choices)))

        return self._with_texts(fit)

    def _with_texts(self, change: Callable[[FormText], FormText]) -> Editing:
        content = self.draft.content
        texts = tuple(change(text) for text in content.texts)
        return replace(self, draft=replace(self.draft, content=replace(content, texts=texts)))


def _fitting(words: QuestionText, question: Question) -> QuestionText:
    """*words* without what a question of this kind does not have."""
    if question.kind is not QuestionKind.YES_NO:
        words = replace(words, more="")
    return words if question.kind is QuestionKind.CHOICE else replace(words, choices=())


def _with(items: tuple[Any, ...], place: int, item: Any) -> tuple[Any, ...]:
    return (*items[:place], item, *items[place + 1 :])


def _without(items: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return (*items[:place], *items[place + 1 :])
