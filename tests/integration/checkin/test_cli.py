"""``fitnesscrm checkin`` and ``fitnesscrm visits``."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.cli import main
from tests.support.studio_rows import StudioRows
from tests.support.visits import stored_visit, stored_visits

NOON = "2026-03-04T12:00:00+01:00"


@dataclass(frozen=True)
class Ran:
    """What a command has left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Its one JSON document."""
        return json.loads(self.out)


@pytest.fixture
def run(services: Services, database_url: str, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command on the test's database."""

    def run(*words: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main(["--db", database_url, *words])
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def anna(rows: StudioRows) -> int:
    """Give a member who may come in on any day."""
    client = rows.client("Anna Ivanova")
    rows.membership(client, rows.plan(), starts_on=date(2020, 1, 1), ends_on=date(2090, 1, 1))
    return client


def test_visits_are_told_in_the_time_of_the_studio(
    run: Any, rows: StudioRows, anna: int, services: Services
) -> None:
    run("checkin", rows.number_of(anna), "--at", NOON)
    assert services.settings.profile().zone == "Europe/Berlin"
    assert "  2026-03-04 12:00  Anna Ivanova" in run("visits", "list").out


def test_admitted(run: Any, rows: StudioRows, anna: int, services: Services) -> None:
    ran = run("checkin", rows.number_of(anna), "--at", NOON, "--json")
    assert ran.code == 0
    document = ran.document
    assert (document["verdict"], document["reasons"], document["text"]) == ("admitted", [], "")
    assert (document["client"]["id"], document["client"]["first_name"]) == (anna, "Anna")
    visit = stored_visit(services, document["visit_id"])
    assert visit.at == datetime.fromisoformat(NOON)
    assert datetime.fromisoformat(document["at"]) == visit.at


def test_a_notice_is_no_failure(run: Any, rows: StudioRows, anna: int) -> None:
    rows.note(anna, "Has our key")
    ran = run("checkin", rows.number_of(anna), "--at", NOON)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Notice. Anna Ivanova: Has our key (visit ")
    again = run("--json", "checkin", rows.number_of(anna), "--at", NOON)
    assert (again.code, again.document["verdict"]) == (0, "notice")
    assert again.document["reasons"] == ["already_in", "pinned_note"]


def test_a_refusal_exits_1_and_still_prints_its_json(run: Any, rows: StudioRows, services: Services) -> None:
    hugo = rows.client("Hugo Rossi")
    ran = run("checkin", rows.number_of(hugo), "--json")
    assert (ran.code, ran.document["verdict"], ran.document["reasons"]) == (1, "refused", ["no_membership"])
    assert ran.document["visit_id"] is None
    assert ran.document["client"]["id"] == hugo
    assert ran.err == "Refused. Hugo Rossi: There is no membership.\n"
    plain = run("checkin", rows.number_of(hugo))
    assert (plain.code, plain.out, plain.err) == (1, "", ran.err)
    assert stored_visits(services) == []


@pytest.mark.parametrize("code", ["4711", "-500", "undo", "%", "😀", "a b"])
def test_a_code_nobody_has(run: Any, anna: int, code: str) -> None:
    ran = run("checkin", code, "--json")
    assert (ran.code, ran.document["reasons"], ran.document["client"]) == (1, ["unknown_code"], None)


def test_an_override_lets_in(run: Any, rows: StudioRows, services: Services) -> None:
    hugo = rows.client("Hugo Rossi")
    number = rows.number_of(hugo)
    assert run("checkin", number, "--override", "  ").code == 1
    ran = run("checkin", number, "--override", "Pays later", "--json")
    assert (ran.code, ran.document["reasons"]) == (0, ["overridden", "no_membership"])
    assert stored_visit(services, ran.document["visit_id"]).override_reason == "Pays later"


def test_undo(run: Any, rows: StudioRows, anna: int) -> None:
    visit = run("checkin", rows.number_of(anna), "--at", NOON, "--json").document["visit_id"]
    ran = run("checkin", "undo", str(visit), "--json")
    assert (ran.code, ran.document["visit_id"], ran.document["already"]) == (0, visit, False)
    again = run("checkin", "undo", str(visit))
    assert (again.code, again.out) == (0, f"Visit {visit} of Anna Ivanova had been taken back before.\n")
    assert run("visits", "list", "--json").document == {"visits": []}
    assert [row["id"] for row in run("visits", "list", "--all", "--json").document["visits"]] == [visit]
    assert run("checkin", "undo", "4711").code == 1


def test_a_code_that_says_undo_is_a_code(run: Any, rows: StudioRows, anna: int) -> None:
    rows.code(anna, "UNDO")
    ran = run("checkin", "undo", "--at", NOON, "--json")
    assert (ran.code, ran.document["client"]["id"]) == (0, anna)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("1", "2"),
        ("undo", "1", "--at", NOON),
    ],
)
def test_bad_usage(run: Any, anna: int, words: tuple[str, ...]) -> None:
    ran = run("checkin", *words)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("undo", "x"),
        ("undo", "-1"),
        ("undo", "9" * 30),
        ("1", "--at", "yesterday"),
        ("1", "--at", "2026-03-04T12:00:00"),
        ("1", "--at", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_ids_and_times_that_are_none(run: Any, anna: int, words: tuple[str, ...]) -> None:
    ran = run("checkin", *words, "--json")
    assert (ran.code, ran.document["error"]) == (1, "RuleBroken")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("moment", ["1900-01-01T00:00:00+00:00", "2100-01-01T00:00:00+00:00"])
def test_a_moment_that_cannot_be(run: Any, rows: StudioRows, anna: int, moment: str) -> None:
    ran = run("checkin", rows.number_of(anna), "--at", moment)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1


def test_visits_of_days_and_clients(run: Any, rows: StudioRows, anna: int) -> None:
    hugo = rows.client("Hugo Rossi")
    rows.membership(hugo, rows.plan(), starts_on=date(2020, 1, 1), ends_on=date(2090, 1, 1))

    def visit(client: int, day: int) -> int:
        at = f"2026-03-{day:02}T12:00:00+01:00"
        return int(run("checkin", rows.number_of(client), "--at", at, "--json").document["visit_id"])

    first, second, third = visit(anna, 2), visit(hugo, 3), visit(anna, 4)

    def listed(*words: str) -> list[int]:
        return [row["id"] for row in run("visits", "list", *words, "--json").document["visits"]]

    assert listed() == [third, second, first]
    assert listed("--client", str(anna)) == [third, first]
    assert listed("--from", "2026-03-03", "--to", "2026-03-03") == [second]
    assert listed("--limit", "2") == [third, second]
    assert listed("--client", str(anna), "--to", "2026-03-03") == [first]
    (row,) = run("visits", "list", "--client", str(hugo), "--json").document["visits"]
    assert (row["client_id"], row["client"], row["day"]) == (hugo, "Hugo Rossi", "2026-03-03")
    assert datetime.fromisoformat(row["at"]).utcoffset() is not None
    assert "Hugo Rossi" in run("visits", "list").out
    assert run("visits", "list", "--from", "0001-01-01").code == 1
    assert run("visits", "list", "--from", "soon").code == 1
