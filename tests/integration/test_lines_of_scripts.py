"""What a script is told when its line cannot be understood, or asks for what is not there."""

from pathlib import Path

import pytest

from fitnesscrm_desktop import __version__
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.clock import SystemClock
from tests.support.command_line import run
from tests.support.staff import PASSWORD

BAD_USAGE = 2


@pytest.mark.parametrize(
    "line",
    [
        ["clients", "add", "--first", "Anna"],
        ["clients", "dance"],
        ["clients"],
        ["dance"],
        ["checkin", "1", "2", "3"],
        ["plans", "add", "--name", "A", "--kind", "foo", "--price", "1"],
        ["studio", "set", "nosuch", "1"],
        ["clients", "list", "--db", ""],
        ["clients", "list", "--home", ""],
        ["clients", "list", "--as", ""],
        ["clients", "list", "--db"],
        ["clients", "list", "--home"],
        ["clients", "list", "--as"],
        ["receipt", "1", "-o", "r1.txt"],
        ["--demo", "clients", "list"],
        ["--self-test", "clients", "list"],
    ],
    ids=" ".join,
)
def test_a_line_that_cannot_be_understood_is_a_document_too(line: list[str]) -> None:
    told = run(*line, "--json")
    assert told.code == BAD_USAGE
    assert told.document["error"] == "BadUsage"
    assert told.err.strip() == told.document["text"]
    assert len(told.err.strip().splitlines()) == 1
    plain = run(*line)
    assert (plain.code, plain.out if plain.code != BAD_USAGE else "") == (BAD_USAGE, "")


def test_a_demo_studio_is_not_the_real_one() -> None:
    told = run("--demo", "clients", "list")
    assert (told.code, told.out) == (BAD_USAGE, "")
    assert "go with no command" in told.err
    assert "demo create" in told.err


def test_the_version_is_a_document_too() -> None:
    assert run("--version", "--json").document == {"version": __version__}
    assert run("--version").out.strip() == __version__


def test_the_window_has_nothing_to_print() -> None:
    told = run("--json")
    assert (told.code, told.document["error"]) == (BAD_USAGE, "BadUsage")


def test_a_blank_home_is_not_the_usual_one() -> None:
    assert "--home is empty" in run("clients", "list", "--home", " ").err


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--db", "--db is empty. Name a database, or leave the option out."),
        ("--home", "--home is empty. Name a folder, or leave the option out."),
        ("--as", "--as is empty. Name a member of staff, or leave the option out."),
    ],
)
def test_an_option_whose_value_was_forgotten_takes_no_other_word_for_it(option: str, sentence: str) -> None:
    for line in (["clients", "list", option], ["clients", option, "--limit", "3", "list"]):
        told = run(*line)
        assert (told.code, told.err.strip()) == (BAD_USAGE, sentence)


def test_the_help_says_what_an_exit_code_means() -> None:
    shown = " ".join(run("--help").out.split())
    assert "0 done. 1 refused or failed" in shown
    assert "2 bad usage" in shown


def test_a_slip_in_the_name_of_a_folder_is_told_where_a_new_studio_was_made(tmp_path: Path) -> None:
    slip = tmp_path / "slip"
    told = run("clients", "list", "--home", slip, "--json")
    assert (told.code, told.document["clients"]) == (0, [])
    assert told.err == (
        f"There was no studio in {slip / 'studio.db'}: a new, empty one was made. "
        "Check --home if you meant another.\n"
    )
    assert run("clients", "list", "--home", slip, "--json").err == "", "there is one now"


def test_a_refusal_in_a_new_studio_is_still_one_line(tmp_path: Path) -> None:
    told = run("clients", "show", 7, "--db", f"sqlite:///{tmp_path / 'slip.db'}", "--json")
    assert (told.code, "There was" in told.document["text"]) == (1, False)
    assert told.err.startswith(f"{told.document['text']} There was no studio in")
    assert told.err.endswith("Check --db if you meant another.\n")
    assert told.err.count("\n") == 1


