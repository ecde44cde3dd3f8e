"""What the staff is to do about clients: given by rules or by each other, done once."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.automation import Rule, RuleMatch, StaffTask
from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.automation.events import TasksChanged
from fitnesscrm_desktop.services.automation.results import TaskRow
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.paging import Cursor, Page, keyset_page
from fitnesscrm_desktop.services.core.typed_text import one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.settings.profile import studio_profile

FARTHEST = timedelta(days=3660)


class TaskList(enum.StrEnum):
    """Which tasks are looked at."""

    MINE = "mine"
    """Open ones for me, for my role, or for anybody: so is what somebody who has left was to do."""
    OPEN = "open"
    DONE = "done"


class StaffTaskService:
    """Keeps the tasks."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def rows(
        self,
        actor: Actor,
        which: TaskList = TaskList.OPEN,
        *,
        client_id: int | None = None,
        after: Cursor | None = None,
        limit: int = 100,
    ) -> Page[TaskRow]:
        """At most *limit* tasks behind *after*: open ones by their day, done ones with the newest first."""
        actor.require(Permission.VIEW_CLIENTS)
        query = _query().where(_listed(which, actor))
        if client_id is not None:
            query = query.where(StaffTask.client_id == client_id)
        done = which is TaskList.DONE
        with self._core.read() as session:
            return keyset_page(
                session,
                query,
                keys=[StaffTask.done_at if done else StaffTask.due_on, StaffTask.id],
                after=after,
                limit=limit,
                make=lambda row: _row(*row[:5]),
                descending=done,
            )

    def open_count(self, actor: Actor) -> int:
        """How many open tasks are for this person, this role, or anybody, and due by today."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            today = studio_profile(session).day_of(self._core.clock.now())
            counted = select(func.count()).where(_listed(TaskList.MINE, actor), StaffTask.due_on <= today)
            return session.scalar(counted) or 0

    def add(
        self,
        actor: Actor,
        text: str,
        *,
        client_id: int | None = None,
        for_staff_id: int | None = None,
        for_role: Role | None = None,
        due_on: date | None = None,
    ) -> TaskRow:
        """Give somebody (a person, a role, or anybody) something to do by *due_on* (default: today).

        Raises ``RuleBroken`` for a blank or too long text or a day nobody can mean, ``NotFound``.
        """
        actor.require(Permission.WRITE_NOTES)
        words = one_line(text, SHORT_TEXT, needed="Say what is to be done.")
        with self._core.write() as work:
            today = studio_profile(work.session).day_of(work.now)
            day = due_on or today
            if not today <= day <= today + FARTHEST:
                raise RuleBroken("A task is due today or later.", fields={"due_on": "Choose another day."})
            if for_staff_id is not None:
                _refuse_gone(work.session, for_staff_id)
            task = StaffTask(
                client_id=None if client_id is None else find_client(work.session, client_id).id,
                text=words,
                for_staff_id=for_staff_id,
                for_role=for_role if for_staff_id is None else None,
                due_on=day,
                created_at=work.now,
                staff_id=actor.staff_id,
            )
            work.session.add(task)
            work.session.flush()
            work.audit(actor, "task.add", "staff_task", task.id, client_id=task.client_id)
            work.record(TasksChanged())
            return _found(work.session, task.id)

    def done(self, actor: Actor, task_id: int) -> TaskRow:
        """It is done. Doing it once more changes nothing. Raises ``NotFound``."""
        return self._set_done(actor, task_id, done=True)

    def undo_done(self, actor: Actor, task_id: int) -> TaskRow:
        """It is not done after all."""
        return self._set_done(actor, task_id, done=False)

    def _set_done(self, actor: Actor, task_id: int, *, done: bool) -> TaskRow:
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.write() as work:
            task = work.session.get(StaffTask, task_id, with_for_update=True, populate_existing=True)
            if task is None:
                raise NotFound(f"There is no task with the id {task_id}. Nothing was changed.")
            if done is (task.done_at is None):
                task.done_at = work.now if done else None
                task.done_by = actor.name if done else ""
                work.session.flush()
                work.audit(actor, "task.done" if done else "task.undo_done", "staff_task", task_id)
                work.record(TasksChanged())
            return _found(work.session, task_id)


def _refuse_gone(session: Session, staff_id: int) -> None:
    person = session.get(Staff, staff_id)
    if person is None or person.left_at is not None:
        text = "This person does not work here (any more)."
        raise RuleBroken(f"{text} Nothing was stored.", fields={"for_staff_id": text})


_FOR, _BY = aliased(Staff), aliased(Staff)


def _query() -> Select[StaffTask, Client | None, str | None, str | None, str | None]:
    return (
        select(StaffTask, Client, _FOR.name, _BY.name, Rule.name)
        .outerjoin(Client, Client.id == StaffTask.client_id)
        .outerjoin(_FOR, _FOR.id == StaffTask.for_staff_id)
        .outerjoin(_BY, _BY.id == StaffTask.staff_id)
        .outerjoin(RuleMatch, RuleMatch.id == StaffTask.match_id)
        .outerjoin(Rule, Rule.id == RuleMatch.rule_id)
    )


def _listed(which: TaskList, actor: Actor) -> ColumnElement[bool]:
    if which is TaskList.DONE:
        return StaffTask.done_at.is_not(None)
    still_open = StaffTask.done_at.is_(None)
    if which is TaskList.OPEN:
        return still_open
    for_anybody = and_(StaffTask.for_staff_id.is_(None), StaffTask.for_role.is_(None))
    given_up = StaffTask.for_staff_id.in_(select(Staff.id).where(Staff.left_at.is_not(None)))
    mine = or_(for_anybody, given_up, StaffTask.for_role == actor.role)
    if actor.staff_id is not None:
        mine = or_(mine, StaffTask.for_staff_id == actor.staff_id)
    return and_(still_open, mine)


def _found(session: Session, task_id: int) -> TaskRow:
    task, client, for_name, by, rule = session.execute(_query().where(StaffTask.id == task_id)).one()
    return _row(task, client, for_name, by, rule)


def _row(
    task: StaffTask, client: Client | None, for_name: str | None, by: str | None, rule: str | None
) -> TaskRow:
    return TaskRow(
        id=task.id,
        text=task.text,
        client_id=task.client_id,
        client_name=f"{client.first_name} {client.last_name}" if client else "",
        for_staff_id=task.for_staff_id,
        for_name=for_name or "",
        for_role=task.for_role,
        due_on=task.due_on,
        created_at=task.created_at,
        by=rule or by or "",
        done_at=task.done_at,
        done_by=task.done_by,
        version=task.version,
    )
