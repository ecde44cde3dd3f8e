"""Rules that have been at work for a month: what they found, wrote, and gave the staff to do.

The rules themselves are asked, day by day, so that everything fits the clients it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMark, StaffTask
from fitnesscrm_desktop.models.client import Client, ClientTrainer
from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Channel, MessageState, Role
from fitnesscrm_desktop.services.automation import conditions
from fitnesscrm_desktop.services.automation.by_day import BY_DAY
from fitnesscrm_desktop.services.automation.by_row import last_row
from fitnesscrm_desktop.services.automation.client_facts import meeting
from fitnesscrm_desktop.services.automation.marks import find_between
from fitnesscrm_desktop.services.automation.matching import Acting
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.automation.records import put
from fitnesscrm_desktop.services.automation.rhythm import Mark, changed_since, refresh
from fitnesscrm_desktop.services.automation.starters import STARTERS
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.shipped import add_lacking, template_ids
from fitnesscrm_desktop.services.settings.profile import StudioProfile

DAYS = 30
MOST_FOUND = 600
"""In a large studio the last days are enough to look at."""
MORNING = time(7, 5)
SEND_BY_THEMSELVES = frozenset({"Birthday", "Hundredth visit", "One year"})
SWITCHED_OFF = frozenset({"Due in three days", "Has ended"})
WITH_A_TRAINER = 0.35
REFUSED = "The mail server refused this address: 550 5.1.1 There is no such mailbox here."
TASKS = (
    ("Return the borrowed heart rate belt", Role.FRONT_DESK),
    ("Agree on a day for the next fitness test", Role.TRAINER),
    ("Order towels", Role.MANAGER),
    ("Ask whether the knee is better", Role.TRAINER),
    ("Hang up the holiday opening hours", Role.FRONT_DESK),
)
WAITS_SINCE = 1
"""What was found yesterday or today still waits for a yes; what is older has been dealt with."""


def reach_out(work: Work, profile: StudioProfile, today: date, seed: int) -> None:
    """Give the studio trainers, rules, and a month of what these did."""
    draw = Random(f"outreach {seed}")
    _assign_trainers(work.session, today, draw)
    refresh(work.session, changed_since(work.session, Mark()))
    rules = _rules(work, today)
    now = work.now
    for day, there in reversed(_found(work.session, rules, today)):
        work.now = min(now, datetime.combine(day, MORNING, ZoneInfo(profile.zone)).astimezone(now.tzinfo))
        for rule, occasions in there:
            Acting(work, profile, rule).act(occasions)
    work.now = now
    _leave_tasks(work, draw, today)
    _deal_with(work, draw, today, profile)


def _assign_trainers(session: Session, today: date, draw: Random) -> None:
    people = session.scalars(select(Staff).order_by(Staff.id)).all()
    for person in people:
        person.email = f"{person.login}@example.com"
    trainers = [person.id for person in people if person.role is Role.TRAINER]
    clients = session.execute(
        select(Client.id, Client.created_at).where(Client.archived_at.is_(None)).order_by(Client.id)
    )
    session.add_all(
        ClientTrainer(
            client_id=client_id, staff_id=draw.choice(trainers), from_day=min(created_at.date(), today)
        )
        for client_id, created_at in clients.all()
        if draw.random() < WITH_A_TRAINER
    )


def _rules(work: Work, today: date) -> list[Rule]:
    """The usual ones, most of them switched on a month ago."""
    session = work.session
    add_lacking(session)
    words = template_ids(session)
    rules = []
    for draft, key in STARTERS:
        on = draft.name not in SWITCHED_OFF
        rule = Rule(created_at=work.now, enabled_on=today - timedelta(days=DAYS) if on else None)
        by_itself = draft.by_itself or draft.name in SEND_BY_THEMSELVES
        put(rule, replace(draft, template_id=words[key] if key else None, by_itself=by_itself))
        rules.append(rule)
    session.add_all(rules)
    session.flush()
    for rule in rules:
        seen = last_row(session, rule.trigger)
        mark = RuleMark(trigger=rule.trigger, rule_id=rule.id, day=today, row_id=seen, from_row=seen)
        session.add(mark)
    return rules


def _found(
    session: Session, rules: Sequence[Rule], today: date
) -> list[tuple[date, list[tuple[Rule, list[Found]]]]]:
    """What the rules find, from today back to the first day that is looked at."""
    days: list[tuple[date, list[tuple[Rule, list[Found]]]]] = []
    count = 0
    for day in (today - timedelta(days=back) for back in range(DAYS + 1)):
        if count < MOST_FOUND:
            there = [(rule, _look(session, rule, day)) for rule in rules if rule.enabled_on]
            count += sum(len(occasions) for _rule, occasions in there)
            days.append((day, there))
    return days


def _look(session: Session, rule: Rule, day: date) -> list[Found]:
    if rule.trigger not in BY_DAY:
        return []
    wanted = meeting(session, conditions.read(rule.conditions), find_between(session, rule, day, day), day)
    return sorted(wanted, key=lambda each: each.client_id)


def _deal_with(work: Work, draw: Random, today: date, profile: StudioProfile) -> None:
    """Somebody has gone through the outbox and the tasks, except for the last two days."""
    session = work.session
    session.flush()
    for message in session.scalars(select(Message).order_by(Message.id)):
        message.wire_id = f"<fitnesscrm.demo.{message.id}@example.com>"
        age = (today - profile.day_of(message.created_at)).days
        if age > WAITS_SINCE:
            session.add_all(_sent_or_not(message, draw))
    for task in session.scalars(select(StaffTask).order_by(StaffTask.id)):
        if (today - task.due_on).days > WAITS_SINCE and draw.random() < 0.8:
            task.done_at = task.created_at + timedelta(hours=draw.randrange(2, 9))
            task.done_by = "Aisling Keane"


def _sent_or_not(message: Message, draw: Random) -> Iterator[MessageEvent]:
    luck, at = draw.random(), message.created_at + timedelta(minutes=draw.randrange(60, 300))
    if message.state is MessageState.DRAFT and luck < 0.06:
        message.state = MessageState.DROPPED
        yield _event(message, at, "", "Aisling Keane")
        return
    if message.state is MessageState.DRAFT:
        message.approved_at, message.approved_by = at, "Aisling Keane"
    message.tries, message.send_at = 1, at
    refused = message.channel is Channel.EMAIL and luck > 0.93
    message.state = MessageState.FAILED if refused else MessageState.SENT
    message.outcome = REFUSED if refused else ""
    message.sent_at = None if refused else at
    yield _event(message, at, message.outcome, "")


def _leave_tasks(work: Work, draw: Random, today: date) -> None:
    """What people ask each other to do, beside the tasks that rules give."""
    clients = work.session.scalars(
        select(Client.id).where(Client.archived_at.is_(None)).order_by(Client.id.desc()).limit(40)
    ).all()
    for days, (text, role) in enumerate(TASKS, start=-2):
        work.session.add(
            StaffTask(
                client_id=draw.choice(clients) if role is Role.TRAINER else None,
                text=text,
                for_role=role,
                due_on=today + timedelta(days=days),
                created_at=work.now - timedelta(days=3),
            )
        )


def _event(message: Message, at: datetime, text: str, actor: str) -> MessageEvent:
    return MessageEvent(message_id=message.id, at=at, state=message.state, text=text, actor=actor)
