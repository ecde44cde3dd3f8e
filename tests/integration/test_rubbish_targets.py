"""What is typed for a file or a day is written, or refused with a sentence; never over what is no file."""

import os
import stat
from pathlib import Path

import pytest

from tests.support.command_line import run

pytestmark = pytest.mark.sqlite_only

PERIOD = ("--from", "2026-01-01", "--to", "2026-01-31")
WRITERS = {
    "clients export": ("clients", "export"),
    "report takings, CSV": ("report", "takings", *PERIOD, "--format", "csv"),
    "report clients, PDF": ("report", "clients", *PERIOD, "--format", "pdf"),
}
of_every_writer = pytest.mark.parametrize("words", WRITERS.values(), ids=WRITERS.keys())


@of_every_writer
@pytest.mark.parametrize("rubbish", ["", ".", "..", "/", "none/out", "x" * 300], ids=ascii)
def test_what_is_no_name_of_a_file_is_refused(
    words: tuple[str, ...], rubbish: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*words, "-o", rubbish)
    assert ran.code == 1
    assert "is a folder" in ran.err or "could not be written" in ran.err


@of_every_writer
def test_a_pipe_stays_a_pipe(words: tuple[str, ...], tmp_path: Path) -> None:
    pipe = tmp_path / "out.pipe"
    os.mkfifo(pipe)
    link = tmp_path / "link"
    link.symlink_to(pipe)
    for path in (pipe, link):
        ran = run(*words, "-o", path)
        assert (ran.code, "is a device" in ran.err) == (1, True)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@of_every_writer
def test_what_a_link_points_to_is_written(words: tuple[str, ...], tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = tmp_path / "link"
    link.symlink_to(elsewhere / "real")
    for _each_time in range(2):
        assert run(*words, "-o", link).code == 0
    assert link.is_symlink()
    assert (elsewhere / "real").stat().st_size > 0
    assert [each.name for each in elsewhere.iterdir()] == ["real"], "nothing is left beside it"


@of_every_writer
def test_a_link_that_leads_to_itself_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    ran = run(*words, "-o", link)
    assert (ran.code, "could not be written" in ran.err) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("report", "takings", "-o", "out.csv"),
        ("report", "clients", "-o", "out.csv"),
        ("report", "client", "1", "-o", "out.pdf"),
        ("visits", "list"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("days", [("0001-01-01", "2026-01-01"), ("2026-01-01", "9999-12-31")])
def test_days_of_no_studio_are_refused_everywhere(
    words: tuple[str, ...], days: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*words, "--from", days[0], "--to", days[1])
    assert (ran.code, "a day of any studio" in ran.err) == (1, True)
    assert list(tmp_path.glob("out.*")) == []


def test_a_report_whose_name_says_nothing_asks_what_it_is_to_be(tmp_path: Path) -> None:
    ran = run("report", "takings", *PERIOD, "-o", tmp_path / "t.xyz")
    assert (ran.code, ".pdf or .csv" in ran.err) == (2, True)
    assert run("report", "takings", *PERIOD, "--format", "pdf", "-o", tmp_path / "t.xyz").code == 0
