"""What the client services answer; amounts in minor units of the studio's currency."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from fitnesscrm_desktop.models.values import ClientStage, ConsentKind, CustomFieldKind, StageReason


@dataclass(frozen=True, slots=True)
class NewClient:
    """What is known about somebody who is added; only the names are needed."""

    first_name: str
    last_name: str
    email: str | None = None
    phone: str | None = None
    born: date | None = None
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    medical_alert: str = ""
    goals: str = ""
    referral_source: str = ""
    language: str = ""
    """What messages are written in, such as ``de``; empty: the studio's."""


CLIENT_FIELDS: tuple[str, ...] = NewClient.__slots__
"""The names of the fields an edit may change."""


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client in short, as it is stored now."""

    id: int
    member_number: int
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    born: date | None
    archived: bool
    version: int

    @property
    def name(self) -> str:
        """The name as it is spoken."""
        return f"{self.first_name} {self.last_name}"


class Likeness(enum.StrEnum):
    """Why somebody may be the same person."""

    NAME = "name"
    NAME_AND_BIRTH = "name_and_birth"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class ClientHit:
    """Somebody who was looked for."""

    id: int
    member_number: int
    first_name: str
    last_name: str
    phone: str | None
    email: str | None
    born: date | None
    plan_name: str
    stage: ClientStage
    archived: bool
    has_photo: bool
    why: tuple[Likeness, ...] = ()
    """For duplicates only."""

    @property
    def name(self) -> str:
        """The name as it is spoken."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class TagInfo:
    """A word the studio sorts its clients by; ``color`` is ``#RRGGBB`` or empty."""

    id: int
    name: str
    color: str


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line of the clients table. ``balance`` is None for those who may not see money."""

    id: int
    member_number: int
    first_name: str
    last_name: str
    phone: str | None
    email: str | None
    plan_name: str
    stage: ClientStage
    ends_on: date | None
    visits: int
    last_visit_on: date | None
    balance: int | None
    tags: tuple[TagInfo, ...]
    has_photo: bool
    blocked: bool
    archived: bool

    @property
    def name(self) -> str:
        """The name as it is spoken."""
        return f"{self.first_name} {self.last_name}"


class SavedList(enum.StrEnum):
    """The lists every studio needs."""

    ACTIVE = "active"
    LEADS = "leads"
    ENDS_SOON = "ends_soon"
    NO_RECENT_VISIT = "no_recent_visit"
    OWES_MONEY = "owes_money"
    BIRTHDAYS = "birthdays"
    FROZEN = "frozen"
    WITHOUT_PHOTO = "without_photo"
    NEW_THIS_MONTH = "new_this_month"
    ARCHIVED = "archived"


NO_VISIT_DAYS = 14
"""Who has not come for so many days is in "No visit for 14 days"."""


class ClientSort(enum.StrEnum):
    """What the table can be sorted by; empty values always come last."""

    NAME = "name"
    NUMBER = "number"
    LAST_VISIT = "last_visit"
    VISITS = "visits"
    BALANCE = "balance"
    ENDS_ON = "ends_on"
    PLAN = "plan"
    STAGE = "stage"
    """In the order of a client's life; who is blocked comes last."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which clients, in which order. All conditions have to hold.

    Without ``saved=SavedList.ARCHIVED`` archived clients are left out.
    """

    text: str = ""
    saved: SavedList | None = None
    tag_id: int | None = None
    stage: ClientStage | None = None
    sort: ClientSort = ClientSort.NAME
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many clients there are, and how many are on each saved list."""

    current: int
    saved: Mapping[SavedList, int]


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """A card, fob or old number that opens the door."""

    id: int
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field the studio has added for itself."""

    id: int
    name: str
    kind: CustomFieldKind
    choices: tuple[str, ...]
    position: int
    archived: bool = False


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a client has in one of them: text; ISO for dates, "yes"/"no", plain decimals; empty: nothing."""

    field: FieldInfo
    value: str


@dataclass(frozen=True, slots=True)
class NoteInfo:
    """A staff note; ``staff`` is empty for one that the program wrote."""

    id: int
    client_id: int
    staff: str
    staff_id: int | None
    at: datetime
    text: str
    pinned: bool
    private: bool
    version: int


@dataclass(frozen=True, slots=True)
class ConsentInfo:
    """A yes or a no with its day and where it came from."""

    id: int
    kind: ConsentKind
    given: bool
    on_day: date
    source: str
    staff: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonLink:
    """Another client, named."""

    id: int
    member_number: int
    name: str


@dataclass(frozen=True, slots=True)
class TrainerInfo:
    """Somebody on the staff who looks after clients, or could."""

    staff_id: int
    name: str
    left: bool = False
    """Does not work here any more."""


@dataclass(frozen=True, slots=True)
class TrainerSpan:
    """Who looked after a client, from which day to which; ``to_day`` None: until further notice."""

    trainer: TrainerInfo
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True)
class HouseholdInfo:
    """Who belongs together; without the client who was asked for."""

    id: int
    name: str
    others: tuple[PersonLink, ...]


@dataclass(frozen=True, slots=True)
class ClientDetail:
    """Everything the client page shows at a glance.

    ``medical_alert`` is empty for those who may not see health data (``has_medical_alert`` still tells that
    there is one); ``balance`` is None for those who may not see money.
    """

    id: int
    member_number: int
    version: int
    details: NewClient
    age: int | None
    birthday_today: bool
    minor: bool
    has_medical_alert: bool
    blocked_reason: str
    created_at: datetime
    archived_at: datetime | None
    merged_into_id: int | None
    stage: ClientStage
    reason: StageReason
    plan_name: str
    ends_on: date | None
    visits: int
    last_visit_on: date | None
    balance: int | None
    oldest_due_on: date | None
    has_photo: bool
    codes: tuple[CodeInfo, ...] = ()
    tags: tuple[TagInfo, ...] = ()
    fields: tuple[FieldValue, ...] = ()
    notes: tuple[NoteInfo, ...] = ()
    consents: Mapping[ConsentKind, ConsentInfo] = field(default_factory=dict)
    household: HouseholdInfo | None = None
    payer: PersonLink | None = None
    pays_for: tuple[PersonLink, ...] = ()
    trainer: TrainerInfo | None = None
    """Who on the staff looks after the client."""

    @property
    def name(self) -> str:
        """The name as it is spoken."""
        return f"{self.details.first_name} {self.details.last_name}"

    @property
    def pinned_notes(self) -> tuple[NoteInfo, ...]:
        """Notes that show at check-in."""
        return tuple(note for note in self.notes if note.pinned)


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a bulk change of tags has done: only these clients were different before, for undo."""

    tag: TagInfo
    client_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PhotoStored:
    """A photo is stored; ``consented`` tells whether the client has agreed to that."""

    client_id: int
    size: int
    """Width and height in pixels."""
    consented: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge has moved to the client that was kept."""

    kept: ClientCard
    merged_id: int
    moved: Mapping[str, int]
    """How many of what: visits, memberships, charges, payments, notes, consents, codes, tags."""
