from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from fitnesscrm_desktop.bootstrap import build
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.engine import open_database, sqlite_url
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.ui.core.tasks import Progress, QtTaskRunner
from tests.support.inline_tasks import InlineTasks
from tests.support.logs import LogGuard


class Boom(Exception):
    pass


class Got(list[object]):
    """What was delivered."""


@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def runner(qapp: object, errors: list[Exception]) -> Iterator[QtTaskRunner]:
    made = QtTaskRunner(report=errors.append)
    yield made
    assert made.shutdown()


def boom() -> object:
    raise Boom("no")


@pytest.mark.parametrize("door", ["run", "write"])
def test_work_is_off_and_result_on_the_ui_thread(qtbot: QtBot, runner: QtTaskRunner, door: str) -> None:
    where: list[tuple[QThread, QThread]] = []
    here = QThread.currentThread()
    getattr(runner, door)(
        QThread.currentThread, done=lambda worker: where.append((worker, QThread.currentThread()))
    )
    qtbot.waitUntil(lambda: bool(where))
    worker, delivered = where[0]
    assert delivered is here
    assert worker is not here


def test_refusals_name_days_as_the_studio_writes_them(
    qtbot: QtBot, runner: QtTaskRunner, errors: list[Exception]
) -> None:
    told = "It ends on 2026-03-04, code 2026-03-05."

    def refuse() -> None:
        raise RuleBroken(told, fields={"on_day": "Not after 2026-03-04"}, days=[date(2026, 3, 4)])

    runner.write_days_as(lambda day: f"{day:%d.%m.%Y}")
    runner.write(refuse, done=print)
    qtbot.waitUntil(lambda: bool(errors))
    error = errors[0]
    assert isinstance(error, RuleBroken)
    assert error.text == "It ends on 04.03.2026, code 2026-03-05."
    assert error.fields == {"on_day": "Not after 04.03.2026"}


def test_writes_happen_one_by_one_in_the_order_of_the_clicks(qtbot: QtBot, runner: QtTaskRunner) -> None:
    begun: list[int] = []
    ended: list[int] = []
    busy = threading.Lock()
    overlaps: list[int] = []

    def work(number: int) -> int:
        if not busy.acquire(blocking=False):
            overlaps.append(number)
            return number
        begun.append(number)
        busy.release()
        return number

    for number in range(50):
        runner.write(lambda n=number: work(n), done=ended.append)  # type: ignore[misc]
    qtbot.waitUntil(runner.idle)
    assert begun == ended == list(range(50))
    assert not overlaps


def test_reads_do_not_wait_for_writes(qtbot: QtBot, runner: QtTaskRunner) -> None:
    gate, got = threading.Event(), Got()
    runner.write(lambda: gate.wait(20), done=lambda _: None)
    runner.run(lambda: "read", done=got.append)
    qtbot.waitUntil(lambda: got == ["read"])
    gate.set()
    qtbot.waitUntil(runner.idle)


