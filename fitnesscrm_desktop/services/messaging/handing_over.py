"""What a person hands over: letters and copies are looked at once more before they are printed or copied."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.claims import add_event
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.outbox_results import Refusal
from fitnesscrm_desktop.services.messaging.results import SkipReason
from fitnesscrm_desktop.services.messaging.rules import BY_HAND
from fitnesscrm_desktop.services.messaging.sent_before import note_sent_before
from fitnesscrm_desktop.services.messaging.sent_record import SentRecord
from fitnesscrm_desktop.services.messaging.still_true import Unmet, no_longer_true
from fitnesscrm_desktop.services.messaging.words_anew import write_words_anew
from fitnesscrm_desktop.services.settings.profile import studio_profile


def note_handed_over(
    work: Work, actor: Actor, record: SentRecord, ids: Sequence[int], channels: Sequence[Channel] = BY_HAND
) -> set[int]:
    """Those of *ids* (none: all) that were handed over before a restore are known as sent again."""
    if not record.has_any():
        return set()
    return note_sent_before(work, actor, _approved(work, ids, channels), record)


def drop_untrue(
    work: Work, actor: Actor, unmet: Unmet, ids: Sequence[int], channels: Sequence[Channel] = BY_HAND
) -> tuple[Refusal, ...]:
    """Drop those of *ids* (none: all) that are approved and not so any more; which, and why.

    What tells other amounts, days or names by now waits for another yes, and is among them.

    It is judged as with what leaves by itself: who was blocked, has said no, has paid or renewed, or is
    another's charge now, or does not meet the rule's conditions any more, is not written to.
    """
    rows = _approved(work, ids, channels)
    profile = studio_profile(work.session)
    reasons = no_longer_true(work.session, rows, profile.day_of(work.now), profile.adult_age, unmet)
    dropped = []
    for row in rows:
        late = row.good_until is not None and row.good_until <= work.now
        reason = str(SkipReason.TOO_LATE) if late else reasons.get(row.id)
        if reason is None:
            continue
        row.state = MessageState.TOO_LATE if late else MessageState.DROPPED
        row.outcome = reason
        work.session.flush()
        add_event(work, actor, row.id, row.state, reason)
        dropped.append(Refusal(row.id, reason))
    kept = [row for row in rows if row.state is MessageState.APPROVED]
    asked = write_words_anew(work, actor.name, kept)
    if dropped:
        work.audit(actor, "outbox.untrue", "message", None, ids=[each.id for each in dropped])
        work.record(MessagesChanged())
    return (*dropped, *(Refusal(each, SkipReason.FIGURES_CHANGED) for each in sorted(asked)))


def _approved(work: Work, ids: Sequence[int], channels: Sequence[Channel]) -> list[Message]:
    which: list[ColumnElement[bool]] = [
        Message.state == MessageState.APPROVED,
        Message.channel.in_(list(channels)),
    ]
    if ids:
        which.append(Message.id.in_(list(ids)))
    query = select(Message).where(*which).order_by(Message.id).with_for_update()
    return list(work.session.scalars(query.execution_options(populate_existing=True)))
