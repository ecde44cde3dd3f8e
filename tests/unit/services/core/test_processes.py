"""A program that has ended is known from one that runs, also if its number was given away again."""

from __future__ import annotations

import os
import subprocess
import sys

from fitnesscrm_desktop.services.core.processes import is_gone, is_running, process_mark


def test_this_program_runs() -> None:
    assert not is_gone(process_mark())
    assert is_running(process_mark()) or process_mark().endswith("-0")


def test_a_program_is_gone_once_it_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        mark = process_mark(process.pid)
        assert mark.startswith(f"{process.pid}-")
        assert not is_gone(mark)
        process.kill()
    assert is_gone(mark)
    assert not is_running(mark)


def test_another_program_with_the_same_number_is_another_one() -> None:
    assert is_gone(f"{os.getpid()}-1") or process_mark().endswith("-0")
    assert not is_running(f"{os.getpid()}-1")


def test_what_is_no_mark_says_nothing() -> None:
    for mark in ("", "0-0", "-1-5", "5f3a", "12-", "a" * 32):
        assert not is_gone(mark)
        assert not is_running(mark)
