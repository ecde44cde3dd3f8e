"""Takes up what was dropped because it was not so any more, and is so again: a slip that was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MessageState
from fitnesscrm_desktop.services.automation.moved_birthdays import greeted_besides
from fitnesscrm_desktop.services.automation.unmet import unmet
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

_MOST = 200


def so_again(session: Session, rules: Sequence[Rule], now: datetime, profile: StudioProfile) -> list[int]:
    """Messages that still matter, were dropped as settled, and are not settled: renewed by mistake, say."""
    query = (
        select(Message)
        .where(
            Message.state == MessageState.DROPPED,
            Message.outcome == SkipReason.SETTLED,
            Message.rule_id.in_([rule.id for rule in rules]),
            Message.good_until > now,
        )
        .order_by(Message.id.desc())
        .limit(_MOST)
    )
    rows = session.scalars(query).all()
    over = settled(session, rows, profile.day_of(now)) | greeted_besides(session, rows) if rows else set()
    return sorted(row.id for row in rows if row.id not in over)


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
