"""What eight desks do to one studio in the same moment: each opens it, meets the others, works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from fitnesscrm_desktop.models.values import PaymentMethod, PlanKind, Role
from fitnesscrm_desktop.services.billing.products import ProductDraft
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.errors import Conflict, RuleBroken
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft
from fitnesscrm_desktop.services.security.results import NewStaff
from fitnesscrm_desktop.services.settings.results import AlreadySetUp, SetUp
from tests.support.other_desks import Seat

CASH = PaymentMethod.CASH


def only_open(seat: Seat) -> str:
    """Start the program on whatever is there; the studio's name."""
    seat.meet()
    services = seat.open()
    name = services.settings.profile().name
    services.close()
    return name


def give_out_numbers(seat: Seat, rounds: int) -> tuple[list[int], list[int]]:
    """Add clients and take a payment of each; the member and receipt numbers."""
    services = seat.open()
    seat.meet()
    members, receipts = [], []
    for number in range(rounds):
        client = services.clients.add(seat.actor, NewClient(f"Desk {seat.number}", f"Client {number}"))
        taken = services.billing.take_payment(seat.actor, client.id, 100 + number, CASH)
        members.append(client.member_number)
        receipts.append(taken.receipt_number)
    services.close()
    return members, receipts


def spend_pack(seat: Seat, client_id: int, rounds: int) -> list[str]:
    """Write down visits of one client at hours nobody else writes down; the first reason of each answer."""
    services = seat.open()
    seat.meet()
    words = []
    for number in range(rounds):
        came = seat.place.moment - timedelta(hours=8 * number + seat.number)
        answer = services.checkin.check_in(seat.actor, client_id=client_id, at=came)
        words.append("in" if answer.visit_id is not None else str(answer.words[0]))
    services.close()
    return words


def sell_stock(seat: Seat, product_id: int, rounds: int) -> int:
    """Sell a product to a client of this desk's own; how many pieces were there."""
    services = seat.open()
    seat.meet()
    sold = 0
    for _ in range(rounds):
        try:
            services.products.sell(seat.actor, seat.number + 1, product_id)
        except RuleBroken:
            continue
        sold += 1
    services.close()
    return sold


def pay_with_key(seat: Seat, client_id: int, key: str) -> tuple[int, int, bool]:
    """Take the same payment as everybody else."""
    services = seat.open()
    seat.meet()
    taken = services.billing.take_payment(seat.actor, client_id, 4900, CASH, key)
    services.close()
    return taken.payment_id, taken.receipt_number, taken.repeated


def pay_something_else_with_key(seat: Seat, key: str) -> int | None:
    """Take a payment of one's own, with the key of everybody else; None: told that the key is taken."""
    services = seat.open()
    seat.meet()
    try:
        return services.billing.take_payment(
            seat.actor, seat.number + 1, 1000 + seat.number, CASH, key
        ).amount
    except RuleBroken:
        return None
    finally:
        services.close()


def charge_with_key(seat: Seat, client_id: int, key: str) -> tuple[int, bool]:
    """Charge the same as everybody else."""
    services = seat.open()
    seat.meet()
    made = services.billing.charge(seat.actor, client_id, "Locker", 500, key=key)
    services.close()
    return made.charge_id, made.repeated


def refund_with_key(seat: Seat, payment_id: int, key: str) -> tuple[int, bool]:
    """Give back the same as everybody else."""
    services = seat.open()
    seat.meet()
    taken = services.billing.refund(seat.actor, payment_id, 1000, "Too much", key=key)
    services.close()
    return taken.payment_id, taken.repeated


def sell_with_key(seat: Seat, client_id: int, plan_id: int, key: str) -> tuple[int, bool]:
    """Sell the same membership as everybody else."""
    services = seat.open()
    seat.meet()
    sold = services.memberships.sell(seat.actor, client_id, plan_id, key=key)
    services.close()
    return sold.membership_id, sold.repeated


def renew_with_key(seat: Seat, membership_id: int, key: str) -> tuple[int, bool]:
    """Renew the same membership as everybody else."""
    services = seat.open()
    seat.meet()
    sold = services.memberships.renew(seat.actor, membership_id, key=key)
    services.close()
    return sold.fact_id, sold.repeated


def sell_product_with_key(seat: Seat, client_id: int, product_id: int, key: str) -> tuple[int, bool]:
    """Sell the same pieces as everybody else."""
    services = seat.open()
    seat.meet()
    made = services.products.sell(seat.actor, client_id, product_id, 2, key=key)
    services.close()
    return made.charge_id, made.repeated


