"""Takes up what was dropped because it was not so any more, and is so again: a slip that was taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MessageState
from fitnesscrm_desktop.services.automation.moved_birthdays import greeted_besides
from fitnesscrm_desktop.services.automation.unmet import unmet
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.core.actor import the_program
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.claims import add_event
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.holding import SO_AGAIN, approved_by_rules
from fitnesscrm_desktop.services.messaging.results import SkipReason
from fitnesscrm_desktop.services.messaging.rules import AT_ONCE
from fitnesscrm_desktop.services.messaging.settled import settled
from fitnesscrm_desktop.services.messaging.still_true import no_longer_true
from fitnesscrm_desktop.services.settings.profile import StudioProfile

AT_ONCE_ANEW = 50
"""Messages that are taken up in one transaction."""


def dropped_as_settled(session: Session, rules: Sequence[Rule], now: datetime) -> Mapping[int, Sequence[int]]:
    """Rule -> messages that still matter and were dropped as settled: paid, renewed, back again."""
    query = select(Message.rule_id, Message.id).where(
        Message.state == MessageState.DROPPED,
        Message.outcome == SkipReason.SETTLED,
        Message.rule_id.in_([rule.id for rule in rules]),
        Message.good_until > now,
    )
    dropped: dict[int, list[int]] = defaultdict(list)
    for rule_id, message_id in session.execute(query.order_by(Message.id)):
        if rule_id is not None:
            dropped[rule_id].append(message_id)
    return dropped


def so_again(
    session: Session, profile: StudioProfile, message_ids: Sequence[int], now: datetime
) -> list[int]:
    """Those of *message_ids* that are not settled any more, and may go out: renewed by mistake, say."""
    today = profile.day_of(now)
    found: list[int] = []
    for some in portions(message_ids):
        without_words = defer(Message.text), defer(Message.html)
        rows = session.scalars(select(Message).where(Message.id.in_(some)).options(*without_words)).all()
        over = settled(session, rows, today) | greeted_besides(session, rows)
        open_rows = [row for row in rows if row.id not in over]
        untrue = no_longer_true(session, open_rows, today, profile.adult_age, unmet) if open_rows else {}
        found += [row.id for row in open_rows if row.id not in untrue]
    return sorted(found)


def take_up_again(work: Work, profile: StudioProfile, message_ids: Sequence[int]) -> None:
    """Let those that may go out stand again: what a rule sends by itself as approved, else as a draft."""
    query = (
        select(Message)
        .where(
            Message.id.in_(message_ids),
            Message.state == MessageState.DROPPED,
            Message.outcome == SkipReason.SETTLED,
        )
        .order_by(Message.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    rows = work.session.scalars(query).all()
    today = profile.day_of(work.now)
    untrue = no_longer_true(work.session, rows, today, profile.adult_age, unmet)
    by_rule = approved_by_rules(work.session, [row.id for row in rows])
    for row in rows:
        if row.id in untrue:
            continue
        row.outcome = SO_AGAIN
        if row.id in by_rule and row.approved_by:  # held back since, it waited for a yes
            row.state, row.send_at = MessageState.APPROVED, AT_ONCE
        else:
            row.state, row.send_at, row.approved_at, row.approved_by = MessageState.DRAFT, None, None, ""
        work.session.flush()
        add_event(work, the_program(), row.id, row.state, SO_AGAIN)
        work.record(MessagesChanged())
