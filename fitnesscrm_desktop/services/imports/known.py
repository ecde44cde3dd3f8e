"""Who is there already: the studio's clients, and those who came earlier in the same file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.client import Client, ClientCode, ClientTag, ImportRun, StaffNote, Tag
from fitnesscrm_desktop.services.clients.finding import as_member_number
from fitnesscrm_desktop.services.clients.names import fold, full_name
from fitnesscrm_desktop.services.clients.tags import fold_tag
from fitnesscrm_desktop.services.core.typed_text import pieces
from fitnesscrm_desktop.services.imports.rows import CheckedRow
from fitnesscrm_desktop.services.settings.profile import StudioProfile

ROWS_AT_ONCE = 10_000
MOST_NAMESAKES = 50
"""So many people of one name are looked at, before a row counts as somebody new."""
DETAILS = {
    "born": "date of birth",
    "phone": "phone",
    "email": "e-mail",
    "street": "street",
    "postal_code": "postal code",
    "city": "city",
    "country": "country",
    "emergency_name": "emergency contact",
    "emergency_phone": "emergency phone",
    "medical_alert": "medical alert",
    "goals": "goals",
    "referral_source": "heard of us by",
    "language": "language",
}
"""What a row may know of somebody besides the name: column -> how a person calls it."""
_TELLING = 3
"""The first so many of them tell people of one name apart."""

Details = tuple[Any, ...]
"""The values of DETAILS; None where nothing is known."""


@dataclass(slots=True)
class Known:
    """Somebody a row may be; ``client_id`` is None while only the file knows them."""

    client_id: int | None
    member_number: int | None
    name: str
    details: Details
    row: CheckedRow | None = None
    """The earlier row of the same file."""
    codes: frozenset[str] = frozenset()
    """Those the client came with, in an earlier import."""
    since: datetime | None = None
    """When the studio began to know the client."""
    learned: bool = False
    """Came with an earlier import, or took in somebody who did, and the desk has learned more since."""

    @property
    def told(self) -> str:
        """Who it is, for a person."""
        if self.member_number is not None:
            return f"{self.name} is there already (number {self.member_number})."
        return f"{self.name} stands in row {self.row.number if self.row else 0} already."

    @property
    def doubted(self) -> str:
        """Who it may be, for a person."""
        row, number = self.row, self.member_number
        if row is not None:
            number = row.member_number
        who = self.name if row is None else f"{self.name} in row {row.number}"
        numbered = who if number is None else f"{who} (number {number})"
        return f"Perhaps the same as {numbered}; only the name says so."

    def lacks(self, row: CheckedRow) -> list[str]:
        """What *row* knows and this one does not, as people call it."""
        pairs = zip(DETAILS.values(), self.details, details_of(row.values), strict=True)
        return [word for word, mine, theirs in pairs if theirs and not mine]


class KnownPeople:
    """Finds who a row is about."""

    def __init__(self, session: Session, profile: StudioProfile) -> None:
        self._session, self._profile = session, profile
        self._proven: dict[tuple[str, str, object], list[Known]] = defaultdict(list)
        self._namesakes: dict[str, list[Known]] = defaultdict(list)
        self._alike: dict[tuple[str, Details], list[Known]] = defaultdict(list)
        self._same_rows: dict[tuple[object, ...], Known] = {}
        self._words: _Words | None = None
        self._owners: dict[str, int] = {}
        self._load()

    def _load(self) -> None:
        """Take in everybody of the studio, archived ones too; who was merged lives on in somebody else."""
        session = self._session
        imported_at = dict(session.execute(select(ImportRun.id, ImportRun.at)).all())
        grown = select(Client.merged_into_id).where(
            Client.merged_into_id.is_not(None), Client.import_id.is_not(None)
        )
        took_in_imported = set(session.scalars(grown))
        codes: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
        query = select(ClientCode.client_id, ClientCode.code, ClientCode.created_at)
        for client_id, code, at in session.execute(query):
            codes[client_id].append((code, at))
            self._owners[code] = client_id
        rows = session.execute(
            select(
                Client.id,
                Client.member_number,
                Client.first_name,
                Client.last_name,
                Client.given_key,
                Client.import_id,
                Client.version,
                Client.created_at,
                *(getattr(Client, name) for name in DETAILS),
            ).where(Client.merged_into_id.is_(None)),
            execution_options={"yield_per": ROWS_AT_ONCE},
        )
        for client_id, number, first, last, key, import_id, version, since, *details in rows:
            mine = codes.get(client_id, [])
            came_at = imported_at.get(import_id)
            original = frozenset(code for code, at in mine if at == came_at)
            person = Known(
                client_id,
                number,
                full_name(first, last),
                tuple(each or None for each in details),
                codes=original,
                since=since,
                learned=client_id in took_in_imported
                or (import_id is not None and (version > 1 or len(original) < len(mine))),
            )
            self._owners.setdefault(str(number), client_id)
            self._add(person, key, fold(first), [str(number), *(code for code, _at in mine)])

    def _add(self, person: Known, name: str, first: str, codes: Iterable[str]) -> None:
        for proof in _proofs(name, first, person.details, codes):
            self._proven[proof].append(person)
        self._namesakes[name].append(person)
        if person.row is None:
            self._alike[name, person.details].append(person)

    def add_row(self, row: CheckedRow) -> None:
        """Know who stands in *row*."""
        first = row.values["first_name"]
        person = Known(
            client_id=None,
            member_number=None,
            name=full_name(first, row.values["last_name"]),
            details=details_of(row.values),
            row=row,
        )
        self._add(person, row.name_key, fold(first), row.codes)
        self._same_rows.setdefault(_all_of(row), person)

    def find(self, row: CheckedRow) -> Known | None:
        """Who *row* is about for sure; None: nobody known.

        Two people may share a name, and a family shares phone and e-mail. So it takes the same name, and
        the same date of birth, phone, e-mail, member number or code; or the same first name, and the same
        phone or e-mail. Another date of birth is another person.
        """
        details = details_of(row.values)
        numbers = [as_member_number(code) for code in row.codes]
        codes = [*row.codes, *(str(number) for number in numbers if number is not None)]
        for proof in _proofs(row.name_key, fold(row.values["first_name"]), details, codes):
            for each in self._proven.get(proof, ()):
                if not _differ(each.details[0], details[0]):
                    return each
        return None

    def find_alike(self, row: CheckedRow) -> Known | None:
        """Of whom exactly that is known which *row* knows: the very row once more."""
        same_row = self._same_rows.get(_all_of(row))
        if same_row is not None:
            return same_row
        details = details_of(row.values)
        alike = islice(self._alike.get((row.name_key, details), ()), MOST_NAMESAKES)
        for each in alike:
            if (each.learned or each.codes <= row.codes.keys()) and self._knows_the_rest(each, row):
                return each
        learned = islice(filter(_has_learned, self._namesakes.get(row.name_key, ())), MOST_NAMESAKES)
        for each in learned:
            pairs = zip(details, each.details, strict=True)
            told_before = all(theirs in (None, mine) for theirs, mine in pairs)
            if told_before and self._knows_the_rest(each, row):
                return each
        return None

    def find_namesake(self, row: CheckedRow) -> Known | None:
        """Somebody of the same name whom nothing tells apart from *row*.

        Two rows of one file, each with a number of its own, are two people.
        """
        details = details_of(row.values)[:_TELLING]
        for each in islice(self._namesakes.get(row.name_key, ()), MOST_NAMESAKES):
            numbered = each.row is not None and each.row.codes and row.codes
            if not numbered and not _both_know(each.details, details):
                return each
        return None

    def adds_nothing(self, person: Known, row: CheckedRow) -> bool:
        """Whether the client *person* has all that *row* could fill in."""
        if person.client_id is None or person.lacks(row) or not row.codes.keys() <= self._owners.keys():
            return False
        return self._holds_words(person.client_id, row)

    def _knows_the_rest(self, person: Known, row: CheckedRow) -> bool:
        """Whether codes, tags, note and first day of *row* stand with the client *person* already.

        A code that somebody else has is none: it was left out the first time, too.
        """
        if person.client_id is None or any(
            self._owners.get(code, person.client_id) == person.client_id and code not in person.codes
            for code in row.codes
        ):
            return False
        if row.joined_on and (person.since is None or self._profile.day_of(person.since) != row.joined_on):
            return False
        return self._holds_words(person.client_id, row)

    def _holds_words(self, client_id: int, row: CheckedRow) -> bool:
        if not row.tags and not row.note:
            return True
        if self._words is None:
            self._words = _Words(self._session)
        return self._words.holds(client_id, row)


class _Words:
    """Tags and notes of all clients; read only when a row cannot be told otherwise."""

    def __init__(self, session: Session) -> None:
        tags = select(ClientTag.client_id, Tag.folded).join(Tag, Tag.id == ClientTag.tag_id)
        self._tags = {(client_id, folded) for client_id, folded in session.execute(tags)}
        notes = select(StaffNote.client_id, StaffNote.text)
        self._notes = {(client_id, text) for client_id, text in session.execute(notes)}

    def holds(self, client_id: int, row: CheckedRow) -> bool:
        """Whether the client wears the tags of *row*, and has its note."""
        noted = all((client_id, piece) in self._notes for piece in pieces(row.note, TEXT_LENGTH))
        return noted and all((client_id, fold_tag(name)) in self._tags for name in row.tags)


def details_of(values: dict[str, Any]) -> Details:
    """What *values* say of somebody besides the name."""
    return tuple([values.get(name) or None for name in DETAILS])


def _proofs(
    name: str, first: str, details: Details, codes: Iterable[str]
) -> Iterator[tuple[str, str, object]]:
    """All that makes two people of one name, or of one first name, the same person."""
    born, phone, email = details[:_TELLING]
    if born:
        yield name, "born", born
    if phone:
        yield name, "phone", phone
    if email:
        yield name, "email", email
    for code in codes:
        yield name, "code", code
    if phone:
        yield first, "first name and phone", phone
    if email:
        yield first, "first name and email", email


def _all_of(row: CheckedRow) -> tuple[object, ...]:
    tags = frozenset(map(fold_tag, row.tags))
    return row.name_key, details_of(row.values), frozenset(row.codes), tags, row.note, row.joined_on


def _has_learned(person: Known) -> bool:
    return person.learned


def _both_know(mine: Details, theirs: Details) -> bool:
    """Whether there is anything to compare (for people whom nothing has proven to be one)."""
    return any(each and other for each, other in zip(mine, theirs, strict=False))


def _differ(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one != other
