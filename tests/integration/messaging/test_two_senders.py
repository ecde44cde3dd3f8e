"""Who sends judges by one clock whether another sender is gone, however wrong a PC's own is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.clock import Clock, ClockSetTo, SystemClock
from fitnesscrm_desktop.services.core.events import EventBus
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.messaging.outbox_results import Delivered
from tests.support.clock import SetClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk

AHEAD = timedelta(minutes=15)
NAMES = "abcdef"


def sender(services: Services, server: MailServer, clock: Clock) -> OutboxDesk:
    """A program on the same database, whose clock is its own."""
    core = Core(services.core.database, clock, EventBus())
    desk = OutboxDesk(Services(core, services.home))
    desk.set_up_mail(server.port)
    return desk


def send_while_another_sends(one: OutboxDesk, other: OutboxDesk, server: MailServer) -> None:
    """The other has its turn when the third message of one's claim is on its way."""
    began: list[str] = []

    def meanwhile(to: str) -> None:
        began.append(to)
        if len(began) == 3:
            assert other.deliver() == Delivered(), "the live claim of the other was taken over"

    server.manners.on_mail = meanwhile
    for name in NAMES:
        one.queue(f"{name}@example.com")
    assert one.deliver().sent == len(NAMES)
    assert set(server.tries_by_id().values()) == {1}
    assert not any(each.perhaps_twice for each in one.stored())


def test_a_command_told_another_time_takes_nothing_from_a_live_sender(
    services: Services, server: MailServer
) -> None:
    one = sender(services, server, SystemClock())
    other = sender(services, server, ClockSetTo(datetime.now(UTC) + AHEAD))
    send_while_another_sends(one, other, server)


def test_a_sender_told_another_time_keeps_its_claim(services: Services, server: MailServer) -> None:
    told = sender(services, server, ClockSetTo(datetime.now(UTC) + AHEAD))
    send_while_another_sends(told, sender(services, server, SystemClock()), server)


@pytest.mark.server_only
@pytest.mark.parametrize("apart", [AHEAD, -AHEAD])
def test_a_pc_whose_clock_is_wrong_takes_nothing_from_a_live_sender(
    services: Services, server: MailServer, apart: timedelta
) -> None:
    right, wrong = sender(services, server, SystemClock()), sender(services, server, SetClock(apart))
    send_while_another_sends(right, wrong, server)
