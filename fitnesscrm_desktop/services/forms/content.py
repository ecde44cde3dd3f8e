"""What a form says and asks, in as many languages as the studio wants; how it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fitnesscrm_desktop.models.values import ConsentKind, QuestionKind
from fitnesscrm_desktop.services.messaging.languages import choose_language


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, whatever the language."""

    key: str
    """What an answer is stored under, such as ``heart``."""
    kind: QuestionKind = QuestionKind.YES_NO
    required: bool = True
    clearance: bool = False
    """A yes has to be looked at by somebody before it is settled."""
    consent: ConsentKind | None = None
    """The answer is also written down as this consent."""
    must_be_yes: bool = False
    """What is agreed to: after a no the form cannot be signed."""


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question in one language."""

    text: str
    more: str = ""
    """What is asked after a yes; empty: nothing."""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormText:
    """A form in one language; ``questions`` in the order of the form's."""

    language: str
    title: str
    intro: str = ""
    closing: str = ""
    """What is agreed to by signing; stands above the signature."""
    questions: tuple[QuestionText, ...] = ()


@dataclass(frozen=True, slots=True)
class FormContent:
    """One version of a form."""

    questions: tuple[Question, ...]
    texts: tuple[FormText, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """In the order in which they were written."""
        return tuple(text.language for text in self.texts)

    def in_language(self, *wanted: str) -> FormText:
        """The words in the closest of the languages that are *wanted*."""
        chosen = choose_language(wanted, self.languages)
        return next(text for text in self.texts if text.language == chosen)


def stored(content: FormContent) -> dict[str, Any]:
    """*content* as the database keeps it."""
    return {
        "questions": [
            {
                "key": each.key,
                "kind": each.kind.value,
                "required": each.required,
                "clearance": each.clearance,
                "consent": each.consent.value if each.consent else None,
                **({"must_be_yes": True} if each.must_be_yes else {}),
            }
            for each in content.questions
        ],
        "texts": [
            {
                "language": text.language,
                "title": text.title,
                "intro": text.intro,
                "closing": text.closing,
                "questions": [
                    {"text": each.text, "more": each.more, "choices": list(each.choices)}
                    for each in text.questions
                ],
            }
            for text in content.texts
        ],
    }


def restored(kept: Mapping[str, Any]) -> FormContent:
    """The content that ``stored`` was given."""
    return FormContent(
        tuple(
            Question(
                key=each["key"],
                kind=QuestionKind(each["kind"]),
                required=each["required"],
                clearance=each["clearance"],
                consent=ConsentKind(each["consent"]) if each["consent"] else None,
                must_be_yes=each.get("must_be_yes", False),
            )
            for each in kept["questions"]
        ),
        tuple(
            FormText(
                text["language"],
                text["title"],
                text["intro"],
                text["closing"],
                tuple(
                    QuestionText(each["text"], each["more"], tuple(each["choices"]))
                    for each in text["questions"]
                ),
            )
            for text in kept["texts"]
        ),
    )
