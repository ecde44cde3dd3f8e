"""Single deeds, each done once for one client; with their keys, doing them again must change nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.clients.results import NewClient
from tests.support.other_desks import Seat

MONTHLY_PLAN, PACK_PLAN, SHAKER = 1, 2, 1
CASH = PaymentMethod.CASH


def add(services: Services, seat: Seat, client_id: int) -> None:
    services.clients.add(
        seat.actor, NewClient("New", f"Client {client_id}", email=f"c{client_id}@example.org")
    )


def sell(services: Services, seat: Seat, client_id: int) -> None:
    services.memberships.sell(seat.actor, client_id, MONTHLY_PLAN, key=f"sell-{client_id}")


def renew(services: Services, seat: Seat, client_id: int) -> None:
    services.memberships.renew(seat.actor, client_id, key=f"renew-{client_id}")


def pay(services: Services, seat: Seat, client_id: int) -> None:
    services.billing.take_payment(seat.actor, client_id, 700, CASH, f"pay-{client_id}")


def refund(services: Services, seat: Seat, client_id: int) -> None:
    services.billing.refund(seat.actor, client_id, 300, "Too much", key=f"back-{client_id}")


def sell_over_the_counter(services: Services, seat: Seat, client_id: int) -> None:
    services.products.sell(seat.actor, client_id, SHAKER, 2, key=f"shaker-{client_id}")


def check_in(services: Services, seat: Seat, client_id: int) -> None:
    services.checkin.check_in(seat.actor, client_id=client_id)


def freeze(services: Services, seat: Seat, client_id: int) -> None:
    until = date(2026, 3, 20)
    services.memberships.freeze(seat.actor, client_id, date(2026, 3, 10), until)


def charge_and_pay_in_two_steps(services: Services, seat: Seat, client_id: int) -> None:
    """What no service does: money and what it is for in two commits."""
    services.billing.take_payment(seat.actor, client_id, 800, CASH, f"two-{client_id}")
    services.billing.charge(seat.actor, client_id, "Month", 800)


Do = Callable[[Services, Seat, int], None]
REPEATABLE: tuple[Do, ...] = (sell, renew, pay, refund, sell_over_the_counter, check_in)
"""Doing these again with the same key (or, at the door, within minutes) must change nothing."""
ALL: tuple[Do, ...] = (*REPEATABLE, add, freeze)


def once(seat: Seat, do: Do, client_id: int) -> int:
    """Do it, and tell how many points there were at which one could have died."""
    services = seat.open()
    seat.meet()
    do(services, seat, client_id)
    seat.tell("done")
    return seat.points.passed
