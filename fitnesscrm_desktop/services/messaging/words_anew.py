"""What rules have written is written anew when what it tells was changed: no old figure or name goes out.

Only what is stored of the client is looked at, not the days that pass: so a reminder that waits for the
morning still goes out as it was approved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import Message, MessageEvent, TemplateText
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.clients.waiting_messages import READDRESSED
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.changed_facts import last_changes, naming_as_before
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.holding import approved_by_rules
from fitnesscrm_desktop.services.messaging.queueing import (
    checked_html,
    checked_subject,
    checked_text,
    put_words,
)
from fitnesscrm_desktop.services.messaging.results import Composed, Order, Recipient, SkipReason
from fitnesscrm_desktop.services.messaging.told_occasions import Told, occasions, told
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

FIGURES_CHANGED = SkipReason.FIGURES_CHANGED.value
FIGURES_ANEW = "figures_anew"
"""Stable words: what was written has to be read again, or the program has written it anew."""
_EDITED = "Changed: "
_CLOCKS_DIFFER = timedelta(minutes=90)
"""So much earlier another PC, or one whose clock was set back, may note what is changed after the writing."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What a message is about, and when it got the words it has."""

    told: Told
    at: datetime
    by_hand_at: datetime | None
    """When somebody has changed the words, or was last asked to read them again; None: nobody has."""

    @property
    def message(self) -> Message:
        """Locked."""
        return self.told.message

    @property
    def reader(self) -> Recipient:
        """Who was chosen; whether that is still the right one is judged elsewhere."""
        message = self.told.message
        return Recipient(message.recipient, message.recipient_id, message.to_name, message.to_address)

    @property
    def order(self) -> Order:
        """Which words, how and to whom."""
        message, rule = self.told.message, self.told.rule
        return Order(message.template_id or 0, message.channel, rule.audience, rule.audience_role)


@dataclass(slots=True)
class _Past:
    """When what has happened to the words of a message."""

    noted: datetime
    """When they were really written, whatever day they were written for."""
    rewritten: datetime | None = None
    by_hand: datetime | None = None
    """When somebody has changed the words, or was last asked to read them again."""
    lost: datetime | None = None
    """Since when words of a template could not be written anew; perhaps they can by now."""


def write_words_anew(work: Work, actor_name: str, rows: Sequence[Message]) -> set[int]:
    """Write those of *rows*, locked already, anew that would say something else by now; which wait for a yes.

    What a rule has approved goes out with the new words. What a person has approved, or has written into it,
    waits for another yes of a person, and so does what cannot be written anew; these words are left.
    """
    found = _perhaps_changed(work.session, rows)
    if not found:
        return set()
    profile = studio_profile(work.session)
    by_rule = approved_by_rules(work.session, [each.message.id for each in found])
    anew, lost = _rewritten(work, profile, [each for each in found if each.by_hand_at is None])
    left = [each for each in found if each.by_hand_at is not None] + lost
    asked: set[int] = set()
    for each, text in (*((one, FIGURES_ANEW) for one in anew), *((one, FIGURES_CHANGED) for one in left)):
        message = each.message
        trusted = message.state is MessageState.APPROVED and message.id in by_rule
        if text == FIGURES_CHANGED or not trusted:
            message.state, message.send_at, message.outcome = MessageState.DRAFT, None, text
            message.approved_at, message.approved_by, message.files_seal = None, "", None
            asked.add(message.id)
        work.session.flush()
        event = MessageEvent(
            message_id=message.id, at=work.really_now, state=message.state, text=text, actor=actor_name
        )
        work.session.add(event)
    if anew or left:
        work.session.flush()
        work.record(MessagesChanged())
    return asked


def _rewritten(
    work: Work, profile: StudioProfile, written: Sequence[_Written]
) -> tuple[list[_Written], list[_Written]]:
    """Those that say something else by now, and those of which nobody can tell what they would say.

    Whether they do is judged by the days on which they were written.
    """
    then = _composed(work.session, profile, written, lambda each: each.at)
    apart = _formatted_apart(work.session, written)
    differing = [
        each
        for each in written
        if (made := then.get(each.message.id)) is None
        or not _says(each.message, made, all_of_it=(each.message.template_id, made.language) in apart)
    ]
    now = _composed(work.session, profile, differing, lambda _each: work.now)
    anew = [each for each in differing if each.message.id in now]
    for each in anew:
        put_words(work.session, each.message, now[each.message.id])
    return anew, [each for each in differing if each.message.id not in now]


