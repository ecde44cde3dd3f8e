"""Who on the staff looks after whom, from which day to which."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientTrainer
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.clients.results import TrainerInfo, TrainerSpan
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken


def trainer_now(session: Session, client_id: int) -> TrainerInfo | None:
    """Who looks after a client until further notice."""
    query = (
        select(Staff)
        .join(ClientTrainer, ClientTrainer.staff_id == Staff.id)
        .where(ClientTrainer.client_id == client_id, ClientTrainer.to_day.is_(None))
    )
    row = session.scalar(query)
    return None if row is None else _info(row)


def trainer_history(session: Session, client_id: int) -> list[TrainerSpan]:
    """Everybody who looked after a client, the last one first."""
    query = (
        select(ClientTrainer, Staff)
        .join(Staff, Staff.id == ClientTrainer.staff_id)
        .where(ClientTrainer.client_id == client_id)
        .order_by(ClientTrainer.from_day.desc(), ClientTrainer.id.desc())
    )
    return [TrainerSpan(_info(staff), row.from_day, row.to_day) for row, staff in session.execute(query)]


def clients_of_trainer(session: Session, staff_id: int) -> list[int]:
    """The ids of those whom somebody looks after until further notice, by name; without archived ones."""
    query = (
        select(Client.sort_key, Client.id)
        .join(ClientTrainer, ClientTrainer.client_id == Client.id)
        .where(
            ClientTrainer.staff_id == staff_id,
            ClientTrainer.to_day.is_(None),
            Client.archived_at.is_(None),
        )
    )
    # Put in order here: a server would rather look through all names for so few.
    return [row.id for row in sorted(session.execute(query))]


def possible_trainers(session: Session) -> list[TrainerInfo]:
    """Everybody who works here, trainers first, by name."""
    rows = session.scalars(select(Staff).where(Staff.left_at.is_(None))).all()
    order = sorted(rows, key=lambda row: (row.role is not Role.TRAINER, row.name.casefold(), row.id))
    return [_info(row) for row in order]


def put_trainer(session: Session, client_id: int, staff_id: int | None, today: date) -> bool:
    """Let somebody (None: nobody) look after the locked client from *today* on; whether that is new.

    Who began today leaves no trace: it was a slip.
    """
    open_span = select(ClientTrainer).where(
        ClientTrainer.client_id == client_id, ClientTrainer.to_day.is_(None)
    )
    current = session.scalar(open_span)
    if staff_id == (current.staff_id if current else None):
        return False
    if staff_id is not None:
        _refuse_gone(session, staff_id)
    if current is not None:
        if current.from_day >= today:
            session.delete(current)
        else:
            current.to_day = today - timedelta(days=1)
        session.flush()
    if staff_id is not None:
        _begin(session, client_id, staff_id, today)
    return True


def _begin(session: Session, client_id: int, staff_id: int, today: date) -> None:
    """Go on with a span that ended yesterday, as when a slip is taken back; else begin one."""
    yesterday = session.scalar(
        select(ClientTrainer).where(
            ClientTrainer.client_id == client_id,
            ClientTrainer.staff_id == staff_id,
            ClientTrainer.to_day == today - timedelta(days=1),
        )
    )
    if yesterday is not None:
        yesterday.to_day = None
    else:
        session.add(ClientTrainer(client_id=client_id, staff_id=staff_id, from_day=today, to_day=None))


def _refuse_gone(session: Session, staff_id: int) -> None:
    row = session.get(Staff, staff_id)
    if row is None:
        raise NotFound("This member of staff is not in the list any more.")
    if row.left_at is not None:
        raise RuleBroken(f"{row.name} does not work here any more. Choose somebody else.")


def _info(row: Staff) -> TrainerInfo:
    return TrainerInfo(row.id, row.name, row.left_at is not None)
