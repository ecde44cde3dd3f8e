"""Writes anew what was not sent because somebody else reads for the client by now: grown up, or paid for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MessageState, RecipientKind
from fitnesscrm_desktop.services.automation.by_day import BY_DAY
from fitnesscrm_desktop.services.automation.by_row import BY_ROW, NewRows
from fitnesscrm_desktop.services.automation.marks import find_between
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.automation.orders import occasion_of, order_of
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.queueing import Origin, queue_message
from fitnesscrm_desktop.services.messaging.results import Composed, SkipReason
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_OTHER_READER = (SkipReason.NOT_RESPONSIBLE.value, SkipReason.NO_GUARDIAN.value)
_MOST = 50


def dropped_for_their_reader(session: Session, rules: Sequence[Rule], now: datetime) -> Mapping[int, int]:
    """Match -> message, of what still matters and was written to who reads for the client no more."""
    other = aliased(Message)
    waits = exists().where(other.match_id == Message.match_id, other.id > Message.id)
    query = (
        select(Message.match_id, Message.id)
        .where(
            Message.state == MessageState.DROPPED,
            Message.outcome.in_(_OTHER_READER),
            Message.rule_id.in_([rule.id for rule in rules]),
            Message.good_until > now,
            ~waits,
        )
        .order_by(Message.id)
        .limit(_MOST)
    )
    return {match_id: message_id for match_id, message_id in session.execute(query) if match_id is not None}


def write_anew(work: Work, profile: StudioProfile, match_id: int, message_id: int) -> bool:
    """Put a draft to the right reader beside the message that was dropped; whether there is one."""
    match = work.session.get_one(RuleMatch, match_id, with_for_update=True)
    dropped, rule = work.session.get_one(Message, message_id), work.session.get_one(Rule, match.rule_id)
    newer = select(Message.id).where(Message.match_id == match_id, Message.id > message_id).limit(1)
    order, found = order_of(rule), _found_again(work.session, profile, rule, match)
    if order is None or found is None or work.session.scalar(newer) is not None:
        return False
    composer = Composer(work.session, profile, work.now)
    ((_, outcomes),) = composer.compose([occasion_of(rule, found)], order)
    written = _written_to(work.session, match_id)
    told = [
        one
        for one in outcomes
        if isinstance(one, Composed)
        and (one.recipient.kind, one.recipient.id) not in written
        and found.left_out is None
    ]
    for one in told:
        origin = Origin(match_id=match_id, rule_id=rule.id)
        queue_message(work, one, origin, good_until=dropped.good_until)
    return bool(told)


def _written_to(session: Session, match_id: int) -> set[tuple[RecipientKind, int]]:
    """Whom the rule has written to about this occasion already: nobody gets it twice."""
    query = select(Message.recipient, Message.recipient_id).where(Message.match_id == match_id)
    return {(kind, reader_id) for kind, reader_id in session.execute(query)}


def _found_again(session: Session, profile: StudioProfile, rule: Rule, match: RuleMatch) -> Found | None:
    """The occasion as the rule has found it; None: it is none any more."""
    if rule.trigger in BY_DAY:
        found = find_between(session, rule, match.on_day, match.on_day)
    else:
        number = match.occurrence.partition(":")[2]
        row_id = int(number) if number.isdecimal() else match.client_id
        found = list(BY_ROW[rule.trigger](NewRows(session, profile, row_id - 1, rule.days)))
    same = (each for each in found if (each.client_id, each.key) == (match.client_id, match.occurrence))
    return next(same, None)
