"""What a template may name: every field with what it means, and the facts that fill it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from fitnesscrm_desktop.services.messaging.results import FieldDoc


class MinorUnits(int):
    """An amount of the studio's money; written out as money wherever a template names it."""

    __slots__ = ()


NO_MONEY = MinorUnits(0)


@dataclass(frozen=True, slots=True)
class ClientFields:
    """The client the message is about."""

    first_name: str
    last_name: str
    full_name: str
    member_number: int
    born: date | None = None
    age: int | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class RecipientFields:
    """Who reads the message: the client, the payer or guardian, or somebody on the staff."""

    first_name: str
    name: str


@dataclass(frozen=True, slots=True)
class StudioFields:
    """The studio."""

    name: str
    phone: str | None = None
    email: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class MembershipFields:
    """The membership the message is about; else the one that runs or lasts longest."""

    plan: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    days_left: int | None = None
    visits_left: int | None = None
    price: MinorUnits | None = None


@dataclass(frozen=True, slots=True)
class AccountFields:
    """What the client owes."""

    balance: MinorUnits = NO_MONEY
    oldest_due_on: date | None = None
    days_overdue: int = 0
    oldest_due: MinorUnits = NO_MONEY
    overdue: MinorUnits = NO_MONEY
    due: MinorUnits = NO_MONEY


@dataclass(frozen=True, slots=True)
class VisitFields:
    """The client's visits."""

    count: int = 0
    last_on: date | None = None
    days_since: int | None = None


@dataclass(frozen=True, slots=True)
class OccasionFields:
    """Why the message is written."""

    day: date
    n: int = 0


@dataclass(frozen=True, slots=True)
class TrainerFields:
    """Who on the staff looks after the client."""

    first_name: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class StaffFields:
    """Who writes: a person, else the studio."""

    name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a template can be filled with; None is what this client has nothing for."""

    client: ClientFields
    recipient: RecipientFields
    studio: StudioFields
    membership: MembershipFields
    account: AccountFields
    visit: VisitFields
    occasion: OccasionFields
    trainer: TrainerFields
    staff: StaffFields

    def as_names(self) -> dict[str, Any]:
        """The groups by the name that a template uses."""
        return {group: getattr(self, group) for group in GROUPS}


_A_MONTH = MinorUnits(4900)
EXAMPLE = Facts(
    client=ClientFields("Anna", "Bauer", "Anna Bauer", 1042, date(1991, 3, 4), 35, date(2024, 1, 15)),
    recipient=RecipientFields("Anna", "Anna Bauer"),
    studio=StudioFields("Studio Nord", "+49 30 123456", "desk@example.org", "Main Street 1\n10115 Berlin"),
    membership=MembershipFields("Monthly", date(2026, 3, 1), date(2026, 3, 31), 7, 4, MinorUnits(4900)),
    account=AccountFields(_A_MONTH, date(2026, 3, 1), 12, _A_MONTH, _A_MONTH, _A_MONTH),
    visit=VisitFields(100, date(2026, 2, 20), 21),
    occasion=OccasionFields(date(2026, 3, 4), 7),
    trainer=TrainerFields("Tom", "Tom Reed", "+49 30 123457", "tom@example.org"),
    staff=StaffFields("Mia Wolf"),
)
"""For the list of fields, and for trying out a template before it is saved."""

GROUPS: tuple[str, ...] = tuple(field.name for field in fields(Facts))

_ABOUT = {
    "client.first_name": "First name of the client the message is about",
    "client.last_name": "Last name of the client",
    "client.full_name": "First and last name of the client",
    "client.member_number": "Member number",
    "client.born": "Date of birth",
    "client.age": "Age in years on the day of the message",
    "client.since": "Day on which the client was added",
    "recipient.first_name": "First name of whoever reads it: the client, a parent, somebody on the staff",
    "recipient.name": "Full name of whoever reads it",
    "studio.name": "Name of the studio",
    "studio.phone": "Phone number of the studio",
    "studio.email": "E-mail address of the studio",
    "studio.address": "Address of the studio",
    "membership.plan": "Name of the plan",
    "membership.starts_on": "First day of the membership",
    "membership.ends_on": "Last day of the membership",
    "membership.days_left": "Days until the membership ends",
    "membership.visits_left": "Visits left on a pack",
    "membership.price": "Price of the last period",
    "account.balance": "What the client owes, also what is not due yet",
    "account.oldest_due_on": "Day on which the oldest open amount was due",
    "account.days_overdue": "Days since then",
    "account.oldest_due": "What was due on that day and is still open",
    "account.overdue": "All that is overdue, whenever it was due",
    "account.due": "What falls due on the day it is about and is still open",
    "visit.count": "Number of visits so far",
    "visit.last_on": "Day of the last visit",
    "visit.days_since": "Days since the last visit",
    "occasion.day": "The day it is about: the birthday, the last day, the due day",
    "occasion.n": "The number it is about: days, years or visits",
    "trainer.first_name": "First name of the client's trainer",
    "trainer.name": "Full name of the client's trainer",
    "trainer.phone": "Phone number of the trainer",
    "trainer.email": "E-mail address of the trainer",
    "staff.name": "Who writes: the person who is signed in, else the studio",
}

FIELD_NAMES: tuple[str, ...] = tuple(
    f"{group}.{field.name}" for group in GROUPS for field in fields(getattr(EXAMPLE, group))
)
"""Every field that there is."""


def is_group(value: object) -> bool:
    """Whether *value* is one of the groups of fields: nothing else has attributes a template can reach."""
    return isinstance(value, _KINDS)


_KINDS: tuple[type, ...] = tuple(type(getattr(EXAMPLE, group)) for group in GROUPS)


def group_name(value: object) -> str:
    """What a template calls the group that *value* is."""
    return GROUPS[_KINDS.index(type(value))]


def field_value(facts: Facts, name: str) -> Any:
    """The value of ``client.first_name`` and the like."""
    group, _, field = name.partition(".")
    return getattr(getattr(facts, group), field)


def describe(name: str, example: str) -> FieldDoc:
    """The entry of *name* in the list of fields."""
    return FieldDoc(name, _ABOUT[name], example)
