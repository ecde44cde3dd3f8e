"""Accounts of the staff, asked for with what nobody can mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed
from fitnesscrm_desktop.services.core.typed_text import tidy_line
from fitnesscrm_desktop.services.security.results import NewStaff
from tests.support.clock import FakeClock
from tests.support.rubbish import TEXTS, try_all
from tests.support.staff import PASSWORD, hire, make_hashing_cheap

Deed = Callable[[Services, Actor, int, Any], object]


def hired(services: Services, owner: Actor, _robin: int, text: str) -> None:
    login = f"login{len(services.staff.everybody(owner))}"
    added = services.staff.add(owner, NewStaff(text, login, PASSWORD, Role.TRAINER))
    assert added.name == tidy_line(text)


def renamed(services: Services, owner: Actor, robin: int, text: str) -> None:
    was = services.staff.member(owner, robin)
    kept = services.staff.edit(owner, robin, was.version, name=text, login=was.login, role=was.role)
    assert kept.name == tidy_line(text)


def new_login(services: Services, owner: Actor, robin: int, text: str) -> None:
    was = services.staff.member(owner, robin)
    services.staff.edit(owner, robin, was.version, name=was.name, login=text, role=was.role)


def new_password(services: Services, owner: Actor, robin: int, text: str) -> None:
    services.staff.set_password(owner, robin, text)
    login = services.staff.member(owner, robin).login
    assert services.staff.sign_in(login, text).staff_id == robin


def contact(field: str) -> Deed:
    def edit(services: Services, owner: Actor, robin: int, text: str) -> None:
        was = services.staff.member(owner, robin)
        services.staff.edit(
            owner, robin, was.version, name=was.name, login=was.login, role=was.role, **{field: text}
        )

    return edit


WITH_TEXT: dict[str, Deed] = {
    "name": hired,
    "new name": renamed,
    "login": lambda services, owner, _robin, text: services.staff.add(
        owner, NewStaff("Kim", text, PASSWORD, Role.TRAINER)
    ),
    "new login": new_login,
    "password": new_password,
    "PIN": lambda services, owner, robin, text: services.staff.set_pin(owner, robin, text),
    "e-mail": contact("email"),
    "phone": contact("phone"),
}


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    make_hashing_cheap(monkeypatch)


@pytest.fixture
def robin(services: Services) -> int:
    """Somebody who works here."""
    hire(services, "boss", Role.OWNER)
    return hire(services, "robin").id


@pytest.mark.parametrize("name", WITH_TEXT)
def test_any_text_is_kept_or_refused(services: Services, owner: Actor, robin: int, name: str) -> None:
    try_all(services, TEXTS, lambda text: WITH_TEXT[name](services, owner, robin, text))
    assert services.staff.everybody(owner)


def test_nobody_signs_in_with_it(services: Services, owner: Actor, robin: int, clock: FakeClock) -> None:
    """A wrong try is counted, so this leaves a trace; but never anything but a refusal."""
    login = services.staff.member(owner, robin).login
    for text in TEXTS.values():
        clock.advance(hours=1)
        for one, other in ((text, "x"), (login, text)):
            with pytest.raises(NotAllowed):
                services.staff.sign_in(one, other)
        with pytest.raises(NotAllowed):
            services.staff.sign_in_by_pin(robin, text)
