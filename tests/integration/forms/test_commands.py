"""``fitnesscrm forms``, as it is typed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Ran, run
from tests.support.form_desk import HEALTHY

pytestmark = pytest.mark.sqlite_only

PAIRS = [f"{key}={value}" for key, value in HEALTHY.items()]
SIGNED = ("--signed-by", "Anna Bauer", "--on", "2026-03-04")


@pytest.fixture
def typed(database_url: str) -> Any:
    """Type a command at the test's database."""

    def type_it(*words: object, typed: str | None = None) -> Ran:
        return run("--db", database_url, *words, typed=typed)

    return type_it


@pytest.fixture
def anna(typed: Any) -> int:
    client_id: int = typed("clients", "add", "--first", "Anna", "--last", "Bauer", "--json").document["id"]
    return client_id


def test_the_forms_with_their_questions(typed: Any) -> None:
    found = typed("forms", "templates", "--json").document["templates"]
    assert {each["key"] for each in found} == {"health", "waiver", "contract", "photo_consent"}
    health = next(each for each in found if each["key"] == "health")
    assert set(HEALTHY) < {question["key"] for question in health["questions"]}
    assert "Health questionnaire" in typed("forms", "templates").out


def test_filled_by_pairs(typed: Any, anna: int) -> None:
    ran = typed("forms", "fill", anna, "health", *PAIRS, *SIGNED, "--json")
    assert (ran.code, ran.document["name"]) == (0, "Health questionnaire")
    assert (ran.document["signed_on"], ran.document["expires_on"]) == ("2026-03-04", "2027-03-03")
    listed = typed("forms", "list", anna, "--json").document["forms"]
    assert [form | {"already": False} for form in listed] == [ran.document]
    assert listed == typed("forms", "list", "--json").document["forms"]


def test_filled_by_pairs_behind_two_dashes(typed: Any, anna: int) -> None:
    assert typed("forms", "fill", *SIGNED, anna, "waiver", "--", "rules=yes").code == 0


@pytest.mark.parametrize(
    "answers",
    [
        {"heart": True, "heart.more": "stents", "activity": 2},
        {"heart": {"answer": "yes", "more": "stents"}, "activity": "Once or twice a week"},
    ],
)
def test_filled_from_json(typed: Any, anna: int, tmp_path: Path, answers: dict[str, Any]) -> None:
    file = tmp_path / "answers.json"
    told = {key: value == "yes" for key, value in HEALTHY.items()} | answers
    file.write_text(json.dumps(told), encoding="utf-8")
    ran = typed("forms", "fill", anna, "health", "--answers", file, *SIGNED, "--json")
    assert (ran.code, ran.document["asks_clearance"]) == (0, True)
    assert "stents" not in ran.out
    shown = typed("forms", "show", ran.document["id"], "--json").document
    assert shown["answers"][0]["more"] == "stents"


def test_what_is_typed_again_after_a_kill_is_stored_once(typed: Any, anna: int) -> None:
    """Whoever has not seen the answer cannot know that it was stored."""
    fill = ("forms", "fill", anna, "waiver", "rules=yes", *SIGNED)
    first = typed(*fill, "--json").document
    second = typed(*fill, "--json")
    assert (second.code, second.document) == (0, first | {"already": True})
    assert f"The same is stored already, as form {first['id']}" in typed(*fill).out
    third = typed(*fill, "--again", "--json")
    assert (third.code, third.document["already"]) == (0, False)
    assert third.document["id"] > first["id"]
    assert len(typed("forms", "list", anna, "--json").document["forms"]) == 2


def test_filled_from_standard_input(typed: Any, anna: int) -> None:
    told = json.dumps({"rules": True})
    assert typed("forms", "fill", anna, "waiver", "--answers", "-", *SIGNED, typed=told).code == 0


def test_the_paper(typed: Any, anna: int, tmp_path: Path) -> None:
    signed = typed("forms", "fill", anna, "waiver", "rules=yes", *SIGNED, "--json").document
    out = tmp_path / "waiver.pdf"
    assert typed("forms", "show", signed["id"], "-o", out).code == 0
    content = out.read_bytes()
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == signed["paper_sha256"]