def refund(seat: Seat, payment_id: int, amount: int, rounds: int) -> int:
    """Give back parts of one payment; how much that was."""
    services = seat.open()
    seat.meet()
    given = 0
    for _ in range(rounds):
        try:
            given -= services.billing.refund(seat.actor, payment_id, amount, "Ill").amount
        except RuleBroken:
            continue
    services.close()
    return given


Differing = tuple[dict[str, object], dict[str, object]]


def _stale(deed: Callable[[], object]) -> Differing | None:
    """The fields of the conflict in which *deed* ends, mine and theirs; None: it was first."""
    try:
        deed()
    except Conflict as conflict:
        return dict(conflict.mine), dict(conflict.theirs)
    return None


def edit_client(seat: Seat, client_id: int, version: int) -> Differing | None:
    """Save what a dialog held that was opened at the same time as everybody else's."""
    services = seat.open()
    seat.meet()
    changes = {"city": f"Town {seat.number}", "goals": "Run a marathon"}
    found = _stale(lambda: services.clients.edit(seat.actor, client_id, version, changes))
    services.close()
    return found


def edit_product(seat: Seat, product_id: int, version: int) -> Differing | None:
    """Save another price than everybody else."""
    services = seat.open()
    seat.meet()
    draft = ProductDraft("Shaker", 900 + seat.number)
    found = _stale(lambda: services.products.edit(seat.actor, product_id, draft, version))
    services.close()
    return found


def edit_plan(seat: Seat, plan_id: int, version: int) -> Differing | None:
    """Save another fee than everybody else."""
    services = seat.open()
    draft = replace(services.plans.get(seat.actor, plan_id).draft, signup_fee=100 + seat.number)
    seat.meet()
    found = _stale(lambda: services.plans.edit(seat.actor, plan_id, draft, version))
    services.close()
    return found


def change_settings(seat: Seat, version: int) -> Differing | None:
    """Save another capacity than everybody else."""
    services = seat.open()
    seat.meet()
    found = _stale(lambda: services.settings.change(seat.actor, version, capacity=100 + seat.number))
    services.close()
    return found


def add_ones_mark(seat: Seat, client_id: int, rounds: int) -> int:
    """Write one's marks behind what is there, looking again after every conflict; how many conflicts."""
    services = seat.open()
    seat.meet()
    conflicts = 0
    for number in range(rounds):
        while True:
            seen = services.directory.detail(seat.actor, client_id)
            goals = f"{seen.details.goals} {seat.number}.{number}".strip()
            try:
                services.clients.edit(seat.actor, client_id, seen.version, {"goals": goals})
            except Conflict:
                conflicts += 1
            else:
                break
    services.close()
    return conflicts


def set_up(seat: Seat) -> bool:
    """Answer the questions of the first start; whether that was in time."""
    services = seat.open()
    number = seat.number
    place = ("DE", "EUR", "Europe/Berlin", "de_DE")
    answers = SetUp(f"Studio {number}", *place, f"Owner {number}", f"owner{number}", "a long password 17")
    seat.meet()
    try:
        services.settings.set_up(answers)
    except AlreadySetUp:
        return False
    finally:
        services.close()
    return True


def make_the_same(seat: Seat, client_ids: list[int]) -> dict[str, tuple[str, int]]:
    """Make things of which there can be only one of a name; what came of each: refused, or its id."""
    services, actor = seat.open(), seat.actor
    mine = client_ids[seat.number]
    deeds: dict[str, Callable[[], int]] = {
        "code": lambda: services.records.add_code(actor, mine, "FOB 7").id,
        "tag": lambda: services.records.create_tag(actor, "Morning").id,
        "barcode": lambda: (
            services.products.add(actor, ProductDraft(f"Bar {seat.number}", 300, barcode="4006381333931")).id
        ),
        "plan": lambda: (
            services.plans.add(
                actor, PlanDraft(["Gold", "GOLD"][seat.number % 2], PlanKind.DAY, days=1), 900
            ).id
        ),
        "staff": lambda: (
            services.staff.add(actor, NewStaff("Robin", "robin", "a long password 17", Role.FRONT_DESK)).id
        ),
    }
    seat.meet()
    found = {}
    for name, deed in deeds.items():
        try:
            found[name] = ("made", deed())
        except RuleBroken:
            found[name] = ("refused", 0)
    services.close()
    return found
