"""Everything one can do at a desk, done at random by all desks to the same few people."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.errors import StudioError
from tests.support.other_desks import Seat

CASH = PaymentMethod.CASH


def do_anything(
    seat: Seat, people: int, plans: tuple[int, ...], product_id: int, rounds: int
) -> dict[str, int]:
    """Do everything one can do at a desk, to the same few people as everybody else; the errors by kind."""
    services, dice = seat.open(), random.Random(seat.number)
    errors: Counter[str] = Counter()
    deeds = list(_deeds(services, seat, plans, product_id))
    seat.meet()
    for _ in range(rounds):
        client_id = dice.randint(1, people)
        try:
            dice.choice(deeds)(client_id, dice)
        except StudioError as error:
            errors[f"{type(error).__name__}: {error.text}"] += 1
    services.close()
    return dict(errors)


Deed = Callable[[int, random.Random], object]


def _deeds(services: Services, seat: Seat, plans: tuple[int, ...], product_id: int) -> tuple[Deed, ...]:
    about = _Deeds(services, seat, plans, product_id)
    actor, clients, billing = seat.actor, services.clients, services.billing
    return (
        about.renew,
        about.freeze_or_resume,
        about.refund,
        about.come,
        about.come,
        lambda client_id, dice: billing.take_payment(actor, client_id, dice.randint(1, 9000), CASH),
        lambda client_id, dice: billing.charge(actor, client_id, "Towel", dice.randint(1, 900)),
        lambda client_id, dice: services.memberships.sell(
            actor, client_id, dice.choice(plans), confirmed=dice.random() < 0.5
        ),
        lambda client_id, dice: services.products.sell(actor, client_id, product_id, dice.randint(1, 3)),
        lambda client_id, dice: clients.set_payer(actor, client_id, dice.choice([None, 1, 2, 3])),
        lambda client_id, _dice: clients.set_household(actor, client_id, client_id % 3 + 1),
        lambda client_id, dice: clients.edit(actor, client_id, 1, {"city": str(dice.random())}),
        lambda _client_id, dice: clients.add(actor, NewClient("New", str(dice.random()))),
        lambda client_id, _dice: services.records.add_note(actor, client_id, "Note"),
        lambda _client_id, _dice: services.checkin.auto_check_out(actor),
    )


@dataclass(frozen=True, slots=True)
class _Deeds:
    """Those that take more than one call."""

    services: Services
    seat: Seat
    plans: tuple[int, ...]
    product_id: int

    def renew(self, client_id: int, dice: random.Random) -> None:
        found = self.services.memberships.of_client(self.seat.actor, client_id)
        if found:
            self.services.memberships.renew(self.seat.actor, dice.choice(list(found)).id)

    def freeze_or_resume(self, client_id: int, dice: random.Random) -> None:
        memberships, actor = self.services.memberships, self.seat.actor
        for each in memberships.of_client(actor, client_id)[:1]:
            if dice.random() < 0.5:
                memberships.freeze(actor, each.id)
            else:
                memberships.resume(actor, each.id)

    def refund(self, client_id: int, dice: random.Random) -> None:
        billing, actor = self.services.billing, self.seat.actor
        paid = [each for each in billing.ledger(actor, client_id).entries if each.refundable > 0]
        if paid:
            billing.refund(actor, dice.choice(paid).id, None, "Test")

    def come(self, client_id: int, dice: random.Random) -> None:
        came = self.seat.place.moment - timedelta(minutes=dice.randint(0, 20_000))
        visit = self.services.checkin.check_in(self.seat.actor, client_id=client_id, at=came).visit_id
        if visit is not None and dice.random() < 0.5:
            self.services.checkin.undo(self.seat.actor, visit)