def test_missing_and_void(typed: Any, anna: int) -> None:
    assert typed("forms", "missing", "--json").document == {"missing": [], "total": 0}
    saved = typed("forms", "set", "waiver", "--for", "all", "--blocks-checkin", "--json").document
    assert (saved["required_for"], saved["blocks_checkin"], saved["number"]) == ("all", True, 1)
    [line] = typed("forms", "missing", "--json").document["missing"]
    assert (line["client_id"], line["name"], line["state"]) == (anna, saved["name"], "missing")
    signed = typed("forms", "fill", anna, "waiver", "rules=yes", *SIGNED, "--json").document
    assert typed("forms", "missing", "--json").document["total"] == 0
    void = typed("forms", "void", signed["id"], "--reason", "signed by mistake", "--json").document
    assert (void["state"], void["void_reason"]) == ("void", "signed by mistake")
    assert typed("forms", "missing", "--client", anna, "--json").document["total"] == 1
    assert "missing" in typed("forms", "missing").out


def test_the_door_says_it_with_its_stable_word(typed: Any, anna: int) -> None:
    typed("forms", "set", "waiver", "--for", "all", "--blocks-checkin")
    ran = typed("checkin", anna, "--json")
    assert "form_missing" in ran.document["reasons"]


def test_clearance(typed: Any, anna: int, tmp_path: Path) -> None:
    ill = [*PAIRS[1:], "heart=yes", "heart.more=stents"]
    signed = typed("forms", "fill", anna, "health", *ill, "--signed-by", "Anna Bauer", "--json").document
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7 letter")
    done = typed("forms", "clear", signed["id"], "--file", letter, "--json").document
    assert (done["clearance_name"], done["cleared_by"]) == ("letter.pdf", "command line")
    copy = tmp_path / "copy.pdf"
    assert typed("forms", "letter", signed["id"], "-o", copy, "--json").code == 0
    assert copy.read_bytes() == letter.read_bytes()


def test_how_long_a_form_counts(typed: Any) -> None:
    assert typed("forms", "set", "waiver", "--months", 6, "--json").document["valid_months"] == 6
    assert typed("forms", "set", "waiver", "--months", 0, "--json").document["valid_months"] is None


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("fill", 1, "health", *SIGNED), 1, "is not answered yet"),
        (("fill", 1, "health", "lungs=yes", *SIGNED), 1, "no such question"),
        (("fill", 1, "health", "heart", *SIGNED), 2, "KEY=ANSWER"),
        (("fill", 1, "waiver", "rules=yes"), 2, "--signed-by"),
        (("fill", 1, "waiver", "rules=yes", "--signed-by", " "), 1, "Whose signature"),
        (("fill", 1, "waiver", "rules=yes", "--signed-by", "A", "--on", "2999-01-01"), 1, "2999-01-01"),
        (("fill", 1, "nothing", *SIGNED), 1, "There is no form called"),
        (("fill", 99, "waiver", "rules=yes", *SIGNED), 1, "no such client"),
        (("fill", 1, "waiver", "--answers", "/nowhere/x.json", *SIGNED), 1, "cannot be read"),
        (("show", 99), 1, "no signed form"),
        (("void", 99, "--reason", "x"), 1, "no signed form"),
        (("list", "x"), 1, "is not an id"),
        (("set", "waiver", "--months", -1), 1, "months"),
        (("set", "waiver", "--for", "dogs"), 2, "dogs"),
    ],
)
def test_what_cannot_be_is_said(
    typed: Any, anna: int, words: tuple[object, ...], code: int, sentence: str
) -> None:
    ran = typed("forms", *words)
    assert (ran.code, sentence in ran.err) == (code, True), ran.err


@pytest.mark.parametrize("text", ["[]", "no json", "[" * 100_000, json.dumps({"rules": "x" * 2_000_000})])
def test_answers_that_are_none(typed: Any, anna: int, text: str) -> None:
    ran = typed("forms", "fill", anna, "waiver", "--answers", "-", *SIGNED, typed=text)
    assert (ran.code, "Nothing was stored" in ran.err) == (1, True)
