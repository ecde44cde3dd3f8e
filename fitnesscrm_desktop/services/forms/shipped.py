"""The forms that come with the program, in English and German; a studio makes them its own."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.forms import FormTemplate, FormVersion
from fitnesscrm_desktop.models.values import ConsentKind, FormKind, QuestionKind
from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.forms.content import (
    FormContent,
    FormText,
    Question,
    QuestionText,
    stored,
)
from fitnesscrm_desktop.services.forms.template_rules import FormDraft
from fitnesscrm_desktop.services.messaging.template_names import folded_name, free_name, hold_names

KEYS = ("health", "waiver", "contract", "photo_consent")
LANGUAGES = ("en", "de")


@cache
def shipped_draft(key: str, locale: str = "") -> FormDraft:
    """A form as it comes, named in the language of *locale*."""
    file = tomllib.loads(resource("forms", f"{key}.toml").read_text(encoding="utf-8"))
    questions = file["questions"]
    content = FormContent(
        tuple(_question(each) for each in questions),
        tuple(_text(language, file[language], questions) for language in LANGUAGES),
    )
    name = content.in_language(locale).title
    return FormDraft(name, content, FormKind(file["kind"]), valid_months=file.get("valid_months"))


def linked(key: str | None, content: FormContent) -> FormContent:
    """A form that a studio has had for long, with the consents its questions have become since."""
    if key not in KEYS:
        return content
    now = {each.key: each.consent for each in shipped_draft(key).content.questions}
    questions = (
        replace(each, consent=now.get(each.key))
        if each.consent is None and each.kind is QuestionKind.YES_NO
        else each
        for each in content.questions
    )
    return replace(content, questions=tuple(questions))


def ensure_forms(core: Core) -> None:
    """Give the studio the forms that it does not have yet; what it has stays as it is."""
    with core.read() as session:
        if not _lacking(session):
            return
    with core.write() as work:
        add_lacking(work)


def add_lacking(work: Work) -> None:
    """Add the forms that are not there yet, inside the caller's transaction."""
    studio = hold_names(work.session)  # one desk after the other
    taken = set(work.session.scalars(select(FormTemplate.folded)))
    for key in _lacking(work.session):
        draft = shipped_draft(key, studio.locale if studio else "")
        name = free_name(draft.name, taken)
        taken.add(folded_name(name))
        row = FormTemplate(
            key=key,
            kind=draft.kind,
            name=name,
            folded=folded_name(name),
            valid_months=draft.valid_months,
            latest=1,
        )
        work.session.add(row)
        work.session.flush()
        work.session.add(
            FormVersion(template_id=row.id, number=1, at=work.now, content=stored(draft.content))
        )
    work.session.flush()


def _lacking(session: Session) -> list[str]:
    there = set(session.scalars(select(FormTemplate.key).where(FormTemplate.key.is_not(None))))
    return [key for key in KEYS if key not in there]


def _question(told: dict[str, Any]) -> Question:
    return Question(
        key=told["key"],
        kind=QuestionKind(told.get("kind", QuestionKind.YES_NO)),
        required=told.get("required", True),
        clearance=told.get("clearance", False),
        consent=ConsentKind(told["consent"]) if "consent" in told else None,
        must_be_yes=told.get("must_be_yes", False),
    )


def _text(language: str, words: dict[str, str], questions: list[dict[str, Any]]) -> FormText:
    return FormText(
        language,
        words["title"],
        words["intro"].strip(),
        words["closing"].strip(),
        tuple(
            QuestionText(
                each[language]["text"],
                each[language].get("more", ""),
                tuple(each[language].get("choices", ())),
            )
            for each in questions
        ),
    )
