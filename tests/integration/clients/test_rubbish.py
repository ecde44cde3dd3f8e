"""Clients and what is written down about them, asked for with what nobody can mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import StaffNote
from fitnesscrm_desktop.models.values import ConsentKind, CustomFieldKind
from fitnesscrm_desktop.services.clients.results import CLIENT_FIELDS, ListQuery, NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.typed_text import tidy_line, tidy_paragraphs
from tests.support.rubbish import DAYS, TEXTS, try_all
from tests.support.soundness import assert_sound

Deed = Callable[[Services, Actor, Any], object]
ANNA = FIELD = NOTE = 1
AS_TYPED = {"first_name", "last_name", "street", "city", "country", "emergency_name", "referral_source"}
IN_PARAGRAPHS = {"medical_alert", "goals"}
PICTURES: dict[str, bytes] = {
    "nothing": b"",
    "a letter": b"Dear landlord, " * 1000,
    "NUL": b"\0" * 5000,
    "the beginning of a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "another one": b"\xff\xd8\xff\xe0" + b"\xff" * 1000,
    "ten megabytes": b"GIF89a" + b"x" * 10_000_000,
}


def edited(field: str) -> Deed:
    def edit(services: Services, owner: Actor, text: str) -> None:
        version = services.directory.detail(owner, ANNA).version
        services.clients.edit(owner, ANNA, version, {field: text})
        kept = getattr(services.directory.detail(owner, ANNA).details, field)
        if field in AS_TYPED:
            assert kept == tidy_line(text)
        elif field in IN_PARAGRAPHS:
            assert kept == tidy_paragraphs(text)

    return edit


def added(services: Services, owner: Actor, text: str) -> None:
    card = services.clients.add(owner, NewClient(text, text))
    assert (card.first_name, card.last_name) == (tidy_line(text), tidy_line(text))
    assert services.directory.ids(owner, ListQuery(text=str(card.member_number)))


def note(services: Services, owner: Actor, text: str) -> None:
    assert services.records.add_note(owner, ANNA, text).text == tidy_paragraphs(text)


def edited_note(services: Services, owner: Actor, text: str) -> None:
    with services.core.read() as session:
        version = session.get_one(StaffNote, NOTE).version
    kept = services.records.edit_note(owner, NOTE, version, text, pinned=True, private=False)
    assert kept.text == tidy_paragraphs(text)


def tag(services: Services, owner: Actor, text: str) -> None:
    assert services.records.create_tag(owner, text).name == tidy_line(text)


def field(services: Services, owner: Actor, text: str) -> None:
    assert services.records.define_field(owner, text, CustomFieldKind.TEXT).name == tidy_line(text)


def value(services: Services, owner: Actor, text: str) -> None:
    version = services.directory.detail(owner, ANNA).version
    services.clients.edit(owner, ANNA, version, {}, custom={FIELD: text})
    (kept,) = [each.value for each in services.directory.detail(owner, ANNA).fields] or [""]
    assert (kept or "") == tidy_line(text)


WITH_TEXT: dict[str, Deed] = {
    **{name: edited(name) for name in CLIENT_FIELDS if name != "born"},
    "both names": added,
    "block": lambda services, owner, text: services.clients.block(owner, ANNA, text),
    "note": note,
    "edited note": edited_note,
    "tag": tag,
    "tag colour": lambda services, owner, text: services.records.create_tag(owner, "VIP", text),
    "field": field,
    "field choices": lambda services, owner, text: services.records.define_field(
        owner, "Locker", CustomFieldKind.CHOICE, (text, "A")
    ),
    "edited field": lambda services, owner, text: services.records.edit_field(owner, FIELD, text),
    "value of a field": value,
    "code": lambda services, owner, text: services.records.add_code(owner, ANNA, text),
    "label of a code": lambda services, owner, text: services.records.add_code(
        owner, ANNA, f"F{len(text) % 9973}", text
    ),
    "consent": lambda services, owner, text: services.records.record_consent(
        owner, ANNA, ConsentKind.EMAIL, given=True, source=text
    ),
    "photo": lambda services, owner, text: services.records.set_photo(
        owner, ANNA, text.encode("utf-8", "surrogatepass")
    ),
    "search": lambda services, owner, text: services.directory.search(owner, text),
    "list": lambda services, owner, text: services.directory.ids(owner, ListQuery(text=text)),
    "by code": lambda services, owner, text: services.directory.by_code(owner, text),
}


@pytest.fixture(autouse=True)
def _anna(services: Services, owner: Actor) -> None:
    """Give the studio one client with a note, and one field of its own; their ids are 1."""
    services.clients.add(owner, NewClient("Anna", "Example", born=date(1990, 3, 4)))
    services.records.add_note(owner, ANNA, "Likes tea")
    services.records.define_field(owner, "Shoe size", CustomFieldKind.TEXT)


@pytest.mark.parametrize("name", WITH_TEXT)
def test_any_text_is_kept_or_refused(services: Services, owner: Actor, name: str) -> None:
    try_all(services, TEXTS, lambda text: WITH_TEXT[name](services, owner, text))
    assert_sound(services)


def test_any_day_is_kept_or_refused(services: Services, owner: Actor) -> None:
    def born(day: date) -> None:
        version = services.directory.detail(owner, ANNA).version
        services.clients.edit(owner, ANNA, version, {"born": day})
        assert services.directory.detail(owner, ANNA).details.born == day

    def consent(day: date) -> None:
        services.records.record_consent(owner, ANNA, ConsentKind.PHOTO, given=True, source="form", on_day=day)

    for deed in (born, consent):
        try_all(services, DAYS, deed)
    try_all(services, DAYS, lambda day: services.directory.stage_on(owner, ANNA, day))
    assert_sound(services)


def test_any_picture_is_kept_or_refused(services: Services, owner: Actor) -> None:
    try_all(services, PICTURES, lambda picture: services.records.set_photo(owner, ANNA, picture))
    assert services.directory.photo(owner, ANNA) is None
