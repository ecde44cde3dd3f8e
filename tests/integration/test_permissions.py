"""Permissions are asked for in the services, first thing: every method, every role.

A new public method has to be put into ``tests/support/permission_table.py``. A method that takes an ``actor``
needs the permissions that stand there, all of them; one that takes none must be on the list of those that
anybody may call.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission as May
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS, Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, StudioError
from fitnesscrm_desktop.services.core.permission_words import PERMISSION_WORDS
from fitnesscrm_desktop.services.core.tries import SignInRefused
from fitnesscrm_desktop.services.core.unit_of_work import Core
from tests.support.clock import START
from tests.support.permission_table import FOR_ANYBODY, NEEDED
from tests.support.sent_statements import sent_statements
from tests.support.staff import PASSWORD, hire, make_hashing_cheap

pytestmark = pytest.mark.sqlite_only


def public_methods() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public method of every service: its name and the plain function."""
    nowhere = types.SimpleNamespace(database=types.SimpleNamespace(file=None))
    nobodys = Services(cast("Core", nowhere), Home(Path()))
    for part, _ in inspect.getmembers(Services, lambda member: isinstance(member, property)):
        for name, method in inspect.getmembers(type(getattr(nobodys, part)), inspect.isfunction):
            if not name.startswith("_"):
                yield f"{part}.{name}", method


METHODS = dict(public_methods())
GUARDED = sorted(name for name, method in METHODS.items() if "actor" in inspect.signature(method).parameters)


def plausible(kind: Any, folder: Path) -> Any:
    """A value of *kind* that a person could have given."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return plausible(arguments[0], folder)
    if origin in {Mapping, dict}:
        return {}
    if origin in {Sequence, Iterable, tuple, list}:
        return (plausible(arguments[0], folder),)
    if inspect.isclass(kind) and issubclass(kind, enum.Enum):
        return next(iter(kind))
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        missing = dataclasses.MISSING
        wanted = [
            f for f in dataclasses.fields(kind) if f.default is missing and f.default_factory is missing
        ]
        return kind(**{field.name: plausible(hints[field.name], folder) for field in wanted})  # type: ignore[operator]  # a class
    values: dict[Any, Any] = {
        int: 1,
        float: 1.5,
        str: "some words",
        bool: False,
        bytes: b"some bytes",
        date: START.date(),
        datetime: START,
        Path: folder / "file.csv",
        object: "some words",
    }
    return values[kind]


def kinds_of(method: Callable[..., Any]) -> dict[str, Any]:
    """The types of its parameters; some services load their results on first need, so look there too."""
    results = f"{method.__module__.rpartition('.')[0]}.results"
    found = find_spec(results)
    names = vars(import_module(results)) if found is not None else {}
    return typing.get_type_hints(method, localns=names)


def call(services: Services, name: str, actor: Actor, folder: Path) -> Any:
    """Call a method as *actor* with plausible arguments for all that have no default."""
    method = METHODS[name]
    hints = kinds_of(method)
    service, _dot, plain_name = name.partition(".")
    wanted = [
        each
        for each in inspect.signature(method).parameters.values()
        if each.name not in {"self", "actor"}
        and each.default is each.empty
        and each.kind is not each.VAR_KEYWORD
    ]
    values = {each.name: plausible(hints[each.name], folder) for each in wanted}
    answer = getattr(getattr(services, service), plain_name)(actor, **values)
    return answer.fetch(None, 5) if hasattr(answer, "fetch") else answer


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in no time."""
    make_hashing_cheap(monkeypatch)


@pytest.fixture
def staff(services: Services) -> dict[Role, Actor]:
    """Give one member of staff of each role, signed in."""
    for role in Role:
        hire(services, role.value.replace("_", "."), role)
    return {role: services.staff.sign_in(role.value.replace("_", "."), PASSWORD) for role in Role}


def test_every_method_is_in_the_table() -> None:
    assert sorted(NEEDED) == GUARDED
    assert sorted(FOR_ANYBODY) == sorted(set(METHODS) - set(GUARDED))


def test_the_actor_comes_first() -> None:
    for name in GUARDED:
        assert list(inspect.signature(METHODS[name]).parameters)[:2] == ["self", "actor"], name


def test_every_permission_guards_something_or_waits_for_it() -> None:
    used = {permission for needed in NEEDED.values() for permission in needed}
    assert set(May) - used == {
        May.OVERRIDE_CHECK_IN,  # asked for inside check_in, when the rules say no
        May.VIEW_AUDIT,  # the page that shows the audit log comes with a later issue
    }


@pytest.mark.parametrize("name", GUARDED)
def test_each_role_may_do_what_the_table_says(
    services: Services, staff: dict[Role, Actor], name: str, tmp_path: Path
) -> None:
    needed = set(NEEDED[name])
    for role, actor in staff.items():
        if needed <= ROLE_PERMISSIONS[role]:
            with suppress(StudioError):  # what is asked for may be wrong or not there, but it was looked at
                try:
                    call(services, name, actor, tmp_path)
                except SignInRefused:
                    pass  # the right to try, with the wrong password
                except NotAllowed as error:
                    pytest.fail(f"{role} may not call {name}: {error}")
        else:
            with pytest.raises(NotAllowed):
                call(services, name, actor, tmp_path)


@pytest.mark.parametrize("name", [name for name in GUARDED if NEEDED[name]])
def test_each_permission_is_needed_and_asked_for_first(services: Services, name: str, tmp_path: Path) -> None:
    for missing in NEEDED[name]:
        actor = Actor("Nearly everything", Role.MANAGER, None, frozenset(May) - {missing})
        refused = pytest.raises(NotAllowed, match=re.escape(PERMISSION_WORDS[missing]))
        with sent_statements(services) as statements, refused:
            call(services, name, actor, tmp_path)
        assert statements == [], "the database was asked before the permission was"
