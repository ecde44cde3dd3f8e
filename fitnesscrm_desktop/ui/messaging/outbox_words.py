"""What the outbox says about messages: where they stand, what came of a deed, and what the matter is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fitnesscrm_desktop.models.values import Channel, MessageState, Receipt
from fitnesscrm_desktop.services.messaging.approved_files import FILES_CHANGED
from fitnesscrm_desktop.services.messaging.holding import RULE_CHANGED, RULE_OFF, RULE_ON, SO_AGAIN
from fitnesscrm_desktop.services.messaging.outbox_results import Bulk, OutboxCounts, Which
from fitnesscrm_desktop.services.messaging.results import EventRow, MessageDetail, MessageRow, SkipReason
from fitnesscrm_desktop.services.messaging.rules import BY_ITSELF
from fitnesscrm_desktop.services.messaging.sent_before import SENT_BEFORE
from fitnesscrm_desktop.services.messaging.skip_words import WAITS_AGAIN
from fitnesscrm_desktop.services.messaging.waiting import WaitReason
from fitnesscrm_desktop.services.messaging.words_anew import FIGURES_ANEW, FIGURES_CHANGED
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.messaging.outbox_state import Deed
from fitnesscrm_desktop.ui.messaging.words import translate

STATE_TONES = {
    MessageState.DRAFT: Tone.AMBER,
    MessageState.APPROVED: Tone.BLUE,
    MessageState.SENDING: Tone.BLUE,
    MessageState.SENT: Tone.GREEN,
    MessageState.FAILED: Tone.RED,
    MessageState.DROPPED: Tone.NEUTRAL,
    MessageState.TOO_LATE: Tone.NEUTRAL,
}


def which_word(which: Which) -> str:
    """What a filter is called."""
    return {
        Which.DRAFT: translate("Waiting for a yes"),
        Which.READY: translate("On the way"),
        Which.FAILED: translate("Failed"),
        Which.SENT: translate("Sent"),
        Which.ENDED: translate("Dropped, too late"),
        Which.ALL: translate("All"),
    }[which]


def which_count(which: Which, counts: OutboxCounts | None) -> int:
    """How many are behind a filter, where somebody has to know that."""
    if counts is None:
        return 0
    return {
        Which.DRAFT: counts.draft,
        Which.READY: counts.approved + counts.to_hand_over,
        Which.FAILED: counts.failed,
    }.get(which, 0)


def nothing_words(which: Which) -> tuple[str, str, str]:
    """Icon, title and text where there is no message."""
    return {
        Which.DRAFT: (
            "check-circle",
            translate("Nothing waits for a yes"),
            translate("What rules and people write is listed here until somebody approves it."),
        ),
        Which.READY: (
            "mail",
            translate("Nothing is on the way"),
            translate("Approved messages are here until they have left, letters until they are in the post."),
        ),
        Which.FAILED: (
            "check-circle",
            translate("Nothing has failed"),
            translate("What a server refuses for good is listed here, with its own words."),
        ),
        Which.SENT: ("mail", translate("Nothing was sent yet"), translate("Every sent message stays here.")),
        Which.ENDED: (
            "trash",
            translate("Nothing was dropped"),
            translate("Messages that were dropped, or would have come too late, are kept here."),
        ),
        Which.ALL: (
            "mail",
            translate("No message yet"),
            translate("Write to a client, or let a rule do it: the message is listed here."),
        ),
    }[which]


def state_word(row: MessageRow, now: datetime) -> str:
    """Where a message stands."""
    if row.state is MessageState.APPROVED:
        return _approved_word(row, now)
    if row.state is MessageState.SENT and row.outcome.startswith(SENT_BEFORE):
        return translate("Sent before the restore")
    if row.state is MessageState.SENT and row.perhaps_twice:
        return translate("Sent, perhaps twice")
    if row.state is MessageState.SENT and row.channel is Channel.COPY:
        return translate("Passed on")
    if row.state is MessageState.SENT and row.channel is Channel.SMS:
        return _receipt_word(row.receipt)
    return {
        MessageState.DRAFT: translate("Waits for a yes"),
        MessageState.SENDING: translate("Being sent"),
        MessageState.SENT: translate("Sent"),
        MessageState.FAILED: translate("Failed"),
        MessageState.DROPPED: translate("Dropped"),
        MessageState.TOO_LATE: translate("Too late"),
    }[row.state]


def _receipt_word(receipt: Receipt | None) -> str:
    return {
        Receipt.DELIVERED: translate("Delivered"),
        Receipt.UNDELIVERED: translate("Not delivered"),
    }.get(receipt or Receipt.UNKNOWN, translate("Handed to the gateway"))


def state_tone(row: MessageRow) -> Tone:
    """The colour that goes with it."""
    if row.receipt is Receipt.UNDELIVERED and row.state is not MessageState.APPROVED:
        return Tone.RED
    uncertain = row.perhaps_twice and row.state is MessageState.SENT
    retried = row.state is MessageState.APPROVED and (row.tries > 0 or cannot_leave(row))
    return Tone.AMBER if uncertain or retried else STATE_TONES[row.state]


def _approved_word(row: MessageRow, now: datetime) -> str:
    if row.channel is Channel.LETTER:
        return translate("To be printed")
    if row.channel is Channel.COPY:
        return translate("To be passed on")
    if row.tries:
        return translate("To be tried again")
    later = row.send_at is not None and row.send_at > now
    if not later and cannot_leave(row):
        return translate("Cannot leave yet")
    return translate("Goes out later") if later else translate("Goes out next")


def cannot_leave(row: MessageRow) -> bool:
    """Whether it waits for its server, or for somebody to set that up."""
    by_itself = row.state is MessageState.APPROVED and row.channel in BY_ITSELF
    return by_itself and _is_answer(row.outcome)


def _is_answer(outcome: str) -> bool:
    """Whether these are words for people, of a server or about the way to it, and no stored word."""
    return bool(outcome) and outcome not in {*WaitReason, *SkipReason, *WAITS_AGAIN}


def when_text(row: MessageRow, now: datetime, formats: Formats) -> str:
    """The moment that matters most about it: the time of today, else the day."""
    later = _goes_out_at(row, now)
    moment = later or row.sent_at or row.created_at
    day = moment.astimezone(formats.zone).date()
    today = now.astimezone(formats.zone).date()
    return formats.time(moment) if day == today else formats.day(day)


def _goes_out_at(row: MessageRow, now: datetime) -> datetime | None:
    """When it leaves, if that is known and still to come."""
    waits = row.state is MessageState.APPROVED and row.channel in BY_ITSELF
    return row.send_at if waits and row.send_at is not None and row.send_at > now else None


def going_text(row: MessageRow, now: datetime, formats: Formats) -> str:
    """When it goes out, if that is known and still to come; what was is in its history."""
    later = _goes_out_at(row, now)
    if later is None:
        return ""
    words = {
        "weekly_cap": translate("Weekly cap: the next may go out {moment}"),
        "its_day": translate("Waits for its day: goes out {moment}"),
    }.get(row.outcome, translate("Goes out {moment}"))
    return words.format(moment=formats.moment(later))


def from_text(row: MessageRow) -> str:
    """The rule or the person it comes from."""
    return row.rule_name or row.writer or translate("By hand")


def about_text(row: MessageRow) -> str:
    """What it says, in one line."""
    return (row.subject if has_subject(row.channel) else "") or row.first_line


def has_subject(channel: Channel) -> bool:
    """Whether its reader sees a subject."""
    return channel in {Channel.EMAIL, Channel.LETTER}


def event_text(event: EventRow, formats: Formats) -> str:
    """One line of a message's history."""
    word = {
        MessageState.DRAFT: translate("Waits for a yes"),
        MessageState.APPROVED: translate("Approved"),
        MessageState.SENDING: translate("Handed over"),
        MessageState.SENT: translate("Sent"),
        MessageState.FAILED: translate("Failed"),
        MessageState.DROPPED: translate("Dropped"),
        MessageState.TOO_LATE: translate("Too late"),
    }[event.state]
    said = event.text if event.text and event.text.rstrip(".") != word else ""
    if event.state in {MessageState.DROPPED, MessageState.TOO_LATE}:
        said = ended_text(said)
    elif event.state is MessageState.APPROVED:
        said = _waiting_text(said)
    said = _waits_again_words().get(said, said)
    parts = (formats.moment(event.at), said or word, event.actor)
    return " · ".join(part for part in parts if part)


