"""One round of sending: what is due is claimed, handed over one by one, and what came of it is noted."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import real_now
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.messaging.approved_files import Attachments, hold_back_other_files
from fitnesscrm_desktop.services.messaging.claim_owners import one_claim
from fitnesscrm_desktop.services.messaging.claims import (
    Claim,
    Note,
    add_event,
    anything_to_do,
    claim_messages,
    due_messages,
    give_back,
    take_over,
)
from fitnesscrm_desktop.services.messaging.events import MessagesChanged
from fitnesscrm_desktop.services.messaging.holding import hold_back_those_off
from fitnesscrm_desktop.services.messaging.locking import lock_in_order
from fitnesscrm_desktop.services.messaging.outbox_results import Delivered, WayState
from fitnesscrm_desktop.services.messaging.pauses import (
    let_others_go_first,
    lift_pauses,
    pause_channel,
    say_on_waiting,
    standing_pause,
    take_back_tries,
)
from fitnesscrm_desktop.services.messaging.receipts import keep_receipt
from fitnesscrm_desktop.services.messaging.rules import BY_ITSELF, OWN_CLAIM_LASTS, next_try
from fitnesscrm_desktop.services.messaging.sent_before import names_of, note_sent_before
from fitnesscrm_desktop.services.messaging.sent_record import SentRecord
from fitnesscrm_desktop.services.messaging.staff_addresses import readdress_staff
from fitnesscrm_desktop.services.messaging.still_true import Unmet, no_longer_true
from fitnesscrm_desktop.services.messaging.stored_settings import sending_rules
from fitnesscrm_desktop.services.messaging.timeliness import anything_untimely, settle_times
from fitnesscrm_desktop.services.messaging.waiting import Wait, Waiting, one_at_a_time
from fitnesscrm_desktop.services.messaging.ways import Answer, AnswerKind, Blocked, Outgoing, Way, WayClosed
from fitnesscrm_desktop.services.messaging.words_anew import write_words_anew
from fitnesscrm_desktop.services.settings.profile import studio_profile

log = logging.getLogger(__name__)

ROUND_LASTS = 60.0
"""Seconds after which a round begins no other message: the next one goes on, and other jobs have a turn."""
UNCONFIRMED = (
    "The server took this twice without confirming it, so it is not sent again by itself. Find out whether "
    "it arrived; then try again, or drop it."
)
FIRST_PAUSES = 1
"""A message that was turned away goes behind the others if it has come to more pauses in a row."""
TAKES_NONE = "None of several messages was taken, so nothing is asked of the server for a while: {said}"
"""Refusals for now that meet everybody are no trouble of one message."""
OpenWay = Callable[[Channel, threading.Event], Way | Blocked]


@dataclass(slots=True)
class Round:
    """One round, by one program; several may run at once on one database."""

    core: Core
    actor: Actor
    open_way: OpenWay
    stop: threading.Event
    record: SentRecord
    unmet: Unmet
    done: Delivered = field(default_factory=Delivered)
    files: Attachments = field(default_factory=Attachments)
    begun: float = field(default_factory=time.monotonic)
    names: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """What the messages that are claimed are known by in the record."""
    heard: bool = False
    """Whether the server has taken a message in this round, or refused one for good."""
    put_off: list[tuple[Outgoing, str]] = field(default_factory=list)
    """What was refused for now before that, with the server's words."""

    def run(self) -> Delivered:
        """Send what is due, until nothing is left or *stop* is set."""
        with self.core.read() as session:
            now = self.core.clock.now()
            if not (anything_to_do(session, now) or anything_untimely(session, now)):
                return self.done
        with self.core.write() as work:
            take_over(self.core, work, self.actor)
            self._count(too_late=settle_times(work, self.actor))
        for channel in BY_ITSELF:
            if not self._is_over() and self._anything_due(channel):
                self._empty(channel)
        if replace(self.done, troubles=(), paused=False) != Delivered():
            with self.core.write() as work:
                counts = {name: getattr(self.done, name) for name in ("sent", "failed", "later", "dropped")}
                work.audit(self.actor, "outbox.deliver", "message", None, **counts)
                work.record(MessagesChanged())
        return self.done

    def _anything_due(self, channel: Channel) -> bool:
        query = select(Message.id).where(
            Message.state == MessageState.APPROVED,
            Message.send_at <= self.core.clock.now(),
            Message.channel == channel,
        )
        with self.core.read() as session:
            return session.execute(query.limit(1)).first() is not None

    def _empty(self, channel: Channel) -> None:
        way = self.open_way(channel, self.stop)
        if isinstance(way, Blocked):
            self._trouble(way.text)
            with self.core.write() as work:
                say_on_waiting(work, channel, way.text, for_good=way.state is WayState.NOT_SET_UP)
            return
        with self.core.read() as session:
            pause = standing_pause(session, channel, self.core.clock.now())
        if pause is not None:
            self._trouble(pause.text)
            self.done = replace(self.done, paused=True)
            return
        self.heard, self.put_off = False, []
        with closing(way), ThreadPoolExecutor(1, "outbox-notes") as notes:
            while not self._is_over():
                with one_claim() as name:
                    claim = self._claim(channel, name)
                    if claim is None or not self._send(way, claim, notes):
                        return

    def _claim(self, channel: Channel, name: str) -> Claim | None:
        """The next messages that are still to be sent; None: there are none left."""
        while not self._is_over():
            with self.core.write() as work:
                one_at_a_time(work.session)
                rows = due_messages(self.core, work, channel)
                if not rows:
                    return None
                ready = self._sifted(work, rows)
                if ready:
                    self.names = names_of(work.session, ready)
                    work.record(MessagesChanged())
                    return claim_messages(self.core, work, name, ready, self.files)
        return None

    def _sifted(self, work: Work, rows: Sequence[Message]) -> list[Message]:
        """Those of *rows* that go out now; the others wait (for a time, for a yes) or are dropped."""
        gone = note_sent_before(work, self.actor, rows, self.record)
        rows = [row for row in rows if row.id not in gone]
        gone |= hold_back_those_off(work, self.actor.name, rows)
        rows = [row for row in rows if row.id not in gone]
        gone |= hold_back_other_files(work, self.actor.name, rows, self.files)
        rows = [row for row in rows if row.id not in gone]
        readdress_staff(work, self.actor, rows)
        profile, rules = studio_profile(work.session), sending_rules(work.session)
        today = profile.day_of(work.now)
        untrue = no_longer_true(work.session, rows, today, profile.adult_age, self.unmet)
        for row in rows:
            if row.id in untrue:
                row.state, row.outcome = MessageState.DROPPED, untrue[row.id]
                work.session.flush()
                add_event(work, self.actor, row.id, row.state, row.outcome)
                self._count(dropped=1)
        rows = [row for row in rows if row.id not in untrue]

        def judged() -> dict[int, Wait | None]:
            waiting = Waiting(work.session, rows, work.now, profile, rules)
            return {row.id: waiting.wait(row) for row in rows}

        waits = judged()
        while asked := write_words_anew(
            work, self.actor.name, [row for row in rows if waits[row.id] is None]
        ):
            rows = [row for row in rows if row.id not in asked]
            waits = judged()  # whoever is asked again first has given up a place
        for row in rows:
            if (wait := waits[row.id]) is not None:
                row.send_at, row.outcome = wait.until, wait.reason
                work.session.flush()
                add_event(work, self.actor, row.id, row.state, wait.reason)
        return [row for row in rows if waits[row.id] is None]

    def _send(self, way: Way, claim: Claim, notes: Executor) -> bool:
        """Send what is claimed; whether the way is open for more.

        While what came of one message is being stored, the next is begun; it is only finished when that is
        safe. So at any moment there is at most one message of which nobody would know.
        """
        noting: Future[None] | None = None
        for place, message in enumerate(claim.messages):
            rest = claim.messages[place:]
            if self._is_over() or self._is_old(claim):
                _await(noting)
                with self.core.write() as work:
                    give_back(work, claim.name, [each.id for each in rest])
                self._takes_none()
                return False
            try:
                answer = way.begin(message)
                _await(noting)
                noting = None
                if answer is None:
                    answer = way.finish()
            except WayClosed as closed:
                _await(noting)
                self._turn_back(claim, rest, closed)
                return False
            noting = notes.submit(self._store, claim, message, answer)
        _await(noting)
        return not self._takes_none()

    def _turn_back(self, claim: Claim, rest: Sequence[Outgoing], closed: WayClosed) -> None:
        """The server takes nothing: what is left waits for it, and no try is counted."""
        self._trouble(closed.text)
        channel = rest[0].channel
        with self.core.write() as work:
            one_at_a_time(work.session)
            lock_in_order(work.session, Message.id.in_([each.id for each in (*rest, *self._tried)]))
            for each in rest:
                if each.deadline <= work.now:
                    self._put_down(work, claim, each, given_up(each, work.now, closed.text))
            waiting = [each.id for each in rest if each.deadline > work.now]
            give_back(work, claim.name, waiting)
            take_back_tries(work, self._tried)
            times = pause_channel(work, channel, closed.text)
            if closed.by_message and times > FIRST_PAUSES:
                let_others_go_first(work, rest[0].id)
        self._count(later=len(waiting))

    def _takes_none(self) -> bool:
        """Whether the server refuses everybody for now: then that is no trouble of each message."""
        if self.heard or len({each.to_address for each, _text in self.put_off}) <= 1:
            return False
        text = TAKES_NONE.format(said=self.put_off[-1][1])
        with self.core.write() as work:
            one_at_a_time(work.session)
            lock_in_order(work.session, Message.id.in_([each.id for each in self._tried]))
            take_back_tries(work, self._tried)
            pause_channel(work, self.put_off[0][0].channel, text)
        self._trouble(text)
        return True

    @property
    def _tried(self) -> list[Outgoing]:
        """In vain, before it showed that the server takes nothing: none of these was tried."""
        return [] if self.heard else [each for each, _text in self.put_off]

    def _store(self, claim: Claim, message: Outgoing, answer: Answer) -> None:
        if answer.kind is AnswerKind.TAKEN:  # before the database: an older one may be put in its place
            names = self.names.get(message.id, (message.wire_id,))
            self.record.add(names, real_now(self.core.clock))
        with self.core.write() as work:
            noted = self._put_down(work, claim, message, note_of(message, answer, work.now))
            if noted and answer.reference:
                keep_receipt(work, message.id, answer.reference)
            if answer.kind is AnswerKind.LATER and not self.heard and not answer.uncertain:
                self.put_off.append((message, answer.text))
            elif answer.kind is not AnswerKind.LATER and not self.heard:
                self.heard = True
                lift_pauses(work, [message.channel])

    def _is_over(self) -> bool:
        return self.stop.is_set() or time.monotonic() - self.begun >= ROUND_LASTS

    def _is_old(self, claim: Claim) -> bool:
        """Whether others may soon take the rest over: this PC may have slept since."""
        return abs(real_now(self.core.clock) - claim.at) >= OWN_CLAIM_LASTS

    def _put_down(self, work: Work, claim: Claim, message: Outgoing, note: Note) -> bool:
        """Whether the message was still ours."""
        if not note.store(work, self.actor, claim.name, message.id):
            log.info("message %s was taken over by another program", message.id)
            return False
        self._count(
            sent=note.state is MessageState.SENT,
            failed=note.state is MessageState.FAILED,
            later=note.state is MessageState.APPROVED,
        )
        return True

    def _trouble(self, text: str) -> None:
        if text not in self.done.troubles:
            self.done = replace(self.done, troubles=(*self.done.troubles, text))

    def _count(self, **more: int) -> None:
        values = {name: getattr(self.done, name) + int(number) for name, number in more.items()}
        self.done = replace(self.done, **values)


