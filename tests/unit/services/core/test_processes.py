"""A program that has ended is known from one that runs, also if its number was given away again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fitnesscrm_desktop.services.core import processes
from fitnesscrm_desktop.services.core.processes import is_gone, is_running, pc_mark, process_mark


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


def test_a_pc_is_the_same_one_for_all_its_programs() -> None:
    words = "from fitnesscrm_desktop.services.core.processes import pc_mark; print(pc_mark())"
    told = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == pc_mark()


@pytest.mark.parametrize(("card", "told"), [(0x3C_52_82_00_00_01, True), (0x02_FC_00_00_00_01, False)])
def test_without_linux_only_the_number_a_card_was_made_with_names_a_pc(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, card: int, told: bool
) -> None:
    monkeypatch.setattr(processes, "_BOOT", tmp_path / "none")
    monkeypatch.setattr(processes, "getnode", lambda: card)
    assert bool(pc_mark.__wrapped__()) is told
