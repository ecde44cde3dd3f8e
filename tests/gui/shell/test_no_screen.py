"""A PC without a screen is told so in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCREENS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("words", [["--self-test"], ["--demo"], []])
def test_without_a_screen_the_window_is_refused_and_nothing_is_left(tmp_path: Path, words: list[str]) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in SCREENS}
    empty = tmp_path / "empty"
    empty.mkdir()
    env = bare | {"TMPDIR": str(empty), "FITNESSCRM_HOME": str(empty / "studio")}
    ran = subprocess.run(
        [sys.executable, "-m", "fitnesscrm_desktop", *words],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("There is no screen here")
    assert len(ran.stderr.splitlines()) == 1
    assert list(empty.iterdir()) == []
