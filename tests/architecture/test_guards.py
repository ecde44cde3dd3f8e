"""The guards of tests/conftest.py, which every other test relies on."""

import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from sqlalchemy.exc import OperationalError

from fitnesscrm_desktop.services.core.engine import open_database
from tests.architecture.source import ROOT
from tests.support.leftovers import unlock_folders
from tests.support.logs import LogGuard
from tests.support.network import is_local
from tests.support.postgres import find_tools, take_away_abandoned

SERVER = """
import os, signal
from tests.support.postgres import PrivateServer, find_tools
with PrivateServer(find_tools()) as server:
    print(server.url, server._place, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
LOG = logging.getLogger("fitnesscrm_desktop.anything")


@pytest.mark.parametrize(
    ("host", "local"), [("localhost", True), ("127.0.0.9", True), (b"::1", True), (None, True)]
)
def test_this_computer_is_local(host: object, *, local: bool) -> None:
    assert is_local(host) is local


@pytest.mark.parametrize(
    "host", ["example.org", "10.0.0.1", "192.168.1.1", "localhost.example.org", "2001:db8::1"]
)
def test_other_computers_are_not(host: str) -> None:
    assert not is_local(host)


def test_another_computer_cannot_be_reached() -> None:
    with socket.socket() as plug, pytest.raises(PermissionError, match=r"10\.0\.0\.1"):
        plug.connect(("10.0.0.1", 80))
    with pytest.raises(PermissionError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 80)


def test_loopback_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_folders_are_private(tmp_path: Path) -> None:
    assert Path.home().is_relative_to(tmp_path)
    assert Path(os.environ["FITNESSCRM_HOME"]).is_relative_to(tmp_path)


@pytest.mark.parametrize("secret", ["first", "second"])
def test_keyring_starts_empty(secret: str) -> None:
    assert keyring.get_password("studio", "key") is None
    keyring.set_password("studio", "key", secret)
    assert keyring.get_password("studio", "key") == secret


def test_an_expected_warning_is_fine(expected_log: LogGuard) -> None:
    expected_log("printer .* is away")
    LOG.warning("printer %s is away", "HP")
    assert expected_log.complaints() == []


def test_an_unexpected_warning_is_told() -> None:
    guard = LogGuard()
    guard.handle(
        logging.makeLogRecord(
            {"msg": "out of paper", "levelno": logging.ERROR, "levelname": "ERROR", "name": "x"}
        )
    )
    assert guard.complaints() == ["unexpected log record: ERROR x: out of paper"]


def test_a_missing_warning_is_told() -> None:
    guard = LogGuard()
    guard("out of paper")
    assert guard.complaints() == ["expected log record is missing: out of paper"]


@pytest.fixture
def killed() -> subprocess.Popen[bytes]:
    """A process that was killed."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        process.kill()
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody is asked whether they live")
def test_the_folders_of_a_killed_run_are_not_kept(tmp_path: Path, killed: subprocess.Popen[bytes]) -> None:
    locks = {
        process: tmp_path / "pytest-of-me" / f"pytest-{process}" / ".lock" for process in ("1", "2", "3")
    }
    for lock, process in zip(locks.values(), (str(killed.pid), str(os.getpid()), ""), strict=True):
        lock.parent.mkdir(parents=True)
        lock.write_text(process)
    unlock_folders(tmp_path)
    assert [lock.exists() for lock in locks.values()] == [False, True, True]


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody is asked whether they live")
def test_the_server_of_a_killed_run_is_stopped_and_taken_away(postgres_server: str) -> None:
    tools = find_tools()
    assert tools is not None
    program = [sys.executable, "-c", SERVER]
    told = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    url, place = told.split()
    database = open_database(url)
    with database.engine.connect():
        pass
    database.dispose()
    take_away_abandoned(tools)
    assert not Path(place).exists()
    with pytest.raises(OperationalError), open_database(url).engine.connect():
        pass
