"""The outbox: what waits for a yes, what is on its way, what failed, what was sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import Channel, MessageState, Permission, Purpose, RecipientKind
from fitnesscrm_desktop.services.billing.once import once
from fitnesscrm_desktop.services.clients.contact import normal_email, normal_phone
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import real_now, start_of_day
from fitnesscrm_desktop.services.core.errors import Conflict, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.core.typed_text import check_fields, paragraphs
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.messaging.approving import approve_drafts, try_again
from fitnesscrm_desktop.services.messaging.bulk import CHUNK, in_bulk
from fitnesscrm_desktop.services.messaging.claims import add_event
from fitnesscrm_desktop.services.messaging.delivery import Round
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.handing_over import drop_untrue, note_handed_over
from fitnesscrm_desktop.services.messaging.letterhead import written_mail
from fitnesscrm_desktop.services.messaging.opening import Ways
from fitnesscrm_desktop.services.messaging.outbox_queries import (
    any_waits_because_of,
    letters_waiting,
    message_detail,
    message_ids,
    message_page,
    outbox_counts,
)
from fitnesscrm_desktop.services.messaging.outbox_results import (
    Bulk,
    Delivered,
    HandWritten,
    Labels,
    Letters,
    OutboxCounts,
    Refusal,
    Which,
    Written,
)
from fitnesscrm_desktop.services.messaging.queueing import checked_subject, checked_text
from fitnesscrm_desktop.services.messaging.reaching import reach
from fitnesscrm_desktop.services.messaging.receipts import ask_receipts
from fitnesscrm_desktop.services.messaging.results import (
    MessageDetail,
    MessageRow,
    NotComposed,
    Reach,
    SkipReason,
)
from fitnesscrm_desktop.services.messaging.rules import DROPPABLE, EDITABLE
from fitnesscrm_desktop.services.messaging.sent_before import look_through, names_by_id
from fitnesscrm_desktop.services.messaging.sent_record import SentRecord
from fitnesscrm_desktop.services.messaging.skip_words import SENTENCES, sentence_of
from fitnesscrm_desktop.services.messaging.sms_parts import sms_parts
from fitnesscrm_desktop.services.messaging.still_true import Unmet
from fitnesscrm_desktop.services.messaging.stored_settings import sms_settings
from fitnesscrm_desktop.services.messaging.writing import write_by_hand, written_before
from fitnesscrm_desktop.services.security.secrets import SecretStore
from fitnesscrm_desktop.services.settings.profile import studio_profile

_ADDRESS_LENGTH = 1000


class OutboxService:
    """Every method that changes something is one transaction; ``deliver`` is as many as it has messages."""

    def __init__(self, core: Core, secrets: SecretStore, record: SentRecord, unmet: Unmet) -> None:
        self._core, self._ways, self._record, self._unmet = core, Ways(core, secrets), record, unmet
        self._looked_through = False

    def rows(
        self,
        actor: Actor,
        which: Which = Which.ALL,
        *,
        client_id: int | None = None,
        rule_id: int | None = None,
        after: Cursor | None = None,
        limit: int = 100,
    ) -> Page[MessageRow]:
        """At most *limit* messages behind *after*, the newest first."""
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.read() as session:
            return message_page(
                session, which, client_id=client_id, rule_id=rule_id, after=after, limit=limit
            )

    def ids(
        self, actor: Actor, which: Which, *, client_id: int | None = None, rule_id: int | None = None
    ) -> tuple[int, ...]:
        """All messages that stand there, the oldest first: for "approve all"."""
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.read() as session:
            return message_ids(session, which, client_id=client_id, rule_id=rule_id)

    def detail(self, actor: Actor, message_id: int) -> MessageDetail:
        """One message with its words and its history. Raises ``NotFound``."""
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.read() as session:
            return message_detail(session, message_id)

    def counts(self, actor: Actor) -> OutboxCounts:
        """How many messages stand where, and whether they can leave the studio now."""
        actor.require(Permission.WRITE_MESSAGES)
        mail, sms = self._ways.states()
        with self._core.read() as session:
            profile, now = studio_profile(session), self._core.clock.now()
            began = start_of_day(profile.day_of(now), profile.zone)
            return outbox_counts(session, now, began, mail, sms)

    def approve(self, actor: Actor, ids: Iterable[int]) -> Bulk:
        """Let drafts go out, as soon as quiet hours allow it; a letter then waits for its printing."""
        actor.require(Permission.APPROVE_MESSAGES)
        with self._core.write() as work:
            return approve_drafts(work, actor, tuple(ids), self._unmet)

    def drop(self, actor: Actor, ids: Iterable[int]) -> Bulk:
        """Do not send these; what is on its way at this moment cannot be called back."""
        actor.require(Permission.WRITE_MESSAGES)

        def judge(message: Message) -> str | None:
            return None if message.state in DROPPABLE else "wrong_state"

        def change(message: Message, _work: Work) -> None:
            message.state = MessageState.DROPPED

        with self._core.write() as work:
            return in_bulk(work, actor, "outbox.drop", ids, judge, change)

    def undrop(self, actor: Actor, ids: Iterable[int]) -> Bulk:
        """Take a drop back: each message stands again where it stood."""
        actor.require(Permission.WRITE_MESSAGES)

        def judge(message: Message) -> str | None:
            return None if message.state is MessageState.DROPPED else "wrong_state"

        with self._core.write() as work:
            stood = _before_drop(work, list(ids := tuple(ids)))

            def change(message: Message, _work: Work) -> None:
                before = stood.get(message.id, MessageState.DRAFT)
                allowed = actor.may(Permission.APPROVE_MESSAGES)
                message.state = before if allowed else MessageState.DRAFT

            return in_bulk(work, actor, "outbox.undrop", ids, judge, change)

    def retry(self, actor: Actor, ids: Iterable[int]) -> Bulk:
        """Try again now: what failed, what waits for its next try, what a rule's conditions took out."""
        actor.require(Permission.APPROVE_MESSAGES)
        with self._core.write() as work:
            return try_again(work, actor, tuple(ids))

    def mark_copied(self, actor: Actor, ids: Iterable[int]) -> Bulk:
        """Somebody has passed these on by phone or messenger, or has printed and posted them."""
        actor.require(Permission.WRITE_MESSAGES)

        def judge(message: Message) -> str | None:
            by_hand = message.channel in {Channel.COPY, Channel.LETTER}
            return None if by_hand and message.state is MessageState.APPROVED else "wrong_state"

        def change(message: Message, work: Work) -> None:
            message.state = MessageState.SENT
            message.sent_at = message.send_at = work.now
            message.tries += 1

        with self._core.write() as work:
            bulk = in_bulk(work, actor, "outbox.mark_copied", ids, judge, change)
            names = names_by_id(work.session, bulk.done)
        self._record.add(names, real_now(self._core.clock))
        return bulk

    def edit(
        self,
        actor: Actor,
        message_id: int,
        version: int,
        *,
        subject: str | None = None,
        text: str | None = None,
        to_address: str | None = None,
    ) -> MessageDetail:
        """Change the words or the address of a draft, or of what failed; formatted words become plain.

        Raises ``RuleBroken`` by field, or when it is on its way already; ``Conflict`` if it was changed
        meanwhile.
        """
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.write() as work:
            row = work.session.get(Message, message_id, with_for_update=True)
            if row is None:
                raise NotFound("There is no such message.")
            country = studio_profile(work.session).country
            good = check_fields(_edit_checks(row, country, subject, text, to_address))
            differing = {name: value for name, value in good.items() if getattr(row, name) != value}
            if differing and row.version != version:
                raise Conflict(
                    "This message was changed or sent in the meantime.",
                    mine=differing,
                    theirs={name: getattr(row, name) for name in differing},
                )
            if differing and row.state not in EDITABLE:
                raise RuleBroken("Only a draft, or what could not be sent, can be changed.")
            if differing:
                self._change(work, actor, row, differing)
            return message_detail(work.session, message_id)

    def reach(self, actor: Actor, client_id: int, purpose: Purpose = Purpose.SERVICE) -> Reach:
        """Whom a message to this client would go to on each way, or why nobody. Raises ``NotFound``."""
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.read() as session:
            return reach(session, studio_profile(session), self._core.clock.now(), client_id, purpose)

    def write(self, actor: Actor, client_id: int, letter: HandWritten, *, key: str, approve: bool) -> Written:
        """Write to a client by hand: who is under age is written to by way of who signs.

        *key* is hexadecimal and made when the writing begins; the same key again gives what was stored first.
        With *approve* it goes out at once, quiet hours or not. Raises ``RuleBroken`` by field, or with why
        this client cannot be written to.
        """
        actor.require(Permission.WRITE_MESSAGES)
        if approve:
            actor.require(Permission.APPROVE_MESSAGES)
        return once(lambda: self._written(actor, client_id, letter, key, approve=approve), key)

    def _written(
        self, actor: Actor, client_id: int, letter: HandWritten, key: str, *, approve: bool
    ) -> Written:
        with self._core.write() as work:
            found = written_before(work.session, key)
            if found is not None:
                return Written(found.id, found.state, repeated=True)
            message_id = write_by_hand(work, actor, client_id, letter, key, approve=approve)
            work.audit(actor, "outbox.write", "message", message_id, client=client_id, channel=letter.channel)
            state = MessageState.APPROVED if approve else MessageState.DRAFT
            return Written(message_id, state)

    def letters(self, actor: Actor, ids: Iterable[int]) -> Letters:
        """The approved letters among *ids*, or all if there are no *ids*, as one PDF; none is marked.

        Those that are not so any more are dropped and named. Raises ``RuleBroken`` if no letter is left.
        """
        actor.require(Permission.WRITE_MESSAGES)
        from fitnesscrm_desktop.services.messaging.letters import render_letters, unshown_readers

        wanted = list(ids)
        with self._core.write() as work:
            note_handed_over(work, actor, self._record, wanted, [Channel.LETTER])
            dropped = drop_untrue(work, actor, self._unmet, wanted, [Channel.LETTER])
        query = select(Message).where(
            Message.state == MessageState.APPROVED, Message.channel == Channel.LETTER
        )
        if wanted:
            query = query.where(Message.id.in_(wanted))
        with self._core.read() as session:
            found = list(session.scalars(query.order_by(Message.id)))
            if not found:
                raise RuleBroken(_nothing_to_print(dropped))
            profile = studio_profile(session)
            today = profile.day_of(self._core.clock.now())
            pdf = render_letters(session, found, profile, today)
            readers = [each.recipient_id for each in found if each.recipient is RecipientKind.CLIENT]
            printed = tuple(each.id for each in found)
            waiting = letters_waiting(session)
            unshown = unshown_readers(found)
            return Letters(pdf, printed, tuple(dict.fromkeys(readers)), dropped, waiting, unshown)

    def words_to_pass_on(self, actor: Actor, message_id: int) -> str:
        """The words somebody passes on by phone or messenger.

        Raises ``RuleBroken`` with the reason if they are not so any more: then the message is dropped.
        """
        actor.require(Permission.WRITE_MESSAGES)
        with self._core.write() as work:
            handed_over = note_handed_over(work, actor, self._record, [message_id], [Channel.COPY])
            dropped = drop_untrue(work, actor, self._unmet, [message_id], [Channel.COPY])
        if handed_over:
            raise RuleBroken("This was passed on before the restore already. Nothing was copied.")
        if dropped:
            raise RuleBroken(f"{sentence_of(NotComposed(SkipReason(dropped[0].reason)))} Nothing was copied.")
        found = self.detail(actor, message_id)
        if found.row.state in {MessageState.DROPPED, MessageState.TOO_LATE}:
            known = (text for reason, text in SENTENCES.items() if reason == found.row.outcome)
            why = next(known, "It was dropped.")
            raise RuleBroken(f"{why} Nothing was copied.")
        return found.text

    def labels(self, actor: Actor, client_ids: Sequence[int], skip: int = 0) -> Labels:
        """Address labels of clients; the first *skip* of the sheet are used already."""
        actor.require(Permission.VIEW_CLIENTS)
        from fitnesscrm_desktop.services.messaging.letters import render_labels

        with self._core.read() as session:
            return render_labels(session, client_ids, studio_profile(session), skip)

    def deliver(self, actor: Actor, stop: threading.Event | None = None) -> Delivered:
        """Send what is due; what two programs do at once is shared between them, each message once.

        What this PC has sent although the database says that it waits, because a backup was restored, is
        noted as sent: all of it with the first round, the rest right before it would go out.
        """
        actor.require(Permission.APPROVE_MESSAGES)
        if not self._looked_through and self._record.has_any():
            with self._core.write() as work:
                look_through(work, actor, self._record)
        self._looked_through = True
        stop = stop or threading.Event()
        done = Round(self._core, actor, self._ways.open, stop, self._record, self._unmet).run()
        ask_receipts(self._core, actor, self._ways.open, stop)
        return done

    def still_waits(self, actor: Actor, troubles: str) -> bool:
        """Whether messages wait for another try because of one of these *troubles*, one in a line."""
        actor.require(Permission.APPROVE_MESSAGES)
        with self._core.read() as session:
            return any_waits_because_of(session, troubles.split("\n"))

    def _change(self, work: Work, actor: Actor, row: Message, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        if "text" in values:
            if row.html:  # the formatted words would say something else
                row.html = written_mail(studio_profile(work.session), row.subject, row.text, row.language)
            if row.channel is Channel.SMS:
                row.parts = sms_parts(row.text)
                row.cost = row.parts * sms_settings(work.session).price
        work.session.flush()
        changed = ", ".join(sorted(values))
        add_event(work, actor, row.id, row.state, f"Changed: {changed}")
        work.audit(actor, "outbox.edit", "message", row.id, fields=sorted(values))
        work.record(MessagesChanged())


def _nothing_to_print(dropped: Sequence[Refusal]) -> str:
    if not dropped:
        return "There is no approved letter to print."
    reasons = dict.fromkeys(sentence_of(NotComposed(SkipReason(each.reason))) for each in dropped)
    return f"There is no letter left to print. {' '.join(reasons)}"


def _before_drop(work: Work, ids: list[int]) -> dict[int, MessageState]:
    """Where each message stood before it was dropped."""
    stood: dict[int, MessageState] = {}
    for start in range(0, len(ids), CHUNK):
        event = MessageEvent
        query = (
            select(event.message_id, event.state)
            .where(event.message_id.in_(ids[start : start + CHUNK]), event.state != MessageState.DROPPED)
            .order_by(event.id)
        )
        stood.update({row.message_id: row.state for row in work.session.execute(query)})
    return stood


def _edit_checks(
    row: Message, country: str, subject: str | None, text: str | None, to_address: str | None
) -> dict[str, Callable[[], Any]]:
    checks: dict[str, Callable[[], Any]] = {}
    if subject is not None:
        checks["subject"] = lambda: checked_subject(row.channel, subject)
    if text is not None:
        checks["text"] = lambda: checked_text(row.channel, text)
    if to_address is not None:
        checks["to_address"] = lambda: checked_address(row.channel, to_address, country)
    return checks


def checked_address(channel: Channel, address: str, country: str) -> str:
    """An address of this channel. Raises ``RuleBroken``."""
    if channel is Channel.EMAIL:
        found = normal_email(address)
    elif channel is Channel.SMS:
        found = normal_phone(address, country)
    else:
        return paragraphs(address, _ADDRESS_LENGTH)
    if not found:
        raise RuleBroken("Where should it go? The address is missing.")
    return found
