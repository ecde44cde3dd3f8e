"""Who is there already: the studio's clients, and those who came earlier in the same file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.imports.rows import CheckedRow

ROWS_AT_ONCE = 10_000


@dataclass(slots=True)
class Known:
    """Somebody a row may be; ``client_id`` is None while only the file knows them."""

    client_id: int | None
    member_number: int | None
    name: str
    name_key: str
    first_key: str
    born: date | None
    phone: str | None
    email: str | None
    row: CheckedRow | None = None
    """The earlier row of the same file."""

    @property
    def told(self) -> str:
        """Who it is, for a person."""
        if self.member_number is not None:
            return f"{self.name} is there already (number {self.member_number})."
        return f"{self.name} stands in row {self.row.number if self.row else 0} already."


class KnownPeople:
    """Finds who a row is about."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        self._by_contact: dict[str, list[Known]] = defaultdict(list)

    def load(self, session: Session) -> None:
        """Take in everybody of the studio, archived ones too; who was merged lives on in somebody else."""
        rows = session.execute(
            select(
                Client.id,
                Client.member_number,
                Client.first_name,
                Client.last_name,
                Client.given_key,
                Client.born,
                Client.phone,
                Client.email,
            ).where(Client.merged_into_id.is_(None)),
            execution_options={"yield_per": ROWS_AT_ONCE},
        )
        for client_id, number, first, last, key, born, phone, email in rows:
            self.add(Known(client_id, number, f"{first} {last}", key, fold(first), born, phone, email))

    def add(self, person: Known) -> None:
        """Know one more."""
        self._by_name[person.name_key].append(person)
        for contact in filter(None, (person.phone, person.email)):
            self._by_contact[contact].append(person)

    def add_row(self, row: CheckedRow) -> Known:
        """Know who stands in *row*."""
        values = row.values
        person = Known(
            client_id=None,
            member_number=None,
            name=f"{values['first_name']} {values['last_name']}",
            name_key=row.name_key,
            first_key=fold(values["first_name"]),
            born=values.get("born"),
            phone=values.get("phone"),
            email=values.get("email"),
            row=row,
        )
        self.add(person)
        return person

    def find(self, row: CheckedRow) -> Known | None:
        """Who *row* is about; None: nobody known.

        Two people may share a name, and a family shares phone and e-mail. So the name has to be the same and
        nothing may speak against it; or the first name is the same, and so is phone or e-mail.
        """
        same_name = (each for each in self._by_name.get(row.name_key, ()) if _same_person(each, row))
        return next(same_name, None) or next(self._by_way_of_contact(row), None)

    def _by_way_of_contact(self, row: CheckedRow) -> Iterator[Known]:
        first = fold(row.values["first_name"])
        for contact in filter(None, (row.values.get("phone"), row.values.get("email"))):
            for each in self._by_contact.get(contact, ()):
                if each.first_key == first and not _differ(each.born, row.values.get("born")):
                    yield each


def _same_person(person: Known, row: CheckedRow) -> bool:
    """Whether somebody of the same name is the same one."""
    values = row.values
    born = values.get("born")
    if _differ(person.born, born):
        return False
    pairs = [(person.born, born), (person.phone, values.get("phone")), (person.email, values.get("email"))]
    both_known = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    return not both_known or any(mine == theirs for mine, theirs in both_known)


def _differ(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one != other
