"""Own fields, notes, consents and the photo."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PIL import Image

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ConsentKind, CustomFieldKind, Role
from fitnesscrm_desktop.services.clients.events import ConsentRecorded, NotesChanged
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.staff import hire, make_hashing_cheap, signed_in
from tests.support.visits import audited

TODAY = date(2026, 3, 4)


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 700), (255, 0, 0)).save(out, "JPEG")
    return out.getvalue()


def test_a_field_is_defined_renamed_and_put_away(services: Services, owner: Actor, people: People) -> None:
    size = services.records.define_field(owner, "Size", CustomFieldKind.CHOICE, ("S", " M ", "S", ""))
    assert (size.choices, size.position) == (("S", "M"), 0)
    anna = people.add()
    services.clients.edit(owner, anna, 1, {}, custom={size.id: "M"})
    renamed = services.records.edit_field(owner, size.id, "Shirt", ("S", "L"))
    assert (renamed.name, renamed.choices) == ("Shirt", ("S", "L"))
    services.records.archive_field(owner, size.id)
    assert services.directory.fields(owner) == []
    (value,) = people.detail(anna).fields
    assert (value.field.archived, value.value) == (True, "M")
    services.records.archive_field(owner, size.id, archived=False)
    assert [field.name for field in services.directory.fields(owner)] == ["Shirt"]


def test_a_field_needs_a_name_of_its_own_and_something_to_choose(services: Services, owner: Actor) -> None:
    services.records.define_field(owner, "Size", CustomFieldKind.TEXT)
    with pytest.raises(RuleBroken) as refused:
        services.records.define_field(owner, " size", CustomFieldKind.CHOICE, (" ",))
    assert set(refused.value.fields) == {"name", "choices"}
    with pytest.raises(NotFound):
        services.records.edit_field(owner, 99, "Shirt")


def test_fields_are_the_managers_business(services: Services, desk: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.records.define_field(desk, "Size", CustomFieldKind.TEXT)


def test_a_note_is_written_pinned_changed_and_taken_back(
    services: Services, desk: Actor, people: People, heard: Callable[[], list[Event]]
) -> None:
    anna = people.add()
    note = services.records.add_note(desk, anna, " Likes\r\nthe <b>corner</b> ")
    assert note.text == "Likes\nthe <b>corner</b>"
    services.records.pin_note(desk, note.id, pinned=True)
    assert [each.id for each in people.detail(anna).pinned_notes] == [note.id]
    services.records.remove_note(desk, note.id)
    assert people.detail(anna).notes == ()
    services.records.restore_note(desk, note.id)
    assert len(people.detail(anna).notes) == 1
    assert sum(isinstance(event, NotesChanged) for event in heard()) == 4
    assert "corner" not in str(audited(services, "note.add"))
    for text in ("", " \n ", "x" * 4001):
        with pytest.raises(RuleBroken):
            services.records.add_note(desk, anna, text)


def test_a_note_that_two_change_is_a_conflict(services: Services, desk: Actor, people: People) -> None:
    note = services.records.add_note(desk, people.add(), "One")
    services.records.edit_note(desk, note.id, note.version, "Two", pinned=True, private=False)
    with pytest.raises(Conflict) as conflict:
        services.records.edit_note(desk, note.id, note.version, "Three", pinned=True, private=False)
    assert (conflict.value.mine, conflict.value.theirs) == ({"text": "Three"}, {"text": "Two"})


def test_a_private_note_is_for_its_author_and_for_health(
    services: Services, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hashing_cheap(monkeypatch)
    hire(services, "olga", Role.OWNER)
    dana, emil = (signed_in(services, hire(services, login).login) for login in ("dana", "emil"))
    trainer = an_actor(Role.TRAINER)
    anna = people.add()
    note = services.records.add_note(dana, anna, "Between us", private=True)
    readers = {
        actor.name: [each.text for each in services.directory.detail(actor, anna).notes]
        for actor in (dana, emil, trainer)
    }
    assert readers == {"Dana": ["Between us"], "Emil": [], trainer.name: ["Between us"]}
    entries = services.directory.timeline(emil, anna).rows
    assert "Between us" not in [entry.text for entry in entries]
    with pytest.raises(NotFound):
        services.records.remove_note(emil, note.id)


def test_the_last_word_holds_and_the_history_stays(
    services: Services, desk: Actor, people: People, heard: Callable[[], list[Event]]
) -> None:
    anna = people.add()
    services.records.record_consent(
        desk, anna, ConsentKind.SMS, given=True, source="paper form", on_day=TODAY - timedelta(days=9)
    )
    services.records.record_consent(desk, anna, ConsentKind.SMS, given=False, source="by phone")
    services.records.record_consent(desk, anna, ConsentKind.PHOTO, given=True, source="paper form")
    now = people.detail(anna).consents
    assert {kind: consent.given for kind, consent in now.items()} == {
        ConsentKind.SMS: False,
        ConsentKind.PHOTO: True,
    }
    assert [each.given for each in services.directory.consents(desk, anna)] == [True, False, True]
    assert now[ConsentKind.SMS].on_day == TODAY
    assert sum(isinstance(event, ConsentRecorded) for event in heard()) == 3


def test_a_consent_has_a_source_and_a_day_that_is_not_to_come(
    services: Services, desk: Actor, people: People
) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.records.record_consent(
            desk,
            people.add(),
            ConsentKind.SMS,
            given=True,
            source=" ",
            on_day=TODAY + timedelta(days=1),
        )
    assert set(refused.value.fields) == {"source", "on_day"}


def test_a_photo_is_stored_with_a_word_about_consent(services: Services, desk: Actor, people: People) -> None:
    anna = people.add()
    stored = services.records.set_photo(desk, anna, a_picture())
    assert (stored.size, stored.consented) == (600, False)
    jpeg = services.directory.photo(desk, anna)
    assert jpeg is not None
    assert Image.open(io.BytesIO(jpeg)).size == (600, 600)
    services.records.record_consent(desk, anna, ConsentKind.PHOTO, given=True, source="form")
    assert services.records.set_photo(desk, anna, a_picture()).consented
    (row,) = services.directory.rows(desk, [anna])
    assert row.has_photo
    assert people.detail(anna).has_photo


def test_a_photo_can_be_taken_away_and_put_back(services: Services, desk: Actor, people: People) -> None:
    anna = people.add()
    services.records.set_photo(desk, anna, a_picture())
    was = services.records.remove_photo(desk, anna)
    assert services.directory.photo(desk, anna) is None
    assert was is not None
    services.records.set_photo(desk, anna, was)
    assert services.directory.photo(desk, anna) is not None
    services.records.remove_photo(desk, anna)
    assert services.records.remove_photo(desk, anna) is None


def test_what_is_no_photo_leaves_the_old_one(services: Services, desk: Actor, people: People) -> None:
    anna = people.add()
    services.records.set_photo(desk, anna, a_picture())
    before = services.directory.photo(desk, anna)
    with pytest.raises(RuleBroken, match="Nothing was stored"):
        services.records.set_photo(desk, anna, b"not a picture")
    assert services.directory.photo(desk, anna) == before


def test_health_data_is_for_those_who_may_see_it(
    services: Services, desk: Actor, people: People, clock: FakeClock
) -> None:
    anna = people.add(medical_alert="Asthma")
    seen = services.directory.detail(desk, anna)
    assert (seen.details.medical_alert, seen.has_medical_alert) == ("", True)
    trainer = services.directory.detail(an_actor(Role.TRAINER), anna)
    assert (trainer.details.medical_alert, trainer.balance) == ("Asthma", None)
