"""Templates, asked for with what nobody can mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Purpose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.typed_text import tidy_line
from fitnesscrm_desktop.services.messaging.results import TemplateDetail, TextPart
from fitnesscrm_desktop.services.messaging.template_rules import TemplateDraft
from tests.support.people import People
from tests.support.rubbish import TEXTS, try_all

Deed = Callable[[Services, Actor, Any], object]
WORDS = TextPart("en", "News", "Hello")
ANNA = 1


def news(services: Services, owner: Actor) -> TemplateDetail:
    return services.templates.get(owner, services.templates.named(owner, "birthday").id)


def edited(field: str) -> Deed:
    def edit(services: Services, owner: Actor, text: str) -> None:
        seen = news(services, owner)
        part = replace(seen.texts[0], **{field: text})
        draft = TemplateDraft(seen.row.name, Purpose.SERVICE, (part, *seen.texts[1:]))
        kept = services.templates.edit(owner, seen.row.id, seen.row.version, draft)
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert getattr(kept.texts[0], field) == "\n".join(line.rstrip() for line in lines).strip()
        services.templates.preview(owner, seen.row.id, ANNA)

    return edit


def added(services: Services, owner: Actor, text: str) -> None:
    made = services.templates.add(owner, TemplateDraft(text, Purpose.SERVICE, (WORDS,)))
    assert made.row.name == tidy_line(text)


def in_language(services: Services, owner: Actor, text: str) -> None:
    words = (replace(WORDS, language=text),)
    made = services.templates.add(owner, TemplateDraft(f"In {hash(text)}", Purpose.SERVICE, words))
    assert made.texts[0].language


def attached(services: Services, owner: Actor, text: str) -> None:
    template_id = news(services, owner).row.id
    file = services.templates.attach(owner, template_id, text, b"x")
    assert "/" not in file.file_name
    services.templates.detach(owner, file.id)


def tried_out(services: Services, owner: Actor, text: str) -> None:
    services.templates.try_out(owner, TextPart("en", text, text, text, text), ANNA)


def in_preview(services: Services, owner: Actor, text: str) -> None:
    services.templates.preview(owner, news(services, owner).row.id, ANNA, text)


WITH_TEXT: dict[str, Deed] = {
    "name": added,
    "subject": edited("subject"),
    "text": edited("text"),
    "html": edited("html"),
    "sms": edited("sms"),
    "language": in_language,
    "file": attached,
    "words that are not stored": tried_out,
    "language of a preview": in_preview,
    "called": lambda services, owner, text: services.templates.named(owner, text),
}


@pytest.mark.parametrize("what", WITH_TEXT)
def test_a_text_is_refused_or_kept(services: Services, owner: Actor, people: People, what: str) -> None:
    assert people.add("Anna Bauer") == ANNA
    services.templates.list(owner)
    try_all(services, TEXTS, lambda text: WITH_TEXT[what](services, owner, text))
