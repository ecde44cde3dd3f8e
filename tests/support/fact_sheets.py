"""Fact sheets as the services gather them, for tests of what is written from them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from fitnesscrm_desktop.agents.communication.books import WITH_TONES, phrasebook
from fitnesscrm_desktop.agents.writing.phrases import Wording, by_lot, joined
from fitnesscrm_desktop.agents.writing.writer import Message
from fitnesscrm_desktop.models.values import DraftKind, FactForm, Tone
from fitnesscrm_desktop.services.assistant.results import Fact, FactSheet

LANGUAGES = ("en", "de")
LOCALES = {"en": "en_IE", "de": "de_DE"}
EVERY_BOOK = tuple(
    (kind, tone) for kind in DraftKind for tone in (Tone if kind in WITH_TONES else (Tone.FRIENDLY,))
)
FORMS = {
    "recipient.first_name": FactForm.NAME,
    "client.first_name": FactForm.NAME,
    "trainer.first_name": FactForm.NAME,
    "studio.name": FactForm.NAME,
    "account.oldest_due": FactForm.MONEY,
    "account.oldest_due_on": FactForm.DATE,
    "account.days_overdue": FactForm.NUMBER,
    "membership.starts_on": FactForm.DATE,
    "membership.ends_on": FactForm.DATE,
    "membership.days_left": FactForm.NUMBER,
    "visit.last_on": FactForm.DATE,
    "visit.days_since": FactForm.NUMBER,
    "visit.count": FactForm.NUMBER,
}
USUAL: dict[str, object] = {
    "recipient.first_name": "Anna",
    "client.first_name": "Anna",
    "studio.name": "Studio Nord",
    "studio.phone": "+353 20 911 1234",
    "trainer.first_name": "Tom",
    "membership.plan": "Gold",
    "membership.starts_on": date(2026, 10, 1),
    "membership.ends_on": date(2026, 12, 5),
    "membership.days_left": 7,
    "account.oldest_due": Decimal("49.00"),
    "account.oldest_due_on": date(2026, 11, 1),
    "account.days_overdue": 12,
    "visit.last_on": date(2026, 10, 20),
    "visit.days_since": 39,
    "visit.count": 104,
    "given.session": "Yoga",
    "given.old_time": "Monday 18:00",
    "given.new_time": "Tuesday 19:30",
    "given.note": "We are closed on 24 December.",
}


def a_sheet(
    kind: DraftKind = DraftKind.BIRTHDAY,
    language: str = "en",
    *,
    about_other: bool = False,
    without: tuple[str, ...] = (),
    **changed: object,
) -> FactSheet:
    """A sheet with every fact there is; a fact is named like ``client__first_name``."""
    values = USUAL | {key.replace("__", "."): value for key, value in changed.items()}
    if about_other and "recipient__first_name" not in changed:
        values["recipient.first_name"] = "Petra"
    facts = tuple(
        Fact(key, FORMS.get(key, FactForm.TEXT), _written(value, language), key)
        for key, value in values.items()
        if key not in without
    )
    return FactSheet(kind, 1, language, facts, about_other)


def a_wording(sheet: FactSheet, tone: Tone = Tone.FRIENDLY) -> Wording:
    """The ways to word what *sheet* is about."""
    wording = phrasebook(sheet.kind, tone, sheet.language).wording(sheet)
    assert wording is not None
    return wording


def a_message(wording: Wording, seed: int = 0) -> Message:
    """One of the messages that *wording* allows, with its stand-ins."""
    return Message.parse(joined(wording.drawn(by_lot(str(seed)))))


def _written(value: object, language: str) -> str:
    if isinstance(value, date):
        return str(format_date(value, "long", locale=LOCALES[language]))
    if isinstance(value, Decimal):
        return str(format_currency(value, "EUR", locale=LOCALES[language]))
    return str(value)
