"""Desks that lock the same messages come in one order: client and rule, then messages by their ids."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import Select, select, text

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MessageState, Trigger
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook

TODAY = date(2026, 3, 4)
PATIENCE = timedelta(seconds=30)

pytestmark = pytest.mark.server_only  # a file has one writer at a time


def left_free(services: Services, held: Select[int], deed: Callable[[], object]) -> Sequence[int]:
    """What messages another's *deed* leaves free while it waits for the rows *held*."""
    with ThreadPoolExecutor(1) as other:
        with services.core.write() as work:
            work.session.execute(held.with_for_update())
            doing = other.submit(deed)
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            last = time.monotonic() + PATIENCE.total_seconds()
            while not work.session.scalar(waiting):
                assert not doing.done(), "it has waited for nobody"
                assert time.monotonic() < last, "it waits for nobody"
            free = select(Message.id).order_by(Message.id).with_for_update(skip_locked=True)
            ids = work.session.scalars(free).all()
        doing.result()
    return ids


@pytest.mark.parametrize("table", [Client, Rule])
def test_who_writes_anew_waits_for_client_and_rule_with_no_message_in_hand(
    services: Services, owner: Actor, book: RuleBook, table: type[Client | Rule]
) -> None:
    people, outbox = People(services), OutboxDesk(services)
    mother, father = (
        people.add(name, email="meyer@example.org", language="en") for name in ("Maria Meyer", "Hugo Meyer")
    )
    book.mail(Trigger.CLIENT_CREATED)
    child = people.add("Olga Meyer", TODAY.replace(year=2012), language="en")
    services.clients.set_payer(owner, child, mother)
    with MailServer() as server:
        outbox.set_up_mail(server.port)
        book.look()
        services.outbox.approve(owner, [each.id for each in outbox.stored()])
        services.clients.set_payer(owner, child, father)
        assert outbox.deliver().dropped == 1
    (dropped,) = outbox.stored()
    assert left_free(services, select(table.id), book.look) == [dropped.id]
    assert [each.recipient_id for each in outbox.stored()] == [mother, father]


def test_who_joins_two_records_locks_their_messages_by_their_ids(services: Services, owner: Actor) -> None:
    people, outbox = People(services), OutboxDesk(services)
    keep, other = (people.add("Anna Meyer", email=f"{name}@example.org") for name in ("anna", "a"))
    sent = outbox.queue("a@example.org", client_id=other)
    waits = outbox.queue("a@example.org", client_id=other)
    with services.core.write() as work:
        work.session.get_one(Message, sent).state = MessageState.SENT
    held = select(Message.id).where(Message.id == sent)
    assert left_free(services, held, lambda: services.clients.merge(owner, keep, other)) == [sent, waits]
    assert {each.client_id for each in outbox.stored()} == {keep}
