"""The record beside the database: nothing that was written down is forgotten, whatever breaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fitnesscrm_desktop.services.messaging.sent_record import SentRecord
from tests.support.logs import LogGuard

NOW = datetime(2026, 3, 31, 23, 59, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the place of the record; nothing is there."""
    return tmp_path / "sent"


def test_what_was_written_down_is_known_to_all_programs(folder: Path) -> None:
    mine, theirs = SentRecord(folder), SentRecord(folder)
    assert theirs.when(["<a@x>"]) is None
    mine.add(["<a@x>", "also a"], NOW)
    mine.add(["<b@x>"], NOW + DAY)
    assert [theirs.when([name]) for name in ("<a@x>", "also a", "<b@x>", "<c@x>")] == [
        NOW,
        NOW,
        NOW + DAY,
        None,
    ]
    mine.add(["<c@x>"], NOW + 2 * DAY)
    assert theirs.when(["<unknown@x>", "<c@x>"]) == NOW + 2 * DAY
    assert sorted(file.name for file in (folder).iterdir()) == ["2026-03.log", "2026-04.log"]


def test_the_first_time_counts(folder: Path) -> None:
    record = SentRecord(folder)
    record.add(["<a@x>"], NOW)
    record.add(["<a@x>"], NOW + DAY)
    assert SentRecord(folder).when(["<a@x>"]) == NOW


def test_no_name_can_be_read_from_it(folder: Path) -> None:
    SentRecord(folder).add(["anna@example.com"], NOW)
    (file,) = folder.iterdir()
    assert b"anna" not in file.read_bytes()


def test_a_torn_line_spoils_no_other(folder: Path) -> None:
    record = SentRecord(folder)
    record.add(["<a@x>"], NOW)
    (file,) = folder.iterdir()
    with file.open("ab") as stream:
        stream.write(b"\n0123456789abcdef0123456789abcdef 00017")
    assert record.when(["<a@x>"]) == NOW
    SentRecord(folder).add(["<b@x>"], NOW)
    assert record.when(["<b@x>"]) == NOW
    assert SentRecord(folder).when(["<b@x>"]) == NOW


def test_a_line_that_is_still_being_written_is_read_when_it_is_whole(folder: Path) -> None:
    SentRecord(folder).add(["<a@x>"], NOW)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:20])
    record = SentRecord(folder)
    assert record.when(["<a@x>"]) is None
    file.write_bytes(whole)
    assert record.when(["<a@x>"]) == NOW


def test_months_are_thrown_away_when_they_are_old(folder: Path) -> None:
    SentRecord(folder).add(["<old@x>"], NOW - 500 * DAY)
    SentRecord(folder).add(["<year@x>"], NOW - 380 * DAY)
    SentRecord(folder).add(["<new@x>"], NOW)
    record = SentRecord(folder)
    record.add(["<next@x>"], NOW)
    known = [record.when([f"<{name}@x>"]) is not None for name in ("old", "year", "new", "next")]
    assert known == [False, True, True, True]


def test_a_folder_that_takes_nothing_does_not_stop_the_sending(folder: Path, expected_log: LogGuard) -> None:
    expected_log("could not be written down")
    (folder).write_text("no folder")
    record = SentRecord(folder)
    record.add(["<a@x>"], NOW)
    assert (record.when(["<a@x>"]), record.has_any()) == (None, False)
