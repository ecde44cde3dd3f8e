"""``fitnesscrm clients``, as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from fitnesscrm_desktop.cli.commands import main

pytestmark = pytest.mark.sqlite_only


class Typed:
    """What a command has answered."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *words: str) -> None:
        with pytest.raises(SystemExit) as done:
            main([*words])
        self.code = done.value.code
        printed = capsys.readouterr()
        self.out, self.err = printed.out, printed.err

    @property
    def json(self) -> Any:
        """The document that was printed."""
        return json.loads(self.out)


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], database_url: str) -> Any:
    """Type a command at the test's database."""
    return lambda *words: Typed(capsys, "--db", database_url, *words)


def test_add_list_and_show(typed: Any) -> None:
    added = typed("clients", "add", "--first", "Anna", "--last", "Müller", "--born", "2000-02-29", "--json")
    assert (added.code, added.json["member_number"]) == (0, 1)
    typed("clients", "add", "--first", "Bo", "--last", "Novak", "--phone", "0151 1058756")
    listed = typed("clients", "list", "--json").json
    assert [row["last_name"] for row in listed["clients"]] == ["Müller", "Novak"]
    assert [row["id"] for row in typed("clients", "list", "--search", "8756", "--json").json["clients"]] == [
        2
    ]
    limited = typed("--json", "clients", "list", "--limit", "1").json
    assert (len(limited["clients"]), limited["total"]) == (1, 2)
    shown = typed("clients", "show", "1", "--json").json
    assert (shown["id"], shown["born"], shown["stage"]) == (1, "2000-02-29", "lead")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["show", "99"], 1, "no such client"),
        (["show", "0"], 1, "not an id"),
        (["show", "9" * 30], 1, "not an id"),
        (["show", "anna"], 1, "“anna” is not an id"),
        (["list", "--limit", "0"], 1, "not a number from 1 on"),
        (["add", "--first", "Anna"], 2, "--last"),
        (["add", "--first", " ", "--last", "Bo"], 1, "needs a first name"),
        (["add", "--first", "-500", "--last", ""], 1, "needs a last name"),
        (["add", "--first", "A", "--last", "B", "--email", "nope"], 1, "not an e-mail address"),
        (["add", "--first", "A", "--last", "B", "--born", "1.2.2000"], 1, "not a day"),
        (["add", "--first", "A", "--last", "B", "--born", "2100-01-01"], 1, "between 1900 and today"),
    ],
)
def test_what_is_wrong_is_said(typed: Any, words: list[str], code: int, sentence: str) -> None:
    answer = typed("clients", *words)
    assert answer.code == code
    assert sentence in answer.err
    assert "Traceback" not in answer.err


def test_a_refusal_is_json_too(typed: Any) -> None:
    refused = typed("clients", "add", "--first", "", "--last", "B", "--json")
    assert (refused.code, refused.json["fields"]) == (1, {"first_name": "A client needs a first name."})


def test_export(typed: Any, tmp_path: Path) -> None:
    typed("clients", "add", "--first", "Anna", "--last", "=cmd()")
    path = tmp_path / "out.csv"
    assert typed("clients", "export", "-o", str(path), "--json").json["exported"] == 1
    assert "'=cmd()" in path.read_text(encoding="utf-8-sig")
    assert typed("clients", "export", "-o", str(tmp_path / "none" / "out.csv")).code == 1
