"""Whom rules write to, and why not when not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import MessagingSettings
from fitnesscrm_desktop.models.values import (
    Audience,
    ConsentKind,
    Purpose,
    Role,
    RuleAction,
    Trigger,
)
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.staff import hire, make_hashing_cheap

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
MAIL = "anna@example.org"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "no_address"),
        ({"email": MAIL, "born": date(2015, 3, 4)}, "no_guardian"),
    ],
)
def test_why_nobody_was_written_to_is_said(
    people: People, book: RuleBook, fields: dict[str, object], reason: str
) -> None:
    people.add(**{"born": date(1990, 3, 4), **fields})  # type: ignore[arg-type]
    book.mail(Trigger.BIRTHDAY)
    assert book.look() == {"skipped": 1}
    assert [why for *_, why in book.matches()] == [reason]


def test_marketing_needs_a_yes_and_service_no_no(
    services: Services, owner: Actor, people: People, book: RuleBook
) -> None:
    silent, agreed, refused = (
        people.add(f"{name} X", born=date(1990, 3, 4), email=f"{name}@example.org") for name in "abc"
    )
    services.records.record_consent(owner, agreed, ConsentKind.MARKETING, given=True, source="form")
    services.records.record_consent(owner, refused, ConsentKind.EMAIL, given=False, source="form")
    offer = book.mail(Trigger.BIRTHDAY, template_id=book.words(purpose=Purpose.MARKETING))
    notice = book.mail(Trigger.BIRTHDAY)
    book.look()
    assert {client: why for client, _, _, why in book.matches(offer)} == {
        silent: "no_consent",
        agreed: "",
        refused: "opted_out",
    }
    assert {client: why for client, _, _, why in book.matches(notice)} == {
        silent: "",
        agreed: "",
        refused: "opted_out",
    }


def test_the_weekly_cap_takes_away_nothing_that_can_wait(
    services: Services, people: People, book: RuleBook
) -> None:
    people.add(born=date(1990, 3, 4), email=MAIL)
    with services.core.write() as work:
        work.session.add(MessagingSettings(id=1, weekly_cap=2))
    for each in range(3):
        book.mail(Trigger.BIRTHDAY, name=f"Asks {each}")
    warning = book.mail(Trigger.BIRTHDAY, by_itself=True)
    assert book.look() == {"queued": 4}
    assert [(state, why) for _, _, state, why in book.matches(warning)] == [("queued", "")]


def test_what_somebody_passes_on_by_hand_is_left_out_when_enough_was_sent(
    services: Services, owner: Actor, people: People, book: RuleBook, clock: FakeClock
) -> None:
    people.add(born=date(1990, 3, 4), email=MAIL)
    with services.core.write() as work:
        work.session.add(MessagingSettings(id=1, weekly_cap=2))
    drafts = [book.mail(Trigger.BIRTHDAY, name=f"Asks {each}") for each in range(2)]
    book.look()
    template = book.words()
    first, second = (
        book.add(Trigger.BIRTHDAY, name=name, action=RuleAction.COPY, template_id=template)
        for name in ("First", "Second")
    )
    services.rules.disable(owner, second.id)
    assert book.look() == {"queued": 1}, "a draft may still be dropped"
    services.outbox.approve(owner, [each.id for each in book.messages()][: len(drafts)])
    services.rules.enable(owner, second.id)
    assert book.look() == {"skipped": 1}
    assert [why for *_, why in book.matches(second)] == ["weekly_cap"]
    assert [why for *_, why in book.matches(first)] == [""]
    clock.advance(days=8)
    people.add("Hugo Rossi", email=MAIL, born=date(1990, 3, 12))
    assert book.look() == {"queued": 4}


def test_trainer_and_staff_are_told(
    services: Services, people: People, book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hashing_cheap(monkeypatch)
    people.add(born=date(1990, 3, 4))
    hire(services, "boss", Role.OWNER)
    for login in ("olga", "hugo"):
        hire(services, login, Role.MANAGER)
    told = book.add(
        Trigger.BIRTHDAY,
        action=RuleAction.COPY,
        template_id=book.words(),
        audience=Audience.STAFF,
        audience_role=Role.MANAGER,
    )
    trainer = book.add(
        Trigger.BIRTHDAY, action=RuleAction.COPY, template_id=book.words(), audience=Audience.TRAINER
    )
    book.look()
    assert [message.to_name for message in book.messages()] == ["Olga", "Hugo"]
    assert [why for *_, why in book.matches(told)] == [""]
    assert [why for *_, why in book.matches(trainer)] == ["no_trainer"]


def test_a_task_is_given_once(people: People, book: RuleBook) -> None:
    anna = people.add(born=date(1990, 3, 4))
    book.add(Trigger.BIRTHDAY, audience_role=Role.FRONT_DESK, task_text="Sing a song")
    book.look()
    book.look()
    (task,) = book.tasks()
    assert (task.client_id, task.text, task.for_role, task.due_on) == (
        anna,
        "Sing a song",
        Role.FRONT_DESK,
        TODAY,
    )