def test_nothing_is_delivered_to_a_dead_owner(qtbot: QtBot, runner: QtTaskRunner) -> None:
    gate, got, owner = threading.Event(), Got(), QObject()
    runner.run(lambda: gate.wait(20), done=got.append, owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    qtbot.waitUntil(runner.idle)
    assert got == []


def test_a_forgotten_owner_counts_as_dead(qtbot: QtBot, runner: QtTaskRunner) -> None:
    gate, got, owner = threading.Event(), Got(), QObject()
    runner.run(lambda: gate.wait(20), done=got.append, owner=owner)
    del owner
    gate.set()
    qtbot.waitUntil(runner.idle)
    assert got == []


def test_a_write_happens_even_if_the_page_is_closed(qtbot: QtBot, runner: QtTaskRunner) -> None:
    gate, written, got, owner = threading.Event(), Got(), Got(), QObject()
    runner.write(lambda: gate.wait(20), done=lambda _: None)
    runner.write(lambda: written.append("saved"), done=got.append, owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    qtbot.waitUntil(runner.idle)
    assert written == ["saved"]
    assert got == []


def test_a_failed_write_is_reported_even_if_the_page_is_closed(
    qtbot: QtBot, runner: QtTaskRunner, errors: list[Exception]
) -> None:
    gate, taken, owner = threading.Event(), Got(), QObject()
    runner.write(lambda: gate.wait(20), done=lambda _: None)
    runner.write(boom, done=lambda _: None, failed=taken.append, owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    qtbot.waitUntil(runner.idle)
    assert taken == []
    assert [type(e) for e in errors] == [Boom]


def test_a_living_owner_collects_no_connections(qtbot: QtBot, runner: QtTaskRunner) -> None:
    owner, got = QObject(), Got()
    for _ in range(20):
        runner.run(lambda: 1, done=got.append, owner=owner)
    qtbot.waitUntil(runner.idle)
    assert len(got) == 20
    assert owner.receivers("2destroyed()") <= 1  # the one is kept by the binding itself


def test_cancelled_work_is_not_delivered(qtbot: QtBot, runner: QtTaskRunner) -> None:
    gate, got = threading.Event(), Got()
    token = runner.run(lambda: gate.wait(20), done=got.append)
    token.cancel()
    gate.set()
    qtbot.waitUntil(runner.idle)
    assert got == []


def test_a_write_cancelled_before_it_began_does_not_happen(qtbot: QtBot, runner: QtTaskRunner) -> None:
    gate, written = threading.Event(), Got()
    runner.write(lambda: gate.wait(20), done=lambda _: None)
    runner.write(lambda: written.append(1), done=lambda _: None).cancel()
    gate.set()
    qtbot.waitUntil(runner.idle)
    assert written == []


def test_errors_go_to_whoever_takes_them_or_are_reported(
    qtbot: QtBot, runner: QtTaskRunner, errors: list[Exception]
) -> None:
    taken: list[Exception] = []
    runner.run(boom, done=lambda _: None, failed=taken.append)
    runner.run(boom, done=lambda _: None)
    qtbot.waitUntil(runner.idle)
    assert [type(e) for e in taken] == [Boom]
    assert [type(e) for e in errors] == [Boom]


def test_a_worker_that_exits_is_an_error_and_not_the_end(
    qtbot: QtBot, runner: QtTaskRunner, errors: list[Exception]
) -> None:
    def leave() -> None:
        raise SystemExit(3)

    runner.run(leave, done=lambda _: None)
    qtbot.waitUntil(runner.idle)
    assert "SystemExit" in str(errors[0])


def test_long_work_reports_and_delivers(qtbot: QtBot, runner: QtTaskRunner) -> None:
    steps: list[tuple[int, int]] = []
    got: list[str] = []

    def work(progress: Progress) -> str:
        for i in range(1, 1001):
            progress.report(i, 1000)
        return "ready"

    runner.long(work, progress=lambda a, b: steps.append((a, b)), done=got.append)
    qtbot.waitUntil(lambda: got == ["ready"])
    assert steps[-1] == (1000, 1000)
    assert steps == sorted(steps)


def test_long_work_sees_that_it_is_cancelled(qtbot: QtBot, runner: QtTaskRunner) -> None:
    started, seen, got = threading.Event(), Got(), Got()

    def work(progress: Progress) -> None:
        started.set()
        while not progress.cancelled:
            progress.report(1, 0)
        seen.append(True)

    token = runner.long(work, progress=lambda *_: None, done=got.append)
    assert started.wait(20)
    token.cancel()
    qtbot.waitUntil(runner.idle)
    assert seen == [True]
    assert got == []


def test_shutdown_stops_reads_and_finishes_writes(qapp: object) -> None:
    runner = QtTaskRunner(report=print)
    gate, written = threading.Event(), Got()
    runner.write(lambda: gate.wait(20), done=lambda _: None)
    runner.write(lambda: written.append(1), done=lambda _: None)
    gate.set()
    assert runner.shutdown()
    assert written == [1]


def test_the_inline_runner_keeps_the_same_promises() -> None:
    tasks, got, steps = InlineTasks(), Got(), Got()
    tasks.run(lambda: 1, done=got.append)
    tasks.write(lambda: 2, done=got.append)
    tasks.long(lambda p: p.report(1, 2), progress=lambda *s: steps.append(s), done=got.append)
    tasks.run(boom, done=got.append, failed=lambda e: got.append(str(e)))
    assert got == [1, 2, None, "no"]
    assert steps == [(1, 2)]
    assert tasks.log == ["run", "write", "long", "run"]
    with pytest.raises(Boom):
        tasks.run(boom, done=got.append)


def test_the_window_goes_on_while_a_write_waits_for_a_locked_file(
    qtbot: QtBot, runner: QtTaskRunner, tmp_path: Path
) -> None:
    """Another program holds on to the file: the window lives, and says so when patience ends."""
    file = tmp_path / "studio.db"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE tag (name TEXT)")
    services = build(open_database(sqlite_url(file), patience_ms=600), Home(tmp_path))
    other.execute("BEGIN IMMEDIATE")
    told: list[Exception] = []
    beats: list[int] = []
    heart = QTimer()
    heart.setInterval(10)
    heart.timeout.connect(lambda: beats.append(len(beats)))
    heart.start()

    def store() -> None:
        with services.core.write() as work:
            work.session.execute(text("INSERT INTO tag VALUES ('x')"))

    runner.write(store, done=lambda _outcome: None, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    heart.stop()
    assert isinstance(told[0], StorageTrouble)
    assert told[0].retry
    assert len(beats) >= 10
    other.close()
    services.close()


def test_nothing_begins_after_the_end(qapp: object, expected_log: LogGuard) -> None:
    """A timer of a closed window would have read from a database that is closed."""
    began = Got()
    runner = QtTaskRunner(report=print)
    assert runner.shutdown()
    token = runner.run(lambda: began.append("read"), done=lambda _: None)
    assert token.cancelled
    assert runner.idle()
    expected_log("a change came after the end")
    runner.write(lambda: began.append("write"), done=lambda _: None)
    assert runner.shutdown()
    assert began == []