def _waiting_text(reason: str) -> str:
    """Why an approved message was put off; what a server has said stays."""
    return {
        "quiet_hours": translate("Waits: nothing goes out in the quiet hours"),
        "weekly_cap": translate("Waits: the reader has had enough messages this week"),
        "its_day": translate("Waits for its day"),
    }.get(reason, reason)


def trouble_text(detail: MessageDetail) -> tuple[str, Tone]:
    """What somebody has to know before anything else; empty if all is well."""
    row = detail.row
    if row.state is MessageState.FAILED:
        return translate("Not delivered. The answer was: {words}").format(words=row.outcome), Tone.RED
    if row.receipt is Receipt.UNDELIVERED and row.state is not MessageState.APPROVED:
        words = translate("Not delivered. The gateway says: {words}")
        return words.format(words=row.receipt_text), Tone.RED
    if row.perhaps_twice:
        return (
            translate(
                "Nobody knows whether the first try arrived. It was sent again, so it may arrive twice."
            ),
            Tone.AMBER,
        )
    if cannot_leave(row) and not row.tries:
        return translate("It cannot leave yet. {words}").format(words=row.outcome), Tone.AMBER
    if row.state is MessageState.APPROVED and row.tries and _is_answer(row.outcome):
        return translate("Not delivered yet. The answer was: {words}").format(words=row.outcome), Tone.AMBER
    return _told_text(row)


