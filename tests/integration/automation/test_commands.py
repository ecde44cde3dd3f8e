"""Rules and tasks on the command line."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.automation.results import RuleCounts, RuleDraft, RuleRow
from fitnesscrm_desktop.services.automation.sentence import sentence
from fitnesscrm_desktop.services.core.actor import command_line
from tests.support.command_line import Ran
from tests.support.command_line import run as run_anywhere

TODAY = "2026-03-04T10:00:00+01:00"


def run(*arguments: object) -> Ran:
    return run_anywhere("--json", *arguments)


@pytest.fixture
def anna() -> int:
    """Somebody with a birthday and an address, in the studio of the command line."""
    added = run(
        "clients",
        "add",
        "--first",
        "Anna",
        "--last",
        "Ivanova",
        "--born",
        "1990-03-04",
        "--email",
        "a@example.org",
    )
    client_id: int = added.document["id"]
    return client_id


def birthday_rule(*more: object) -> int:
    added = run("rules", "add", "--name", "Birthday", "--when", "birthday", "--template", "birthday", *more)
    assert added.code == 0, added.err
    rule_id: int = added.document["id"]
    return rule_id


def test_a_rule_is_added_shown_and_switched() -> None:
    rule = birthday_rule("--if", "age at_least 18", "--if", "stage is_not former")
    (listed,) = run("rules", "list").document
    assert (listed["id"], listed["enabled"], listed["trigger"]) == (rule, False, "birthday")
    assert listed["sentence"] == (
        "On a client's birthday, e-mail the client “Birthday”, if age is at least 18 and stage is not former."
    )
    assert run("rules", "enable", rule).document["enabled"] is True
    assert run("rules", "show", rule).document["statistics"]["matched"] == 0
    assert run("rules", "disable", rule).document["enabled"] is False


def test_an_amount_in_a_condition_is_told_as_money() -> None:
    birthday_rule("--if", "balance at_least 5000", "--if", "age at_least 50")
    (listed,) = run("rules", "list").document
    assert listed["sentence"].endswith(", if balance is at least $50.00 and age is at least 50.")


def test_a_trial_run_lists_recipients(anna: int) -> None:
    rule = birthday_rule()
    found = run("rules", "dry-run", rule, "--days", 0, "--at", TODAY).document
    (entry,) = found["entries"]
    assert (entry["client_id"], entry["to_address"], entry["state"]) == (anna, "a@example.org", "queued")
    assert run("rules", "dry-run", "--at", TODAY).document["entries"] == []  # none is on


def test_people_get_sentences(anna: int) -> None:
    del anna
    rule = birthday_rule()
    listed = run_anywhere("rules", "list").out
    assert "off  Birthday: On a client's birthday, e-mail the client “Birthday”." in listed
    assert (
        "Anna Ivanova: email to Anna Ivanova a@example.org"
        in run_anywhere("rules", "dry-run", rule, "--at", TODAY).out
    )
    assert "nothing" in run_anywhere("rules", "dry-run", "--at", TODAY).out


def test_why_somebody_is_left_out_is_a_sentence_and_a_stable_word_in_json(anna: int) -> None:
    del anna
    rule = birthday_rule("--to", "staff", "--role", "trainer")
    said = run_anywhere("rules", "dry-run", rule, "--at", TODAY).out
    assert "Anna Ivanova: left out. Nobody on the staff has this role." in said
    (entry,) = run("rules", "dry-run", rule, "--days", 0, "--at", TODAY).document["entries"]
    assert entry["reason"] == "no_staff"


def test_tasks_are_listed_and_done(anna: int) -> None:
    with_task = ("--do", "task", "--task", "Call them", "--role", "front_desk", "--on")
    run("rules", "add", "--name", "Call", "--when", "client_created", *with_task)
    run("clients", "add", "--first", "Hugo", "--last", "Rossi")
    assert run("jobs", "run", "events").code == 0
    (task,) = run("tasks", "list").document
    assert (task["text"], task["client_name"], task["for_role"]) == ("Call them", "Hugo Rossi", "front_desk")
    assert run("tasks", "done", task["id"]).document["done_by"] == "command line"
    assert run("tasks", "list").document == []
    assert [each["id"] for each in run("tasks", "list", "--done").document] == [task["id"]]
    del anna


def test_a_rule_is_changed_option_by_option() -> None:
    rule = birthday_rule("--if", "age at_least 18", "--by-itself")
    changed = run("rules", "edit", rule, "--name", "Owes", "--when", "overdue", "--days", 7, "--ask")
    assert (changed.code, changed.document["trigger"], changed.document["days"]) == (0, "overdue", 7)
    assert changed.document["by_itself"] is False
    assert changed.document["conditions"], "what is not named stays"
    words = run("rules", "edit", rule, "--template", "overdue_firm", "--if", "stage is active", "--over-cap")
    assert words.document["template"] == "Payment reminder, firm"
    assert words.document["over_cap"] is True
    assert words.document["sentence"].endswith("“Payment reminder, firm”, if stage is active."), (
        "conditions are replaced, not added"
    )
    back = run("rules", "edit", rule, "--when", "birthday", "--conditions", "")
    assert (back.document["days"], back.document["conditions"]) == (0, "")
    some = '{"some":[{"field":"age","op":"is","value":"18"},{"field":"age","op":"is","value":"21"}]}'
    assert run("rules", "edit", rule, "--conditions", some).document["conditions"] == some


def test_a_rule_is_put_away_and_brought_back() -> None:
    rule = birthday_rule("--on")
    assert run("rules", "archive", rule).document["archived"] is True
    assert run("rules", "list").document == []
    assert "(archived)" in run_anywhere("rules", "list", "--archived").out
    back = run("rules", "restore", rule).document
    assert (back["archived"], back["enabled"]) == (False, False)


def test_words_that_make_no_sense_on_the_occasion_are_pointed_out() -> None:
    template = ("--template", "overdue_firm")
    added = run("rules", "add", "--name", "Odd", "--when", "client_created", *template)
    (doubt,) = added.document["doubts"]
    assert doubt in added.err
    assert "account.oldest_due_on" in doubt
    assert "nobody has that yet when a client is added" in doubt
    fits = run("rules", "edit", added.document["id"], "--when", "overdue", "--days", 21)
    assert (fits.document["doubts"], fits.err) == ([], "")


def test_words_for_another_occasion_are_pointed_out() -> None:
    added = run("rules", "add", "--name", "Odd", "--when", "overdue", "--days", 7, "--template", "birthday")
    (doubt,) = added.document["doubts"]
    assert "“Birthday” is written for another occasion" in doubt
    assert doubt in added.err
    fits = run("rules", "edit", added.document["id"], "--when", "birthday")
    assert fits.document["doubts"] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--when", "birthday", "--days", "7"), "--days says nothing about birthday."),
        (("--when", "visit", "--task", "Call"), "--task is for --do task."),
        (("--when", "visit", "--role", "owner"), "--role is for --to staff, and for tasks."),
        (
            ("--when", "visit", "--do", "task", "--template", "birthday"),
            "--template says nothing",
        ),
        (("--when", "visit", "--do", "task", "--ask"), "A task is given at once"),
        (("--when", "visit", "--if", "age is 3", "--conditions", ""), "not both"),
    ],
)
def test_an_option_that_would_be_dropped_is_bad_usage(options: tuple[str, ...], said: str) -> None:
    ran = run("rules", "add", "--name", "x", *options)
    assert ran.code == 2
    assert said in ran.document["text"]
    assert run("rules", "list").document == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("rules", "show", "99"),
        ("rules", "edit", "99", "--name", "x"),
        ("rules", "archive", "99"),
        ("rules", "restore", "99"),
        ("rules", "enable", "99"),
        ("rules", "enable", "x"),
        ("rules", "add", "--name", " ", "--when", "birthday", "--template", "birthday"),
        ("rules", "add", "--name", "x", "--when", "birthday"),
        ("rules", "add", "--name", "x", "--when", "birthday", "--template", "no such words"),
        ("rules", "add", "--name", "x", "--when", "birthday", "--template", "birthday", "--if", "age"),
        ("rules", "add", "--name", "x", "--when", "birthday", "--template", "birthday", "--if", "size is 3"),
        ("rules", "add", "--name", "x", "--when", "birthday", "--template", "birthday", "--if", "plan is 7"),
        ("rules", "add", "--name", "x", "--when", "visits_reached", "--template", "birthday"),
        ("rules", "add", "--name", "x", "--when", "overdue", "--days", "-3", "--template", "birthday"),
        ("rules", "dry-run", "--days", "100000"),
        ("rules", "dry-run", "99"),
        ("tasks", "done", "99"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_json(arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.document["text"]
    assert run("rules", "list").document == []


def test_the_usual_rules_are_offered_once() -> None:
    services = start(Home.find())
    try:
        added = services.rules.add_starters(command_line())
        assert len(added) == 12
        assert not any(row.enabled for row in added)
        assert services.rules.add_starters(command_line()) == []
        for row in added:
            services.rules.enable(command_line(), row.id)
    finally:
        services.close()


@pytest.mark.parametrize("trigger", list(Trigger))
def test_every_trigger_has_a_sentence(trigger: Trigger) -> None:
    for days in (1, 7):
        row = RuleRow(
            1, RuleDraft("x", trigger, days), "", None, archived=False, version=1, counts=RuleCounts()
        )
        said = sentence(row)
        assert said.endswith("e-mail the client.")
        assert "{" not in said
        assert "1 days" not in said


def test_the_sentence_names_the_day_as_the_window_does() -> None:
    said = {}
    for when, days in (("overdue", 7), ("membership_ending", 0), ("due_soon", 0), ("membership_ended", 0)):
        words = ("--name", when, "--when", when, "--days", days, "--do", "task", "--task", "Call")
        said[when] = run("rules", "add", *words).document["sentence"].partition(",")[0]
    assert said == {
        "overdue": "When something has been overdue for 7 days",
        "membership_ending": "On the last day of a membership",
        "due_soon": "When something is due today",
        "membership_ended": "When a membership has ended",
    }


def test_nothing_is_overdue_for_no_day() -> None:
    rule = birthday_rule("--on")
    refused = run("rules", "edit", rule, "--when", "overdue")
    assert (refused.code, set(refused.document["fields"])) == (1, {"days"})
    assert run("rules", "show", rule).document["trigger"] == "birthday"


def test_what_is_asked_about_a_field_of_our_own_says_so() -> None:
    words = ("--name", "A", "--when", "birthday", "--template", "birthday", "--if", "custom:99 is 3")
    assert "There is no field of your own with the id 99." in run("rules", "add", *words).document["text"]
