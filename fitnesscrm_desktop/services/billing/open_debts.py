"""Since when clients owe what they owe: a debt that is paid and given back is open anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.models.ledger import Allocation, Charge
from fitnesscrm_desktop.services.clients.ranges import portions


@dataclass(frozen=True, slots=True)
class OpenDebt:
    """What a client has owed without a break, of the oldest day on which something is still open."""

    client_id: int
    due_on: date
    opened_by: str
    """The row that opened it."""
    since: datetime
    is_first: bool
    """Whether nothing that was due on that day had been owed and paid before."""

    @property
    def key(self) -> str:
        """Names this time of owing, as against an earlier one for the same day."""
        return f"due:{self.due_on}" if self.is_first else f"due:{self.due_on}:{self.opened_by}"


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that changed how much of a charge is open, in the order of time."""

    at: datetime
    rank: int
    row_id: int
    charge_id: int
    amount: int
    """What the charge asks for (rank 0), what settles it (1), or nothing: it was taken back (2)."""

    @property
    def name(self) -> str:
        return f"{'car'[self.rank]}{self.row_id}"


def oldest_debts(session: Session, client_ids: Iterable[int]) -> dict[int, OpenDebt]:
    """The oldest open debt of each client who has one; what is due on one day is one debt."""
    found: dict[int, OpenDebt] = {}
    for some in portions(client_ids):
        dues = _oldest_days(session, some)
        steps = _steps(session, some, Charge.due_on == ClientFigures.oldest_due_on)
        for client_id, of_client in steps.items():
            opened, _ = _turns(of_client)
            if opened is not None:
                first = opened is of_client[0]
                found[client_id] = OpenDebt(client_id, dues[client_id], opened.name, opened.at, first)
    return found


def debts_due(session: Session, due: Mapping[date, Collection[int]]) -> dict[tuple[int, date], OpenDebt]:
    """What these clients still owe of what is due on these days, whatever else they owe."""
    found: dict[tuple[int, date], OpenDebt] = {}
    for day, client_ids in due.items():
        for some in portions(client_ids):
            for client_id, of_client in _steps(session, some, Charge.due_on == day).items():
                opened, _ = _turns(of_client)
                if opened is not None:
                    first = opened is of_client[0]
                    found[client_id, day] = OpenDebt(client_id, day, opened.name, opened.at, first)
    return found


def older_settled(session: Session, client_ids: Iterable[int]) -> dict[int, datetime]:
    """When the last of what was due before the oldest open debt was settled: since then this one is it."""
    found: dict[int, datetime] = {}
    for some in portions(client_ids):
        steps = _steps(session, some, Charge.due_on < ClientFigures.oldest_due_on)
        for client_id, of_client in steps.items():
            _, closed = _turns(of_client)
            if closed is not None:
                found[client_id] = closed.at
    return found


def _oldest_days(session: Session, client_ids: Sequence[int]) -> dict[int, date]:
    query = select(ClientFigures.client_id, ClientFigures.oldest_due_on).where(
        ClientFigures.client_id.in_(client_ids)
    )
    return {client_id: day for client_id, day in session.execute(query) if day is not None}


def _steps(session: Session, client_ids: Sequence[int], which: ColumnElement[bool]) -> dict[int, list[_Step]]:
    """The steps of those charges by client, in the order of time.

    Which of them are reversals is looked at here: asked for in the statement, SQLite would go through all
    charges there are that are none, and not through those of the clients.
    """
    steps: dict[int, list[_Step]] = defaultdict(list)
    of_clients = (Charge.client_id.in_(client_ids), which)
    charges = (
        select(Charge.client_id, Charge.id, Charge.at, Charge.amount, Charge.reverses_id)
        .join(ClientFigures, ClientFigures.client_id == Charge.client_id)
        .where(*of_clients)
    )
    for client_id, charge_id, at, amount, reverses_id in session.execute(charges):
        if reverses_id is None:
            steps[client_id].append(_Step(at, 0, charge_id, charge_id, amount))
    reversal = aliased(Charge)
    reversals = (
        select(Charge.client_id, reversal.id, reversal.at, Charge.id)
        .join(ClientFigures, ClientFigures.client_id == Charge.client_id)
        .join(reversal, reversal.reverses_id == Charge.id)
        .where(*of_clients)
    )
    for client_id, reversal_id, at, charge_id in session.execute(reversals):
        steps[client_id].append(_Step(at, 2, reversal_id, charge_id, 0))
    parts = (
        select(Charge.client_id, Allocation.id, Allocation.at, Allocation.charge_id, Allocation.amount)
        .join(Charge, Charge.id == Allocation.charge_id)
        .join(ClientFigures, ClientFigures.client_id == Charge.client_id)
        .where(*of_clients)
    )
    for client_id, part_id, at, charge_id, amount in session.execute(parts):
        steps[client_id].append(_Step(at, 1, part_id, charge_id, amount))
    return {client_id: _in_time(of_client) for client_id, of_client in steps.items()}


def _in_time(steps: Sequence[_Step]) -> list[_Step]:
    """In their order; of one moment, what was owed before is settled before something new is charged."""
    charged_at = {each.charge_id: each.at for each in steps if each.rank == 0}

    def place(step: _Step) -> tuple[datetime, int, int]:
        earlier = step.rank == 1 and charged_at.get(step.charge_id) != step.at
        return step.at, -1 if earlier else step.rank, step.row_id

    return sorted(steps, key=place)


def _turns(steps: Sequence[_Step]) -> tuple[_Step | None, _Step | None]:
    """The step since which something is open without a break, and the last one that settled everything."""
    opened = closed = None
    was_open = False
    for step, is_open in _standing(steps):
        if is_open and not was_open:
            opened = step
        elif was_open and not is_open:
            opened, closed = None, step
        was_open = is_open
    return opened, closed


def _standing(steps: Sequence[_Step]) -> Iterator[tuple[_Step, bool]]:
    """After each step: whether any of the charges is open."""
    left: dict[int, int] = defaultdict(int)
    gone: set[int] = set()
    for step in steps:
        if step.rank == 0:
            left[step.charge_id] += step.amount
        elif step.rank == 1:
            left[step.charge_id] -= step.amount
        else:
            gone.add(step.charge_id)
        yield step, any(rest > 0 for charge_id, rest in left.items() if charge_id not in gone)