def _await(noting: Future[None] | None) -> None:
    """Until it is stored. Raises what went wrong with that."""
    if noting is not None:
        noting.result()


def note_of(message: Outgoing, answer: Answer, now: datetime) -> Note:
    """What is stored after *answer*.

    Of what may have been taken already, one more try is worth a double; a third copy is nobody's wish.
    """
    tries, twice = message.tries + 1, message.retried_blind or answer.uncertain
    if answer.kind is AnswerKind.TAKEN:
        return Note(MessageState.SENT, now, answer.text, tries, message.retried_blind)
    if answer.kind is AnswerKind.NEVER:
        return Note(MessageState.FAILED, now, answer.text, tries, twice)
    if answer.uncertain and message.retried_blind:
        return Note(MessageState.FAILED, now, f"{answer.text} {UNCONFIRMED}", tries, twice)
    again = next_try(tries, now, message.deadline)
    if again is None:
        return given_up(replace(message, tries=tries, retried_blind=twice), now, answer.text)
    return Note(MessageState.APPROVED, again, answer.text, tries, twice)


def given_up(message: Outgoing, now: datetime, text: str) -> Note:
    """What is stored of a message that has waited for too long."""
    return Note(MessageState.FAILED, now, f"Given up: {text}", message.tries, message.retried_blind)