def _told_text(row: MessageRow) -> tuple[str, Tone]:
    """What the program did by itself about it."""
    again = _waits_again_words().get(row.outcome, "")
    if row.state in {MessageState.DRAFT, MessageState.APPROVED} and again:
        return again, Tone.AMBER if row.state is MessageState.DRAFT else Tone.BLUE
    if row.state is MessageState.SENT and row.outcome.startswith(SENT_BEFORE):
        return translate("It was sent before the restore, so it was not sent again."), Tone.BLUE
    if row.state is MessageState.SENT and row.channel is Channel.SMS:
        return _handed_over_text(row.receipt), Tone.BLUE
    waited = again or row.outcome in set(WaitReason)
    if row.state in {MessageState.DROPPED, MessageState.TOO_LATE} and row.outcome and not waited:
        return ended_text(row.outcome), Tone.BLUE
    return "", Tone.BLUE


def _handed_over_text(receipt: Receipt | None) -> str:
    """How much is known of a text message that the gateway took."""
    return {
        None: translate("Handed to the gateway, which does not say whether it arrived."),
        Receipt.ON_THE_WAY: translate("Handed to the gateway, which is asked later whether it arrived."),
        Receipt.UNKNOWN: translate("Handed to the gateway, which never said whether it arrived."),
    }.get(receipt, "")


def _waits_again_words() -> dict[str, str]:
    return {
        RULE_OFF: translate("The rule was switched off, so this waits for a yes."),
        RULE_CHANGED: translate("The rule was changed, so this waits for a yes."),
        FILES_CHANGED: translate(
            "The files of its template are others than were approved, so this waits for another yes."
        ),
        RULE_ON: translate("The rule was switched on again."),
        SO_AGAIN: translate("It is so again after all."),
        FIGURES_ANEW: translate("What this tells has changed since, so it was written anew."),
        FIGURES_CHANGED: translate("Something has changed since these words were written: read them again."),
    }


