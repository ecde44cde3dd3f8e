"""What became of everything a rule has found, and what the clients did after it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.automation import Rule, RuleMatch, StaffTask
from fitnesscrm_desktop.models.ledger import Payment
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MatchState, MessageState, Trigger
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.automation.results import Followed, RuleStatistics
from fitnesscrm_desktop.services.clients.ranges import portions

VISIT_WITHIN = 14
PAYMENT_WITHIN = 7
_BRING_BACK = frozenset({Trigger.INACTIVITY, Trigger.MEMBERSHIP_ENDED, Trigger.MEMBERSHIP_RETURNED})
_REMIND = frozenset({Trigger.DUE_SOON, Trigger.OVERDUE})


def statistics_of(session: Session, rule: Rule) -> RuleStatistics:
    """The figures of one rule; every figure is a count of stored rows."""
    matches = _count_by(session, RuleMatch.state, RuleMatch.rule_id == rule.id)
    messages = _count_by(session, Message.state, Message.rule_id == rule.id)
    tasks, tasks_done = session.execute(
        select(func.count(), func.count(StaffTask.done_at))
        .join(RuleMatch, RuleMatch.id == StaffTask.match_id)
        .where(RuleMatch.rule_id == rule.id)
    ).one()
    skipped = _count_by(
        session, RuleMatch.reason, RuleMatch.rule_id == rule.id, RuleMatch.state == MatchState.SKIPPED
    )
    return RuleStatistics(
        rule_id=rule.id,
        matched=sum(matches.values()),
        queued=matches.get(MatchState.QUEUED, 0),
        drafts=messages.get(MessageState.DRAFT, 0),
        approved=_approved(session, rule),
        on_the_way=messages.get(MessageState.APPROVED, 0) + messages.get(MessageState.SENDING, 0),
        sent=messages.get(MessageState.SENT, 0),
        failed=messages.get(MessageState.FAILED, 0),
        dropped=messages.get(MessageState.DROPPED, 0),
        too_late=matches.get(MatchState.TOO_LATE, 0) + messages.get(MessageState.TOO_LATE, 0),
        tasks=int(tasks),
        tasks_done=int(tasks_done),
        skipped=skipped,
        followed=_followed(session, rule),
    )


def _approved(session: Session, rule: Rule) -> int:
    asked = select(func.count()).where(Message.rule_id == rule.id, Message.approved_at.is_not(None))
    return session.scalar(asked) or 0


def _count_by(session: Session, column: Any, *where: ColumnElement[bool]) -> dict[Any, int]:
    rows = session.execute(select(column, func.count()).where(*where).group_by(column))
    return {value: int(count) for value, count in rows}


def _followed(session: Session, rule: Rule) -> Followed | None:
    """Who came within 14 days of being called back, or paid within 7 of being reminded."""
    if rule.trigger in _BRING_BACK:
        came = select(Visit.client_id, Visit.at).where(Visit.cancelled_at.is_(None))
        return _counted(session, rule, _Deed("visit", timedelta(days=VISIT_WITHIN), came, Visit))
    if rule.trigger in _REMIND:
        paid = select(Payment.client_id, Payment.at).where(Payment.amount > 0, Payment.amount > _given_back())
        return _counted(session, rule, _Deed("payment", timedelta(days=PAYMENT_WITHIN), paid, Payment))
    return None


def _given_back() -> ColumnElement[int]:
    """How much of a payment was given back; of which nothing is left has not been paid."""
    refund = aliased(Payment)
    given = select(func.coalesce(-func.sum(refund.amount), 0)).where(refund.refund_of_id == Payment.id)
    return given.scalar_subquery()


@dataclass(frozen=True, slots=True)
class _Deed:
    """What a client may do after a message."""

    word: str
    within: timedelta
    query: Select[int, datetime]
    table: type[Visit | Payment]


def _counted(session: Session, rule: Rule, deed: _Deed) -> Followed:
    """Each occasion counts once, however many people were written to about it."""
    sent = session.execute(
        select(Message.match_id, Message.client_id, func.min(Message.sent_at))
        .where(
            Message.rule_id == rule.id,
            Message.state == MessageState.SENT,
            Message.client_id.is_not(None),
            Message.match_id.is_not(None),
        )
        .group_by(Message.match_id, Message.client_id)
    ).all()
    written: dict[int, list[datetime]] = defaultdict(list)
    for _, client_id, at in sent:
        if client_id is not None and at is not None:
            written[client_id].append(at)
    followed = 0
    for some in portions(written):
        done: dict[int, list[datetime]] = defaultdict(list)
        earliest = min(min(written[each]) for each in some)
        query = deed.query.where(deed.table.client_id.in_(some), deed.table.at > earliest)
        for client_id, at in session.execute(query):
            done[client_id].append(at)
        followed += sum(
            any(at < deed_at <= at + deed.within for deed_at in done[each])
            for each in some
            for at in written[each]
        )
    return Followed(deed.word, followed, len(sent), deed.within.days)
