"""Writes anew what was not sent because somebody else reads for the client by now: grown up, or paid for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from threading import Event

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Audience, MessageState, RecipientKind
from fitnesscrm_desktop.services.automation.by_day import BY_DAY
from fitnesscrm_desktop.services.automation.by_row import BY_ROW, NewRows
from fitnesscrm_desktop.services.automation.marks import find_between
from fitnesscrm_desktop.services.automation.moved_birthdays import with_moved_birthdays
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.automation.orders import occasion_of, order_of
from fitnesscrm_desktop.services.core.actor import the_program
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.by_hand import edited_fields
from fitnesscrm_desktop.services.messaging.claims import add_event
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.holding import SO_AGAIN
from fitnesscrm_desktop.services.messaging.locking import lock_in_order
from fitnesscrm_desktop.services.messaging.queueing import Origin, put_words, queue_message, reader_lines
from fitnesscrm_desktop.services.messaging.results import Composed, SkipReason
from fitnesscrm_desktop.services.messaging.words_anew import FIGURES_ANEW
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_OTHER_READER = (SkipReason.NOT_RESPONSIBLE.value, SkipReason.NO_GUARDIAN.value)
_A_WHILE = timedelta(minutes=44)
"""So that of three looks of the jobs that look every quarter of an hour one asks again."""


class InVain:
    """What a look could write to nobody: the next looks pass it by for a while, and have time for others.

    Only this program remembers that; another one that begins to look finds it out once. Two may look at once:
    a job, and whoever lets it run now.
    """

    def __init__(self) -> None:
        self._at: dict[int, datetime] = {}

    def rests(self, message_id: int, now: datetime) -> bool:
        """Whether it was looked at a moment ago."""
        at = self._at.get(message_id)
        return at is not None and abs(now - at) < _A_WHILE

    def add(self, message_id: int, now: datetime) -> None:
        """Nobody is to be written to."""
        self._at[message_id] = now

    def tidy(self, now: datetime) -> None:
        """Forget what rests no more."""
        self._at = {each: at for each, at in list(self._at.items()) if self.rests(each, now)}


def dropped_for_their_reader(
    session: Session, rules: Sequence[Rule], now: datetime
) -> Mapping[int, Mapping[int, int]]:
    """Rule -> match -> message, of what still matters and was written to who reads for the client no more."""
    other, theirs = aliased(Message), aliased(Message)
    newer = exists().where(other.match_id == Message.match_id, other.id > Message.id)
    for_another = and_(theirs.state == MessageState.DROPPED, theirs.outcome.in_(_OTHER_READER))
    has_one = exists().where(theirs.match_id == Message.match_id, ~for_another)
    by_several = [rule.id for rule in rules if rule.audience is Audience.STAFF]
    query = (
        select(Message.rule_id, Message.match_id, Message.id)
        .where(
            Message.state == MessageState.DROPPED,
            Message.outcome.in_(_OTHER_READER),
            Message.rule_id.in_([rule.id for rule in rules]),
            Message.good_until > now,
            or_(Message.rule_id.in_(by_several), and_(~newer, ~has_one)),
        )
        .order_by(Message.id)
    )
    dropped: dict[int, dict[int, int]] = defaultdict(dict)
    for rule_id, match_id, message_id in session.execute(query):
        if rule_id is not None and match_id is not None:
            dropped[rule_id][match_id] = message_id
    return dropped


def with_a_reader(
    session: Session,
    profile: StudioProfile,
    rule: Rule,
    dropped: Mapping[int, int],
    now: datetime,
    in_vain: InVain,
    stop: Event | None = None,
) -> dict[int, int]:
    """Those of *dropped*, match -> message, that somebody is to be written to now; up to a *stop*."""
    in_vain.tidy(now)
    found: dict[int, int] = {}
    for match_id, message_id in dropped.items():
        if stop is not None and stop.is_set():
            break
        if in_vain.rests(message_id, now):
            continue
        match = session.get_one(RuleMatch, match_id)
        if _readers(session, profile, rule, match, now):
            found[match_id] = message_id
        else:
            in_vain.add(message_id, now)
    return found


def write_anew(work: Work, profile: StudioProfile, match_id: int, message_id: int) -> bool:
    """Put a draft to the right reader beside the message that was dropped; whether there is one."""
    match = _locked(work.session, match_id)
    if match is None:
        return False
    dropped, rule = work.session.get_one(Message, message_id), work.session.get_one(Rule, match.rule_id)
    newer = select(Message.id).where(Message.match_id == match_id, Message.id > message_id).limit(1)
    if rule.audience is not Audience.STAFF and work.session.scalar(newer) is not None:
        return False
    readers = _readers(work.session, profile, rule, match, work.now)
    for one, before in readers:
        if before is None:
            origin = Origin(match_id=match_id, rule_id=rule.id)
            queue_message(work, one, origin, good_until=dropped.good_until)
        else:
            _take_up(work, before, one)
    return bool(readers)


def _locked(session: Session, match_id: int) -> RuleMatch | None:
    """The occasion and what is written of it, locked; None: another record has taken in its client meanwhile.

    Client and rule come first, as with who joins two records or changes a rule: what is written anew names
    both, and waits for whoever has them.
    """
    whose = select(RuleMatch.client_id, RuleMatch.rule_id).where(RuleMatch.id == match_id)
    client_id, rule_id = session.execute(whose).one()
    for table, row_id in ((Client, client_id), (Rule, rule_id)):
        query = select(table.id).where(table.id == row_id)
        session.execute(query.with_for_update(read=True, key_share=True))
    list(lock_in_order(session, Message.match_id == match_id))
    match = session.get_one(RuleMatch, match_id, with_for_update=True)
    return match if match.client_id == client_id else None


def _readers(
    session: Session,
    profile: StudioProfile,
    rule: Rule,
    match: RuleMatch,
    now: datetime,
) -> list[tuple[Composed, Message | None]]:
    """What to write to whom about the occasion, each with what was dropped for that reader before."""
    order, found = order_of(rule), _found_again(session, profile, rule, match)
    if order is None or found is None or found.left_out is not None:
        return []
    written = _written(session, match.id)
    one_reads_it = rule.audience is not Audience.STAFF
    if one_reads_it and not all(map(_is_for_another, written.values())):
        return []
    composer = Composer(session, profile, now)
    ((_, outcomes),) = composer.compose([occasion_of(rule, found)], order)
    composed = [one for one in outcomes if isinstance(one, Composed)]
    readers = [(one, written.get((one.recipient.kind, one.recipient.id))) for one in composed]
    for_more = _is_for_another(max(written.values(), key=lambda row: row.id))
    return [
        (one, before) for one, before in readers if (for_more if before is None else _is_for_another(before))
    ]


def _written(session: Session, match_id: int) -> dict[tuple[RecipientKind, int], Message]:
    """What the rule has written about this occasion, by reader: nobody gets it twice."""
    rows = session.scalars(select(Message).where(Message.match_id == match_id))
    return {(row.recipient, row.recipient_id): row for row in rows}


def _is_for_another(message: Message) -> bool:
    return message.state is MessageState.DROPPED and message.outcome in _OTHER_READER


def _take_up(work: Work, row: Message, composed: Composed) -> None:
    """Let what was dropped wait for a yes: its reader is the right one after all.

    It has today's words and goes to today's address, but for what a person has written into it.
    """
    by_hand = edited_fields(work.session, row.id)
    name, address = reader_lines(composed.recipient)
    row.to_name, row.to_address = name, row.to_address if "to_address" in by_hand else address
    before = (row.subject, row.text, row.html)
    if not by_hand & {"subject", "text"}:
        put_words(work.session, row, composed)
    row.state, row.send_at, row.outcome = MessageState.DRAFT, None, SO_AGAIN
    row.approved_at, row.approved_by, row.files_seal = None, "", None
    work.session.flush()
    add_event(work, the_program(), row.id, row.state, SO_AGAIN)
    if (row.subject, row.text, row.html) != before:
        add_event(work, the_program(), row.id, row.state, FIGURES_ANEW)
    work.record(MessagesChanged())


def _found_again(session: Session, profile: StudioProfile, rule: Rule, match: RuleMatch) -> Found | None:
    """The occasion as the rule has found it; None: it is none any more."""
    if rule.trigger in BY_DAY:
        that_day = find_between(session, rule, match.on_day, match.on_day, client_id=match.client_id)
        found = with_moved_birthdays(session, rule, that_day)
    else:
        number = match.occurrence.partition(":")[2]
        row_id = int(number) if number.isdecimal() else match.client_id
        rows = NewRows(session, profile, row_id - 1, rule.days, match.client_id)
        found = list(BY_ROW[rule.trigger](rows))
    same = (each for each in found if (each.client_id, each.key) == (match.client_id, match.occurrence))
    return next(same, None)
