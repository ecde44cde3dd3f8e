"""``fitnesscrm studio`` and ``fitnesscrm staff``."""

import pytest

from tests.support.command_line import run

DEFAULT = "long enough"


def add(login: str, role: str, secret: str = DEFAULT) -> int:
    return run(
        "staff",
        "add",
        "--login",
        login,
        "--name",
        login.capitalize(),
        "--role",
        role,
        typed=f"{secret}\n",
    ).code


def test_settings_are_shown_and_set() -> None:
    assert run("studio", "set", "capacity", "80", "--json").document["capacity"] == 80
    assert run("studio", "set", "address", "Main St 1\\nBerlin").code == 0
    found = run("studio", "show", "--json").document
    assert (found["capacity"], found["address"]) == (80, "Main St 1\nBerlin")
    shown = run("studio", "show").out
    assert "capacity             80" in shown
    assert "address              Main St 1\n                     Berlin\n" in shown


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("capacity", "-500"),
        ("capacity", "nan"),
        ("capacity", "1" * 17),
        ("currency", "EURO"),
        ("accent", "red"),
        ("zone", "-"),
    ],
)
def test_bad_values_are_refused_in_one_sentence(key: str, value: str) -> None:
    ran = run("studio", "set", key, value, "--json")
    assert ran.code == 1
    assert set(ran.document["fields"]) == {key}
    assert len(ran.err.splitlines()) == 1


def test_an_unknown_setting_is_bad_usage() -> None:
    ran = run("studio", "set", "colour", "red")
    assert ran.code == 2
    assert "capacity" in ran.err


def test_staff_are_added_and_listed() -> None:
    assert add("anna", "owner") == 0
    assert add("ben", "front_desk") == 0
    found = run("staff", "list", "--json").document
    assert [(one["id"], one["login"], one["role"]) for one in found] == [
        (1, "anna", "owner"),
        (2, "ben", "front_desk"),
    ]
    assert "front_desk" in run("staff", "list").out


def test_what_is_wrong_with_somebody_new_is_told() -> None:
    add("anna", "owner")
    assert add("anna", "trainer") == 1
    assert add("ben", "trainer", "short") == 1
    assert add("ben", "king") == 2


def test_acting_as_somebody_asks_for_the_password_and_keeps_to_their_rights() -> None:
    add("anna", "owner")
    add("ben", "front_desk")
    assert run("staff", "list", "--as", "anna", typed="long enough\n").code == 0
    refused = run("staff", "list", "--as", "ben", "--json", typed="long enough\n")
    assert (refused.code, refused.document["error"]) == (1, "NotAllowed")
    wrong = run("--as", "ben", "studio", "show", typed="wrong\n")
    assert (wrong.code, wrong.out, wrong.err.strip()) == (1, "", "Login or password is wrong.")
    unknown = run("--as", "nobody", "studio", "show", typed="wrong\n")
    assert unknown.err == wrong.err
