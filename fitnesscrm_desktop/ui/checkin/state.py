"""What the check-in page shows, as values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from PySide6.QtGui import QImage

from fitnesscrm_desktop.models.values import CheckInReason, Verdict
from fitnesscrm_desktop.services.checkin.found_by import FoundBy
from fitnesscrm_desktop.services.checkin.kept_scans import KeptScan
from fitnesscrm_desktop.services.checkin.results import CheckInResult, Occupancy, VisitRow
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.ui.checkin.words import tr

MOST_CHIPS = 8


@dataclass(frozen=True, slots=True)
class Scan:
    """Somebody to be checked in: by a code, or a client who was chosen."""

    code: str = ""
    client_id: int | None = None
    name: str = ""
    """Of a client who was chosen, for telling what is not stored yet."""
    use_membership: int | None = None
    typed: bool = False
    """Whether the code may be a name: nobody could look yet."""
    key: str = field(default_factory=lambda: uuid4().hex, compare=False)
    """By which its visit is found again."""
    at: datetime | None = field(default=None, compare=False)
    staff_id: int | None = field(default=None, compare=False)
    """Who was signed in then."""
    found_by: FoundBy | None = None
    """By what a client was found who was chosen."""

    @property
    def label(self) -> str:
        """What a person calls it."""
        return self.name or self.code or tr("a client")

    def as_kept(self, now: datetime) -> KeptScan:
        """What is written down of it."""
        return KeptScan(
            self.key,
            self.at or now,
            self.staff_id,
            self.code,
            self.client_id,
            self.use_membership,
            typed=self.typed,
        )


def kept_before(scan: KeptScan) -> Scan:
    """A scan as it was written down; the name of who was chosen was not."""
    return Scan(
        code=scan.code,
        client_id=scan.client_id,
        use_membership=scan.use_membership,
        typed=scan.typed,
        key=scan.key,
        at=scan.at,
        staff_id=scan.staff_id,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """One verdict, and what has become of it."""

    number: int
    """Counts the answers at this desk."""
    result: CheckInResult
    undone: bool = False
    found_by: FoundBy | None = None

    def settled(self, client_id: int) -> Answer:
        """The same, without what is to pay, if it is about this client."""
        client, reasons = self.result.client, self.result.reasons
        left = tuple(line for line in reasons if line.word is not CheckInReason.BALANCE_DUE)
        if client is None or client.id != client_id or left == reasons:
            return self
        verdict = self.result.verdict if left else Verdict.ADMITTED
        return replace(self, result=replace(self.result, reasons=left, verdict=verdict))


@dataclass(frozen=True, slots=True)
class Trouble:
    """Check-ins that could not be stored yet."""

    text: str
    scans: tuple[Scan, ...]
    """In the order in which they came."""
    folded: bool = False
    """Somebody has seen it, or something newer is to be seen: one line is enough."""


@dataclass(frozen=True, slots=True)
class DoorState:
    """The left half of the page."""

    answers: tuple[Answer, ...] = ()
    """The last ones, the newest first."""
    shown: int | None = None
    """Number of the answer in large type; None: ready for the next."""
    photo: QImage | None = None
    waiting: int = 0
    """Check-ins that are being stored."""
    trouble: Trouble | None = None

    @property
    def answer(self) -> Answer | None:
        """The answer in large type."""
        return next((each for each in self.answers if each.number == self.shown), None)


@dataclass(frozen=True, slots=True)
class Hits:
    """Who fits what was typed."""

    text: str
    clients: tuple[ClientHit, ...]
    chosen: bool = False
    """Enter was pressed already: the person has to choose, or nobody fits."""


@dataclass(frozen=True, slots=True)
class InsideState:
    """The right half of the page."""

    inside: tuple[VisitRow, ...]
    occupancy: Occupancy
