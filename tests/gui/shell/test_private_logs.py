"""Logs and crash reports say where it broke, never about whom."""

import logging
from pathlib import Path

import pytest

from fitnesscrm_desktop.ui.shell.crash import crash_report
from fitnesscrm_desktop.ui.shell.logs import start_log, stop_log

SECRET = "Anna Smith, +49 151 0000001"


def broken() -> Exception:
    clients: dict[str, int] = {}
    try:
        try:
            clients[SECRET] += 1
        except KeyError as error:
            raise ValueError(f"no such client: {SECRET}") from error
    except ValueError as error:
        return error
    raise AssertionError("it was meant to break")


def test_the_log_file_has_the_place_and_not_the_text(tmp_path: Path) -> None:
    logger = logging.getLogger("fitnesscrm_desktop.test")
    handler = start_log(tmp_path / "logs")
    logger.info("something failed", exc_info=broken())
    stop_log(handler)
    text = (tmp_path / "logs" / "fitnesscrm.log").read_text(encoding="utf-8")
    assert "test_private_logs.py" in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert SECRET not in text


def test_the_program_goes_on_where_no_log_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be", encoding="utf-8")
    assert start_log(tmp_path / "logs") is None


@pytest.mark.parametrize(
    "part", ["KeyError", "ValueError", "Python 3", "Qt 6", "SQLAlchemy 2", "happened 2 times"]
)
def test_the_report_has_what_a_developer_needs(part: str) -> None:
    assert part in crash_report(broken(), 2)


def test_the_report_has_nothing_of_the_studio() -> None:
    assert "Anna" not in crash_report(broken())
