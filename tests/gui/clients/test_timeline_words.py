"""Every kind of entry of the timeline has words, an icon, and a time that does not pretend to a minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from fitnesscrm_desktop.models.values import (
    Channel,
    ChargeKind,
    ClientStage,
    ConsentKind,
    FactKind,
    FileCategory,
    InjuryKind,
    MessageState,
    PaymentMethod,
    PhaseKind,
    Pose,
    Receipt,
    StageReason,
    Verdict,
)
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.ui.clients.timeline_words import timeline_line
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.icons import icon

FORMATS = Formats(Locale.parse("en_GB"), "EUR", ZoneInfo("Europe/Berlin"))
AT = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
DAY = date(2026, 3, 5)
WORDS: dict[TimelineKind, tuple[str, ...]] = {
    TimelineKind.VISIT: tuple(Verdict),
    TimelineKind.VISIT_UNDONE: (Verdict.ADMITTED,),
    TimelineKind.MEMBERSHIP: tuple(FactKind),
    TimelineKind.CHARGE: tuple(ChargeKind),
    TimelineKind.PAYMENT: tuple(PaymentMethod),
    TimelineKind.NOTE: ("pinned", "plain"),
    TimelineKind.CONSENT: tuple(ConsentKind),
    TimelineKind.STAGE: tuple(ClientStage),
    TimelineKind.MESSAGE: tuple(MessageState),
    TimelineKind.RECORD: ("client.add",),
    TimelineKind.MEASURED: ("",),
    TimelineKind.GOAL: ("set",),
    TimelineKind.GOAL_REACHED: ("reached",),
    TimelineKind.INJURY: tuple(InjuryKind),
    TimelineKind.REMARK: ("",),
    TimelineKind.PHASE: tuple(PhaseKind),
    TimelineKind.PROGRESS_REPORT: ("approved",),
    TimelineKind.PHOTO: tuple(Pose),
    TimelineKind.FILE: tuple(FileCategory),
    TimelineKind.FORM: ("signed",),
}


def entry(kind: TimelineKind, word: str) -> TimelineEntry:
    text = StageReason.MEMBERSHIP_RUNNING if kind is TimelineKind.STAGE else "Something"
    return TimelineEntry(
        kind, 1, AT, word, text=text, staff="Nora", amount=900, day=DAY, number=2, fields=(Channel.EMAIL,)
    )


@pytest.mark.parametrize("kind", TimelineKind)
def test_every_entry_has_words(kind: TimelineKind) -> None:
    for word in WORDS[kind]:
        line = timeline_line(entry(kind, word), FORMATS)
        assert line.title
        assert "{" not in line.title + line.text
        assert not icon(line.icon).isNull()


@pytest.mark.parametrize(
    ("kind", "time"),
    [(TimelineKind.INJURY, "5 Mar 2026"), (TimelineKind.MEASURED, "05/03/2026, 00:30")],
)
def test_what_holds_for_a_day_has_no_minute(kind: TimelineKind, time: str) -> None:
    assert timeline_line(entry(kind, WORDS[kind][0]), FORMATS).time == time


def test_a_form_that_is_void_says_so() -> None:
    void = TimelineEntry(TimelineKind.FORM, 1, AT, "signed", text="Waiver", undone=True)
    assert "void" in timeline_line(void, FORMATS).title


def test_a_photo_that_was_added_later_says_when() -> None:
    photo = TimelineEntry(TimelineKind.PHOTO, 1, AT, Pose.FRONT, staff="Nora")
    assert timeline_line(photo, FORMATS).text == "by Nora"
    line = timeline_line(replace(photo, day=DAY), FORMATS)
    assert (line.time, line.text) == ("5 Mar 2026", f"added on {FORMATS.day(DAY)} · by Nora")


def test_a_text_message_that_did_not_arrive_says_so_with_the_words_of_its_gateway() -> None:
    text = TimelineEntry(
        TimelineKind.MESSAGE,
        1,
        AT,
        MessageState.FAILED,
        text="Happy birthday",
        fields=(Channel.SMS, Receipt.UNDELIVERED, "30003"),
    )
    line = timeline_line(text, FORMATS)
    assert (line.title, line.text) == ("Text message not delivered", "Happy birthday · 30003")
    refused = timeline_line(replace(text, fields=(Channel.SMS,)), FORMATS)
    assert refused.title == "Text message could not be sent"
