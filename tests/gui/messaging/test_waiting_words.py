"""A message that is approved and waits says why, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from fitnesscrm_desktop.models.values import Channel, MessageState, Purpose, Receipt
from fitnesscrm_desktop.services.messaging.holding import SO_AGAIN
from fitnesscrm_desktop.services.messaging.outbox_results import Bulk, OutboxCounts, Refusal, Waits, WaitsFor
from fitnesscrm_desktop.services.messaging.results import EventRow, MessageDetail, MessageRow, SkipReason
from fitnesscrm_desktop.services.messaging.skip_words import WAITS_AGAIN
from fitnesscrm_desktop.services.messaging.waiting import WaitReason
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.messaging.notices import pause_notice
from fitnesscrm_desktop.ui.messaging.outbox_state import Deed
from fitnesscrm_desktop.ui.messaging.outbox_words import (
    bulk_text,
    event_text,
    going_text,
    state_tone,
    state_word,
    trouble_text,
)
from fitnesscrm_desktop.ui.messaging.waiting_words import waiting_text

FORMATS = Formats(Locale("en", "IE"), "EUR", ZoneInfo("Europe/Dublin"))
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def a_row(outcome: str, send_at: datetime | None) -> MessageRow:
    return MessageRow(
        id=1,
        client_id=1,
        client_name="Anna Ivanova",
        to_name="Anna Ivanova",
        to_address="anna@example.com",
        channel=Channel.EMAIL,
        purpose=Purpose.SERVICE,
        subject="Hello",
        first_line="Hello",
        state=MessageState.APPROVED,
        rule_id=1,
        rule_name="Birthday",
        writer="",
        created_at=NOW,
        send_at=send_at,
        sent_at=None,
        outcome=outcome,
        tries=0,
        perhaps_twice=False,
        version=1,
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (WaitReason.WEEKLY_CAP, "Weekly cap: the next may go out "),
        (WaitReason.ITS_DAY, "Waits for its day: goes out "),
        (WaitReason.QUIET_HOURS, "Goes out "),
    ],
)
def test_it_says_what_it_waits_for(reason: WaitReason, words: str) -> None:
    later = NOW + timedelta(days=5)
    assert going_text(a_row(reason, later), NOW, FORMATS) == words + FORMATS.moment(later)
    assert going_text(a_row(reason, None), NOW, FORMATS) == ""
    told = event_text(EventRow(NOW, MessageState.APPROVED, reason, ""), FORMATS)
    assert " Waits" in told
    assert reason.value not in told


def test_the_page_says_how_many_wait_for_what_and_until_when() -> None:
    later, soon = NOW + timedelta(days=5), NOW + timedelta(minutes=2)
    waits = (
        Waits(WaitsFor.SERVER, Channel.EMAIL, 12, soon, "Nothing listens."),
        Waits(WaitsFor.WEEKLY_CAP, Channel.EMAIL, 2, later),
        Waits(WaitsFor.WEEKLY_CAP, Channel.SMS, 1, soon),
    )
    counts = OutboxCounts(approved=15, waits=waits)
    assert waiting_text(counts, FORMATS) == (
        "15 wait · 0 sent today · 3 because of the weekly cap, the first until " + FORMATS.moment(soon)
    )
    notice = pause_notice(counts, FORMATS, may_set_up=True)
    assert notice is not None
    assert (notice.section, bool(notice.action)) == ("mail", True)
    assert notice.text == (
        f"12 e-mails wait for the mail server, which is asked again at {FORMATS.time(soon)}. Nothing listens."
    )
    assert pause_notice(OutboxCounts(), FORMATS, may_set_up=True) is None


def test_a_message_that_cannot_leave_says_why() -> None:
    row = a_row("Nothing listens.", None)
    assert state_word(row, NOW) == "Cannot leave yet"
    assert state_word(a_row("", None), NOW) == "Goes out next"
    assert state_word(a_row(WaitReason.QUIET_HOURS, None), NOW) == "Goes out next"
    assert trouble_text(MessageDetail(row, "", "", "", (), ""))[0] == "It cannot leave yet. Nothing listens."


@pytest.mark.parametrize(
    "reason",
    [
        SkipReason.ARCHIVED,
        SkipReason.BLOCKED,
        SkipReason.NO_GUARDIAN,
        SkipReason.NOT_RESPONSIBLE,
        SkipReason.NO_CONSENT,
        SkipReason.OPTED_OUT,
        SkipReason.SETTLED,
        SkipReason.UNMET,
    ],
)
def test_why_something_was_not_approved_is_a_sentence(reason: SkipReason) -> None:
    text = bulk_text(Deed.APPROVE, Bulk(refused=(Refusal(1, reason.value),)), [a_row("", None)])
    assert "Anna Ivanova" in text
    assert reason.value not in text.split()
    assert text.endswith(".")


@pytest.mark.parametrize(
    ("receipt", "word", "tone"),
    [
        (None, "Handed to the gateway", Tone.GREEN),
        (Receipt.ON_THE_WAY, "Handed to the gateway", Tone.GREEN),
        (Receipt.DELIVERED, "Delivered", Tone.GREEN),
        (Receipt.UNDELIVERED, "Not delivered", Tone.RED),
    ],
)
def test_a_text_message_says_what_its_gateway_says(receipt: Receipt | None, word: str, tone: Tone) -> None:
    sent = replace(
        a_row("201 queued", None),
        channel=Channel.SMS,
        state=MessageState.SENT,
        receipt=receipt,
        receipt_text="30003",
    )
    assert (state_word(sent, NOW), state_tone(sent)) == (word, tone)
    said, _tone = trouble_text(MessageDetail(sent, "", "", "", (), ""))
    assert ("30003" in said) == (receipt is Receipt.UNDELIVERED)


def test_what_tells_other_amounts_by_now_is_read_again_and_was_not_dropped() -> None:
    refused = Bulk(refused=(Refusal(1, SkipReason.FIGURES_CHANGED.value),))
    assert bulk_text(Deed.APPROVE, refused, [a_row("", None)]) == (
        "Something has changed since the message to Anna Ivanova was written: read it again."
    )


@pytest.mark.parametrize("word", WAITS_AGAIN)
def test_why_something_waits_for_a_yes_again_is_a_sentence(word: str) -> None:
    row = replace(a_row(word, None), state=MessageState.DRAFT)
    assert trouble_text(MessageDetail(row, "", "", "", (), ""))[0].endswith(".")
    assert word not in event_text(EventRow(NOW, MessageState.DRAFT, word, "automatic"), FORMATS)


NEVER_OF_A_MESSAGE = {"no_trainer", "no_staff", "no_template", "missing_field", "followed"}
"""Who was not written to has none."""


@pytest.mark.parametrize("word", sorted({*WAITS_AGAIN, *WaitReason, *SkipReason} - NEVER_OF_A_MESSAGE))
@pytest.mark.parametrize("state", [MessageState.DRAFT, MessageState.APPROVED, MessageState.DROPPED])
@pytest.mark.parametrize("tries", [0, 1])
def test_no_word_of_the_program_is_shown_as_it_is_stored(word: str, state: MessageState, tries: int) -> None:
    row = replace(a_row(word, None), state=state, tries=tries)
    said, _tone = trouble_text(MessageDetail(row, "", "", "", (), ""))
    assert said != word
    assert "_" not in said
    assert "leave" not in said
    assert state_word(row, NOW) != "Cannot leave yet"


def test_what_is_so_again_says_so_while_it_waits_for_its_turn() -> None:
    row = a_row(SO_AGAIN, None)
    assert state_word(row, NOW) == "Goes out next"
    assert trouble_text(MessageDetail(row, "", "", "", (), "")) == ("It is so again after all.", Tone.BLUE)


def test_what_became_of_one_try_is_not_said_of_the_next() -> None:
    row = replace(a_row("", None), channel=Channel.SMS, receipt=Receipt.UNDELIVERED, receipt_text="30003")
    assert (state_word(row, NOW), state_tone(row)) == ("Goes out next", Tone.BLUE)
    assert trouble_text(MessageDetail(row, "", "", "", (), ""))[0] == ""
