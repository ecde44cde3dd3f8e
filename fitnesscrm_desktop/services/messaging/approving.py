"""Lets drafts go out; what must not be sent any more is dropped by then already, and said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from fitnesscrm_desktop.models.message import Message, SmsReceipt
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.approved_files import Attachments
from fitnesscrm_desktop.services.messaging.bulk import in_bulk
from fitnesscrm_desktop.services.messaging.claims import add_event
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.outbox_results import Bulk
from fitnesscrm_desktop.services.messaging.pauses import lift_pauses
from fitnesscrm_desktop.services.messaging.results import SkipReason
from fitnesscrm_desktop.services.messaging.rules import AT_ONCE, BY_ITSELF, may_try_again
from fitnesscrm_desktop.services.messaging.still_true import Unmet, no_longer_true
from fitnesscrm_desktop.services.messaging.words_anew import write_words_anew
from fitnesscrm_desktop.services.settings.profile import studio_profile


def approve_drafts(work: Work, actor: Actor, ids: Sequence[int], unmet: Unmet) -> Bulk:
    """Approve drafts; what is judged as it would be when it goes out, and fails, is dropped, and told."""
    refused = _refused(work, actor, ids, unmet)
    files = Attachments()

    def judge(message: Message) -> str | None:
        if message.id in refused:
            return refused[message.id]
        return unsendable(message) if message.state is MessageState.DRAFT else "wrong_state"

    def change(message: Message, work: Work) -> None:
        message.state, message.send_at = MessageState.APPROVED, AT_ONCE
        message.approved_at, message.approved_by = work.now, actor.name
        message.outcome, message.files_seal = "", files.seal(work.session, message)

    return in_bulk(work, actor, "outbox.approve", ids, judge, change)


def try_again(work: Work, actor: Actor, ids: Sequence[int]) -> Bulk:
    """Let go out what failed or waits for its next try, and, as this person wants it, what was unmet."""
    files = Attachments()

    def judge(message: Message) -> str | None:
        return unsendable(message) if may_try_again(message.state, message.outcome) else "wrong_state"

    def change(message: Message, work: Work) -> None:
        if message.state is MessageState.DROPPED:
            message.approved_by = actor.name
        elif message.state is MessageState.FAILED:
            message.tries = 0
        message.state, message.send_at, message.outcome = MessageState.APPROVED, AT_ONCE, ""
        message.approved_at = work.now
        message.approved_by = message.approved_by or actor.name
        message.files_seal = files.seal(work.session, message)

    done = in_bulk(work, actor, "outbox.retry", ids, judge, change)
    if done.done:
        for some in portions(done.done):  # what a gateway said of the last try says nothing of the next
            work.session.execute(delete(SmsReceipt).where(SmsReceipt.message_id.in_(some)))
        lift_pauses(work, BY_ITSELF)
    return done


def unsendable(message: Message) -> str | None:
    """Why it cannot leave wherever it stands; None: it can."""
    return None if message.to_address or message.channel is Channel.COPY else "no_address"


def _refused(work: Work, actor: Actor, ids: Sequence[int], unmet: Unmet) -> dict[int, str]:
    """Drop those of *ids* that have another reader now, whose reader said no, or that are not so any more.

    What tells other amounts, days or names by now is written anew and not approved: nobody has read it yet.
    What only lacks the address of its reader stays a draft, for somebody to type one.
    """
    profile = studio_profile(work.session)
    today = profile.day_of(work.now)
    dropped: dict[int, str] = {}
    unreached: dict[int, str] = {}
    asked: set[int] = set()
    for some in portions(ids):
        query = (
            select(Message)
            .where(Message.id.in_(some), Message.state == MessageState.DRAFT)
            .order_by(Message.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        drafts = {row.id: row for row in work.session.scalars(query)}
        found = no_longer_true(work.session, list(drafts.values()), today, profile.adult_age, unmet)
        unreached |= {each: reason for each, reason in found.items() if reason == SkipReason.NO_ADDRESS}
        untrue = {each: reason for each, reason in found.items() if each not in unreached}
        for message_id, reason in untrue.items():
            drafts[message_id].state, drafts[message_id].outcome = MessageState.DROPPED, reason
        work.session.flush()
        for message_id in sorted(untrue):
            add_event(work, actor, message_id, MessageState.DROPPED, untrue[message_id])
        dropped |= untrue
        asked |= write_words_anew(work, actor.name, [row for row in drafts.values() if row.id not in found])
    if dropped:
        work.audit(actor, "outbox.untrue", "message", None, ids=sorted(dropped))
        work.record(MessagesChanged())
    return dropped | unreached | dict.fromkeys(asked, SkipReason.FIGURES_CHANGED.value)
