"""Whether a client can be written to, known before a word is written."""

from __future__ import annotations

from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Channel, ConsentKind, Purpose, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.messaging.outbox_results import HandWritten
from fitnesscrm_desktop.services.messaging.results import NotComposed, Recipient, SkipReason
from tests.support.outbox_desk import OutboxDesk
from tests.support.staff import hire, signed_in
from tests.support.studio_rows import StudioRows


def answers(services: Services, actor: Actor, client_id: int, purpose: Purpose) -> dict[Channel, str]:
    """Each way with whom it reaches, or why nobody."""
    found = services.outbox.reach(actor, client_id, purpose).answers
    return {
        way: answer.reason.value if isinstance(answer, NotComposed) else answer.name
        for way, answer in found.items()
    }


def test_each_way_tells_whom_it_reaches_or_why_nobody(services: Services, owner: Actor) -> None:
    anna = StudioRows(services).client("Anna Ivanova", email="anna@example.com")
    assert answers(services, owner, anna, Purpose.SERVICE) == {
        Channel.EMAIL: "Anna Ivanova",
        Channel.SMS: SkipReason.NO_ADDRESS,
        Channel.LETTER: SkipReason.NO_ADDRESS,
        Channel.COPY: "Anna Ivanova",
    }
    services.records.record_consent(owner, anna, ConsentKind.EMAIL, given=False, source="At the desk")
    refused = answers(services, owner, anna, Purpose.SERVICE)
    assert refused[Channel.EMAIL] == SkipReason.OPTED_OUT
    assert answers(services, owner, anna, Purpose.MARKETING)[Channel.COPY] == SkipReason.NO_CONSENT


def test_a_minor_is_reached_by_way_of_who_signs(services: Services, owner: Actor) -> None:
    rows = StudioRows(services)
    anna = rows.client("Anna Ivanova", email="anna@example.com")
    child = rows.client("Tim Ivanov", born=date(2016, 5, 4), payer_id=anna)
    reach = services.outbox.reach(owner, child)
    assert reach.client_name == "Tim Ivanov"
    answer = reach.answers[Channel.EMAIL]
    assert isinstance(answer, Recipient)
    assert (answer.id, answer.address) == (anna, "anna@example.com")


def test_nobody_reaches_a_client_there_is_not(services: Services, owner: Actor) -> None:
    with pytest.raises(NotFound):
        services.outbox.reach(owner, 4711)


def test_the_list_tells_who_wrote_a_message(services: Services, owner: Actor) -> None:
    desk, member = OutboxDesk(services), hire(services, "mara", Role.OWNER)
    writer = signed_in(services, "mara")
    anna = StudioRows(services).client("Anna Ivanova", email="anna@example.com")
    desk.queue()
    services.outbox.write(
        writer, anna, HandWritten(Channel.EMAIL, "Hi", "Hello"), key="ab" * 16, approve=False
    )
    found = services.outbox.rows(owner).rows
    assert [row.writer for row in found] == [member.name, ""]


def test_labels_go_to_those_whom_the_letters_go_to(services: Services, owner: Actor) -> None:
    desk, rows = OutboxDesk(services), StudioRows(services)
    anna = rows.client("Anna Ivanova")
    desk.queue("Hill Road 1\n12345 Berlin", channel=Channel.LETTER, client_id=anna)
    desk.queue("Hill Road 1\n12345 Berlin", channel=Channel.LETTER, client_id=anna)
    letters = services.outbox.letters(owner, [])
    assert (len(letters.ids), letters.client_ids) == (2, (anna,))
