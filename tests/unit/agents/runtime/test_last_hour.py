"""How often the models may be asked within an hour, by all programs of a PC together."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.runtime.errors import LimitReached
from fitnesscrm_desktop.agents.runtime.last_hour import LastHour
from tests.support.clock import FakeClock

COUNT = """
import sys
from datetime import datetime
from pathlib import Path
from fitnesscrm_desktop.agents.runtime.errors import LimitReached
from fitnesscrm_desktop.agents.runtime.last_hour import LastHour

hour, now, counted = LastHour(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]), 0
for _ in range(30):
    try:
        hour.count(now, 40)
        counted += 1
    except LimitReached:
        break
print(counted)
"""


def test_two_programs_keep_the_limit_together(tmp_path: Path, clock: FakeClock) -> None:
    window, daemon = LastHour(tmp_path / "hour.db"), LastHour(tmp_path / "hour.db")
    window.count(clock.now(), 2)
    clock.advance(timedelta(minutes=10))
    daemon.count(clock.now(), 2)
    for program in (window, daemon):
        with pytest.raises(LimitReached, match=r"The limit of 2 .* in 51 min\."):
            program.count(clock.now(), 2)
    clock.advance(timedelta(minutes=51))
    daemon.count(clock.now(), 2)
    with pytest.raises(LimitReached, match=r"in 10 min\."):
        window.count(clock.now(), 2)


def test_not_one_too_many_when_they_ask_at_once(tmp_path: Path, clock: FakeClock) -> None:
    arguments = [sys.executable, "-c", COUNT, str(tmp_path / "hour.db"), clock.now().isoformat()]
    programs = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(3)]

    assert sum(int(each.communicate(timeout=60)[0]) for each in programs) == 40


def test_it_is_remembered_after_a_new_start(tmp_path: Path, clock: FakeClock) -> None:
    LastHour(tmp_path / "hour.db").count(clock.now(), 1)
    with pytest.raises(LimitReached):
        LastHour(tmp_path / "hour.db").count(clock.now(), 1)


def test_a_clock_that_is_put_back_locks_nobody_out(tmp_path: Path, clock: FakeClock) -> None:
    for hour in (LastHour(), LastHour(tmp_path / "hour.db")):
        hour.count(clock.now() + timedelta(days=2), 1)
        hour.count(clock.now(), 1)


def test_a_file_that_cannot_be_written_stops_nobody(tmp_path: Path, clock: FakeClock) -> None:
    broken = tmp_path / "hour.db"
    broken.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    for hour in (LastHour(broken), LastHour(broken / "hour.db")):
        hour.count(clock.now(), 1)
        with pytest.raises(LimitReached):
            hour.count(clock.now(), 1)


def test_a_limit_of_one_is_one_request(clock: FakeClock) -> None:
    hour = LastHour()
    hour.count(clock.now(), 1)
    with pytest.raises(LimitReached, match="limit of 1 request to"):
        hour.count(clock.now(), 1)
