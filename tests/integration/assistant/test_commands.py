"""``fitnesscrm model`` and ``fitnesscrm agents``, with real models in their own processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION
from tests.support.command_line import Ran, run
from tests.support.engine import a_tiny_model, require_engine, require_shipped_model

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def anna() -> int:
    added = run("clients", "add", "--first", "Anna", "--last", "Bauer", "--json")
    client_id: int = added.document["id"]
    return client_id


def draft(kind: str, client: int, *more: object) -> Ran:
    return run("agents", "draft", kind, "--client", client, *more, "--json")


def test_the_model_that_ships_is_listed_first_and_used() -> None:
    (row,) = run("model", "list", "--json").document
    assert (row["id"], row["name"], row["shipped"]) == (0, "SmolLM2-135M", True)
    assert row["used_by"] == ["communication"]


def test_a_model_is_added_tried_out_used_and_removed(tmp_path: Path) -> None:
    require_engine()
    file, _card = a_tiny_model(tmp_path)
    added = run("model", "add", file, "--name", "Tiny", "--json")
    assert added.code == 0, added.err
    assert (added.document["name"], added.document["there"]) == ("Tiny", True)
    other = run("model", "add", file, "--name", "Other", "--json")
    assert (other.code, other.document["error"]) == (1, "RuleBroken")
    assert "in the list already and called Tiny" in other.document["text"]
    assert run("model", "add", file, "--json").document["name"] == "Tiny", "it is looked at again"
    measured = run("model", "test", "tiny", "--json").document
    assert measured["memory"] > 0
    assert run("model", "list", "--json").document[1]["memory"] == measured["memory"]
    assert run("model", "use", "tiny", "--json").document == [{"id": "communication", "model": "Tiny"}]
    (status,) = run("agents", "status", "--json").document
    assert (status["model"], status["readiness"]) == ("Tiny", "resting")
    assert run("model", "remove", "Tiny").code == 0
    assert file.exists(), "it is the studio's file"
    assert run("agents", "status", "--json").document[0]["model"] == "SmolLM2-135M"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("model", "add", "nowhere.gguf"), "is not there"),
        (("model", "use", "Nobody"), "no model called"),
        (("model", "use", "server"), "No model server is set up"),
        (("model", "use", "SmolLM2-135M", "--agent", "nobody"), "no agent called"),
        (("model", "remove", "SmolLM2-135M"), "stays in the list"),
        (("model", "test", "Nobody"), "no model called"),
        (("model", "server", "ftp://here"), "looks like"),
        (("model", "remove", "server"), "takes the server away"),
        (("model", "test", "server"), "on this PC are measured"),
        (("model", "add", ""), "The file is not there"),
        (("model", "server", "http://127.0.0.1:0", "--model", "m"), "looks like"),
        (("model", "server", "http://127.0.0.1:8080"), "Name the model"),
        (("agents", "draft", "birthday", "--client", "77"), "There is no such client"),
        (("agents", "draft", "birthday", "--client", "1", "--seed", "9" * 30), "A seed is"),
        (("agents", "draft", "birthday", "--client", "1", "--variants", "7"), "1 to 6 variants"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    require_engine()
    ran = run(*words, "--json")
    assert ran.code == 1, ran
    assert sentence in ran.document["text"]
    assert ran.err.count("\n") == 1


def test_the_limits_are_shown_and_changed() -> None:
    first = {"threads": 1, "context": 2048, "per_hour": 120, "idle_minutes": 10}
    assert run("model", "settings", "--json").document == first
    changed = run("model", "settings", "--threads", 2, "--per-hour", 0, "--json").document
    assert changed == first | {"threads": 2, "per_hour": 0}
    assert run("model", "settings", "--context", 4096, "--idle-minutes", 5).out == (
        "Threads: 2. Context: 4096 tokens. Limit: as many requests an hour as are wanted. "
        "Memory is given back after 5 minutes.\n"
    )
    refused = run("model", "settings", "--threads", 0, "--idle-minutes", 5000, "--json")
    assert (refused.code, set(refused.document["fields"])) == (1, {"threads", "idle_minutes"})
    assert run("model", "settings", "--threads", "x").code == 1
    assert run("model", "settings", "--json").document["context"] == 4096


def test_a_public_server_needs_the_sentence() -> None:
    address = "https://8.8.8.8/v1"
    refused = run("model", "server", address, "--model", "big", "--json")
    assert (refused.code, refused.document["error"]) == (1, "Confirmable")
    assert refused.err.endswith(f"Repeat it with --confirm “{CONFIRMATION}”.\n")
    kept = run("model", "server", address, "--model", "big", "--confirm", CONFIRMATION, "--json")
    assert kept.document["leaves_studio"]
    assert run("model", "use", "server", "--json").document[0]["model"] == "server"
    assert run("agents", "status", "--json").document[0]["leaves_studio"]
    assert not run("model", "server", "--json").document["leaves_studio"]


def test_drafts_are_verified_and_remembered(anna: int) -> None:
    require_shipped_model()
    written = draft("birthday", anna, "--variants", "2", "--seed", "7").document
    assert len({each["text"] for each in written}) == 2
    for each in written:
        assert "Anna" in each["text"]
        assert (each["verified"], each["fallback"], each["model"]) == (True, False, "SmolLM2-135M")
        assert each["tokens"] > 0
        assert "Anna" in {fact["text"] for fact in each["facts"]}
    again = draft("birthday", anna, "--variants", "2", "--seed", "7").document
    assert [each["text"] for each in again] == [each["text"] for each in written]
    (status,) = run("agents", "status", "--json").document
    assert status["last_30_days"]["verified"] == 4


def test_what_the_client_has_nothing_for_is_said(anna: int) -> None:
    assert "owes nothing" in draft("payment-reminder", anna).document["text"]
    missing = draft("session-change", anna, "--session", "Yoga")
    assert set(missing.document["fields"]) == {"old_time", "new_time"}


def test_a_kind_that_is_none_is_bad_usage(anna: int) -> None:
    ran = draft("nonsense", anna)
    assert (ran.code, ran.document["error"]) == (2, "BadUsage")
    assert ran.document["text"].startswith("Invalid value for 'kind': 'nonsense' is not one of 'birthday', ")
    assert "Value error" not in run("agents", "draft", "nonsense", "--client", anna).err


def test_a_language_nobody_drafts_in_is_bad_usage(anna: int) -> None:
    ran = draft("birthday", anna, "--language", "fr")
    assert (ran.code, ran.document["text"]) == (2, "--language is one of: en, de.")


@pytest.mark.parametrize(
    ("kind", "words", "useless"),
    [
        ("birthday", ("--tone", "friendly"), "--tone"),
        ("birthday", ("--note", "See you."), "--note"),
        ("welcome", ("--session", "Yoga"), "--session"),
        ("free", ("--note", "See you.", "--old-time", "8", "--new-time", "9"), "--old-time and --new-time"),
        ("payment-reminder", ("--tone", "firm", "--note", "Soon."), "--note"),
        ("session-change", ("--tone", "firm", "--session", "Yoga"), "--tone"),
    ],
)
def test_what_a_kind_has_no_use_for_is_bad_usage(
    anna: int, kind: str, words: tuple[str, ...], useless: str
) -> None:
    ran = draft(kind, anna, *words)
    assert (ran.code, ran.document["error"]) == (2, "BadUsage")
    assert ran.document["text"] == f"“{kind}” has no use for {useless}. Nothing was written."
