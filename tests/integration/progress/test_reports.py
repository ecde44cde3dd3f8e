"""A progress report is a draft until somebody approves it; then it is kept as it is."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import ConsentKind, GoalState, PhaseKind, Pose, ReportState, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.files.results import NewPhoto
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.services.progress.report_results import NewReport
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock
from tests.support.staff import hire, signed_in

TODAY = START.date()
PERIOD = NewReport(TODAY, TODAY + timedelta(days=60), "Well done, Anna.")


@pytest.fixture
def measured(services: Services, owner: Actor, anna: int, clock: FakeClock) -> int:
    """Somebody with six weeks of values, a goal and a phase."""
    services.progress.measure(owner, anna, {"weight": "80 kg", "waist": "90 cm"})
    clock.advance(hours=1)
    services.goals.add(owner, anna, NewGoal("weight", 74.0, title="Back into the suit"))
    services.chart_marks.add_phase(owner, anna, PhaseKind.CUT)
    services.chart_marks.add_remark(owner, anna, "New shoes")
    for week in range(1, 7):
        clock.advance(days=7)
        services.progress.measure(owner, anna, {"weight": f"{80 - week / 2} kg"})
    return anna


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_report_tells_what_was_measured_and_says_that_it_is_a_draft(
    services: Services, owner: Actor, measured: int
) -> None:
    made = services.progress_reports.write(owner, measured, PERIOD)
    assert made.state is ReportState.DRAFT
    text = text_of(services.progress_reports.pdf(owner, made.id))
    for words in (
        "Anna Ivanova",
        "Draft, not approved yet",
        "Well done, Anna.",
        "Back into the suit",
        "80 kg",
        "77 kg",
        "−3 kg",
        "Losing fat",
        "New shoes",
        "Page 1 of",
    ):
        assert words in text


def test_what_is_approved_stays_as_it_is(
    services: Services, owner: Actor, measured: int, clock: FakeClock
) -> None:
    made = services.progress_reports.write(owner, measured, PERIOD)
    approved = services.progress_reports.approve(owner, made.id, made.version)
    assert approved.state is ReportState.APPROVED
    assert approved.approved_by == owner.name
    pages = services.progress_reports.pdf(owner, made.id)
    assert "Draft" not in text_of(pages)
    clock.advance(days=1)
    services.progress.measure(owner, measured, {"weight": "76 kg"})
    assert services.progress_reports.pdf(owner, made.id) == pages
    with pytest.raises(RuleBroken, match="stays as it is"):
        services.progress_reports.edit(owner, made.id, approved.version, PERIOD)
    with pytest.raises(RuleBroken, match="stays as it is"):
        services.progress_reports.drop(owner, made.id)


def test_nobody_approves_what_they_have_not_read(services: Services, owner: Actor, measured: int) -> None:
    made = services.progress_reports.write(owner, measured, PERIOD)
    services.progress_reports.edit(owner, made.id, made.version, NewReport(PERIOD.first, PERIOD.last, "Hm."))
    with pytest.raises(Conflict):
        services.progress_reports.approve(owner, made.id, made.version)


def test_what_is_approved_is_what_was_read(
    services: Services, owner: Actor, measured: int, clock: FakeClock
) -> None:
    reports = services.progress_reports
    made = reports.write(owner, measured, PERIOD)
    seen = reports.pages(owner, made.id).seen
    clock.advance(minutes=5)
    services.progress.measure(owner, measured, {"waist": "88 cm"})
    with pytest.raises(Confirmable, match="Read the new ones"):
        reports.approve(owner, made.id, made.version, seen)
    again = reports.pages(owner, made.id)
    clock.advance(minutes=5)
    approved = reports.approve(owner, made.id, made.version, again.seen)
    assert approved.state is ReportState.APPROVED
    told = [text_of(pdf).split("Page 1")[0] for pdf in (again.pdf, reports.pdf(owner, made.id))]
    draft, kept = ([line for line in text.splitlines() if "Made " not in line] for text in told)
    assert [line for line in draft if "Draft" not in line] == kept


def test_a_comment_is_signed_by_a_person_or_by_nobody(
    services: Services, owner: Actor, measured: int
) -> None:
    command = replace(owner, name="command line")
    made = services.progress_reports.write(command, measured, PERIOD)
    assert "command line" not in text_of(services.progress_reports.pdf(command, made.id))
    hire(services, "olga", Role.OWNER)
    hire(services, "tom", Role.TRAINER)
    tom = signed_in(services, "tom")
    made = services.progress_reports.write(tom, measured, PERIOD)
    assert tom.name in text_of(services.progress_reports.pdf(command, made.id))


def test_a_goal_stands_where_it_stood_at_the_end_of_the_period(
    services: Services, owner: Actor, measured: int, clock: FakeClock
) -> None:
    clock.advance(days=7)
    services.progress.measure(owner, measured, {"weight": "73.8 kg"}, confirmed=True)
    (goal,) = services.goals.list(owner, measured)
    assert goal.state is GoalState.REACHED
    made = services.progress_reports.write(
        owner, measured, NewReport(TODAY, TODAY + timedelta(days=20), metrics=("waist",))
    )
    text = text_of(services.progress_reports.pdf(owner, made.id))
    assert "16 % of the way" in text
    assert "79 kg" in text
    assert "73.8 kg" not in text
    assert "Reached" not in text


def told_goals(services: Services, owner: Actor, client_id: int, first: int, last: int) -> str:
    """What a report of these days, counted from the first one, tells of goals."""
    period = NewReport(TODAY + timedelta(days=first), TODAY + timedelta(days=last), metrics=("waist",))
    made = services.progress_reports.write(owner, client_id, period)
    return text_of(services.progress_reports.pdf(owner, made.id))


def test_a_goal_that_was_dropped_since_is_told_of_the_days_it_ran_in(
    services: Services, owner: Actor, measured: int, clock: FakeClock
) -> None:
    (goal,) = services.goals.list(owner, measured)
    services.goals.drop(owner, goal.id)
    today = (clock.now().date() - TODAY).days
    assert "Back into the suit" in told_goals(services, owner, measured, 0, today - 1)
    assert "Back into the suit" not in told_goals(services, owner, measured, 0, today)


def test_a_goal_is_not_told_of_the_days_before_it_was_set(
    services: Services, owner: Actor, measured: int, clock: FakeClock
) -> None:
    for new in (NewGoal("waist", 0.8, title="Belt"), NewGoal("vo2max", 45.0, title="Breath")):
        services.goals.add(owner, measured, new)
    today = (clock.now().date() - TODAY).days
    before, after = (told_goals(services, owner, measured, 0, last) for last in (today - 1, today))
    assert [("Belt" in text, "Breath" in text) for text in (before, after)] == [(False, False), (True, True)]


def test_a_goal_that_was_missed_in_these_days_is_told(
    services: Services, owner: Actor, measured: int, clock: FakeClock
) -> None:
    due = clock.now().date() + timedelta(days=3)
    services.goals.add(owner, measured, NewGoal("waist", 0.8, due, title="Belt"))
    clock.advance(days=10)
    last = (due - TODAY).days
    told = ["Belt" in told_goals(services, owner, measured, first, last + 5) for first in (0, last, last + 1)]
    assert told == [True, True, False]


def test_who_may_not_see_photos_asks_for_none(services: Services, measured: int) -> None:
    manager = an_actor(Role.MANAGER)
    with pytest.raises(NotAllowed):
        services.progress_reports.write(manager, measured, replace(PERIOD, with_photos=True))
    assert services.progress_reports.list(manager, measured) == []
    services.progress_reports.write(manager, measured, PERIOD)


def test_a_goal_says_in_full_when_it_was_reached(
    services: Services, owner: Actor, measured: int, clock: FakeClock
) -> None:
    services.progress.measure(owner, measured, {"weight": "73.5 kg"})
    made = services.progress_reports.write(owner, measured, PERIOD)
    day = f"{clock.now():%d %b %Y}".lstrip("0")
    assert f"Reached {day}" in text_of(services.progress_reports.pdf(owner, made.id))


def test_a_value_with_a_long_unit_is_told_in_full(
    services: Services, owner: Actor, anna: int, clock: FakeClock
) -> None:
    services.progress.measure(owner, anna, {"vo2max": "40.25"})
    services.goals.add(owner, anna, NewGoal("vo2max", 45.75))
    clock.advance(days=7)
    services.progress.measure(owner, anna, {"vo2max": "42.5"})
    made = services.progress_reports.write(owner, anna, PERIOD)
    tables = text_of(services.progress_reports.pdf(owner, made.id)).split("Charts")[0]
    assert "…" not in tables
    assert tables.count("ml/kg/min") == len(("start", "now", "target", "first", "last", "change"))


def test_a_draft_is_dropped(services: Services, owner: Actor, measured: int) -> None:
    made = services.progress_reports.write(owner, measured, PERIOD)
    services.progress_reports.drop(owner, made.id)
    assert services.progress_reports.list(owner, measured) == []
    with pytest.raises(NotFound):
        services.progress_reports.pdf(owner, made.id)


def test_only_what_was_chosen_is_told(services: Services, owner: Actor, measured: int) -> None:
    only = NewReport(PERIOD.first, PERIOD.last, metrics=("waist", "aura"))
    made = services.progress_reports.write(owner, measured, only)
    assert made.metrics == ("waist",)
    text = text_of(services.progress_reports.pdf(owner, made.id))
    assert "Waist" in text
    assert "77 kg" not in text.split("Measurements")[1]


def test_a_period_without_anything_says_so(services: Services, owner: Actor, anna: int) -> None:
    long_ago = NewReport(TODAY - timedelta(days=60), TODAY - timedelta(days=30))
    made = services.progress_reports.write(owner, anna, long_ago)
    assert "Nothing was measured" in text_of(services.progress_reports.pdf(owner, made.id))


@pytest.mark.parametrize(
    "new",
    [
        NewReport(TODAY, TODAY - timedelta(days=1)),
        NewReport(TODAY + timedelta(days=1), TODAY + timedelta(days=2)),
        NewReport(date(1800, 1, 1), TODAY),
        NewReport(date(1999, 1, 1), TODAY),
    ],
)
def test_periods_that_make_no_sense_are_refused(
    services: Services, owner: Actor, anna: int, new: NewReport
) -> None:
    with pytest.raises(RuleBroken):
        services.progress_reports.write(owner, anna, new)
    assert services.progress_reports.list(owner, anna) == []


def photo(color: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 400), color).save(buffer, "JPEG")
    return buffer.getvalue()


def test_photos_are_in_it_only_if_the_client_has_agreed(
    services: Services, owner: Actor, measured: int, clock: FakeClock
) -> None:
    for days, color in ((0, "red"), (10, "green"), (20, "blue")):
        day = TODAY + timedelta(days=days)
        services.photos.add(owner, NewPhoto(measured, Pose.FRONT, photo(color), day))
    made = services.progress_reports.write(
        owner, measured, NewReport(PERIOD.first, PERIOD.last, with_photos=True)
    )
    assert "Photos" not in text_of(services.progress_reports.pdf(owner, made.id))
    services.records.record_consent(owner, measured, ConsentKind.PHOTO, given=True, source="form")
    with_photos = text_of(services.progress_reports.pdf(owner, made.id))
    assert with_photos.count("Front,") == 2
    manager = an_actor(Role.MANAGER)
    assert "Front," not in text_of(services.progress_reports.pdf(manager, made.id))
    services.progress_reports.approve(owner, made.id, made.version)
    with pytest.raises(NotAllowed):
        services.progress_reports.pdf(manager, made.id)


def test_photos_stay_out_of_reports_for_who_wants_that(
    services: Services, owner: Actor, measured: int
) -> None:
    services.photos.add(owner, NewPhoto(measured, Pose.FRONT, photo("red"), TODAY), confirmed=True)
    record = services.records.record_consent
    record(owner, measured, ConsentKind.PHOTO, given=True, source="form")
    record(owner, measured, ConsentKind.PHOTO_REPORT, given=False, source="form")
    made = services.progress_reports.write(owner, measured, NewReport(PERIOD.first, TODAY, with_photos=True))
    assert "Photos" not in text_of(services.progress_reports.pdf(owner, made.id))
    record(owner, measured, ConsentKind.PHOTO_REPORT, given=True, source="form")
    assert "Photos" in text_of(services.progress_reports.pdf(owner, made.id))
    record(owner, measured, ConsentKind.PHOTO, given=False, source="form")
    assert "Photos" not in text_of(services.progress_reports.pdf(owner, made.id))


def test_saving_is_noted_before_the_file_has_its_name(
    services: Services, owner: Actor, measured: int, tmp_path: Path
) -> None:
    made = services.progress_reports.write(owner, measured, PERIOD)
    file = tmp_path / "Anna.pdf"
    pages = services.progress_reports.save(owner, made.id, file)
    assert file.read_bytes() == pages.pdf
    with services.core.read() as session:
        noted = select(AuditEntry.entity_id).where(AuditEntry.action == "progress_report.save")
        assert session.scalars(noted).all() == [measured]


def test_the_front_desk_has_no_reports(services: Services, owner: Actor, measured: int) -> None:
    made = services.progress_reports.write(owner, measured, PERIOD)
    with pytest.raises(NotAllowed):
        services.progress_reports.pdf(an_actor(Role.FRONT_DESK), made.id)
