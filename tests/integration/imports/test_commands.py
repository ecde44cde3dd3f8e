"""``fitnesscrm import``."""

from __future__ import annotations

from pathlib import Path

import pytest

from fitnesscrm_desktop.paths import Home
from tests.integration.imports.conftest import WriteFile
from tests.support.command_line import run


def test_import_and_undo(write_csv_file: WriteFile) -> None:
    path = write_csv_file("Ann;Doe;ann@example.com;;;;;", ";Roe;;;;;;", "Ann;Doe;ann@example.com;;;;;")
    trial = run("import", "clients", path, "--dry-run", "--json")
    assert (trial.code, trial.document["imported"], trial.document["id"]) == (0, 1, None)
    told = run("import", "clients", path, "--dry-run").out
    assert told.startswith("Would import 1 client; 0 merged, 1 skipped, 1 row left out.\n")
    done = run("import", "clients", path, "--json")
    assert done.code == 0
    assert (done.document["imported"], done.document["skipped"], done.document["merged"]) == (1, 1, 0)
    assert done.document["errors"] == [
        {"row": 3, "column": "First name", "text": "A client needs a first name."}
    ]
    assert done.document["id"] == 1
    assert "row 3: First name" in run("import", "clients", path).out
    undone = run("import", "undo", "--json")
    assert (undone.document["id"], undone.document["removed"], undone.document["kept"]) == (1, 1, [])
    again = run("import", "undo")
    assert (again.code, again.err.strip()) == (1, "There is no import to take back.")


def test_columns_are_named_by_hand(write_csv_file: WriteFile) -> None:
    path = write_csv_file("Doe;Ann;x;2", header="Spalte A;Spalte B;E-Mail;Nummer")
    refused = run("import", "clients", path, "--json")
    assert refused.code == 1
    assert "No column holds the names" in refused.document["text"]
    done = run(
        *("import", "clients", path, "--json"),
        *(
            "--map",
            "Spalte A=last_name",
            "--map",
            "spalte b=First name",
            "--map",
            "E-Mail=",
            "--map",
            "Nummer=code",
        ),
    )
    assert done.document["imported"] == 1
    listed = run("clients", "list", "--json").document
    rows = listed if isinstance(listed, list) else listed["clients"]
    assert [(row["first_name"], row["last_name"]) for row in rows] == [("Ann", "Doe")]


@pytest.mark.parametrize(
    "maps",
    [
        ["--map", "Spalte A=last_name", "Spalte B=first_name", "E-Mail="],
        ["--map", "Spalte A=last_name", "Spalte B=first_name", "--map", "E-Mail="],
        ["--map", "Spalte A=last_name", "--map", "Spalte B=first_name", "E-Mail=", "--dry-run"],
        ["--map=Spalte A=last_name", "--map", "Spalte B=first_name", "E-Mail="],
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_several_pairs_may_follow_one_map(
    tmp_path: Path, write_csv_file: WriteFile, maps: list[str], *, last: bool
) -> None:
    """Before the file and behind it; a file with "=" in its name is a file."""
    path = write_csv_file("Doe;Ann;x", header="Spalte A;Spalte B;E-Mail", name="list=1.csv")
    typed = [*maps, str(path)] if last else [str(path), *maps]
    done = run("import", "clients", *typed, "--json")
    assert (done.code, done.document["imported"], done.document["errors"]) == (0, 1, [])


@pytest.mark.parametrize(("wrong", "code"), [("Nowhere=email", 1), ("E-Mail=shoe size", 2), ("nonsense", 2)])
def test_a_mapping_that_makes_no_sense(write_csv_file: WriteFile, wrong: str, code: int) -> None:
    path = write_csv_file("Ann;Doe;x", header="Vorname;Nachname;E-Mail")
    ran = run("import", "clients", path, "--map", wrong)
    assert ran.code == code
    assert wrong in ran.err


def test_merging_and_the_list_of_errors(write_csv_file: WriteFile, tmp_path: Path) -> None:
    run("import", "clients", write_csv_file("Ann;Doe;ann@example.com;;;;;"))
    second = write_csv_file("Ann;Doe;ann@example.com;0171 2345678;;;;", ";x;;;;;;", name="more.csv")
    done = run("import", "clients", second, "--merge", "--errors", tmp_path / "errors.csv", "--json")
    assert (done.document["imported"], done.document["merged"]) == (0, 1)
    assert "A client needs a first name." in (tmp_path / "errors.csv").read_text(encoding="utf-8-sig")


def test_when_no_row_is_good(write_csv_file: WriteFile) -> None:
    ran = run("import", "clients", write_csv_file(";Doe;;;;;;", "x;;;;;;;"), "--json")
    assert ran.code == 1
    assert [each["row"] for each in ran.document["errors"]] == [2, 3]
    assert ran.err.strip() == "No row of the file could be imported. Nothing was stored."


def test_files_that_are_none(tmp_path: Path) -> None:
    assert "cannot be read" in run("import", "clients", tmp_path / "nowhere.csv").err
    (tmp_path / "empty.csv").touch()
    ran = run("import", "clients", tmp_path / "empty.csv", "--json")
    assert (ran.code, ran.document["error"]) == (1, "UnreadableFile")
    assert Home.find().database.exists()
