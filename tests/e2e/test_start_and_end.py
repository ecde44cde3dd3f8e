"""The program as a process: how it starts, starts a second time, and ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.paths import Home
from tests.architecture.source import ROOT

PATIENCE = 60


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(folder)}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "fitnesscrm_desktop", *words]


@contextmanager
def running(*words: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        command(*words), cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for_open(logs: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for log in logs.rglob("fitnesscrm.log"):
            if "the studio is open" in log.read_text(encoding="utf-8"):
                return
        time.sleep(0.05)  # another process is watched: there is nothing else to wait on
    pytest.fail("the studio was not opened")


def test_ctrl_c_closes_the_demo_and_leaves_nothing(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with running("--demo", folder=temporary) as process:
        wait_for_open(temporary)
        process.send_signal(signal.SIGINT)
        _out, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors.decode()) == (0, "")
    assert list(temporary.iterdir()) == []


def test_a_second_start_calls_the_first_window_and_ends(tmp_path: Path) -> None:
    home = tmp_path / "home"
    start(Home(home)).close()
    with running("--home", str(home), folder=tmp_path) as first:
        wait_for_open(home)
        second = subprocess.run(
            command("--home", str(home)), cwd=ROOT, env=environment(tmp_path), check=False, timeout=PATIENCE
        )
        assert second.returncode == 0
        assert first.poll() is None
        first.send_signal(signal.SIGTERM)
        assert first.wait(PATIENCE) == 0


def test_a_killed_program_does_not_keep_the_next_one_out(tmp_path: Path) -> None:
    home = tmp_path / "home"
    start(Home(home)).close()
    with running("--home", str(home), folder=tmp_path) as first:
        wait_for_open(home)
        first.kill()
        first.wait(PATIENCE)
    (home / "logs" / "fitnesscrm.log").unlink()
    with running("--home", str(home), folder=tmp_path) as second:
        wait_for_open(home)
        second.send_signal(signal.SIGTERM)
        assert second.wait(PATIENCE) == 0
