"""``fitnesscrm studio`` and ``fitnesscrm staff``: settings and accounts."""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from fitnesscrm_desktop.cli.runtime import answer, at_desk, bad_usage
from fitnesscrm_desktop.cli.typed import MAY_START_WITH_A_DASH
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.security.results import NewStaff, StaffMember
from fitnesscrm_desktop.services.settings.profile import StudioProfile
from fitnesscrm_desktop.services.settings.rules import LIMITS, SETTINGS

app = typer.Typer(help="The studio's name, place and rules.", no_args_is_help=True)
staff_app = typer.Typer(help="Who works here.", no_args_is_help=True)


@app.command("show")
def show() -> None:
    """Print all settings."""
    with at_desk() as desk:
        _print(desk.services.settings.profile())


@app.command("set", context_settings=MAY_START_WITH_A_DASH)
def change(
    key: Annotated[str, typer.Argument(help="As `studio show` calls it.")],
    value: Annotated[str, typer.Argument(help="What it is to be; \\n begins a new line.")],
) -> None:
    """Change one setting, such as: studio set capacity 80."""
    if key not in SETTINGS:
        bad_usage(f"{key!r} is no setting. There are: {', '.join(SETTINGS)}.")
    with at_desk(begins=True) as desk:
        version = desk.services.settings.profile().version
        _print(desk.services.settings.change(desk.actor, version, **{key: _typed(key, value)}))


def _typed(key: str, value: str) -> str | int:
    """A number where the setting is one; what is no number reaches the service and is refused there."""
    if key not in LIMITS:
        return value.replace("\\n", "\n")
    try:
        return int(value)
    except ValueError:
        return value


def _print(profile: StudioProfile) -> None:
    values = asdict(profile)
    answer(values, lambda: "\n".join(_setting(name, value) for name, value in values.items()))


def _setting(name: str, value: object) -> str:
    """One line; the others of an address stand below its first."""
    return f"{name:20} {value}".replace("\n", "\n" + " " * 21).rstrip()


@staff_app.command("list")
def everybody() -> None:
    """List the staff, those who left last."""
    with at_desk() as desk:
        found = desk.services.staff.everybody(desk.actor)
    answer([_document(one) for one in found], lambda: "\n".join(map(_line, found)) or "Nobody yet.")


@staff_app.command("add")
def add(
    *,
    login: Annotated[str, typer.Option(help="What to sign in with.")],
    name: Annotated[str, typer.Option(help="What the others read.")],
    role: Annotated[Role, typer.Option(help="What they may do.")],
    email: Annotated[str, typer.Option(help="For messages to the staff.")] = "",
    phone: Annotated[str, typer.Option(help="For messages to the staff.")] = "",
) -> None:
    """Add somebody; the password is asked."""
    with at_desk(begins=True) as desk:
        new = NewStaff(name, login, _asked_password(login), role, email=email, phone=phone)
        added = desk.services.staff.add(desk.actor, new)
    answer(_document(added), f"{added.name} can sign in as “{added.login}”.")


def _asked_password(login: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"New password of {login}: ")
    return sys.stdin.readline().rstrip("\n")


def _document(one: StaffMember) -> dict[str, object]:
    return {
        "id": one.id,
        "login": one.login,
        "name": one.name,
        "role": one.role,
        "email": one.email,
        "phone": one.phone,
        "has_pin": one.has_pin,
        "permissions": sorted(one.permissions),
        "created_at": one.created_at,
        "left_at": one.left_at,
    }


def _line(one: StaffMember) -> str:
    left = "  (left)" if one.left_at else ""
    return f"{one.id:4}  {one.login:20} {one.role.value:12} {one.name}{left}"
