"""Agents, jobs and window in a network that ends at this computer: only what somebody set up is reached."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from fitnesscrm_desktop.agents.runtime.process import CHILD
from tests.support.alone import Watched, Work, typing, watched
from tests.support.command_line import run
from tests.support.engine import a_tiny_model, require_shipped_model

DAY = date.today() + timedelta(days=1)  # noqa: DTZ011 - the commands look at this PC's clock too
NINE = f"{DAY}T09:00:00+00:00"
ANNA = ("--first", "Anna", "--last", "Bauer", "--born", DAY.replace(year=1988), "--email", "anna@example.org")
REACH_OUT = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
IMPORT_ALL = """
import importlib, pkgutil
import fitnesscrm_desktop as package
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if not module.name.endswith((".__main__", ".migrations.env")):
        importlib.import_module(module.name)
"""


def told(seen: Watched) -> list[dict[str, Any]]:
    """How each command went; all have to go well."""
    assert seen.code == 0, seen.err
    commands: list[dict[str, Any]] = json.loads(seen.out)
    assert [each for each in commands if each["code"]] == []
    return commands


def quiet(seen: Watched) -> None:
    """Nothing was done with any socket, and no packet went anywhere."""
    assert (seen.targets, seen.packets, seen.nowhere) == (set(), 0, 0)


def only(seen: Watched, server: str) -> None:
    """Nothing was reached but this server of this computer, and nobody was asked where that is."""
    reached = {target for event, target in seen.targets if event == "socket.connect"}
    assert reached == {f"['127.0.0.1', {seen.ports[server]}]"}
    assert {event for event, _ in seen.targets} <= {"socket.__new__", "socket.connect", "socket.getaddrinfo"}
    assert {target for event, target in seen.targets if event == "socket.getaddrinfo"} <= {"127.0.0.1"}
    assert seen.nowhere == 0
    assert seen.packets > 0, "the count of packets works"


def test_the_watch_sees_who_reaches_out(tmp_path: Path) -> None:
    (seen,) = watched(tmp_path, Work([sys.executable, "-c", REACH_OUT]))
    assert "unreachable" in seen.err
    assert ("socket.connect", "['192.0.2.1', 80]") in seen.targets
    assert seen.nowhere > 0


def test_the_watch_sees_a_model_process_that_reaches_out(tmp_path: Path) -> None:
    require_shipped_model()
    run("clients", "add", *ANNA)
    draft = typing(("agents", "draft", "birthday", "--client", "1", "--variants", "1"))
    (seen,) = watched(tmp_path, Work(draft.words, draft.typed, {"SOCKET_TRAITOR": CHILD}))
    told(seen)
    assert [CHILD in each.program for each in seen.noted if each.event == "socket.connect"] == [True]
    assert seen.nowhere > 0


def test_agents_and_models_open_no_socket(tmp_path: Path) -> None:
    require_shipped_model()
    file, _ = a_tiny_model(tmp_path)
    (seen,) = watched(
        tmp_path,
        typing(
            ("clients", "add", *ANNA),
            ("agents", "draft", "birthday", "--client", "1", "--variants", "2", "--json"),
            ("agents", "draft", "free", "--client", "1", "--note", "See http://example.com", "--json"),
            ("model", "add", file, "--name", "Tiny"),
            ("model", "test", "Tiny"),
            ("model", "use", "Tiny"),
            ("agents", "draft", "welcome", "--client", "1", "--variants", "1", "--json"),
            ("agents", "status"),
            ("model", "list"),
            ("doctor",),
        ),
    )
    drafts = json.loads(told(seen)[1]["out"])
    assert [each["model"] for each in drafts if each["verified"]] == ["SmolLM2-135M"] * 2
    assert sum(CHILD in each for each in seen.programs) == 6, (
        "the doctor's process and each of a model are watched"
    )
    quiet(seen)


def test_jobs_reach_the_mail_server_and_nothing_else(tmp_path: Path) -> None:
    jobs = [each["name"] for each in run("jobs", "list", "--json").document]
    assert {"backup", "outbox", "birthdays"} <= set(jobs)
    rule = ("--name", "Birthday", "--when", "birthday", "--template", "birthday", "--by-itself")
    server = ("--host", "127.0.0.1", "--port", "{mail}", "--security", "plain", "--from", "desk@example.org")
    set_up, sent = watched(
        tmp_path,
        typing(
            ("smtp", "set", *server),
            ("clients", "add", *ANNA),
            ("rules", "add", *rule),
            ("rules", "enable", "1"),
            *[("jobs", "run", each, "--at", NINE) for each in jobs if each != "outbox"],
        ),
        typing(("jobs", "run", "outbox", "--at", NINE), ("outbox", "list", "--json")),
    )
    told(set_up)
    quiet(set_up)
    messages = json.loads(told(sent)[1]["out"])["messages"]
    assert [(each["recipient"], each["state"]) for each in messages] == [("Anna Bauer", "sent")]
    only(sent, "mail")


def test_a_model_server_is_all_that_is_reached_when_it_is_chosen(tmp_path: Path) -> None:
    (seen,) = watched(
        tmp_path,
        typing(
            ("clients", "add", *ANNA),
            ("model", "server", "http://127.0.0.1:{model}", "--model", "big", "--key", "<", "sesame"),
            ("model", "use", "server"),
            ("agents", "draft", "birthday", "--client", "1", "--variants", "2", "--json"),
            ("agents", "status"),
        ),
    )
    drafts = json.loads(told(seen)[3]["out"])
    assert [(each["verified"], each["fallback"], each["model"]) for each in drafts] == [
        (True, False, "big")
    ] * 2
    assert not any(CHILD in each for each in seen.programs)
    only(seen, "model")


def test_nothing_that_is_imported_reaches_out(tmp_path: Path) -> None:
    (seen,) = watched(tmp_path, Work([sys.executable, "-c", IMPORT_ALL]))
    assert seen.code == 0, seen.err
    quiet(seen)


@pytest.mark.slow
def test_the_window_reaches_nothing(tmp_path: Path) -> None:
    (seen,) = watched(tmp_path, Work([sys.executable, "-m", "fitnesscrm_desktop", "--self-test"]))
    assert seen.code == 0, seen.out + seen.err
    quiet(seen)