def ended_text(reason: str) -> str:
    """Why the program did not send it, as a person says it; what a person has written stays."""
    return {
        "archived": translate("Not sent: the client is in the archive."),
        "blocked": translate("Not sent: the client is blocked."),
        "no_consent": translate("Not sent: the client does not agree to offers and news."),
        "opted_out": translate("Not sent: the client does not want to be written to this way."),
        "no_address": translate("Not sent: the address was removed from the client."),
        "no_guardian": translate("Not sent: it would have gone to somebody under age."),
        "settled": translate("Not sent: it is not so any more."),
        "merged": translate("Not sent: the same was written to another record of this client."),
        "not_responsible": translate("Not sent: somebody else has to read this for the client by now."),
        "unmet": translate("Not sent: the rule's conditions do not hold for the client any more."),
        "too_late": translate("Not sent: it would have come too late."),
        "figures_changed": translate("Something has changed since: it waits for another yes."),
    }.get(reason, reason)


def deed_word(deed: Deed) -> str:
    """What a button says."""
    return {
        Deed.APPROVE: translate("Approve"),
        Deed.EDIT: translate("Edit"),
        Deed.DROP: translate("Drop"),
        Deed.RETRY: translate("Try again"),
        Deed.HAND_OVER: translate("Passed on"),
        Deed.PRINT: translate("Print letters"),
    }[deed]


def bulk_text(deed: Deed, bulk: Bulk, rows: Sequence[MessageRow]) -> str:
    """How many messages something was done to, and why not to the others."""
    names = {row.id: row.to_name for row in rows}
    parts = [_done_text(deed, len(bulk.done), names.get(bulk.done[0], ""))] if bulk.done else []
    reasons: dict[str, list[int]] = {}
    for refusal in bulk.refused:
        reasons.setdefault(refusal.reason, []).append(refusal.id)
    for reason, ids in reasons.items():
        parts.append(_refused_text(reason, len(ids), names.get(ids[0], "")))
    return " ".join(parts)


def _done_text(deed: Deed, count: int, name: str) -> str:
    one, many = {
        Deed.APPROVE: (translate("Message to {name} approved."), translate("{count} messages approved.")),
        Deed.DROP: (translate("Message to {name} dropped."), translate("{count} messages dropped.")),
        Deed.RETRY: (
            translate("Message to {name} is tried again."),
            translate("{count} messages are tried again."),
        ),
        Deed.HAND_OVER: (
            translate("Message to {name} passed on."),
            translate("{count} messages passed on."),
        ),
    }[deed]
    return (one if count == 1 else many).format(name=name, count=count)


def _refused_text(reason: str, count: int, name: str) -> str:
    known = {
        "no_address": (
            translate("There is no address for {name}: press E and type it."),
            translate("{count} have no address: press E and type it."),
        ),
        "wrong_state": (
            translate("The one to {name} is past that."),
            translate("{count} are past that."),
        ),
        "unmet": (
            translate("The rule's conditions do not hold for {name} any more: the message was dropped."),
            translate("{count} were dropped: the rule's conditions do not hold any more."),
        ),
        "not_found": (
            translate("One is not there any more."),
            translate("{count} are not there any more."),
        ),
        "figures_changed": (
            translate("Something has changed since the message to {name} was written: read it again."),
            translate("Something has changed since {count} messages were written: read them again."),
        ),
    }
    dropped = (
        translate("The message to {name} was dropped. {why}"),
        translate("{count} messages were dropped. {why}"),
    )
    one, many = known.get(reason, dropped)
    return (one if count == 1 else many).format(name=name, count=count, why=ended_text(reason))
