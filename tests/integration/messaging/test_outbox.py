"""The outbox: who may let go what, and what people see of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import (
    Channel,
    ConsentKind,
    MessageState,
    Permission,
    Purpose,
    Role,
)
from fitnesscrm_desktop.services.clients.timeline_results import TimelineKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.messaging.outbox_results import HandWritten, Refusal, Which
from fitnesscrm_desktop.services.messaging.results import SkipReason
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People

HELLO = HandWritten(Channel.EMAIL, "Hello", "Dear Anna")
KEY = "0123456789abcdef"


def test_drafts_are_approved_dropped_and_taken_back_in_bulk(outbox: OutboxDesk) -> None:
    service, owner = outbox.services.outbox, outbox.owner
    ids = [outbox.queue(f"{n}@example.com", approved=False) for n in range(4)]
    approved = service.approve(owner, [*ids[:2], 99])
    assert (approved.done, approved.refused) == (tuple(ids[:2]), (Refusal(99, "not_found"),))
    assert service.approve(owner, ids[:1]).refused == (Refusal(ids[0], "wrong_state"),)
    assert service.drop(owner, ids).done == tuple(ids)
    assert service.undrop(owner, ids).done == tuple(ids)
    states = [outbox.see(each).row.state for each in ids]
    assert states == [MessageState.APPROVED] * 2 + [MessageState.DRAFT] * 2
    counts = service.counts(owner)
    assert (counts.draft, counts.approved, counts.unsent) == (2, 2, 4)
    assert service.ids(owner, Which.DRAFT) == tuple(ids[2:])


def test_what_was_sent_can_neither_be_dropped_nor_sent_again(outbox: OutboxDesk, server: MailServer) -> None:
    message_id = outbox.queue()
    outbox.deliver()
    service, owner = outbox.services.outbox, outbox.owner
    wrong = (Refusal(message_id, "wrong_state"),)
    assert service.drop(owner, [message_id]).refused == wrong
    assert service.retry(owner, [message_id]).refused == wrong
    assert service.approve(owner, [message_id]).refused == wrong
    assert len(server.received) == 1
    assert service.counts(owner).sent_today == 1


def test_pages_are_read_one_after_the_other(outbox: OutboxDesk) -> None:
    ids = [outbox.queue(f"{n}@example.com", approved=n % 2 == 0) for n in range(5)]
    service, owner = outbox.services.outbox, outbox.owner
    first = service.rows(owner, limit=3)
    rest = service.rows(owner, after=first.next_cursor, limit=3)
    assert [row.id for row in [*first.rows, *rest.rows]] == ids[::-1]
    assert rest.next_cursor is None
    outbox.deliver()
    assert [row.id for row in service.rows(owner, Which.SENT).rows] == [ids[4], ids[2], ids[0]]
    assert [row.id for row in service.rows(owner, Which.DRAFT).rows] == [ids[3], ids[1]]


def test_a_trainer_writes_and_the_desk_lets_go(outbox: OutboxDesk, people: People) -> None:
    anna = people.add("Anna Ivanova", email="anna@example.com")
    trainer, service = an_actor(Role.TRAINER), outbox.services.outbox
    written = service.write(trainer, anna, HELLO, key=KEY, approve=False)
    assert written.state is MessageState.DRAFT
    with pytest.raises(NotAllowed):
        service.approve(trainer, [written.id])
    with pytest.raises(NotAllowed):
        service.write(trainer, anna, HELLO, key="fedcba98", approve=True)
    assert service.approve(an_actor(Role.FRONT_DESK), [written.id]).done == (written.id,)
    seen = outbox.see(written.id)
    assert (seen.row.to_address, seen.approved_by) == ("anna@example.com", "Test front_desk")


def test_the_same_key_is_the_same_message(outbox: OutboxDesk, people: People) -> None:
    anna, service = people.add("Anna Ivanova", email="anna@example.com"), outbox.services.outbox
    first = service.write(outbox.owner, anna, HELLO, key=KEY, approve=True)
    again = service.write(outbox.owner, anna, HELLO, key=KEY, approve=True)
    assert (again.id, again.repeated) == (first.id, True)
    with pytest.raises(RuleBroken, match="hexadecimal"):
        service.write(outbox.owner, anna, HELLO, key="no key%", approve=True)


def test_a_minors_mail_goes_to_who_signs(outbox: OutboxDesk, people: People) -> None:
    child = people.add("Kim Ivanova", born=date(2015, 5, 5), email="kim@example.com")
    service, owner = outbox.services.outbox, outbox.owner
    with pytest.raises(RuleBroken, match="under age"):
        service.write(owner, child, HELLO, key=KEY, approve=True)
    mother = people.add("Maria Ivanova", born=date(1980, 1, 1), email="maria@example.com")
    outbox.services.clients.set_payer(owner, child, mother)
    written = service.write(owner, child, HELLO, key=KEY, approve=True)
    assert outbox.see(written.id).row.to_address == "maria@example.com"


def test_a_no_holds_even_after_the_message_was_approved(
    outbox: OutboxDesk, server: MailServer, people: People
) -> None:
    anna = people.add("Anna Ivanova", email="anna@example.com")
    service, owner = outbox.services.outbox, outbox.owner
    written = service.write(owner, anna, HELLO, key=KEY, approve=True)
    today = outbox.services.core.clock.now().date()
    outbox.services.records.record_consent(
        owner, anna, ConsentKind.EMAIL, given=False, on_day=today, source="At the desk"
    )
    assert outbox.deliver().dropped == 1
    assert server.received == []
    row = outbox.see(written.id).row
    assert (row.state, row.outcome) == (MessageState.DROPPED, SkipReason.OPTED_OUT)
    with pytest.raises(RuleBroken, match="does not want"):
        service.write(owner, anna, HELLO, key="fedcba98", approve=True)


def test_advertising_needs_a_yes(outbox: OutboxDesk, people: People) -> None:
    anna = people.add("Anna Ivanova", email="anna@example.com")
    advert = HandWritten(Channel.EMAIL, "Offer", "Two for one", purpose=Purpose.MARKETING)
    with pytest.raises(RuleBroken, match="not agreed to advertising"):
        outbox.services.outbox.write(outbox.owner, anna, advert, key=KEY, approve=True)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("letter", "field"),
    [
        (HandWritten(Channel.EMAIL, "Hello", "x" * 10_000_000), "text"),
        (HandWritten(Channel.EMAIL, "x" * 10_000_000, "Text"), "subject"),
        (HandWritten(Channel.EMAIL, "", "Text"), "subject"),
        (HandWritten(Channel.EMAIL, "Hello", " \n "), "text"),
        (HandWritten(Channel.SMS, "", "x" * 1531), "text"),
    ],
)
def test_texts_without_measure_are_refused(
    outbox: OutboxDesk, people: People, letter: HandWritten, field: str
) -> None:
    anna = people.add("Anna Ivanova", email="anna@example.com", phone="0151 1058756")
    with pytest.raises(RuleBroken) as refused:
        outbox.services.outbox.write(outbox.owner, anna, letter, key=KEY, approve=True)
    assert set(refused.value.fields) == {field}
    assert outbox.stored() == []


def test_a_draft_is_changed_and_what_went_out_is_not(outbox: OutboxDesk, server: MailServer) -> None:
    draft = outbox.queue(approved=False, html="<p>Dear Anna</p>")
    service, owner = outbox.services.outbox, outbox.owner
    seen = service.edit(owner, draft, 1, subject="Good day", text="Dear Anna!", to_address="A@Example.com")
    assert (seen.row.subject, seen.text, seen.row.to_address) == ("Good day", "Dear Anna!", "a@example.com")
    assert ("Dear Anna!" in seen.html, "<p>Dear Anna</p>" in seen.html) == (True, False)
    assert "Test studio" in seen.html, "it looks like one made from a template"
    assert seen.events[-1].text == "Changed: subject, text, to_address"
    with pytest.raises(Conflict) as conflict:
        service.edit(owner, draft, 1, subject="Good evening")
    assert conflict.value.theirs == {"subject": "Good day"}
    with pytest.raises(RuleBroken) as refused:
        service.edit(owner, draft, seen.row.version, to_address="nobody")
    assert set(refused.value.fields) == {"to_address"}
    approved = outbox.queue()
    with pytest.raises(RuleBroken, match="Only a draft"):
        service.edit(owner, approved, 1, subject="Too late")
    with pytest.raises(NotFound):
        service.edit(owner, 99, 1, subject="Nothing")


def test_rules_are_quiet_at_night_and_people_are_not(
    outbox: OutboxDesk, people: People, server: MailServer, clock: FakeClock
) -> None:
    rule_id, anna = add_rule(outbox), people.add(email="a@example.com")
    clock.set(datetime(2026, 3, 28, 22, 0, tzinfo=UTC))  # 23:00, and the clocks go on in this night
    from fitnesscrm_desktop.services.messaging.queueing import Origin

    by_rule = outbox.queue("a@example.com", client_id=anna, origin=Origin(rule_id=rule_id))
    outbox.queue("b@example.com")
    assert outbox.deliver().sent == 1
    assert [each.to for each in server.received] == ["b@example.com"]
    row = outbox.see(by_rule).row
    assert row.send_at == datetime(2026, 3, 29, 6, 0, tzinfo=UTC), "08:00 in summer time"
    assert row.tries == 0
    clock.set(row.send_at)
    assert outbox.deliver().sent == 1


def add_rule(outbox: OutboxDesk) -> int:
    from fitnesscrm_desktop.models.automation import Rule
    from fitnesscrm_desktop.models.values import Audience, RuleAction, Trigger

    with outbox.services.core.write() as work:
        rule = Rule(
            name="Birthday",
            trigger=Trigger.BIRTHDAY,
            audience=Audience.CLIENT,
            action=RuleAction.EMAIL,
            created_at=work.now,
        )
        work.session.add(rule)
        work.session.flush()
        return rule.id


def test_letters_are_printed_and_then_marked(outbox: OutboxDesk, people: People) -> None:
    anna = people.add("Anna Müller", street="Hauptstr. 5", postal_code="10115", city="Berlin")
    service, owner = outbox.services.outbox, outbox.owner
    letter = HandWritten(Channel.LETTER, "Your membership", "Dear Anna\n\n" + "Long words. " * 900)
    with pytest.raises(RuleBroken, match="no approved letter"):
        service.letters(owner, [])
    written = service.write(owner, anna, letter, key=KEY, approve=True)
    assert outbox.deliver().sent == 0, "a letter does not go by itself"
    printed = service.letters(owner, [written.id])
    pages = [page.extract_text() for page in PdfReader(BytesIO(printed.pdf)).pages]
    assert len(pages) > 1
    for line in ("Anna Müller", "Hauptstr. 5", "10115 Berlin", "Your membership", "4 March 2026"):
        assert line in pages[0]
    assert service.counts(owner).to_hand_over == 1
    assert service.mark_copied(owner, printed.ids).done == (written.id,)
    assert outbox.see(written.id).row.state is MessageState.SENT


def test_the_country_is_printed_abroad_only(outbox: OutboxDesk, people: People) -> None:
    home: dict[str, Any] = {"street": "Main Street 1", "postal_code": "1", "city": "Town", "country": "IE"}
    anna = people.add(**home)
    boris = people.add("Boris Novak", **{**home, "country": "DE"})
    service, owner = outbox.services.outbox, outbox.owner
    with outbox.services.core.write() as work:
        work.session.execute(update(Studio).values(country="IE", locale="en_IE"))
    for number, client in enumerate((anna, boris)):
        letter = HandWritten(Channel.LETTER, "Hello", "Dear you")
        service.write(owner, client, letter, key=f"{KEY}{number}", approve=True)
    pages = PdfReader(BytesIO(service.letters(owner, []).pdf)).pages
    labels = PdfReader(BytesIO(service.labels(owner, [anna, boris]).pdf)).pages[0].extract_text()
    assert "GERMANY" not in pages[0].extract_text()
    assert "GERMANY" in pages[1].extract_text()
    assert labels.count("GERMANY") == 1
    assert "IRELAND" not in labels


def test_labels_leave_out_who_has_no_address(outbox: OutboxDesk, people: People) -> None:
    anna = people.add("Anna Müller", street="Hauptstr. 5", postal_code="10115", city="Berlin")
    boris = people.add("Boris Novak")
    labels = outbox.services.outbox.labels(outbox.owner, [anna, boris, anna], skip=30)
    assert (labels.client_ids, labels.without_address) == ((anna,), (boris,))
    assert "Hauptstr. 5" in PdfReader(BytesIO(labels.pdf)).pages[0].extract_text()
    assert outbox.services.outbox.labels(outbox.owner, [boris]).pdf == b""


def test_the_history_of_a_client_shows_messages_with_their_state(
    outbox: OutboxDesk, people: People, clock: FakeClock
) -> None:
    anna = people.add("Anna Ivanova", email="anna@example.com")
    service, owner = outbox.services.outbox, outbox.owner
    clock.advance(timedelta(minutes=1))
    service.write(owner, anna, HELLO, key=KEY, approve=False)
    assert history(outbox, anna) == [("draft", "Hello", ("email",))]
    service.approve(owner, [1])
    assert history(outbox, anna) == [("approved", "Hello", ("email",))]
    outbox.deliver()
    assert history(outbox, anna) == [("sent", "Hello", ("email",))]


def test_drafts_stand_in_the_history_for_those_who_see_them_in_the_outbox(
    outbox: OutboxDesk, people: People
) -> None:
    anna = people.add("Anna Ivanova", email="anna@example.com")
    service, owner = outbox.services.outbox, outbox.owner
    service.write(owner, anna, HELLO, key=KEY, approve=False)
    nobody = replace(owner, permissions=owner.permissions - {Permission.WRITE_MESSAGES})
    assert history(outbox, anna, nobody) == []
    service.approve(owner, [1])
    assert history(outbox, anna, nobody) == history(outbox, anna) != []


def test_a_draft_that_got_no_yes_leaves_the_history(outbox: OutboxDesk, people: People) -> None:
    anna = people.add("Anna Ivanova", email="anna@example.com")
    service, owner = outbox.services.outbox, outbox.owner
    service.write(owner, anna, HELLO, key=KEY, approve=False)
    service.drop(owner, [1])
    assert history(outbox, anna) == []


def history(
    outbox: OutboxDesk, client_id: int, actor: Actor | None = None
) -> list[tuple[str, str, tuple[str, ...]]]:
    entries = outbox.services.directory.timeline(actor or outbox.owner, client_id).rows
    return [(each.word, each.text, each.fields) for each in entries if each.kind is TimelineKind.MESSAGE]
