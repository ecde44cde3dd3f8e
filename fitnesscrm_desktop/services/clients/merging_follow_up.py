"""What the studio has written and means to do about a client goes along when two records become one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.automation import ClientRhythm, RuleMatch, StaffTask
from fitnesscrm_desktop.models.client import Client, ClientTrainer
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.progress import ClientBody
from fitnesscrm_desktop.models.values import ActivityLevel, RecipientKind, Sex
from fitnesscrm_desktop.services.clients.waiting_messages import join_waiting
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work

_QUIETLY = {"synchronize_session": False}


def move_follow_up(work: Work, actor: Actor, keep: Client, other: Client, today: date) -> dict[str, int]:
    """Move messages, tasks, what rules have found, and trainers; how many of each."""
    session = work.session
    join_waiting(work, actor, keep, other)
    moved = {
        "tasks_twice": _join_tasks(work, actor, keep, other),
        "messages": _moved(session, Message, Message.client_id == other.id, client_id=keep.id),
        "tasks": _moved(session, StaffTask, StaffTask.client_id == other.id, client_id=keep.id),
        "matches": _move_matches(session, keep, other),
        "trainers": _move_trainers(session, keep, other, today),
    }
    _join_bodies(session, keep, other)
    to_other = (Message.recipient == RecipientKind.CLIENT, Message.recipient_id == other.id)
    _moved(session, Message, *to_other, recipient_id=keep.id)
    # Learned anew from the visits of both by the job that learns rhythms.
    session.execute(delete(ClientRhythm).where(ClientRhythm.client_id.in_([keep.id, other.id])))
    return moved


def _join_tasks(work: Work, actor: Actor, keep: Client, other: Client) -> int:
    """What one rule asks for on one occasion is done once; the second task counts as done with the first."""
    query = (
        select(StaffTask, RuleMatch.rule_id, RuleMatch.occurrence)
        .join(RuleMatch, RuleMatch.id == StaffTask.match_id)
        .where(StaffTask.client_id.in_([keep.id, other.id]))
    )
    pairs: dict[tuple[int, str, str], list[StaffTask]] = defaultdict(list)
    for task, rule_id, occurrence in work.session.execute(query):
        pairs[rule_id, occurrence, task.text].append(task)
    closed = 0
    for both in pairs.values():
        waiting = [
            task for task in sorted(both, key=lambda task: task.client_id != keep.id) if not task.done_at
        ]
        if len({task.client_id for task in both}) > 1:
            for task in waiting if len(waiting) < len(both) else waiting[1:]:
                task.done_at, task.done_by = work.now, actor.name
                closed += 1
    work.session.flush()
    return closed


def _moved(session: Session, table: Any, *where: Any, **values: Any) -> int:
    statement = update(table).where(*where).values(**values)
    return cast("CursorResult[Any]", session.execute(statement, execution_options=_QUIETLY)).rowcount


def _move_matches(session: Session, keep: Client, other: Client) -> int:
    """An occasion that was found for both stays with each; the rule knows both, and finds it no more."""
    mine = aliased(RuleMatch)
    found_for_both = (
        select(mine.id)
        .where(
            mine.client_id == keep.id,
            mine.rule_id == RuleMatch.rule_id,
            mine.occurrence == RuleMatch.occurrence,
        )
        .exists()
    )
    return _moved(session, RuleMatch, RuleMatch.client_id == other.id, ~found_for_both, client_id=keep.id)


def _join_bodies(session: Session, keep: Client, other: Client) -> None:
    """What is known of one body only is kept; where the two differ, what is kept stays as it is."""
    theirs = session.get(ClientBody, other.id)
    if theirs is None:
        return
    mine = session.get(ClientBody, keep.id)
    if mine is None:
        mine = ClientBody(client_id=keep.id, sex=Sex.UNKNOWN, activity=ActivityLevel.UNKNOWN)
        session.add(mine)
    if mine.sex is Sex.UNKNOWN:
        mine.sex = theirs.sex
    if mine.activity is ActivityLevel.UNKNOWN:
        mine.activity = theirs.activity
    mine.units = mine.units or theirs.units
    session.delete(theirs)
    session.flush()


def _move_trainers(session: Session, keep: Client, other: Client, today: date) -> int:
    """Who looks after the kept record goes on; who looked after the other one did so until yesterday."""
    now = ClientTrainer.to_day.is_(None)
    if session.scalar(select(ClientTrainer.id).where(ClientTrainer.client_id == keep.id, now)) is not None:
        ended = today - timedelta(days=1)
        _moved(session, ClientTrainer, ClientTrainer.client_id == other.id, now, to_day=ended)
    return _moved(session, ClientTrainer, ClientTrainer.client_id == other.id, client_id=keep.id)
