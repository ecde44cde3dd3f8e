"""The templates that come with the program, in English and German; a studio makes them its own."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import MessageTemplate, TemplateText
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import Purpose
from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.messaging.languages import choose_language
from fitnesscrm_desktop.services.messaging.results import TextPart
from fitnesscrm_desktop.services.messaging.template_names import folded_name, free_name

LANGUAGES = ("en", "de")


@dataclass(frozen=True, slots=True)
class Shipped:
    """One template that ships; ``n`` is what previews show as the number of the occasion."""

    key: str
    purpose: Purpose = Purpose.SERVICE
    n: int = 7


SHIPPED = (
    Shipped("welcome"),
    Shipped("membership_sold"),
    Shipped("membership_ending"),
    Shipped("membership_ended"),
    Shipped("membership_frozen"),
    Shipped("membership_returned"),
    Shipped("payment_received"),
    Shipped("refund"),
    Shipped("due_soon", n=3),
    Shipped("overdue_friendly"),
    Shipped("overdue_firm", n=14),
    Shipped("overdue_final", n=28),
    Shipped("birthday", n=30),
    Shipped("inactivity", Purpose.MARKETING, n=21),
    Shipped("visits_reached", n=100),
    Shipped("anniversary", n=1),
    Shipped("goal_reached"),
    Shipped("staff_quiet_client", n=21),
)
BY_KEY = {each.key: each for each in SHIPPED}
USUAL_N = 7


@cache
def shipped_words(key: str) -> Mapping[str, TextPart]:
    """The words of a template by language."""
    read = {language: _file(key, language) for language in LANGUAGES}
    return {
        language: TextPart(language, found["subject"], found["text"].strip(), "", found["sms"])
        for language, found in read.items()
    }


def shipped_name(key: str, language: str) -> str:
    """What a template is called in the closest language that there is."""
    return _file(key, choose_language((language,), LANGUAGES) or LANGUAGES[0])["name"]


def ensure_templates(core: Core) -> None:
    """Give the studio those that it does not have yet; what it has stays as it is."""
    with core.read() as session:
        if not _lacking(session):
            return
    with core.write() as work:
        add_lacking(work.session)


def add_lacking(session: Session) -> None:
    """Add the templates that are not there yet, inside the caller's transaction."""
    studio = session.get(Studio, 1, with_for_update=True)  # one desk after the other
    lacking = _lacking(session)
    taken = set(session.scalars(select(MessageTemplate.folded)))
    for each in lacking:
        name = free_name(shipped_name(each.key, studio.locale if studio else ""), taken)
        taken.add(folded_name(name))
        row = MessageTemplate(key=each.key, name=name, folded=folded_name(name), purpose=each.purpose)
        session.add(row)
        session.flush()
        session.add_all(text_rows(row.id, shipped_words(each.key).values()))


def template_ids(session: Session) -> dict[str, int]:
    """The ids of the templates that ship, by key; call ``ensure_templates`` before."""
    rows = session.execute(
        select(MessageTemplate.key, MessageTemplate.id).where(MessageTemplate.key.is_not(None))
    )
    return {str(key): template_id for key, template_id in rows}


def text_rows(template_id: int, parts: Collection[TextPart]) -> list[TemplateText]:
    """*parts* as they are stored."""
    return [
        TemplateText(
            template_id=template_id,
            language=part.language,
            subject=part.subject,
            text=part.text,
            html=part.html,
            sms=part.sms,
        )
        for part in parts
    ]


def _lacking(session: Session) -> list[Shipped]:
    there = template_ids(session)
    return [each for each in SHIPPED if each.key not in there]


@cache
def _file(key: str, language: str) -> dict[str, str]:
    text = resource("templates", f"{key}.{language}.toml").read_text(encoding="utf-8")
    found: dict[str, str] = tomllib.loads(text)
    return found
