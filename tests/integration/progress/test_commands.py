"""``metrics`` and ``progress`` say the same as the window, with a document and an exit code."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fitnesscrm_desktop.services.core.clock import SystemClock
from tests.support.command_line import Ran, run

pytestmark = pytest.mark.sqlite_only
ON = "2026-01-05"
REFUSED, BAD_USAGE = 1, 2


@pytest.fixture
def ann(private_home: Path) -> int:
    """Give a client of a new studio; the id."""
    done = run("clients", "add", "--first", "Ann", "--last", "Bo", "--born", "1990-01-02", "--json")
    client_id: int = done.document["id"]
    return client_id


def rows(client_id: int, *more: str) -> list[dict[str, Any]]:
    listed = run("progress", "list", client_id, *more, "--json")
    assert listed.code == 0
    found: list[dict[str, Any]] = listed.document
    return found


def test_the_metrics_with_units_formulas_and_sources() -> None:
    listed = run("metrics", "list", "--json")
    metrics = {each["metric"]: each for each in listed.document}
    assert (listed.code, metrics["weight"]["unit"], metrics["waist"]["unit"]) == (0, "kg", "m")
    assert metrics["bmi"]["derived"]
    assert metrics["bmi"]["formula"]
    assert "weight" in run("metrics", "list").out


def test_values_are_listed_in_si_with_what_follows_from_them(ann: int) -> None:
    added = run("progress", "add", ann, "weight=80kg", "height=180cm", "waist=82cm", "--on", ON, "--json")
    assert added.code == 0
    assert {each["metric"] for each in added.document["measurements"]} == {"weight", "height", "waist"}
    (waist,) = rows(ann, "--metric", "waist")
    assert (waist["value"], waist["unit"], waist["on"], waist["derived"]) == (0.82, "m", ON, False)
    (bmi,) = rows(ann, "--metric", "bmi")
    assert (round(bmi["value"], 2), bmi["unit"], bmi["on"]) == (24.69, "kg/m²", ON)
    assert {each["metric"] for each in rows(ann)} == {"weight", "height", "waist", "bmi", "waist_height"}
    assert "82 cm" not in run("progress", "list", ann, "--metric", "weight").out


def test_the_same_value_of_a_day_twice_has_to_be_confirmed(ann: int) -> None:
    run("progress", "add", ann, "weight=12st 4lb", "waist=82cm", "--on", ON)
    asked = run("progress", "add", ann, "weight=172lb", "waist=82.5cm", "--on", ON, "--json")
    assert (asked.code, asked.document["error"]) == (REFUSED, "Confirmable")
    assert asked.document["text"] == "Weight: 172 lb is stored for this day already. Store it twice?"
    assert run("progress", "add", ann, "weight=78.5kg", "--on", ON).code == 0
    assert run("progress", "add", ann, "weight=172lb", "--on", "2026-01-06").code == 0
    assert run("progress", "add", ann, "weight=172lb", "--on", ON, "--confirmed").code == 0
    assert len(rows(ann, "--metric", "weight")) == 4


def test_an_unlikely_value_has_to_be_confirmed(ann: int) -> None:
    run("progress", "add", ann, "weight=80kg", "--on", ON)
    asked = run("progress", "add", ann, "weight=68kg", "--on", "2026-01-12", "--json")
    assert (asked.code, asked.document["error"]) == (REFUSED, "Confirmable")
    assert "12 kg less than last week?" in asked.document["text"]
    assert len(rows(ann, "--metric", "weight")) == 1
    assert run("progress", "add", ann, "weight=68kg", "--on", "2026-01-12", "--confirmed").code == 0
    assert len(rows(ann, "--metric", "weight")) == 2


@pytest.mark.parametrize(
    "pair", ["weight=nan", "weight=1e308", "weight=-80kg", "weight=80cm", "bmi=22", "aura=5", "weight="]
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_stored(ann: int, pair: str) -> None:
    refused = run("progress", "add", ann, "waist=82cm", pair, "--json")
    assert refused.code == REFUSED
    assert refused.document["text"]
    assert rows(ann) == []


def test_the_future_is_refused(ann: int) -> None:
    next_year = date(SystemClock().now().year + 1, 1, 1)
    refused = run("progress", "add", ann, "weight=80kg", "--on", next_year, "--json")
    assert (refused.code, refused.document["fields"].keys()) == (REFUSED, {"on"})


@pytest.mark.parametrize("words", [["weight"], ["=80kg"], ["weight=80kg", "weight=81kg"], []])
def test_a_line_that_is_no_pair_is_bad_usage(ann: int, words: list[str]) -> None:
    assert run("progress", "add", ann, *words, "--json").code == BAD_USAGE


def test_removing_and_restoring(ann: int) -> None:
    added = run("progress", "add", ann, "weight=80kg", "--json")
    number = added.document["measurements"][0]["id"]
    assert run("progress", "remove", number).code == 0
    assert rows(ann) == []
    assert run("progress", "remove", number).code == REFUSED
    assert run("progress", "restore", number).code == 0
    assert [row["value"] for row in rows(ann)] == [80]


def test_what_the_formulas_know_and_metrics_of_the_studio(ann: int) -> None:
    known = run("progress", "body", ann, "--sex", "male", "--activity", "moderate", "--json")
    assert (known.code, known.document["sex"], known.document["activity"]) == (0, "male", "moderate")
    run("progress", "add", ann, "weight=80kg", "height=180cm")
    assert rows(ann, "--metric", "tdee")
    grip = run("metrics", "add", "--name", "Grip", "--unit", "N", "--most", "1500", "--json")
    assert (grip.code, grip.document["metric"]) == (0, "grip")
    assert run("progress", "add", ann, "grip=420N").code == 0
    assert run("metrics", "add", "--name", "Grip").code == REFUSED
    assert run("metrics", "add", "--name", "Grip 2", "--most", "much").code == REFUSED


@pytest.mark.parametrize(
    "line", [("progress", "list", "99"), ("progress", "add", "99", "weight=80kg"), ("progress", "body", "x")]
)
def test_a_client_that_is_not_there(ann: int, line: tuple[str, ...]) -> None:
    told: Ran = run(*line, "--json")
    assert told.code == REFUSED


def test_a_file_is_imported_and_taken_back(ann: int, tmp_path: Path) -> None:
    file = tmp_path / "scan.csv"
    file.write_text("Date,Weight (kg),Body Fat (%)\n2026-01-05,80,20\n2026-01-12,79,nan\n", encoding="utf-8")
    done = run("progress", "import", ann, file, "--json")
    assert (done.code, done.document["imported"], len(done.document["errors"])) == (0, 3, 1)
    assert done.document["errors"][0]["row"] == 3
    assert len(rows(ann, "--metric", "weight")) == 2
    again = run("progress", "import", ann, file, "--json")
    assert (again.code, again.document["imported"], again.document["duplicates"]) == (0, 0, 3)
    assert [each["imported"] for each in run("progress", "imports", ann, "--json").document] == [3]
    undone = run("progress", "import", "undo", done.document["id"], "--json")
    assert (undone.code, undone.document["removed"]) == (0, 3)
    assert rows(ann) == []
    assert run("progress", "import", "undo").code == REFUSED
    file.write_text("Date,Weight (kg)\n02/03/2020,80\n", encoding="utf-8")
    said = run("progress", "import", ann, file, "--dry-run", "--day-first").out
    assert "“02/03/2020” was read as 2020-03-02; the file does not tell" in said
    turned = run("progress", "import", ann, file, "--dry-run", "--month-first", "--json").document
    assert turned["doubtful"] == {"written": "02/03/2020", "read_as": "2020-02-03", "month_first": True}


def test_columns_are_named_by_hand(ann: int, tmp_path: Path) -> None:
    file = tmp_path / "scan.csv"
    file.write_text("Date,Mass\n2026-01-05,176\n", encoding="utf-8")
    assert run("progress", "import", ann, file).code == REFUSED
    assert run("progress", "import", ann, file, "--map", "Masse=weight:lb").code == REFUSED
    assert run("progress", "import", ann, file, "--map", "Mass=weight:lb", "--dry-run").code == 0
    assert run("progress", "import", ann, file, "--map", "Mass=weight:lb").code == 0
    (row,) = rows(ann, "--metric", "weight")
    assert round(row["value"], 2) == 79.83
    assert run("progress", "import", ann).code == BAD_USAGE
    assert run("progress", "import", ann, tmp_path / "none.csv", "--json").code == REFUSED


@pytest.mark.parametrize("how", [(), ("--dry-run",)])
def test_what_an_import_leaves_out_is_counted_as_it_is_listed(
    ann: int, tmp_path: Path, how: tuple[str, ...]
) -> None:
    file = tmp_path / "scan.csv"
    file.write_text("Date,Weight (kg)\n2026-01-05,80\n2026-01-06,heavy\n2026-01-12,60\n2026-01-13,80.5\n")
    told = run("progress", "import", ann, file, *how).out
    summary, *listed = told.splitlines()
    assert summary.endswith(" 2 values; 0 were there already, 2 left out as told below.")
    assert [line.split(":")[0] for line in listed] == ["row 3", "row 4"]
    assert run("progress", "import", ann, file, *how, "--json").document["left_out"] == len(listed)
