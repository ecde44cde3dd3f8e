"""``goals`` says the same as the window, with a document and an exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from fitnesscrm_desktop.services.core.clock import SystemClock
from tests.integration.files.test_photos import shot
from tests.support.command_line import run

pytestmark = pytest.mark.sqlite_only
REFUSED, BAD_USAGE = 1, 2
LATER = SystemClock().now().date().replace(year=SystemClock().now().year + 1, day=1).isoformat()


@pytest.fixture
def ann(private_home: Path) -> int:
    """Give a client of a new studio; the id."""
    done = run("clients", "add", "--first", "Ann", "--last", "Bo", "--json")
    client_id: int = done.document["id"]
    return client_id


def state(client_id: int) -> str:
    (goal,) = run("goals", "list", client_id, "--json").document
    return str(goal["state"])


def test_a_goal_runs_until_it_is_reached(ann: int) -> None:
    added = run("goals", "add", ann, "weight", "--target", "74kg", "--by", LATER, "--json")
    assert added.code == 0
    assert (added.document["target"], added.document["unit"], added.document["by"]) == (74.0, "kg", LATER)
    run("progress", "add", ann, "weight=80kg")
    assert state(ann) == "active"
    run("progress", "add", ann, "weight=73.9kg", "--confirmed")
    assert state(ann) == "reached"
    assert "reached on" in run("goals", "list", ann).out


def test_a_goal_is_dropped_and_taken_up_again(ann: int) -> None:
    goal = run("goals", "add", ann, "waist", "--target", "80cm", "--milestone", "85cm", "--json").document
    assert goal["target"] == 0.8
    assert [each["value"] for each in goal["milestones"]] == [0.85]
    assert run("goals", "drop", goal["id"], "--reason", "moved away", "--json").document["state"] == "dropped"
    assert run("goals", "take-up", goal["id"], "--json").document["state"] == "active"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("aura", "--target", "7"), "no metric"),
        (("weight", "--target", "nan"), "not a number"),
        (("weight", "--target", "74cm"), "not a unit"),
        (("weight", "--target", "-74"), "cannot come to that"),
        (("weight", "--target", "74", "--by", "2020-01-01"), "passed"),
    ],
)
def test_rubbish_is_refused_in_one_sentence(ann: int, arguments: tuple[str, ...], told: str) -> None:
    done = run("goals", "add", ann, *arguments, "--json")
    assert done.code == REFUSED
    assert told in done.document["text"] + " ".join(done.document["fields"].values())
    assert run("goals", "list", ann, "--json").document == []


def test_a_goal_without_a_target_is_bad_usage(ann: int) -> None:
    assert run("goals", "add", ann, "weight").code == BAD_USAGE


def test_ids_that_mean_nobody_are_refused(ann: int) -> None:
    assert run("goals", "list", ann + 1).code == REFUSED
    assert run("goals", "drop", 4711).code == REFUSED


def test_the_progress_of_a_client_is_written_as_pdf(ann: int, tmp_path: Path) -> None:
    run("progress", "add", ann, "weight=80kg")
    file = tmp_path / "ann.pdf"
    period = ("--from", "2026-01-01", "--to", LATER)
    done = run("report", "client", ann, *period, "--comment", "Well done", "-o", file, "--json")
    assert done.code == 0
    assert (done.document["client"], done.document["state"]) == (ann, "draft")
    assert file.read_bytes().startswith(b"%PDF-")
    approved = run("report", "client", ann, *period, "--approve", "-o", file, "--json")
    assert approved.document["state"] == "approved"


@pytest.mark.parametrize("approve", [(), ("--approve",)])
def test_a_report_says_which_photo_does_not_open(
    ann: int, tmp_path: Path, private_home: Path, approve: tuple[str, ...]
) -> None:
    picture = tmp_path / "ann.jpg"
    picture.write_bytes(shot())
    assert run("photos", "add", ann, picture, "--pose", "front", "--on", "2026-01-05").code == 0
    agreed = ("photos=yes", "report=yes", "--signed-by", "Ann Bo")
    assert run("forms", "fill", ann, "photo_consent", *agreed).code == 0
    for content in (private_home / "fitnesscrm" / "files").glob("*/*"):
        content.write_bytes(b"nobody can read this")
    report = ("report", "client", ann, "--from", "2026-01-01", "--to", LATER, "--photos", *approve)
    told = "A photo cannot be opened here and is not in this report: Front, Jan 5, 2026."
    done = run(*report, "-o", tmp_path / "ann.pdf", "--json")
    assert done.code == 0
    assert done.document["left_out"].startswith(told)
    assert "doctor --repair" in done.document["left_out"]
    assert told in run(*report, "-o", tmp_path / "ann.pdf").out


def test_a_report_says_why_the_photos_that_were_asked_for_are_not_in_it(ann: int, tmp_path: Path) -> None:
    report = ("report", "client", ann, "--from", "2026-01-01", "--to", LATER, "-o", tmp_path / "ann.pdf")
    told = "The client has not agreed to photos in reports: there are none in it."
    assert run(*report, "--photos", "--json").document["left_out"] == told
    assert told in run(*report, "--photos").out
    assert told not in run(*report).out
    agreed = ("photos=yes", "report=yes", "--signed-by", "Ann Bo")
    assert run("forms", "fill", ann, "photo_consent", *agreed).code == 0
    assert told not in run(*report, "--photos").out


def test_a_report_of_a_client_needs_a_client(ann: int, tmp_path: Path) -> None:
    period = ("--from", "2026-01-01", "--to", LATER, "-o", tmp_path / "x.pdf")
    assert run("report", "client", *period).code == BAD_USAGE
    assert run("report", "takings", ann, *period).code == BAD_USAGE
    assert run("report", "client", ann, *period, "--format", "csv").code == BAD_USAGE
    assert run("report", "client", ann + 1, *period).code == REFUSED


def test_no_draft_is_left_of_a_report_that_could_not_be_written(ann: int, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "x.pdf"
    done = run("report", "client", ann, "--from", "2026-01-01", "--to", LATER, "-o", nowhere)
    assert done.code == REFUSED
    assert not nowhere.exists()


def test_a_girth_is_told_as_exactly_as_it_was_typed(ann: int) -> None:
    run("progress", "add", ann, "waist=83.5cm")
    said = run("goals", "add", ann, "waist", "--target", "79.5cm").out
    assert "Waist: 0.795 m, now 0.835 m" in said
    assert "Waist: 0.795 m, now 0.835 m" in run("goals", "list", ann).out