def test_whoever_begins_a_studio_is_told_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("First name;Last name\nAnn;Doe\n", encoding="utf-8")
    assert run("import", "clients", file, "--home", tmp_path / "one").err == ""
    assert run("studio", "set", "name", "Gym", "--home", tmp_path / "two").err == ""
    assert run("clients", "add", "--first", "Ann", "--last", "Doe").err == "", (
        "the usual folder was not named"
    )


def test_visits_of_nobody_and_of_no_time_are_refused() -> None:
    assert "no such client" in run("visits", "list", "--client", 99).err
    swapped = run("visits", "list", "--from", "2026-03-05", "--to", "2026-03-04")
    assert (swapped.code, swapped.err.strip()) == (1, "The period ends before it begins. Swap the two days.")
    assert run("visits", "list").out.strip() == "No visits."


def test_a_map_without_a_field_says_how_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Foo;Bar\nAnn;Doe\n", encoding="utf-8")
    assert "write OLD=NEW" in run("import", "clients", file, "--map", "Foo").err
    assert "no row of titles" in run("import", "clients", file, "--map", "Foo=first_name").err


def test_what_a_file_holds_is_no_usage_but_the_fields_are(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("First name;Last name\nAnn;Doe\n", encoding="utf-8")
    assert run("import", "clients", file, "--map", "First name=nothing").code == BAD_USAGE
    told = run("import", "clients", file, "--map", "Baz=first_name")
    assert (told.code, "It has: First name, Last name." in told.err) == (1, True)


def test_a_damaged_workbook_is_called_so(tmp_path: Path) -> None:
    file = tmp_path / "bad.xlsx"
    file.write_text("this was a workbook once\n", encoding="utf-8")
    told = run("import", "clients", file)
    assert told.code == 1
    assert "called a workbook but is none" in told.err


@pytest.mark.parametrize("verb", ["status", "upgrade"])
def test_whoever_is_named_gives_a_password_for_the_database_too(verb: str) -> None:
    for login, role in (("olga", Role.OWNER), ("dora", Role.FRONT_DESK)):
        added = run(
            *("staff", "add", "--name", login.capitalize(), "--login", login, "--role", role.value),
            typed=f"{PASSWORD}\n",
        )
        assert added.code == 0, added.err
    assert run("db", verb, "--as", "nobody", typed="x\n").code == 1
    assert run("db", verb, "--as", "olga", typed="wrong\n").code == 1
    assert "Look after the database" in run("db", verb, "--as", "dora", typed=f"{PASSWORD}\n").err
    assert run("db", verb, "--as", "olga", typed=f"{PASSWORD}\n").code == 0


def test_nobody_can_sign_in_where_nothing_is() -> None:
    assert "Leave --as out" in run("db", "status", "--as", "nobody", typed="x\n").err


def test_who_took_money_on_the_command_line_is_said(tmp_path: Path) -> None:
    client = run("clients", "add", "--first", "Anna", "--last", "Example", "--json").document["id"]
    run("payments", "take", client, "500", "--method", "cash")
    day = SystemClock().now().date()
    file = tmp_path / "takings.csv"
    first, last = day.replace(day=1), day.replace(year=day.year + 1, day=1)
    done = run("report", "takings", "--from", first, "--to", last, "--format", "csv", "-o", file)
    assert done.code == 0, done.err
    assert "command line" in file.read_text(encoding="utf-8-sig")


def test_a_report_is_written_as_its_file_is_called(tmp_path: Path) -> None:
    period = ("report", "takings", "--from", "2026-01-01", "--to", "2026-01-31")
    assert run(*period, "-o", tmp_path / "takings.csv", "--json").document["format"] == "csv"
    assert run(*period, "-o", tmp_path / "takings", "--json").document["format"] == "pdf"
    wrong = run(*period, "--format", "csv", "-o", tmp_path / "wrong.pdf")
    assert wrong.code == 2
    assert "would hold CSV" in wrong.err
    assert not (tmp_path / "wrong.pdf").exists()
