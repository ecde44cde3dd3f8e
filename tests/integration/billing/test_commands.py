"""The commands about plans, memberships and money: the contract of their JSON and exit codes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta

from tests.support.command_line import Ran, run

BAD_USAGE = 2


@pytest.fixture
def client() -> int:
    added = run("clients", "add", "--first", "Anna", "--last", "Example", "--json")
    return int(added.document["id"])


@pytest.fixture
def plan() -> int:
    return int(a_plan("--name", "Gold", "--kind", "recurring", "--price", "4900")["id"])


def a_plan(*arguments: str) -> dict[str, Any]:
    added = run("plans", "add", *arguments, "--json")
    assert added.code == 0, added.err
    return dict(added.document)


def entries(client: int) -> list[dict[str, Any]]:
    return list(run("ledger", client, "--json").document["entries"])


def refused(ran: Ran) -> None:
    assert ran.code in {1, BAD_USAGE}
    assert len(ran.err.strip()) > 10
    assert "Traceback" not in ran.err


def test_an_account_is_told_in_the_time_of_the_studio(client: int) -> None:
    run("studio", "set", "zone", "Pacific/Kiritimati")
    run("payments", "take", client, 500, "--method", "cash")
    (paid,) = entries(client)
    local = datetime.fromisoformat(paid["at"]).astimezone(ZoneInfo("Pacific/Kiritimati"))
    assert f"{local:%Y-%m-%d %H:%M}  payment" in run("ledger", client).out


def test_plans(plan: int) -> None:
    pack = a_plan("--name", "Ten", "--kind", "pack", "--price", "9900", "--visits", "10", "--days", "90")
    quarter = a_plan("--name", "Q", "--kind", "recurring", "--price", "1", "--every", "quarter")
    assert (pack["visits"], pack["days"], quarter["period"]) == (10, 90, "quarter")
    listed = run("plans", "list", "--json").document
    assert [(one["id"], one["name"], one["price"]) for one in listed] == [
        (plan, "Gold", 4900),
        (pack["id"], "Ten", 9900),
        (quarter["id"], "Q", 1),
    ]
    assert all(one["currency"] for one in listed)
    assert "Gold" in run("plans", "list").out


def test_a_period_is_read_as_words() -> None:
    for every in ("month", "4weeks"):
        run("plans", "add", "--name", f"By {every}", "--kind", "recurring", "--price", 1, "--every", every)
    listed = run("plans", "list").out
    assert "(recurring, every month)" in listed
    assert "(recurring, every 4 weeks)" in listed


@pytest.mark.parametrize(
    "arguments",
    [
        ("--name", "   ", "--kind", "day", "--price", "100"),
        ("--name", "x", "--kind", "day", "--price", "-500"),
        ("--name", "x", "--kind", "day", "--price", "nan"),
        ("--name", "x", "--kind", "day", "--price", "100000000000000000"),
        ("--name", "x", "--kind", "pack", "--price", "100"),
        ("--name", "x", "--kind", "weekly", "--price", "100"),
        ("--name", "x", "--kind", "pack", "--price", "100", "--visits", "-3"),
        ("--name", "x", "--kind", "pack", "--price", "100", "--visits", "many"),
        ("--name", "x", "--kind", "day", "--price", "100", "--signup-fee", "12.50"),
        ("--name", "x", "--kind", "day", "--price", "100", "--tax-rate", "nan"),
    ],
)
def test_wrong_plans_are_refused(arguments: tuple[str, ...]) -> None:
    refused(run("plans", "add", *arguments))
    assert run("plans", "list", "--json").document == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--kind", "recurring", "--visits", "3"), "A recurring plan has no use for --visits."),
        (("--kind", "recurring", "--days", "30"), "A recurring plan has no use for --days."),
        (("--kind", "pack", "--visits", "9", "--every", "month"), "A pack has no use for --every."),
        (("--kind", "trial", "--every", "year"), "A trial has no use for --every."),
        (("--kind", "day", "--every", "year", "--visits", "2"), "no use for --every and --visits."),
        (("--kind", "day", "--visits-per-week", "2"), "A day pass has no use for --visits-per-week."),
    ],
)
def test_options_that_do_not_fit_the_kind_are_told(arguments: tuple[str, ...], told: str) -> None:
    ran = run("plans", "add", "--name", "x", "--price", "100", *arguments, "--json")
    assert ran.code == BAD_USAGE
    assert told in ran.document["text"]
    assert ran.err.count("\n") == 1
    assert run("plans", "list", "--json").document == []


def test_a_recurring_plan_is_told_how_to_limit_visits() -> None:
    ran = run("plans", "add", "--name", "x", "--price", "1", "--kind", "recurring", "--visits", "3")
    assert "--visits-per-week" in ran.err
    kept = a_plan("--name", "x", "--price", "1", "--kind", "recurring", "--visits-per-week", "3")
    assert (kept["visits_per_week"], kept["visits"], kept["period"]) == (3, None, "month")


def test_memberships_from_sale_to_cancellation(client: int, plan: int) -> None:
    first = datetime.now(UTC).date() - timedelta(days=3)
    last = first + relativedelta(months=1) - timedelta(days=1)
    sold = run("memberships", "sell", client, plan, "--from", first, "--json").document
    assert (sold["starts_on"], sold["ends_on"], sold["price"]) == (str(first), str(last), 4900)
    assert sold["id"] == sold["membership_id"]
    number = sold["id"]
    renewed = run("memberships", "renew", number, "--json").document
    assert renewed["ends_on"] > sold["ends_on"]
    assert run("memberships", "extend", number, "7", "--json").document["days"] == 7
    assert run("memberships", "freeze", number, "--json").document["ends_on"] is None
    assert run("memberships", "resume", number, "--json").document["fact"] == "resumed"
    assert run("memberships", "cancel", number, "--reason", "price", "--json").document["id"] == number
    assert run("memberships", "uncancel", number).code == 0
    states = [one["id"] for one in run("memberships", "list", client, "--json").document]
    assert number in states


def test_the_same_sale_twice_has_to_be_confirmed(client: int, plan: int) -> None:
    run("memberships", "sell", client, plan)
    asked = run("memberships", "sell", client, plan, "--key", "k", "--json")
    assert (asked.code, asked.document["error"]) == (1, "Confirmable")
    assert "has “Gold” from" in asked.document["text"]
    assert "--confirmed" in asked.err
    assert asked.err.count("\n") == 1
    again = ("memberships", "sell", client, plan, "--key", "k", "--confirmed", "--json")
    assert [run(*again).document["repeated"] for _ in range(2)] == [False, True]
    assert len(run("memberships", "list", client, "--json").document) == 2


def test_a_plan_of_the_same_name_is_refused(plan: int) -> None:
    ran = run("plans", "add", "--name", "gold", "--kind", "day", "--price", "1", "--json")
    assert (ran.code, list(ran.document["fields"])) == (1, ["name"])
    assert [one["id"] for one in run("plans", "list", "--json").document] == [plan]


def test_wrong_memberships_are_refused(client: int, plan: int) -> None:
    refused(run("memberships", "sell", client, 99))
    refused(run("memberships", "sell", 99, plan))
    refused(run("memberships", "sell", client, plan, "--from", "tomorrow"))
    refused(run("memberships", "sell", client, plan, "--from", "1900-01-01"))
    refused(run("memberships", "renew", 99))
    refused(run("memberships", "extend", 99, "-3"))
    refused(run("memberships", "sell", 10**30, plan))
    assert entries(client) == []


def test_a_payment_and_its_receipt(client: int, plan: int, tmp_path: Path) -> None:
    run("memberships", "sell", client, plan)
    taken = run("payments", "take", client, "5000", "--method", "card", "--key", "k", "--json").document
    again = run("payments", "take", client, "5000", "--method", "card", "--key", "k", "--json").document
    assert (taken["payment_id"], taken["receipt_number"], taken["amount"]) == (1, 1, 5000)
    assert (again["payment_id"], again["repeated"]) == (1, True)
    refunded = run("payments", "refund", 1, "2000", "--reason", "too much", "--json").document
    assert (refunded["payment_id"], refunded["receipt_number"], refunded["amount"]) == (2, 2, -2000)
    ledger = run("ledger", client, "--json").document
    assert ledger["balance"] == sum(one["amount"] for one in ledger["entries"]) == 1900
    assert [one["kind"] for one in ledger["entries"]] == ["charge", "payment", "refund"]
    assert [one.get("receipt_number") for one in ledger["entries"]] == [None, 1, 2]
    for entry in ledger["entries"]:
        assert entry["id"]
        assert entry["currency"]
        assert "+00:00" in entry["at"]
    written = run("receipt", 1, "-o", tmp_path / "r.pdf", "--json").document
    assert written["receipt_number"] == 1
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert "Booked 50.00" in run("payments", "take", client, "5000", "--method", "card", "--key", "k").out
    assert "owes" in run("ledger", client).out


@pytest.mark.parametrize(
    "amount",
    [
        "-500",
        "0",
        "nan",
        "inf",
        "1e17",
        "100000000000000000",
        "10^17",
        "",
        "49.00",
        "-",
        "--5",
        "12,50",
        " 5",
        "\uff14\uff19",
        "9" * 5000,
    ],
)
def test_amounts_nobody_can_mean(client: int, amount: str) -> None:
    """Each is a refusal like any other: exit 1, one sentence, and a JSON document if that was asked for."""
    run("payments", "take", client, "100", "--method", "cash")
    for words in (
        ("payments", "take", client, amount, "--method", "cash"),
        ("payments", "refund", 1, amount, "--reason", "x"),
        ("plans", "add", "--name", "x", "--kind", "day", "--price", amount),
        ("plans", "add", "--name", "x", "--kind", "day", "--price", "5", "--signup-fee", amount),
    ):
        if amount == "0" and words[0] == "plans":
            continue
        ran = run(*words, "--json")
        assert (ran.code, ran.document["error"]) == (1, "RuleBroken"), words
        assert ran.document["fields"], words
        assert ran.err.count("\n") == 1, words
    assert [one["kind"] for one in entries(client)] == ["payment"]
    assert run("plans", "list", "--json").document == []


@pytest.mark.parametrize(
    "words",
    [
        ("clients", "show", "x"),
        ("clients", "show", "-5"),
        ("clients", "list", "--limit", "0"),
        ("clients", "add", "--first", "A", "--last", "B", "--born", "31.3.1990"),
        ("clients", "add", "--first", "A", "--last", "B", "--born", "2026-02-30"),
        ("clients", "add", "--first", "A", "--last", "B", "--born", "20001231"),
        ("clients", "add", "--first", "A", "--last", "B", "--born", "2000-W01-1"),
        ("memberships", "sell", "0", "1"),
        ("memberships", "sell", "1", "1.5"),
        ("memberships", "sell", "1", "1", "--from", "soon"),
        ("memberships", "renew", "nan"),
        ("memberships", "extend", "1", "many"),
        ("memberships", "freeze", "1", "--to", "2026-13-01"),
        ("memberships", "list", ""),
        ("payments", "take", 10**30, "5", "--method", "cash"),
        ("ledger", "-1"),
        ("receipt", "first", "-o", "x.pdf"),
        ("visits", "list", "--client", "-1"),
        ("visits", "list", "--limit", "some"),
        ("checkin", "1", "--at", "noon"),
        ("checkin", "undo", "last"),
        ("import", "undo", "last"),
        ("report", "takings", "--from", "2026-02-30", "--to", "2026-03-01", "-o", "x.csv"),
        ("demo", "create", "--clients", "many"),
    ],
)
def test_a_word_that_means_nothing_is_a_refusal_too(words: tuple[object, ...]) -> None:
    ran = run(*words, "--json")
    assert ran.code == 1, ran
    assert ran.document["text"].endswith("Nothing was changed.")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("payments", "take", "1", "5", "--method", "cash", "--colour", "red"),
        ("payments", "take", "1", "--method", "cash"),
        ("payments", "take", "1", "5"),
        ("payments", "refund", "1"),
        ("plans", "add", "--name", "x", "--kind", "day"),
        ("plans", "add", "--name", "x", "--kind", "day", "--price", "5", "--color", "1"),
        ("memberships", "sell", "1"),
        ("memberships", "renew", "1", "--free"),
        ("ledger",),
        ("ledger", "1", "--from"),
        ("clients", "show", "1", "2"),
        ("shopping",),
    ],
)
def test_a_line_that_cannot_be_understood_is_bad_usage(words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (BAD_USAGE, "")
    assert ran.err.strip()


def test_refusals_still_print_json(client: int) -> None:
    ran = run("payments", "take", client + 1, "100", "--method", "cash", "--json")
    assert ran.code == 1
    assert ran.document["error"] == "NotFound"
    refused(run("payments", "take", client, "100", "--method", "shells"))
    refused(run("payments", "refund", 99, "--reason", "x"))
    refused(run("receipt", 99, "-o", "x.pdf"))
    refused(run("ledger", 99))


def test_cancelling_says_what_becomes_of_charges_for_terms_that_never_begin(client: int, plan: int) -> None:
    number = run("memberships", "sell", client, plan, "--json").document["id"]
    run("memberships", "renew", number)
    kept = run("memberships", "cancel", number, "--keep-charges")
    assert "Still charged, though it never begins: Gold" in kept.out
    assert "Charged again" not in run("memberships", "uncancel", number).out
    assert "Taken back, because it never begins: Gold" in run("memberships", "cancel", number).out
    assert run("ledger", client, "--json").document["balance"] == 0
    assert "Charged again: Gold" in run("memberships", "uncancel", number).out
    assert run("ledger", client, "--json").document["balance"] == 2 * 4900


def test_calling_a_planned_freeze_off_is_said(client: int, plan: int) -> None:
    number = run("memberships", "sell", client, plan, "--json").document["id"]
    day = datetime.now(UTC).date() + timedelta(days=5)
    assert run("memberships", "freeze", number, "--from", day).code == 0
    assert run("memberships", "resume", number).out.startswith(
        f"The freeze planned from {day} is called off."
    )


def test_cancelling_on_the_day_of_a_visit_takes_the_later_term_back(client: int, plan: int) -> None:
    number = run("memberships", "sell", client, plan, "--json").document["id"]
    run("memberships", "renew", number)
    run("checkin", client)
    cancelled = run("memberships", "cancel", number).out
    assert "Taken back, because it never begins: Gold" in cancelled
    assert "what had begun by then stays charged" in cancelled


def test_a_cancellation_is_not_taken_back_twice_over_unasked(client: int, plan: int) -> None:
    number = run("memberships", "sell", client, plan, "--json").document["id"]
    run("memberships", "cancel", number)
    run("memberships", "sell", client, plan)
    refused = run("memberships", "uncancel", number)
    assert (refused.code, "Nothing was changed yet." in refused.err) == (1, True)
    assert "no longer cancelled" in run("memberships", "uncancel", number, "--confirmed").out


def test_a_charge_says_until_when_its_term_runs_since_a_freeze(client: int, plan: int) -> None:
    number = run("memberships", "sell", client, plan, "--json").document["id"]
    assert "runs_until" not in entries(client)[0]
    day = datetime.now(UTC).date() + timedelta(days=9)
    frozen = run("memberships", "freeze", number, "--to", day, "--json").document
    assert entries(client)[0]["runs_until"] == frozen["ends_on"]
    assert f"(frozen: until {frozen['ends_on']})" in run("ledger", client).out


def test_a_membership_that_was_cancelled_before_it_began_never_ran(client: int, plan: int) -> None:
    day = datetime.now(UTC).date() + timedelta(days=5)
    number = run("memberships", "sell", client, plan, "--from", day, "--json").document["id"]
    run("memberships", "cancel", number)
    assert f"cancelled  from {day} on, but never ran" in run("memberships", "list", client).out
