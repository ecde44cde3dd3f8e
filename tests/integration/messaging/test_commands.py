"""``fitnesscrm templates``, as it is typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.command_line import Ran, run

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def typed(database_url: str) -> Any:
    """Type a command at the test's database."""

    def type_it(*words: object) -> Ran:
        return run("--db", database_url, *words)

    return type_it


@pytest.fixture
def anna(typed: Any) -> int:
    words = ("--first", "Anna", "--last", "Bauer", "--language", "de")
    client_id: int = typed("clients", "add", *words, "--json").document["id"]
    return client_id


def test_the_templates_are_listed(typed: Any) -> None:
    listed = typed("templates", "list", "--json").document["templates"]
    assert {"birthday", "welcome", "overdue_final"} <= {row["key"] for row in listed}
    assert all(row["languages"] == ["en", "de"] for row in listed)
    assert "birthday" in typed("templates", "list").out


@pytest.mark.parametrize("name", ["birthday", "Birthday", "BIRTHDAY"])
def test_a_preview_is_in_the_clients_language(typed: Any, anna: int, name: str) -> None:
    shown = typed("templates", "preview", name, "--client", anna, "--json").document
    assert shown["subject"] == "Alles Gute zum Geburtstag, Anna!"
    assert (shown["to"], shown["language"], shown["missing"]) == ("Anna Bauer", "de", [])
    assert shown["html"].startswith("<!DOCTYPE html>")


def test_channel_and_language_can_be_chosen(typed: Any, anna: int) -> None:
    words = ("templates", "preview", "birthday", "--client", anna, "--channel", "sms", "--language", "en")
    ran = typed(*words)
    assert ran.code == 0
    assert ran.out.startswith("To: Anna Bauer\n\nHappy birthday!")


def test_what_is_missing_is_said(typed: Any, anna: int) -> None:
    ran = typed("templates", "preview", "membership_ending", "--client", anna)
    assert "Missing for this client: membership.plan, membership.ends_on" in ran.out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["nothing", "--client", "1"], 1, "no template called “nothing”"),
        (["birthday", "--client", "99"], 1, "no such client"),
        (["birthday", "--client", "anna"], 1, "not an id"),
        (["birthday", "--client", "1", "--language", "fr"], 1, "no words in this language"),
        (["birthday"], 2, "--client"),
        (["birthday", "--client", "1", "--channel", "pigeon"], 2, "pigeon"),
    ],
)
def test_what_cannot_be_shown_is_said(
    typed: Any, anna: int, words: list[str], code: int, sentence: str
) -> None:
    assert anna == 1
    ran = typed("templates", "preview", *words)
    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err
