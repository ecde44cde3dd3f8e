"""Decides, row by row, who is new, who is there already, and which codes are free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientCode
from fitnesscrm_desktop.services.clients.finding import as_member_number
from fitnesscrm_desktop.services.imports.known import Known, KnownPeople
from fitnesscrm_desktop.services.imports.results import OnDuplicate, RowDoubt, RowError, RowSkip
from fitnesscrm_desktop.services.imports.rows import CheckedRow
from fitnesscrm_desktop.services.settings.profile import StudioProfile


@dataclass(slots=True)
class ImportPlan:
    """What is to be done with the rows that were checked."""

    new: list[CheckedRow] = field(default_factory=list)
    merges: list[tuple[int, CheckedRow]] = field(default_factory=list)
    """Id of the client, and the row that fills what is empty."""
    merged_rows: int = 0
    """Rows that filled an earlier row of the same file."""
    skips: list[RowSkip] = field(default_factory=list)
    remarks: list[RowError] = field(default_factory=list)
    namesakes: list[tuple[CheckedRow, Known]] = field(default_factory=list)
    """New ones, each beside somebody who has nothing but the name in common."""

    @property
    def doubts(self) -> tuple[RowDoubt, ...]:
        """The namesakes, told; with their ids as soon as they are stored."""
        return tuple(
            RowDoubt(
                row.number,
                person.doubted,
                row.client_id,
                person.client_id if person.row is None else person.row.client_id,
            )
            for row, person in self.namesakes
        )


def make_plan(
    session: Session, rows: Iterable[CheckedRow], on_duplicate: OnDuplicate, profile: StudioProfile
) -> ImportPlan:
    """Compare *rows* with everybody there is. Nothing is changed but the rows themselves.

    A name alone proves nothing: the row comes in, and is told. Only a row that knows exactly what is known
    already is left, whatever is to be done about duplicates; so no file comes in twice.
    """
    known = KnownPeople(session, profile)
    plan = ImportPlan()
    for row in rows:
        skips, person = len(plan.skips), known.find(row)
        alike = known.find_alike(row) if person is None else None
        if alike is not None:
            plan.skips.append(RowSkip(row.number, alike.told, alike.client_id))
        elif person is None:
            namesake = known.find_namesake(row)
            if namesake is not None:
                plan.namesakes.append((row, namesake))
            known.add_row(row)
            plan.new.append(row)
        elif on_duplicate is OnDuplicate.SKIP or known.adds_nothing(person, row):
            plan.skips.append(RowSkip(row.number, _skipped(person, row), person.client_id))
        elif person.row is not None:
            _fill_row(person.row, row)
            plan.merged_rows += 1
        elif person.client_id is not None:
            plan.merges.append((person.client_id, row))
        if len(plan.skips) == skips:
            plan.remarks += row.remarks
    CodeBook(session).give_out(plan)
    return plan


def _skipped(person: Known, row: CheckedRow) -> str:
    lacking = person.lacks(row)
    if not lacking:
        return person.told
    return f"{person.told} Only the row knows: {', '.join(lacking)}. “Fill what is missing” would keep it."


def _fill_row(kept: CheckedRow, other: CheckedRow) -> None:
    for name, value in other.values.items():
        if not kept.values.get(name):
            kept.values[name] = value
    kept.codes = {**other.codes, **kept.codes}
    kept.tags = list(dict.fromkeys([*kept.tags, *other.tags]))
    kept.joined_on = min(filter(None, (kept.joined_on, other.joined_on)), default=None)
    if other.note and other.note not in kept.note:
        kept.note = f"{kept.note}\n{other.note}".strip()


class CodeBook:
    """Which codes open the door for whom; nobody may get one that is taken."""

    def __init__(self, session: Session) -> None:
        self._owners: dict[str, int | str] = {}
        for code, client_id in session.execute(select(ClientCode.code, ClientCode.client_id)):
            self._owners[code] = client_id
        self._members = dict(session.execute(select(Client.member_number, Client.id)).all())

    def give_out(self, plan: ImportPlan) -> None:
        """Take codes out of the rows that somebody else has; each is remarked on."""
        for row in plan.new:
            self._keep_free(plan, row, f"row {row.number}")
        for client_id, row in plan.merges:
            self._keep_free(plan, row, client_id)

    def _keep_free(self, plan: ImportPlan, row: CheckedRow, owner: int | str) -> None:
        free: dict[str, str] = {}
        for code, label in row.codes.items():
            number = as_member_number(code)
            plain = number is not None and code == str(number)
            taken_by = self._owners.get(code) or (self._members.get(number or 0) if plain else None)
            if taken_by is None:
                self._owners[code] = owner
                free[code] = label
            elif taken_by != owner:
                text = f"“{code}” belongs to somebody else already and was left out."
                plan.remarks.append(RowError(row.number, row.titles.get(code, label), text))
        row.codes = free
