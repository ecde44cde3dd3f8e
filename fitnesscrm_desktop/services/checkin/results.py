"""What the check-in service answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fitnesscrm_desktop.models.values import CheckInReason, Verdict
from fitnesscrm_desktop.services.checkin.reasons import CureOffer, closed


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason: its stable word, its sentence, and what can be done about it."""

    word: CheckInReason
    text: str
    cures: tuple[CureOffer, ...] = ()
    written: str = ""
    """What somebody has written, as it is: a note, the reason of a block."""


@dataclass(frozen=True, slots=True)
class ClientAtDoor:
    """The person in front of the desk."""

    id: int
    member_number: int
    first_name: str
    last_name: str
    has_photo: bool
    plan: str
    """Of the membership that lets in, or comes closest to it; empty: there is none."""
    ends_on: date | None
    days_left: int | None
    """Days after this one on which it still lets in; negative: over for so many days."""
    visits_left: int | None
    """Of a pack, after this visit."""
    visits: int
    """All that were ever made, this one included."""
    balance: int
    """Minor units; positive: owes."""


@dataclass(frozen=True, slots=True)
class CheckInResult:
    """The answer at the door. ``visit_id`` is empty after a refusal."""

    verdict: Verdict
    at: datetime
    client: ClientAtDoor | None = None
    visit_id: int | None = None
    membership_id: int | None = None
    reasons: tuple[ReasonLine, ...] = ()
    """Why refused; else what to say to the client."""
    remarks: tuple[ReasonLine, ...] = ()
    """After a refusal: what there is to say besides (notes, medical alert, birthday)."""

    @property
    def text(self) -> str:
        """All reasons as sentences; what somebody typed does not run into the next one."""
        *before, last = [each.text for each in self.reasons] or [""]
        return " ".join([*map(closed, before), last])

    @property
    def words(self) -> tuple[CheckInReason, ...]:
        """The stable words of the reasons, each once."""
        return tuple(dict.fromkeys(each.word for each in self.reasons))


@dataclass(frozen=True, slots=True)
class KioskAnswer:
    """What the client's side of the counter may see."""

    verdict: Verdict
    first_name: str
    already_in: bool = False


@dataclass(frozen=True, slots=True)
class UndoneVisit:
    """A visit that was taken back, now or before."""

    visit_id: int
    client_id: int
    name: str
    already: bool
    """It had been taken back before; nothing was changed."""


@dataclass(frozen=True, slots=True)
class LeftVisit:
    """A visit whose client has left."""

    visit_id: int
    client_id: int
    name: str
    left_at: datetime
    already: bool
    """The client had left before; nothing was changed."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit in a list."""

    id: int
    client_id: int
    member_number: int
    first_name: str
    last_name: str
    at: datetime
    day: date
    verdict: Verdict
    plan: str
    override_reason: str
    left_at: datetime | None
    left_by_itself: bool
    undone_at: datetime | None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Occupancy:
    """How full the studio is."""

    inside: int
    capacity: int
    visits_today: int
