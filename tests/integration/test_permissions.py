"""Permissions are asked for in the services, first thing: every method, every role.

A new public method has to be put into the table below. A method that takes an ``actor`` needs the permissions
that stand there, all of them; one that takes none must be on the list of those that anybody may call.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
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
from sqlalchemy import event

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission as May
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS, Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, StudioError
from fitnesscrm_desktop.services.core.tries import SignInRefused
from fitnesscrm_desktop.services.core.unit_of_work import Core
from tests.support.clock import START
from tests.support.staff import PASSWORD, hire, make_hashing_cheap

pytestmark = pytest.mark.sqlite_only

NEEDED: dict[str, tuple[May, ...]] = {
    "billing.account": (May.VIEW_MONEY,),
    "billing.charge": (May.TAKE_PAYMENT,),
    "billing.day_takings": (May.VIEW_TAKINGS,),
    "billing.ledger": (May.VIEW_MONEY,),
    "billing.owing_total": (May.VIEW_MONEY,),
    "billing.refund": (May.REFUND,),
    "billing.reverse": (May.REFUND,),
    "billing.take_payment": (May.TAKE_PAYMENT,),
    "billing.who_owes": (May.VIEW_MONEY,),
    "checkin.auto_check_out": (May.CHECK_IN,),
    "checkin.back_inside": (May.CHECK_IN,),
    "checkin.check_in": (May.CHECK_IN,),
    "checkin.check_out": (May.CHECK_IN,),
    "checkin.kiosk_check_in": (May.CHECK_IN,),
    "checkin.undo": (May.UNDO_CHECK_IN,),
    "clients.add": (May.EDIT_CLIENTS,),
    "clients.archive": (May.ARCHIVE_CLIENTS,),
    "clients.block": (May.EDIT_CLIENTS,),
    "clients.edit": (May.EDIT_CLIENTS,),
    "clients.merge": (May.MERGE_CLIENTS,),
    "clients.restore": (May.ARCHIVE_CLIENTS,),
    "clients.set_household": (May.EDIT_CLIENTS,),
    "clients.set_payer": (May.EDIT_CLIENTS,),
    "clients.unblock": (May.EDIT_CLIENTS,),
    "demo.fill": (May.MAINTAIN_DATABASE,),
    "directory.birthdays": (May.VIEW_CLIENTS,),
    "directory.by_code": (May.VIEW_CLIENTS,),
    "directory.consents": (May.VIEW_CLIENTS,),
    "directory.counts": (May.VIEW_CLIENTS,),
    "directory.detail": (May.VIEW_CLIENTS,),
    "directory.export": (May.EXPORT_CLIENTS,),
    "directory.fields": (May.VIEW_CLIENTS,),
    "directory.ids": (May.VIEW_CLIENTS,),
    "directory.member_card": (May.VIEW_CLIENTS,),
    "directory.photo": (May.VIEW_CLIENTS,),
    "directory.possible_duplicates": (May.VIEW_CLIENTS,),
    "directory.possible_trainers": (May.VIEW_CLIENTS,),
    "directory.rows": (May.VIEW_CLIENTS,),
    "directory.search": (May.VIEW_CLIENTS,),
    "directory.stage_on": (May.VIEW_CLIENTS,),
    "directory.tags": (May.VIEW_CLIENTS,),
    "directory.timeline": (May.VIEW_CLIENTS,),
    "directory.trainers": (May.VIEW_CLIENTS,),
    "doctor.examine": (May.MAINTAIN_DATABASE,),
    "doctor.repair_roll_ups": (May.MAINTAIN_DATABASE,),
    "figures.takings_by_month": (May.VIEW_TAKINGS,),
    "figures.today": (May.VIEW_CLIENTS,),
    "imports.past": (May.IMPORT_CLIENTS,),
    "imports.run": (May.IMPORT_CLIENTS,),
    "imports.undo": (May.IMPORT_CLIENTS,),
    "jobs.list": (May.MANAGE_JOBS,),
    "jobs.pause": (May.MANAGE_JOBS,),
    "jobs.resume": (May.MANAGE_JOBS,),
    "jobs.run_now": (May.MANAGE_JOBS,),
    "jobs.runs": (May.MANAGE_JOBS,),
    "memberships.cancel": (May.CHANGE_MEMBERSHIPS,),
    "memberships.ending_soon": (May.VIEW_CLIENTS,),
    "memberships.extend": (May.CHANGE_MEMBERSHIPS,),
    "memberships.freeze": (May.CHANGE_MEMBERSHIPS,),
    "memberships.get": (May.VIEW_CLIENTS,),
    "memberships.of_client": (May.VIEW_CLIENTS,),
    "memberships.preview": (May.VIEW_CLIENTS,),
    "memberships.preview_renewal": (May.VIEW_CLIENTS,),
    "memberships.renew": (May.SELL,),
    "memberships.resume": (May.CHANGE_MEMBERSHIPS,),
    "memberships.sell": (May.SELL,),
    "memberships.uncancel": (May.CHANGE_MEMBERSHIPS,),
    "memberships.undo_extend": (May.CHANGE_MEMBERSHIPS,),
    "memberships.withdraw": (May.SELL,),
    "messaging.get": (May.MANAGE_SETTINGS,),
    "messaging.save_mail": (May.MANAGE_SETTINGS,),
    "messaging.save_rules": (May.MANAGE_SETTINGS,),
    "messaging.save_sms": (May.MANAGE_SETTINGS,),
    "messaging.test_mail": (May.MANAGE_SETTINGS,),
    "messaging.test_sms": (May.MANAGE_SETTINGS,),
    "messaging.unlock": (May.MANAGE_SETTINGS,),
    "messaging.vault": (May.MANAGE_SETTINGS,),
    "outbox.approve": (May.APPROVE_MESSAGES,),
    "outbox.counts": (May.WRITE_MESSAGES,),
    "outbox.deliver": (May.APPROVE_MESSAGES,),
    "outbox.detail": (May.WRITE_MESSAGES,),
    "outbox.drop": (May.WRITE_MESSAGES,),
    "outbox.edit": (May.WRITE_MESSAGES,),
    "outbox.ids": (May.WRITE_MESSAGES,),
    "outbox.labels": (May.VIEW_CLIENTS,),
    "outbox.letters": (May.WRITE_MESSAGES,),
    "outbox.mark_copied": (May.WRITE_MESSAGES,),
    "outbox.reach": (May.WRITE_MESSAGES,),
    "outbox.retry": (May.APPROVE_MESSAGES,),
    "outbox.rows": (May.WRITE_MESSAGES,),
    "outbox.undrop": (May.WRITE_MESSAGES,),
    "outbox.write": (May.WRITE_MESSAGES,),
    "plans.add": (May.MANAGE_PLANS,),
    "plans.archive": (May.MANAGE_PLANS,),
    "plans.edit": (May.MANAGE_PLANS,),
    "plans.get": (May.VIEW_CLIENTS,),
    "plans.list": (May.VIEW_CLIENTS,),
    "plans.move": (May.MANAGE_PLANS,),
    "plans.price_on": (May.VIEW_CLIENTS,),
    "plans.prices": (May.VIEW_CLIENTS,),
    "plans.restore": (May.MANAGE_PLANS,),
    "plans.set_price": (May.MANAGE_PLANS,),
    "products.add": (May.MANAGE_PLANS,),
    "products.archive": (May.MANAGE_PLANS,),
    "products.edit": (May.MANAGE_PLANS,),
    "products.get": (May.VIEW_CLIENTS,),
    "products.list": (May.VIEW_CLIENTS,),
    "products.move_stock": (May.MANAGE_PLANS,),
    "products.restore": (May.MANAGE_PLANS,),
    "products.sell": (May.SELL,),
    "receipts.get": (May.VIEW_MONEY,),
    "receipts.render": (May.VIEW_MONEY,),
    "receipts.write": (May.VIEW_MONEY,),
    "records.add_code": (May.EDIT_CLIENTS,),
    "records.add_note": (May.WRITE_NOTES,),
    "records.archive_field": (May.MANAGE_SETTINGS,),
    "records.create_tag": (May.EDIT_CLIENTS,),
    "records.define_field": (May.MANAGE_SETTINGS,),
    "records.edit_field": (May.MANAGE_SETTINGS,),
    "records.edit_note": (May.WRITE_NOTES,),
    "records.pin_note": (May.WRITE_NOTES,),
    "records.record_consent": (May.EDIT_CLIENTS,),
    "records.remove_code": (May.EDIT_CLIENTS,),
    "records.remove_note": (May.WRITE_NOTES,),
    "records.remove_photo": (May.EDIT_CLIENTS,),
    "records.restore_note": (May.WRITE_NOTES,),
    "records.set_photo": (May.EDIT_CLIENTS,),
    "records.set_trainer": (May.EDIT_CLIENTS,),
    "records.tag": (May.EDIT_CLIENTS,),
    "records.untag": (May.EDIT_CLIENTS,),
    "reports.clients": (May.VIEW_REPORTS, May.EXPORT_CLIENTS),
    "reports.render_pdf": (May.VIEW_REPORTS, May.VIEW_TAKINGS),
    "reports.save_csv": (May.VIEW_REPORTS, May.VIEW_TAKINGS),
    "reports.save_pdf": (May.VIEW_REPORTS, May.VIEW_TAKINGS),
    "reports.takings": (May.VIEW_REPORTS, May.VIEW_TAKINGS),
    "rules.add": (May.MANAGE_RULES,),
    "rules.add_starters": (May.MANAGE_RULES,),
    "rules.archive": (May.MANAGE_RULES,),
    "rules.disable": (May.MANAGE_RULES,),
    "rules.dry_run": (May.MANAGE_RULES,),
    "rules.edit": (May.MANAGE_RULES,),
    "rules.enable": (May.MANAGE_RULES,),
    "rules.found": (May.MANAGE_RULES,),
    "rules.get": (May.MANAGE_RULES,),
    "rules.list": (May.MANAGE_RULES,),
    "rules.look": (May.MANAGE_RULES,),
    "rules.restore": (May.MANAGE_RULES,),
    "rules.statistics": (May.MANAGE_RULES,),
    "staff_tasks.add": (May.WRITE_NOTES,),
    "staff_tasks.done": (May.VIEW_CLIENTS,),
    "staff_tasks.open_count": (May.VIEW_CLIENTS,),
    "staff_tasks.rows": (May.VIEW_CLIENTS,),
    "staff_tasks.undo_done": (May.VIEW_CLIENTS,),
    "settings.change": (May.MANAGE_SETTINGS,),
    "settings.set_kiosk_pin": (May.MANAGE_SETTINGS,),
    "settings.set_logo": (May.MANAGE_SETTINGS,),
    "settings.storage": (May.MAINTAIN_DATABASE,),
    "staff.add": (May.MANAGE_STAFF,),
    "staff.change_own_password": (),
    "staff.change_own_pin": (),
    "staff.current": (),
    "staff.deny": (May.MANAGE_STAFF,),
    "staff.edit": (May.MANAGE_STAFF,),
    "staff.everybody": (May.MANAGE_STAFF,),
    "staff.grant": (May.MANAGE_STAFF,),
    "staff.leave": (May.MANAGE_STAFF,),
    "staff.member": (May.MANAGE_STAFF,),
    "staff.reset": (May.MANAGE_STAFF,),
    "staff.return_": (May.MANAGE_STAFF,),
    "staff.set_password": (May.MANAGE_STAFF,),
    "staff.set_pin": (May.MANAGE_STAFF,),
    "templates.add": (May.MANAGE_RULES,),
    "templates.archive": (May.MANAGE_RULES,),
    "templates.attach": (May.MANAGE_RULES,),
    "templates.attachment": (May.WRITE_MESSAGES,),
    "templates.check": (May.MANAGE_RULES,),
    "templates.detach": (May.MANAGE_RULES,),
    "templates.edit": (May.MANAGE_RULES,),
    "templates.fields": (May.WRITE_MESSAGES,),
    "templates.filters": (May.WRITE_MESSAGES,),
    "templates.get": (May.WRITE_MESSAGES,),
    "templates.list": (May.WRITE_MESSAGES,),
    "templates.named": (May.WRITE_MESSAGES,),
    "templates.preview": (May.WRITE_MESSAGES,),
    "templates.reset": (May.MANAGE_RULES,),
    "templates.restore": (May.MANAGE_RULES,),
    "templates.try_out": (May.MANAGE_RULES,),
    "visits.feed": (May.VIEW_CLIENTS,),
    "visits.inside": (May.CHECK_IN,),
    "visits.last_visits": (May.VIEW_CLIENTS,),
    "visits.occupancy": (May.CHECK_IN,),
    "visits.visits_of": (May.VIEW_CLIENTS,),
}
"""Method -> all permissions it needs; none: whoever is signed in, for themselves."""

FOR_ANYBODY = frozenset(
    {
        "imports.look",  # reads a file of the person's own, nothing of the studio
        "imports.preview",  # as look
        "imports.save_errors",  # writes what run has handed out
        "jobs.leave",  # these four are called by the scheduler, for nobody
        "jobs.renew",
        "jobs.stop",
        "jobs.tick",
        "jobs.standing",  # whether all is well stands in the status line
        "settings.has_kiosk_pin",
        "settings.is_set_up",
        "settings.kiosk_pin_fits",  # on the client's side of the counter nobody is signed in
        "settings.logo",
        "settings.profile",
        "settings.set_up",  # only while there is no staff
        "staff.sign_in",
        "staff.sign_in_as",
        "staff.sign_in_by_pin",
        "staff.who_can_switch",
    }
)


def public_methods() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public method of every service: its name and the plain function."""
    nobodys = Services(cast("Core", None), Home(Path()))
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
        May.VIEW_HEALTH,  # decides what is shown of a client, not whether
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
    statements = count_statements(services)
    for missing in NEEDED[name]:
        actor = Actor("Nearly everything", Role.MANAGER, None, frozenset(May) - {missing})
        with pytest.raises(NotAllowed, match=missing.value):
            call(services, name, actor, tmp_path)
    assert statements == [], "the database was asked before the permission was"


def count_statements(services: Services) -> list[str]:
    """Every statement that is sent to the database from now on."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(services.core.database.engine, "before_cursor_execute", note)
    return sent
