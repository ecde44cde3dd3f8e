"""What rules have written about money is written anew when money was booked since: no old figure goes out.

Only the figures of the client's account are looked at, not the days that pass: so a reminder that waits for
the morning still goes out as it was approved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.ledger import Charge, Payment
from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import MessageState, Trigger
from fitnesscrm_desktop.services.clients.waiting_messages import READDRESSED
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.holding import approved_by_rules
from fitnesscrm_desktop.services.messaging.queueing import checked_subject, checked_text, put_words
from fitnesscrm_desktop.services.messaging.results import Composed, Occasion, Order, SkipReason
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

FIGURES_CHANGED = SkipReason.FIGURES_CHANGED.value
FIGURES_ANEW = "figures_anew"
"""Stable words: a person's words have to be read again; those of the program were written anew."""
_ABOUT_MONEY = (Trigger.DUE_SOON, Trigger.OVERDUE, Trigger.PAYMENT, Trigger.REFUND)
_EDITED = "Changed: "
_CLOCKS_DIFFER = timedelta(minutes=30)
"""So much earlier another PC may have noted what was booked after the words were written."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What a message is about, and when it got the words it has."""

    message: Message
    occasion: Occasion
    order: Order
    at: datetime
    by_hand_at: datetime | None
    """When somebody has changed the words, or was last asked to read them again; None: nobody has."""


def write_figures_anew(work: Work, actor_name: str, rows: Sequence[Message]) -> set[int]:
    """Write those of *rows*, locked already, anew that tell other figures by now; which wait for a yes.

    What a rule has approved goes out with the new words. What a person has approved, or has written into it,
    waits for another yes of a person; words of a person are left as they are.
    """
    found = _about_money(work.session, rows)
    if not found:
        return set()
    profile = studio_profile(work.session)
    by_rule = approved_by_rules(work.session, [each.message.id for each in found])
    changed = [each for each in found if each.by_hand_at is not None]
    changed += _rewritten(work, profile, [each for each in found if each.by_hand_at is None])
    asked: set[int] = set()
    for each in changed:
        message = each.message
        text = FIGURES_ANEW if each.by_hand_at is None else FIGURES_CHANGED
        trusted = message.state is MessageState.APPROVED and message.id in by_rule
        if each.by_hand_at is not None or not trusted:
            message.state, message.send_at, message.outcome = MessageState.DRAFT, None, text
            message.approved_at, message.approved_by, message.files_seal = None, "", None
            asked.add(message.id)
        work.session.flush()
        event = MessageEvent(
            message_id=message.id, at=work.now, state=message.state, text=text, actor=actor_name
        )
        work.session.add(event)
    if changed:
        work.session.flush()
        work.record(MessagesChanged())
    return asked


def _rewritten(work: Work, profile: StudioProfile, written: Sequence[_Written]) -> list[_Written]:
    """Those that tell other figures by now, the days being those on which they were written."""
    then = _composed(work.session, profile, written, lambda each: each.at)
    differing = [
        each for each in written if (made := then.get(each.message.id)) and not _says(each.message, made)
    ]
    now = _composed(work.session, profile, differing, lambda _each: work.now)
    anew = [each for each in differing if each.message.id in now]
    for each in anew:
        put_words(work.session, each.message, now[each.message.id])
    return anew


def _about_money(session: Session, rows: Sequence[Message]) -> list[_Written]:
    """Those of *rows* whose client has had money booked since they got their words."""
    matches = {row.match_id: row for row in rows if row.match_id is not None and row.template_id is not None}
    if not matches:
        return []
    query = (
        select(RuleMatch, Rule)
        .join(Rule, Rule.id == RuleMatch.rule_id)
        .where(RuleMatch.id.in_(matches), Rule.trigger.in_(_ABOUT_MONEY))
    )
    ruled = {match.id: (match, rule) for match, rule in session.execute(query)}
    about = [row for row in rows if row.match_id in ruled]
    booked = _booked(session, {row.client_id for row in about if row.client_id is not None})
    rewritten, by_hand = _history(session, [row.id for row in about])
    found: list[_Written] = []
    for row in about:
        match, rule = ruled[row.match_id or 0]
        at, hand = rewritten.get(row.id, row.created_at), by_hand.get(row.id)
        last = booked.get(row.client_id or 0)
        since = at - _CLOCKS_DIFFER if hand is None else hand
        if last is not None and last > since:
            order = Order(row.template_id or 0, row.channel, rule.audience, rule.audience_role)
            found.append(_Written(row, _occasion(match, rule), order, at, hand))
    return found


def _occasion(match: RuleMatch, rule: Rule) -> Occasion:
    """As the rule has told it when it found it."""
    kind, _, rest = match.occurrence.partition(":")
    day = date.fromisoformat(rest.partition(":")[0]) if kind == "due" else match.on_day
    n = rule.days if rule.trigger is Trigger.OVERDUE else max(0, (day - match.on_day).days)
    return Occasion(match.client_id, day, rule.trigger, n)


def _says(message: Message, made: Composed) -> bool:
    """Whether the message has these words."""
    subject = checked_subject(message.channel, made.subject)
    return (subject, checked_text(message.channel, made.text)) == (message.subject, message.text)


def _composed(
    session: Session,
    profile: StudioProfile,
    written: Sequence[_Written],
    when: Callable[[_Written], datetime],
) -> dict[int, Composed]:
    """Message -> what it would say; without those that nobody, or somebody else, would be written to."""
    by_day: dict[tuple[Order, date], list[_Written]] = defaultdict(list)
    for each in written:
        by_day[each.order, profile.day_of(when(each))].append(each)
    made: dict[int, Composed] = {}
    for (order, _day), some in by_day.items():
        composer = Composer(session, profile, when(some[0]))
        composed = composer.compose([each.occasion for each in some], order)
        for each, (_, outcomes) in zip(some, composed, strict=True):
            reader = (each.message.recipient, each.message.recipient_id)
            for one in outcomes:
                if isinstance(one, Composed) and (one.recipient.kind, one.recipient.id) == reader:
                    made[each.message.id] = one
    return made


def _booked(session: Session, client_ids: Iterable[int]) -> dict[int, datetime]:
    """When money was booked last for each client."""
    wanted, last = set(client_ids), dict[int, datetime]()
    for table in (Payment, Charge):
        query = select(table.client_id, func.max(table.at)).where(table.client_id.in_(wanted))
        for client_id, at in session.execute(query.group_by(table.client_id)):
            last[client_id] = max(at, last.get(client_id, at))
    return last


def _history(
    session: Session, message_ids: Sequence[int]
) -> tuple[Mapping[int, datetime], Mapping[int, datetime]]:
    """When each was written anew, and when somebody last read words that a person had changed."""
    rewritten: dict[int, datetime] = {}
    by_hand: dict[int, datetime] = {}
    events: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    query = select(MessageEvent.message_id, MessageEvent.at, MessageEvent.text).where(
        MessageEvent.message_id.in_(message_ids)
    )
    for message_id, at, text in session.execute(query.order_by(MessageEvent.id)):
        events[message_id].append((at, text))
    for message_id, happened in events.items():
        for at, text in happened:
            if text == FIGURES_CHANGED or (text.startswith(_EDITED) and text != READDRESSED):
                by_hand[message_id] = at
            elif text == FIGURES_ANEW:
                rewritten[message_id] = at
    return rewritten, by_hand
