"""Tests in several processes: no report is lost, and the last line and the exit code tell how it ended."""

import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT

TESTS = """
import os, signal
import pytest
from PySide6.QtWidgets import QLabel

@pytest.mark.parametrize("n", range(8))
def test_label(qtbot, n):
    label = QLabel(str(n))
    qtbot.add_widget(label)
    assert n != 2
    if n == 5:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


def test_those_that_fail_or_die_are_named_and_all_others_run(tmp_path: Path) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(TESTS, encoding="utf-8")
    guards = ["-p", "tests.conftest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *guards, "--numprocesses", "2", "--dist", "worksteal", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].strip("= ").startswith("2 failed, 6 passed in ")
    assert "test_it.py::test_label[2]" in done.stdout
    assert re.search(r"worker 'gw\d' crashed while running '.*test_it\.py::test_label\[5\]'", done.stdout)
