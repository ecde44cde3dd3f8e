"""Who waits for SQLite's locks, and for how long."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from fitnesscrm_desktop.services.core.write_lock import MOST_PATIENCES, is_locked, keep_a_log, take_write_lock


class Hours:
    """A clock that another second has passed on each time it is asked, and on which things happen."""

    def __init__(self, happens: Callable[[int], None] = lambda _asked: None) -> None:
        self.asked, self._happens = 0, happens

    def __call__(self) -> float:
        self.asked += 1
        self._happens(self.asked)
        return float(self.asked)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "studio.db"
    with closing(opened(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE tag (name TEXT)")
    return path


def opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None, timeout=0.001)


def store_and_lock_again(desk: sqlite3.Connection) -> None:
    desk.execute("INSERT INTO tag VALUES ('x')")
    desk.execute("COMMIT")
    desk.execute("BEGIN IMMEDIATE")


def test_a_free_lock_is_taken_at_once(file: Path) -> None:
    hours = Hours()
    with closing(opened(file)) as mine:
        take_write_lock(mine, 3000, ticks=hours)
        assert mine.in_transaction
    assert hours.asked == 0


def test_one_that_does_not_let_go_is_told_when_patience_ends(file: Path) -> None:
    hours = Hours()
    with closing(opened(file)) as mine, closing(opened(file)) as theirs:
        theirs.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            take_write_lock(mine, 3000, ticks=hours)
        assert not mine.in_transaction
    assert hours.asked == 4, "once at the beginning, and then three seconds"


def test_one_that_lets_go_in_time_is_waited_for(file: Path) -> None:
    with closing(opened(file)) as mine, closing(opened(file)) as theirs:
        theirs.execute("BEGIN IMMEDIATE")

        def let_go(asked: int) -> None:
            if asked == 3:
                theirs.execute("COMMIT")

        take_write_lock(mine, 3000, ticks=Hours(let_go))
        assert mine.in_transaction


def test_a_queue_that_moves_is_waited_in(file: Path) -> None:
    """Others store one thing after the other: that is no program that hangs."""
    with closing(opened(file)) as mine, closing(opened(file)) as theirs:
        theirs.execute("BEGIN IMMEDIATE")

        def work(asked: int) -> None:
            if asked < 8:
                store_and_lock_again(theirs)
            else:
                theirs.execute("COMMIT")

        hours = Hours(work)
        take_write_lock(mine, 3000, ticks=hours)
        assert mine.in_transaction
    assert hours.asked == 8


def test_no_queue_is_endless(file: Path) -> None:
    with closing(opened(file)) as mine, closing(opened(file)) as theirs:
        theirs.execute("BEGIN IMMEDIATE")
        hours = Hours(lambda _asked: store_and_lock_again(theirs))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            take_write_lock(mine, 1000, ticks=hours)
    assert hours.asked == MOST_PATIENCES + 1


def test_a_file_one_may_not_even_look_into_is_told_too(file: Path) -> None:
    with closing(opened(file)) as mine, closing(opened(file)) as theirs:
        theirs.execute("PRAGMA locking_mode=EXCLUSIVE")
        theirs.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            take_write_lock(mine, 1000, ticks=Hours())


def test_other_trouble_is_not_waited_for(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear landlord, " * 100)
    hours = Hours()
    with closing(opened(other)) as mine, pytest.raises(sqlite3.DatabaseError, match="not a database"):
        take_write_lock(mine, 1000, ticks=hours)
    assert hours.asked == 0
    assert not is_locked(sqlite3.OperationalError("disk I/O error"))


def test_reads_wait_as_long_as_before(file: Path) -> None:
    with closing(opened(file)) as mine:
        mine.execute("PRAGMA busy_timeout=777")
        take_write_lock(mine, 3000)
        assert mine.execute("PRAGMA busy_timeout").fetchone() == (777,)


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    """Nobody has said yet that it keeps a log."""
    path = tmp_path / "new.db"
    with closing(opened(path)) as made:
        made.execute("CREATE TABLE tag (name TEXT)")
    return path


def test_a_new_file_that_another_program_opens_is_waited_for(new_file: Path) -> None:
    with closing(opened(new_file)) as mine, closing(opened(new_file)) as theirs:
        theirs.execute("BEGIN EXCLUSIVE")

        def let_go(asked: int) -> None:
            if asked == 3:
                theirs.execute("COMMIT")

        keep_a_log(mine, 3000, ticks=Hours(let_go))
        assert mine.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_new_file_that_never_comes_free_is_told_when_patience_ends(new_file: Path) -> None:
    hours = Hours()
    with closing(opened(new_file)) as mine, closing(opened(new_file)) as theirs:
        theirs.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            keep_a_log(mine, 3000, ticks=hours)
    assert hours.asked == 4, "once at the beginning, and then three seconds"


def test_other_trouble_with_a_new_file_is_told_at_once(new_file: Path) -> None:
    hours = Hours()
    only_read = sqlite3.connect(f"{new_file.as_uri()}?mode=ro", uri=True, isolation_level=None)
    with closing(only_read) as mine, pytest.raises(sqlite3.OperationalError, match="readonly"):
        keep_a_log(mine, 3000, ticks=hours)
    assert hours.asked == 1
