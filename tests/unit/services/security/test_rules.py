"""Logins, passwords, PINs and permissions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.security.rules import (
    checked_login,
    checked_name,
    checked_password,
    checked_pin,
    is_trivial,
    permissions_of,
)

PERMISSIONS = st.frozensets(st.sampled_from(Permission))


@pytest.mark.parametrize("typed", ["anna", "ANNA", "  Anna \n", "ａｎｎａ"])  # noqa: RUF001 - full width on purpose
def test_a_login_is_one_however_it_is_typed(typed: str) -> None:
    assert checked_login(typed) == "anna"


@pytest.mark.parametrize("typed", ["", " ", "a", "anna z", "a" * 61, "<b>anna</b>", "an\0na"])
def test_what_is_no_login(typed: str) -> None:
    with pytest.raises(RuleBroken):
        checked_login(typed)


@pytest.mark.parametrize("name", ["", "   ", "\t\n", "x" * 201])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(RuleBroken):
        checked_name(name)


@pytest.mark.parametrize(
    ("name", "kept"), [(" Zoë  O’Brien\n", "Zoë O’Brien"), ("Ann\0a", "Ann a"), ("李 🦊", "李 🦊")]
)
def test_a_name_is_one_line(name: str, kept: str) -> None:
    assert checked_name(name) == kept


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short12", "at least 8"),
        ("        ", "at least 8"),
        ("1234567 ", "at least 8"),
        ("Anna.Mueller", "not be the login"),
        ("aaaaaaaaaa", "one character"),
        ("x" * 201, "more than 200"),
    ],
)
def test_a_password_that_is_too_easy(password: str, why: str) -> None:
    with pytest.raises(RuleBroken, match=why):
        checked_password(password, "anna.mueller")


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４", "-123", " 2580", "25.8"])  # noqa: RUF001
def test_what_is_no_pin(pin: str) -> None:
    with pytest.raises(RuleBroken, match="4 to 8 digits"):
        checked_pin(pin)


@pytest.mark.parametrize(
    "pin", ["0000", "1234", "4321", "7890", "1212", "123123", "11111111", "9876543", "00000"]
)
def test_a_pin_anybody_tries_first(pin: str) -> None:
    with pytest.raises(RuleBroken, match="too easy"):
        checked_pin(pin)


@pytest.mark.parametrize("pin", ["2580", "1997", "1357", "12351", "1213", "80085135"])
def test_a_pin_that_will_do(pin: str) -> None:
    assert checked_pin(pin) == pin


@given(st.text("0123456789", min_size=2, max_size=4))
def test_the_same_part_twice_is_trivial(part: str) -> None:
    assert is_trivial(part + part)


@given(st.sampled_from(Role), PERMISSIONS, PERMISSIONS)
def test_permissions_are_the_roles_plus_given_minus_taken(
    role: Role, granted: frozenset[Permission], denied: frozenset[Permission]
) -> None:
    found = permissions_of(role, granted, denied)
    if role is Role.OWNER:
        assert found == frozenset(Permission)
    else:
        assert found == {
            p for p in Permission if (p in ROLE_PERMISSIONS[role] or p in granted) and p not in denied
        }