def _perhaps_changed(session: Session, rows: Sequence[Message]) -> list[_Written]:
    """Those of *rows* of rules of whose clients something was changed since they got their words."""
    theirs = told(session, rows)
    if not theirs:
        return []
    changes = last_changes(session, theirs)
    past = _history(session, [each.message for each in theirs])
    edited = [(each, at) for each in theirs if (at := past[each.message.id].by_hand) is not None]
    named = naming_as_before(session, edited)
    found: list[_Written] = []
    for each in theirs:
        this = past[each.message.id]
        if this.lost is not None:
            # exactly: what it was lost to would be asked about again after each yes
            changed = changes.any_since(each, this.lost)
        elif this.by_hand is None:
            written_at = this.rewritten or this.noted
            # what the words were written for would count too, and bring other words of a template with it
            exactly = changes.in_other_words(each, written_at)
            changed = changes.any_since(each, written_at if exactly else written_at - _CLOCKS_DIFFER)
        else:
            changed = each.message.id in named or changes.against(each, this.by_hand)
        if changed:
            found.append(_Written(each, this.rewritten or each.message.created_at, this.by_hand))
    return found


def _says(message: Message, made: Composed, *, all_of_it: bool) -> bool:
    """Whether the message has these words; the formatted ones, too, unless made from the others."""
    subject, text = checked_subject(message.channel, made.subject), checked_text(message.channel, made.text)
    if (subject, text) != (message.subject, message.text):
        return False
    return not all_of_it or checked_html(made.html) == message.html


def _formatted_apart(session: Session, written: Sequence[_Written]) -> set[tuple[int | None, str]]:
    """Template and language of the e-mails whose formatted words are typed, not made from the plain ones."""
    ids = {each.order.template_id for each in written if each.message.channel is Channel.EMAIL}
    if not ids:
        return set()
    query = select(TemplateText.template_id, TemplateText.language).where(
        TemplateText.template_id.in_(ids), TemplateText.html != ""
    )
    return {(template_id, language) for template_id, language in session.execute(query)}


def _composed(
    session: Session,
    profile: StudioProfile,
    written: Sequence[_Written],
    when: Callable[[_Written], datetime],
) -> dict[int, Composed]:
    """Message -> what it would say; without those of which nobody can tell."""
    about = occasions(session, [each.told for each in written])
    by_day: dict[tuple[Order, date], list[_Written]] = defaultdict(list)
    for each in written:
        by_day[each.order, profile.day_of(when(each))].append(each)
    made: dict[int, Composed] = {}
    for (order, _day), some in by_day.items():
        composer = Composer(session, profile, when(some[0]))
        read_by = [(about[each.message.id], each.reader) for each in some]
        for each, one in zip(some, composer.compose_again(read_by, order), strict=True):
            if isinstance(one, Composed):
                made[each.message.id] = one
    return made


def _history(session: Session, messages: Sequence[Message]) -> dict[int, _Past]:
    """What has happened to the words of each."""
    past: dict[int, _Past] = {}
    query = select(MessageEvent.message_id, MessageEvent.at, MessageEvent.text).where(
        MessageEvent.message_id.in_([each.id for each in messages])
    )
    for message_id, at, text in session.execute(query.order_by(MessageEvent.id)):
        this = past.setdefault(message_id, _Past(at))
        if text.startswith(_EDITED) and text != READDRESSED:
            this.by_hand, this.lost = at, None
        elif text == FIGURES_CHANGED and this.by_hand is not None:
            this.by_hand = at
        elif text == FIGURES_CHANGED:
            this.lost = at
        elif text == FIGURES_ANEW:
            this.rewritten, this.lost = at, None
    for each in messages:  # one without a history is taken as written when it says
        past.setdefault(each.id, _Past(each.created_at))
    return past
