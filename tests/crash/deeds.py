"""What a desk does until it is killed: each works in a loop and tells every acknowledged write.

Numbered deeds start at *first*, the first number that was not acknowledged: a person who does not know
whether it was stored does it again, with the same key.
"""

from __future__ import annotations

import csv
import itertools
import random
from pathlib import Path

from fitnesscrm_desktop.models.values import PaymentMethod, Period, PlanKind, Role
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft
from tests.support.actors import an_actor
from tests.support.other_desks import Place, Seat

PEOPLE = 4
MONTHLY_PRICE = 4900
SIGNUP_FEE = 2500
_PACK = PlanDraft("1000 visits", PlanKind.PACK, visits=1000, days=3660, same_day_once=False)
_ONCE_A_DAY = PlanDraft("500 visits, one a day", PlanKind.PACK, visits=500, days=3660)
MONTHLY = PlanDraft("Monthly", PlanKind.RECURRING, period=Period.MONTH, signup_fee=SIGNUP_FEE, tax_rate=1900)
_METHODS = tuple(PaymentMethod)


def furnish(place: Place) -> int:
    """Give a studio some clients with packs, whose ids are 1, 2, 3, 4, and a plan to sell; its id."""
    services, owner = place.open(), an_actor(Role.OWNER)
    packs = [services.plans.add(owner, each, 0) for each in (_PACK, _ONCE_A_DAY)]
    monthly = services.plans.add(owner, MONTHLY, MONTHLY_PRICE)
    for number in range(PEOPLE):
        client = services.clients.add(owner, NewClient("Client", f"Number {number}"))
        services.memberships.sell(owner, client.id, packs[number % len(packs)].id)
    services.close()
    return monthly.id


def person(number: int) -> int:
    """The client whose turn it is."""
    return number % PEOPLE + 1


def check_people_in(seat: Seat, seed: int) -> None:
    """Let people come again and again, and sometimes take a visit back."""
    services, dice = seat.open(), random.Random(seed)
    seat.meet()
    for _ in range(2000):
        seat.clock.advance(minutes=dice.randint(5, 50))
        client_id = dice.randint(1, PEOPLE)
        seat.tell(("in", services.checkin.check_in(seat.actor, client_id=client_id).visit_id, client_id))
        if dice.random() < 0.2:
            last = services.checkin.check_in(seat.actor, client_id=client_id).visit_id or 0
            seat.tell(("undone", services.checkin.undo(seat.actor, last).visit_id, client_id))


def take_payments(seat: Seat, first: int) -> None:
    """Take numbered payments, and give back a part of every third."""
    services = seat.open()
    seat.meet()
    for number in itertools.count(first):
        seat.clock.advance(minutes=7)
        method, amount = _METHODS[number % len(_METHODS)], 1000 + number
        taken = services.billing.take_payment(seat.actor, person(number), amount, method, f"pay-{number}")
        if number % 3 == 0:
            back = services.billing.refund(
                seat.actor, taken.payment_id, 400 + number, "Too much", key=f"back-{number}"
            )
            seat.tell((number, f"back-{number}", back.payment_id, back.receipt_number))
        seat.tell((number, f"pay-{number}", taken.payment_id, taken.receipt_number))


def sell_memberships(seat: Seat, first: int, plan_id: int) -> None:
    """Sell and renew with numbered keys, and take the money for it."""
    services = seat.open()
    seat.meet()
    for number in itertools.count(first):
        seat.clock.advance(minutes=11)
        client_id = person(number)
        sold = services.memberships.sell(seat.actor, client_id, plan_id, key=f"sell-{number}", confirmed=True)
        renewed = services.memberships.renew(seat.actor, sold.membership_id, key=f"renew-{number}")
        services.billing.take_payment(
            seat.actor, client_id, MONTHLY_PRICE, PaymentMethod.CASH, f"first-{number}"
        )
        seat.tell((number, sold.membership_id, sold.charge_id, renewed.charge_id))


def write_list(folder: Path, number: int, rows: int) -> Path:
    """Write a client list as another program would export it; every name in it tells its number."""
    file = folder / f"list {number}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(["First name", "Last name", "E-mail", "Tags"])
        for row in range(rows):
            writer.writerow(
                [f"Row {row}", f"List {number}", f"row{row}@list{number}.example", "Imported; New"]
            )
    return file


def import_lists(seat: Seat, files: list[Path]) -> None:
    """Import one list after the other, and take every third back at once."""
    services = seat.open()
    mapping = services.imports.look(files[0]).suggested
    seat.meet()
    for number, file in enumerate(files):
        outcome = services.imports.run(seat.actor, file, mapping)
        seat.tell(("imported", file.stem.title(), outcome.imported))
        if number % 3 == 2:
            services.imports.undo(seat.actor, outcome.import_id)
            seat.tell(("undone", file.stem.title(), 0))
