"""The sentences at the door."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.models.values import CheckInReason, Verdict
from fitnesscrm_desktop.services.checkin.reasons import Reason, sentence
from fitnesscrm_desktop.services.checkin.results import CheckInResult, ReasonLine
from tests.support.door import STUDIO, TODAY, a_studio, at

SENTENCES = [
    (Reason(CheckInReason.UNKNOWN_CODE, text="4711"), "Nobody has the code “4711”."),
    (Reason(CheckInReason.BLOCKED, text="Threw a weight"), "Blocked: Threw a weight"),
    (Reason(CheckInReason.ARCHIVED), "This client is in the archive."),
    (Reason(CheckInReason.NO_MEMBERSHIP), "There is no membership."),
    (
        Reason(CheckInReason.MEMBERSHIP_ENDED, plan="Monthly", day=date(2026, 2, 20)),
        "Monthly ended on 20 February 2026, 12 days ago.",
    ),
    (
        Reason(CheckInReason.NOT_STARTED, plan="Monthly", day=date(2026, 3, 5)),
        "Monthly starts on 5 March 2026, tomorrow.",
    ),
    (
        Reason(CheckInReason.FROZEN, plan="Monthly", day=date(2026, 4, 1)),
        "Monthly is frozen until 1 April 2026.",
    ),
    (Reason(CheckInReason.FROZEN, plan="Monthly"), "Monthly is frozen until somebody resumes it."),
    (
        Reason(CheckInReason.WRONG_DAY, plan="Weekend", number=0b1100000),
        "Weekend does not let in on a Wednesday, only on Saturday and Sunday.",
    ),
    (
        Reason(CheckInReason.WRONG_DAY, plan="Monday", number=1),
        "Monday does not let in on a Wednesday, only on Monday.",
    ),
    (Reason(CheckInReason.WRONG_DAY, plan="Never", number=0), "Never lets in on no day of the week."),
    (
        Reason(CheckInReason.WRONG_TIME, plan="Off-peak", at=at(18, 5), hours=(480, 960)),
        "Off-peak lets in from 08:00 to 16:00, and it is 18:05.",
    ),
    (
        Reason(CheckInReason.WEEK_USED_UP, plan="Twice", number=2),
        "All 2 visits of this week are used up (Twice). The next week begins on Monday.",
    ),
    (
        Reason(CheckInReason.WEEK_USED_UP, plan="Once", number=1),
        "The one visit of this week is used up (Once). The next week begins on Monday.",
    ),
    (Reason(CheckInReason.PACK_USED_UP, plan="10 visits"), "All visits of 10 visits are used up."),
    (
        Reason(CheckInReason.OVERDUE, amount=123450, day=date(2026, 2, 1)),
        "Overdue: €1,234.50 to pay, first due on 1 February 2026, 31 days ago.",
    ),
    (
        Reason(CheckInReason.NO_GUARDIAN_CONSENT, number=15, limit=18),
        "15 years old, under 18, and no guardian has agreed.",
    ),
    (
        Reason(CheckInReason.ALREADY_IN, at=at(9, 5)),
        "Already in since 09:05; this scan is not counted again.",
    ),
    (Reason(CheckInReason.OVERRIDDEN, text="Owner's friend"), "Let in by decision: Owner's friend."),
    (
        Reason(CheckInReason.ENDS_SOON, plan="Monthly", day=TODAY + timedelta(days=7)),
        "Monthly ends on 11 March 2026, in 7 days.",
    ),
    (
        Reason(CheckInReason.ENDS_SOON, plan="Monthly", day=TODAY),
        "Monthly ends on 4 March 2026, today.",
    ),
    (Reason(CheckInReason.BALANCE_DUE, amount=4500), "€45.00 to pay."),
    (
        Reason(CheckInReason.BALANCE_DUE, amount=4500, day=TODAY),
        "€45.00 to pay, first due on 4 March 2026.",
    ),
    (Reason(CheckInReason.BIRTHDAY, number=36), "Birthday: 36 today."),
    (Reason(CheckInReason.PINNED_NOTE, text="Has our key"), "Has our key"),
    (Reason(CheckInReason.MEDICAL_ALERT, text="Asthma"), "Asthma"),
    (Reason(CheckInReason.FORM_MISSING, text="Waiver"), "“Waiver” is not signed yet."),
    (
        Reason(CheckInReason.FORM_MISSING, text="Waiver", day=date(2026, 3, 3)),
        "“Waiver” was valid until 3 March 2026 and has to be signed again.",
    ),
    (
        Reason(CheckInReason.CLEARANCE_OPEN, text="Health"),
        "“Health” has to be looked at by somebody who may, before the training.",
    ),
    (Reason(CheckInReason.LAST_PACK_VISIT, plan="10 visits"), "This is the last visit of 10 visits."),
]


@pytest.mark.parametrize(("reason", "expected"), SENTENCES)
def test_a_sentence_says_the_facts(reason: Reason, expected: str) -> None:
    assert sentence(reason, TODAY, STUDIO) == expected


def test_every_reason_has_a_sentence() -> None:
    assert {reason.word for reason, _ in SENTENCES} == set(CheckInReason)


def test_yesterday_is_called_yesterday() -> None:
    reason = Reason(CheckInReason.MEMBERSHIP_ENDED, plan="Monthly", day=TODAY - timedelta(days=1))
    assert sentence(reason, TODAY, STUDIO) == "Monthly ended on 3 March 2026, yesterday."


def test_money_and_days_are_written_as_the_studio_writes_them() -> None:
    reason = Reason(CheckInReason.OVERDUE, amount=123450, day=date(2026, 2, 1))
    assert "€1,234.50" in sentence(reason, TODAY, a_studio(locale="not a locale"))
    yen = sentence(reason, TODAY, a_studio(locale="ja_JP", currency="JPY"))
    assert "123,450" in yen
    assert "2026年2月1日" in yen


def test_times_are_written_as_the_studio_writes_them() -> None:
    in_america = a_studio(locale="en_US")
    late = Reason(CheckInReason.WRONG_TIME, plan="Off-peak", at=at(18, 5), hours=(480, 1440))
    told = sentence(late, TODAY, in_america).replace("\u202f", " ")
    assert told == "Off-peak lets in from 8:00 AM to 24:00, and it is 6:05 PM."
    twice = sentence(Reason(CheckInReason.ALREADY_IN, at=at(9, 5)), TODAY, in_america)
    assert "since 9:05\u202fAM;" in twice


def test_what_somebody_typed_does_not_run_into_the_next_sentence() -> None:
    reasons = (
        Reason(CheckInReason.BLOCKED, text="Threw a weight"),
        Reason(CheckInReason.PINNED_NOTE, text="Has our key!"),
        Reason(CheckInReason.MEDICAL_ALERT, text="Asthma"),
    )
    lines = tuple(ReasonLine(each.word, sentence(each, TODAY, STUDIO)) for each in reasons)
    assert CheckInResult(Verdict.REFUSED, at(9), reasons=lines).text == (
        "Blocked: Threw a weight. Has our key! Asthma"
    )
    assert CheckInResult(Verdict.ADMITTED, at(9)).text == ""


def test_a_moment_that_is_not_known_is_left_out() -> None:
    assert sentence(Reason(CheckInReason.ALREADY_IN), TODAY, STUDIO).startswith("Already in since ;")
