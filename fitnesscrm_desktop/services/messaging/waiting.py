"""Whether an approved message may go out now, or waits: for its day, its reader's week, the morning.

What a person wrote goes at once; so does what goes to the staff, but for the quiet hours.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.message import Message, MessagingSettings
from fitnesscrm_desktop.models.values import MessageState, RecipientKind, Trigger
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.locking import lock_in_order
from fitnesscrm_desktop.services.messaging.outbox_results import SendingRules
from fitnesscrm_desktop.services.messaging.rules import AT_ONCE, BY_ITSELF, after_quiet
from fitnesscrm_desktop.services.settings.profile import StudioProfile

WEEK = timedelta(days=7)
JUST_HAPPENED = frozenset(
    {
        Trigger.CLIENT_CREATED,
        Trigger.VISIT,
        Trigger.VISITS_REACHED,
        Trigger.PAYMENT,
        Trigger.REFUND,
        Trigger.MEMBERSHIP_SOLD,
        Trigger.MEMBERSHIP_FROZEN,
    }
)
"""What the desk has stored is so whatever the clock said then; all else happens on a day."""


class WaitReason(enum.StrEnum):
    """Why an approved message waits, as a stable word."""

    QUIET_HOURS = "quiet_hours"
    WEEKLY_CAP = "weekly_cap"
    ITS_DAY = "its_day"
    """A clock that was ahead, or a command, has found it before its day."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when a message waits at least, and why."""

    until: datetime
    reason: WaitReason


@dataclass(frozen=True, slots=True)
class _Before:
    """A message that waits for room, and since or until when."""

    message_id: int
    rule_id: int | None
    send_at: datetime


class Waiting:
    """Judges messages in the order they would go out: each that goes leaves less room for the next."""

    def __init__(
        self,
        session: Session,
        messages: Sequence[Message],
        now: datetime,
        profile: StudioProfile,
        rules: SendingRules,
    ) -> None:
        self._now, self._profile, self._rules = now, profile, rules
        by_rule = [each for each in messages if each.rule_id is not None]
        self._days = _days(session, [each.match_id for each in by_rule if each.match_id is not None])
        readers = {each.recipient_id for each in by_rule if _is_client(each)} if rules.weekly_cap else set()
        self._free = _free_rules(session) if readers else frozenset()
        self._got = _got(session, readers, now) if readers else defaultdict(list)
        self._before = _before(session, readers) if readers else {}

    def wait(self, message: Message) -> Wait | None:
        """What it waits for; None: it goes out now, and counts."""
        if message.rule_id is None:
            return None
        day = self._days.get(message.match_id or 0)
        if day is not None and day > self._profile.day_of(self._now):
            return Wait(start_of_day(day, self._profile.zone), WaitReason.ITS_DAY)
        until = after_quiet(self._now, self._rules.quiet_from, self._rules.quiet_to, self._profile.zone)
        if until is not None:
            return Wait(until, WaitReason.QUIET_HOURS)
        if not _is_client(message) or not self._rules.weekly_cap:
            return None
        got = self._got[message.recipient_id]
        waiting = self._before.get(message.recipient_id, {})
        older = [
            each.send_at
            for each in waiting.values()
            if each.message_id < message.id and each.rule_id not in self._free
        ]
        if message.rule_id not in self._free and len(got) + len(older) >= self._rules.weekly_cap:
            turns = [at for at in older if at > self._now]  # by then it may be gone, and its place free
            return Wait(min([self._room_at(got, len(older)), *turns]), WaitReason.WEEKLY_CAP)
        got.append(self._now)
        waiting.pop(message.id, None)
        return None

    def _room_at(self, got: Sequence[datetime], older: int) -> datetime:
        """When there is room for one more than what is *older* and waits; at the latest in a week."""
        in_order = [min(each, self._now) for each in sorted(got)]
        place = len(in_order) - self._rules.weekly_cap + older
        return (in_order[place] if place < len(in_order) else self._now) + WEEK


def one_at_a_time(session: Session) -> None:
    """Until the end of the transaction nobody else chooses what to send: together they keep to the cap."""
    session.get(MessagingSettings, 1, with_for_update=True)


def judge_anew(work: Work) -> None:
    """The studio has other rules now: what waits because of the old ones is looked at again."""
    reasons = [WaitReason.QUIET_HOURS, WaitReason.WEEKLY_CAP]
    waiting = Message.state == MessageState.APPROVED, Message.outcome.in_(reasons)
    for some in lock_in_order(work.session, *waiting):
        statement = update(Message).where(Message.id.in_(some)).values(send_at=AT_ONCE, outcome="")
        work.session.execute(statement, execution_options={"synchronize_session": False})


def _is_client(message: Message) -> bool:
    return message.recipient is RecipientKind.CLIENT


def _days(session: Session, match_ids: Collection[int]) -> Mapping[int, date]:
    if not match_ids:
        return {}
    query = (
        select(RuleMatch.id, RuleMatch.on_day)
        .join(Rule, Rule.id == RuleMatch.rule_id)
        .where(RuleMatch.id.in_(match_ids), Rule.trigger.not_in(list(JUST_HAPPENED)))
    )
    return dict(iter(session.execute(query)))


def _free_rules(session: Session) -> frozenset[int]:
    return frozenset(session.scalars(select(Rule.id).where(Rule.ignores_cap)))


def _before(session: Session, readers: Collection[int]) -> dict[int, dict[int, _Before]]:
    """What waits for room already, by reader: the oldest is let out first."""
    query = select(Message.recipient_id, Message.id, Message.rule_id, Message.send_at).where(
        Message.state == MessageState.APPROVED,
        Message.outcome.in_([WaitReason.WEEKLY_CAP, WaitReason.QUIET_HOURS]),
        Message.channel.in_(BY_ITSELF),
        Message.recipient == RecipientKind.CLIENT,
        Message.recipient_id.in_(readers),
        Message.rule_id.is_not(None),
    )
    waiting: dict[int, dict[int, _Before]] = {}
    for reader, message_id, rule_id, send_at in session.execute(query):
        waiting.setdefault(reader, {})[message_id] = _Before(message_id, rule_id, send_at or AT_ONCE)
    return waiting


def _got(session: Session, readers: Collection[int], now: datetime) -> defaultdict[int, list[datetime]]:
    """When they got messages of rules within a week; what is on its way counts as of now."""
    sent = and_(
        Message.state == MessageState.SENT, Message.send_at > now - WEEK, Message.send_at < now + WEEK
    )
    query = select(Message.recipient_id, Message.state, Message.send_at).where(
        or_(sent, Message.state == MessageState.SENDING),
        Message.rule_id.is_not(None),
        Message.recipient == RecipientKind.CLIENT,
        Message.recipient_id.in_(readers),
    )
    got: defaultdict[int, list[datetime]] = defaultdict(list)
    for reader, state, at in session.execute(query):
        got[reader].append(at if state is MessageState.SENT and at is not None else now)
    return got
