"""Two senders whose clocks are days apart send each message once: one that runs is not judged by a clock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MessageState
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.processes import pc_mark, process_mark
from tests.support.clock import START, FakeClock
from tests.support.mail_server import PATIENCE, MailServer
from tests.support.other_desks import OtherDesk, Place, Seat, await_quiet
from tests.support.outbox_desk import OutboxDesk

COUNT = 12
DAY = timedelta(days=1)
GONE = "4194305-5"
"""The mark of a program whose number no system gives away."""


@pytest.fixture
def place(database_url: str, private_home: Path) -> Place:
    return Place(private_home, database_url)


@pytest.fixture
def first(place: Place, server: MailServer) -> Iterator[OutboxDesk]:
    """Give a studio with some messages that are ready to go."""
    services = place.open()
    desk = OutboxDesk(services)
    desk.set_up_mail(server.port)
    for number in range(COUNT):
        desk.queue(f"a{number}@example.com")
    yield desk
    services.close()


@pytest.fixture(params=[DAY, -DAY], ids=["a day ahead", "a day behind"])
def other(request: pytest.FixtureRequest, place: Place, first: OutboxDesk) -> Iterator[Services]:
    """Give the same studio where another day is shown."""
    assert first.stored(), "it is there"
    services = start(Home(place.root), place.url, clock=FakeClock(START + request.param))
    yield services
    services.close()


class AtTheThird:
    """Stops the mail server at the third mail until it may go on."""

    def __init__(self, server: MailServer) -> None:
        self.reached, self.go_on, self._came = threading.Event(), threading.Event(), 0
        server.manners.on_mail = self._look

    def _look(self, _to: str) -> None:
        self._came += 1
        if self._came == 3:
            self.reached.set()
            assert self.go_on.wait(PATIENCE)


def send(seat: Seat) -> int:
    """Send what is due; how many went out."""
    services = seat.open()
    seat.meet()
    sent = services.outbox.deliver(seat.actor).sent
    services.close()
    return sent


def assert_each_arrived_once(desk: OutboxDesk, server: MailServer) -> None:
    assert len(server.received) == COUNT
    assert set(server.tries_by_id().values()) == {1}
    assert {each.state for each in desk.stored()} == {MessageState.SENT}
    assert not any(each.perhaps_twice for each in desk.stored())


def test_in_one_program(first: OutboxDesk, other: Services, server: MailServer) -> None:
    halt = AtTheThird(server)
    sending = threading.Thread(target=first.deliver)
    sending.start()
    assert halt.reached.wait(PATIENCE)
    taken_over = other.outbox.deliver(first.owner)
    halt.go_on.set()
    sending.join(PATIENCE)
    assert taken_over.sent == 0
    assert_each_arrived_once(first, server)


def test_in_two_programs(place: Place, first: OutboxDesk, other: Services, server: MailServer) -> None:
    halt = AtTheThird(server)
    with OtherDesk(place, send) as desk:
        desk.await_ready()
        desk.go()
        assert halt.reached.wait(PATIENCE)
        taken_over = other.outbox.deliver(first.owner)
        halt.go_on.set()
        assert int(desk.answer()) == COUNT
    assert taken_over.sent == 0
    assert_each_arrived_once(first, server)


def test_what_a_killed_program_has_left_goes_out_at_once(
    place: Place, first: OutboxDesk, server: MailServer
) -> None:
    with OtherDesk(place, send) as desk:
        halt = AtTheThird(server)
        desk.await_ready()
        desk.go()
        assert halt.reached.wait(PATIENCE)
        desk.kill()
    halt.go_on.set()
    first.services.core.database.dispose()
    await_quiet(place)
    assert first.deliver().sent >= COUNT - 3
    assert {each.state for each in first.stored()} == {MessageState.SENT}
    assert sum(each.perhaps_twice for each in first.stored()) <= 1


@pytest.mark.parametrize("pc", ["0123456789ab 5f3a", "5f3a"], ids=["another PC", "nobody knows which PC"])
def test_what_another_pc_sends_is_left_to_it_whether_its_program_is_seen_here_or_not(
    first: OutboxDesk, server: MailServer, pc: str
) -> None:
    with first.services.core.write() as work:
        theirs = {"state": MessageState.SENDING, "claim": f"{GONE} {pc}", "claimed_at": work.now}
        work.session.execute(update(Message).values(**theirs))
    assert first.deliver().sent == 0
    with first.services.core.write() as work:
        work.session.execute(update(Message).values(claim=f"{GONE} {pc_mark()} 5f3a"))
    assert first.deliver().sent == COUNT


def test_what_a_round_that_broke_has_left_is_taken_over_in_its_time(
    place: Place, first: OutboxDesk, server: MailServer
) -> None:
    with first.services.core.write() as work:
        left = {"state": MessageState.SENDING, "claim": f"{process_mark()} left", "claimed_at": work.now}
        work.session.execute(update(Message).values(**left))
    later = start(Home(place.root), place.url, clock=FakeClock(START + timedelta(minutes=10)))
    assert later.outbox.deliver(first.owner).sent == COUNT
    later.close()
    assert set(server.tries_by_id().values()) == {1}
