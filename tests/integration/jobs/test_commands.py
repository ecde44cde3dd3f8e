"""``fitnesscrm jobs``: the list, one job at any moment, and the daemon."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fitnesscrm_desktop.paths import Home
from tests.support.command_line import run
from tests.support.logs import LogGuard

PATIENCE = 60


@pytest.fixture
def studio() -> Home:
    assert run("db", "upgrade").code == 0
    return Home.find()


def test_the_list_tells_when_each_job_runs_and_how_it_went(studio: Home) -> None:
    assert run("jobs", "run", "integrity").code == 0
    rows = {row["name"]: row for row in run("jobs", "list", "--json").document}
    assert rows["integrity"]["last_run"]["result"] == "done"
    assert rows["integrity"]["schedule"] == "daily at 05:30"
    assert rows["backup"]["last_run"] is None
    lines = run("jobs", "list").out.splitlines()
    assert len(lines) == len(rows)
    assert any("The database is whole." in line for line in lines)
    assert [line for line in lines if line.startswith("outbox")] == [
        "outbox                 every minute       due now                has not run yet"
    ]


def test_a_job_runs_as_if_it_were_another_moment(studio: Home) -> None:
    ran = run("jobs", "run", "backup", "--at", "2027-02-28T23:59:00+01:00", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.document["as_if"].startswith("2027-02-28T22:59:0")
    began = datetime.now(UTC) - timedelta(minutes=5)
    for name in ("started_at", "finished_at"):
        assert began < datetime.fromisoformat(ran.document[name]) < datetime.now(UTC)
    (copy,) = studio.backups.iterdir()
    stamp = copy.stem.removeprefix("studio-")
    assert began < datetime.strptime(f"{stamp}+0000", "%Y%m%d-%H%M%S%z"), (
        "a copy is named by when it was made"
    )
    assert "As if it were 2027-02-28 22:59: Copied" in run("jobs", "list").out
    again = run("jobs", "run", "integrity", "--at", "2027-02-28T23:59:00+01:00")
    assert again.out.startswith("As if it were 2027-02-28 22:59: The database is whole.")
    assert run("jobs", "run", "integrity", "--json").document["as_if"] is None


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "2026-02-30"])
def test_a_moment_of_no_studio_is_a_sentence(studio: Home, at: str) -> None:
    for command in (("jobs", "run", "backup"), ("outbox", "send"), ("rules", "dry-run")):
        ran = run(*command, "--at", at, "--json")
        assert ran.code == 1
        assert "is not a time" in ran.document["text"]


def test_a_job_that_fails_says_why_and_ends_with_one(studio: Home, expected_log: LogGuard) -> None:
    expected_log("the job backup failed")
    studio.backups.write_text("in the way", encoding="utf-8")
    ran = run("jobs", "run", "backup", "--json")
    assert ran.code == 1
    assert ran.document["result"] == "failed"
    assert len(ran.err.strip().splitlines()) == 1
    assert "The daily backup could not be written" in ran.err


def test_a_job_nobody_knows(studio: Home) -> None:
    ran = run("jobs", "run", "dance")
    assert ran.code == 1
    assert "There is no job “dance”" in ran.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are not sent between programs there")
def test_the_daemon_runs_what_is_due_and_ends_when_told(studio: Home, number: signal.Signals) -> None:
    with daemon() as process:
        wait_for_backup(studio.backups, process)
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert "End with Ctrl+C" in out
    rows = {row["name"]: row for row in run("jobs", "list", "--json").document}
    assert {row["last_run"]["result"] for row in rows.values() if row["last_run"]} == {"done"}
    assert rows["backup"]["last_run"]["by"] == ""


def daemon() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "fitnesscrm_desktop", "jobs", "daemon"]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def wait_for_backup(folder: Path, process: subprocess.Popen[str]) -> None:
    for _ in range(PATIENCE * 5):
        if list(folder.glob("*.db")):
            return
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        break
    process.kill()
    pytest.fail(f"the daemon did nothing: {process.communicate()}")
