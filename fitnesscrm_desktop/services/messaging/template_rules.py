"""What the words of a template must be like. Pure functions."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT
from fitnesscrm_desktop.models.values import Purpose
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import UNWANTED, one_line
from fitnesscrm_desktop.services.messaging.fields import EXAMPLE
from fitnesscrm_desktop.services.messaging.results import Problem, TextPart
from fitnesscrm_desktop.services.messaging.sandbox import Scribe, complaints
from fitnesscrm_desktop.services.messaging.speech import Speech
from fitnesscrm_desktop.services.messaging.template_names import folded_name
from fitnesscrm_desktop.services.settings.languages import LANGUAGE_LENGTH, checked_language
from fitnesscrm_desktop.services.settings.profile import StudioProfile

LONGEST = {"subject": SHORT_TEXT, "text": 20_000, "html": 60_000, "sms": 1530}
MOST_LANGUAGES = 20
MOST_FILES = 5
LARGEST_FILE = 5 * 1024 * 1024
_NAME_NEEDED = "A template needs a name."
_LINE_ENDS = str.maketrans("", "", "\n\r\t")
_ACTIVE_HTML = re.compile(
    r"<\s*(script|iframe|object|embed|form|link|meta\s+http-equiv|base)\b|\son\w+\s*=|javascript:",
    re.IGNORECASE,
)
_REFUSED_FILES = frozenset(
    ".bat .cmd .com .cpl .exe .hta .jar .js .jse .lnk .msi .ps1 .scr .vbe .vbs .wsf".split()  # noqa: SIM905 - a list to read
)


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A template as an editor holds it."""

    name: str
    purpose: Purpose
    texts: tuple[TextPart, ...]


def problems_of(part: TextPart, profile: StudioProfile) -> tuple[Problem, ...]:
    """Everything that is wrong with the words of one language, field by field."""
    found = [Problem("language", each) for each in _language_problems(part.language)]
    for field in LONGEST:
        found += [Problem(field, each) for each in _field_problems(part, field, profile)]
    return tuple(found)


def checked_draft(draft: TemplateDraft, profile: StudioProfile) -> TemplateDraft:
    """*draft* tidied. Raises ``RuleBroken`` by field; those of a language as ``de.text``."""
    wrong: dict[str, str] = {}
    name = ""
    try:
        name = one_line(draft.name, NAME_LENGTH, needed=_NAME_NEEDED)
        if not folded_name(name):
            wrong["name"] = _NAME_NEEDED
    except RuleBroken as error:
        wrong["name"] = error.text
    texts = tuple(tidy_part(part) for part in draft.texts)
    languages = [part.language for part in texts]
    if not texts:
        wrong["texts"] = "A template needs words in at least one language."
    elif len(texts) > MOST_LANGUAGES or len(set(languages)) < len(languages):
        wrong["texts"] = "Each language comes once, and there are at most twenty."
    for part in texts:
        for problem in problems_of(part, profile):
            wrong.setdefault(f"{part.language[:LANGUAGE_LENGTH]}.{problem.field}", problem.text)
    if wrong:
        raise RuleBroken(" ".join(dict.fromkeys(wrong.values())), fields=wrong)
    return TemplateDraft(name, draft.purpose, texts)


def tidy_part(part: TextPart) -> TextPart:
    """*part* without blanks around it and with plain line ends."""
    try:
        language = checked_language(part.language)
    except RuleBroken:  # said by problems_of
        language = part.language
    tidy = {field: _plain_ends(getattr(part, field)) for field in LONGEST}
    return replace(part, language=language, **tidy)


def as_fields(draft: TemplateDraft) -> dict[str, object]:
    """A draft field by field, those of a language as ``de.text``."""
    words = {f"{part.language}.{field}": getattr(part, field) for part in draft.texts for field in LONGEST}
    return {"name": draft.name, "purpose": draft.purpose, **words}


def with_fields(draft: TemplateDraft, values: Mapping[str, object]) -> TemplateDraft:
    """*draft* with some fields changed, named as in ``as_fields``; a language without words is left out."""
    name = str(values.get("name", draft.name))
    purpose = Purpose(str(values.get("purpose", draft.purpose)))
    parts = {part.language: part for part in draft.texts}
    for key, value in values.items():
        language, _point, field = key.partition(".")
        if field:
            part = parts.get(language, TextPart(language))
            parts[language] = replace(part, **{field: str(value)})
    there = tuple(part for part in parts.values() if any(getattr(part, field) for field in LONGEST))
    return TemplateDraft(name, purpose, there)


def checked_file(file_name: str, content: bytes) -> tuple[str, str]:
    """The name of an attachment without its folder, and its content type. Raises ``RuleBroken``."""
    name = one_line(
        PurePosixPath(file_name.replace("\\", "/")).name, SHORT_TEXT, needed="A file needs a name."
    )
    if not content:
        raise RuleBroken(f"“{name}” is empty.")
    if len(content) > LARGEST_FILE:
        raise RuleBroken(f"“{name}” is larger than {LARGEST_FILE // 1024 // 1024} MB. Send a link instead.")
    if PurePosixPath(name).suffix.lower() in _REFUSED_FILES:
        raise RuleBroken(f"“{name}” is a program, and mail servers refuse those.")
    kind, encoding = mimetypes.guess_type(name)
    return name, kind if kind and not encoding else "application/octet-stream"


def mentions_money(parts: Sequence[TextPart]) -> bool:
    """Whether the words name what a client owes, which not everybody may see."""
    return any("account" in getattr(part, field) for part in parts for field in LONGEST)


def _language_problems(language: str) -> Iterator[str]:
    try:
        if not checked_language(language):
            yield "Choose a language."
    except RuleBroken as error:
        yield error.text


def _field_problems(part: TextPart, field: str, profile: StudioProfile) -> Iterator[str]:
    source = getattr(part, field)
    if not source.strip():
        if field == "text":
            yield "The message has no words yet."
        if field == "subject":
            yield "An e-mail and a letter need a subject."
        return
    if len(source) > LONGEST[field]:
        yield f"This is longer than {LONGEST[field]} characters. Shorten it."
        return
    if field == "subject" and "\n" in source.strip():
        yield "A subject is one line."
    elif UNWANTED.search(source.translate(_LINE_ENDS)):
        yield "There are characters in it that cannot be sent. Delete them, or type the line anew."
    if field == "html" and _ACTIVE_HTML.search(source):
        yield "Mail programs refuse scripts and forms. Leave them out."
    wrong = complaints(source)
    yield from wrong
    if not wrong:
        yield from _trial(part.language, source, profile, html=field == "html")


def _trial(language: str, source: str, profile: StudioProfile, *, html: bool) -> Iterator[str]:
    try:
        Scribe(Speech.of(language, profile)).fill(source, EXAMPLE, html=html)
    except RuleBroken as error:
        yield error.text


def _plain_ends(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
