"""Staff rows inside a running transaction. Asks nobody's permission: the services that use it do."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.staff import Staff, StaffPermission
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.contact import normal_email, normal_phone
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.security.events import StaffChanged
from fitnesscrm_desktop.services.security.hashing import PASSWORDS, PINS
from fitnesscrm_desktop.services.security.results import NewStaff, StaffMember
from fitnesscrm_desktop.services.security.rules import (
    checked_login,
    checked_name,
    checked_password,
    checked_pin,
    permissions_of,
)

NOBODY = "This member of staff is not in the list any more."
LOGIN_TAKEN = "Somebody else has this login already. Choose another one."


@dataclass(frozen=True, slots=True)
class ReadyAccount:
    """A checked account whose secrets are hashed: hashing takes too long for a transaction."""

    name: str
    login: str
    role: Role
    password_hash: str = field(repr=False)
    pin_hash: str | None = field(repr=False)
    email: str = ""
    phone: str = ""


def ready(new: NewStaff) -> ReadyAccount:
    """Check *new* and hash its secrets (a tenth of a second). Raises ``RuleBroken`` by field."""
    checks = {
        "name": lambda: checked_name(new.name),
        "login": lambda: checked_login(new.login),
        "password": lambda: checked_password(new.password, new.login),
        "email": lambda: normal_email(new.email) or "",
        "phone": lambda: normal_phone(new.phone, "ZZ") or "",
    }
    if new.pin:
        pin = new.pin
        checks["pin"] = lambda: checked_pin(pin)
    good = check_fields(checks)
    pin_hash = PINS.hash(new.pin) if new.pin else None
    return ReadyAccount(
        good["name"],
        good["login"],
        new.role,
        PASSWORDS.hash(new.password),
        pin_hash,
        good["email"],
        good["phone"],
    )


def international(session: Session, phone: str) -> str:
    """A checked phone number as it is dialled from anywhere, read as one of the studio's country."""
    country = session.scalar(select(Studio.country)) or ""
    return normal_phone(phone, country) or ""


def insert(work: Work, account: ReadyAccount) -> Staff:
    """Store a new account. Raises ``RuleBroken`` when the login is taken."""
    row = Staff(
        login=account.login,
        name=account.name,
        role=account.role,
        email=account.email,
        phone=international(work.session, account.phone),
        password_hash=account.password_hash,
        pin_hash=account.pin_hash,
        created_at=work.now,
    )
    work.session.add(row)
    flush_login(work.session)
    work.record(StaffChanged(row.id))
    return row


def flush_login(session: Session) -> None:
    """Send what waits; two desks may have chosen the same login. Raises ``RuleBroken``."""
    try:
        session.flush()
    except IntegrityError as error:
        raise RuleBroken(LOGIN_TAKEN, fields={"login": LOGIN_TAKEN}) from error


def locked(session: Session, staff_id: int) -> Staff:
    """The row of somebody, nobody else's to change until the transaction ends. Raises ``NotFound``."""
    row = session.get(Staff, staff_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(NOBODY)
    return row


def extras(session: Session, staff_id: int) -> tuple[frozenset[Permission], frozenset[Permission]]:
    """What was given to, and what was taken from, one person."""
    rows = session.scalars(select(StaffPermission).where(StaffPermission.staff_id == staff_id)).all()
    given = frozenset(row.permission for row in rows if row.granted)
    return given, frozenset(row.permission for row in rows if not row.granted)


def actor_of(session: Session, row: Staff) -> Actor:
    """The person as services ask for it."""
    return Actor(row.name, row.role, row.id, permissions_of(row.role, *extras(session, row.id)))


def member_of(session: Session, row: Staff) -> StaffMember:
    """The person as pages show it."""
    granted, denied = extras(session, row.id)
    return StaffMember(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,
        has_pin=row.pin_hash is not None,
        granted=granted,
        denied=denied,
        permissions=permissions_of(row.role, granted, denied),
        created_at=row.created_at,
        left_at=row.left_at,
        version=row.version,
        email=row.email,
        phone=row.phone,
    )
