"""What was signed, word by word: the record that is sealed with the paper. Pure functions."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from fitnesscrm_desktop.models.values import QuestionKind
from fitnesscrm_desktop.services.forms.content import FormContent
from fitnesscrm_desktop.services.forms.filling import Answer
from fitnesscrm_desktop.services.forms.results import AnswerLine
from fitnesscrm_desktop.services.forms.signature import Stroke


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """Everything a signature stands under; days as ISO text."""

    form: str
    number: int
    language: str
    client: str
    member_number: int
    born: str
    title: str
    intro: str
    closing: str
    answers: tuple[AnswerLine, ...]
    signed_by: str
    relation: str
    signed_on: str
    stored_at: str
    staff: str
    strokes: tuple[Stroke, ...] = ()

    def sealed(self) -> bytes:
        """The record as bytes: the same one always gives the same."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unsealed(data: bytes) -> SignedRecord:
    """The record that ``sealed`` was called on."""
    told: dict[str, Any] = json.loads(data)
    told["answers"] = tuple(AnswerLine(**each) for each in told["answers"])
    told["strokes"] = tuple(tuple((x, y) for x, y in stroke) for stroke in told["strokes"])
    return SignedRecord(**told)


def answer_lines(content: FormContent, language: str, answers: tuple[Answer, ...]) -> tuple[AnswerLine, ...]:
    """The answers in words: the choice instead of its number."""
    words = content.in_language(language).questions
    lines = []
    for question, text, answer in zip(content.questions, words, answers, strict=True):
        value = answer.value
        if question.kind is QuestionKind.CHOICE and value:
            value = text.choices[int(value) - 1]
        lines.append(AnswerLine(answer.key, text.text, value, answer.more))
    return tuple(lines)
