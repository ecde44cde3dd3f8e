"""A message that is approved and waits says why, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from fitnesscrm_desktop.models.values import Channel, MessageState, Purpose
from fitnesscrm_desktop.services.messaging.results import EventRow, MessageRow
from fitnesscrm_desktop.services.messaging.waiting import WaitReason
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.messaging.outbox_words import event_text, going_text

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
