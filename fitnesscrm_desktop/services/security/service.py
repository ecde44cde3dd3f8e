"""The staff: who they are, what they may do, and how they get in."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.staff import Staff, StaffPermission
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS, Actor
from fitnesscrm_desktop.services.core.contact import normal_email, normal_phone
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.security import accounts
from fitnesscrm_desktop.services.security.events import StaffChanged
from fitnesscrm_desktop.services.security.hashing import PASSWORDS, PINS
from fitnesscrm_desktop.services.security.pin_length import pin_length
from fitnesscrm_desktop.services.security.results import NewStaff, StaffBadge, StaffMember, by_name
from fitnesscrm_desktop.services.security.rules import (
    checked_login,
    checked_name,
    checked_password,
    checked_pin,
)
from fitnesscrm_desktop.services.security.sign_in import CHOSEN, Door

LAST_OWNER = "This is the last owner. Make somebody else an owner first, or nobody could run the studio."


class StaffService:
    """Who works here. Managing others needs ``MANAGE_STAFF``, and nobody gives more than they have."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._door = Door(core)

    def sign_in(self, login: str, password: str) -> Actor:
        """Let somebody in by login and password.

        Raises ``SignInRefused`` (with ``wait_seconds``), alike for an unknown login and a wrong password.
        """
        return self._door.by_password(login, password)

    def sign_in_as(self, staff_id: int, password: str) -> Actor:
        """Let somebody in who was picked from ``who_can_switch`` and types the password, not the PIN.

        Raises ``SignInRefused`` (with ``wait_seconds``).
        """
        return self._door.by_id(staff_id, password)

    def sign_in_by_pin(self, staff_id: int, pin: str) -> Actor:
        """Let somebody in who was picked from ``who_can_switch``.

        Raises ``SignInRefused`` (with ``wait_seconds``), or ``RuleBroken`` if only the password will do.
        """
        return self._door.by_pin(staff_id, pin)

    def who_can_switch(self) -> tuple[StaffBadge, ...]:
        """Everybody who works here, by name, for the locked screen; asks for no rights."""
        with self._core.read() as session:
            rows = session.scalars(select(Staff).where(Staff.left_at.is_(None)))
            badges = [StaffBadge(row.id, row.name, row.role, pin_length(row.pin_hash)) for row in rows]
        return by_name(badges)

    def current(self, actor: Actor) -> Actor:
        """*actor* with today's name, role and permissions. Raises ``NotAllowed`` if they have left."""
        if actor.staff_id is None:
            return actor
        with self._core.read() as session:
            row = session.get(Staff, actor.staff_id)
            if row is None or row.left_at is not None:
                raise NotAllowed(f"{actor.name} does not work here any more.")
            return accounts.actor_of(session, row)

    def everybody(self, actor: Actor) -> tuple[StaffMember, ...]:
        """All staff by name, those who left last."""
        actor.require(Permission.MANAGE_STAFF)
        with self._core.read() as session:
            found = [accounts.member_of(session, row) for row in session.scalars(select(Staff)).all()]
        return tuple(sorted(found, key=lambda one: (one.left_at is not None, one.name.casefold(), one.id)))

    def member(self, actor: Actor, staff_id: int) -> StaffMember:
        """One person. Raises ``NotFound``."""
        actor.require(Permission.MANAGE_STAFF)
        with self._core.read() as session:
            row = session.get(Staff, staff_id)
            if row is None:
                raise NotFound(accounts.NOBODY)
            return accounts.member_of(session, row)

    def add(self, actor: Actor, new: NewStaff) -> StaffMember:
        """Add somebody. Raises ``RuleBroken`` by field; the first one of a studio has to be an owner."""
        actor.require(Permission.MANAGE_STAFF)
        _require_all(actor, ROLE_PERMISSIONS[new.role])
        account = accounts.ready(new)
        with self._core.write() as work:
            if new.role is not Role.OWNER and not _owners(work.session):
                raise RuleBroken("The first account has to be an owner’s.", fields={"role": "owner"})
            row = accounts.insert(work, account)
            work.audit(
                actor, "staff.add", "staff", row.id, name=row.name, login=row.login, role=row.role.value
            )
            return accounts.member_of(work.session, row)

    def edit(
        self,
        actor: Actor,
        staff_id: int,
        version: int,
        *,
        name: str,
        login: str,
        role: Role,
        email: str | None = None,
        phone: str | None = None,
    ) -> StaffMember:
        """Change who somebody is. Raises ``RuleBroken`` by field, ``Conflict`` if changed meanwhile.

        *email* and *phone*, for messages that are for the staff, stay as they are where None is given.
        A new role brings its own permissions: what was given or taken one by one is reset.
        """
        actor.require(Permission.MANAGE_STAFF)
        good = check_fields(
            {
                "name": lambda: checked_name(name),
                "login": lambda: checked_login(login),
                "email": lambda: email if email is None else normal_email(email) or "",
                "phone": lambda: phone if phone is None else normal_phone(phone, "ZZ") or "",
            }
        )
        good["role"] = role
        good = {field: value for field, value in good.items() if value is not None}
        with self._core.write() as work:
            if "phone" in good:
                good["phone"] = accounts.international(work.session, good["phone"])
            owners = _owners(work.session)
            row = _theirs(work.session, actor, staff_id)
            differing = {field: value for field, value in good.items() if getattr(row, field) != value}
            if row.version != version and differing:
                raise Conflict(
                    f"Somebody else has changed {row.name} in the meantime.",
                    mine=differing,
                    theirs={field: getattr(row, field) for field in differing},
                )
            if "role" in differing:
                _require_all(actor, ROLE_PERMISSIONS[role])
                _keep_an_owner(owners, row)
                work.session.execute(delete(StaffPermission).where(StaffPermission.staff_id == staff_id))
            changes = {field: [str(getattr(row, field)), str(value)] for field, value in differing.items()}
            for field, value in differing.items():
                setattr(row, field, value)
            accounts.flush_login(work.session)
            if changes:
                work.audit(actor, "staff.edit", "staff", staff_id, **changes)
                work.record(StaffChanged(staff_id))
            return accounts.member_of(work.session, row)

    def set_password(self, actor: Actor, staff_id: int, password: str) -> StaffMember:
        """Give somebody else a new password; it also ends a wait. Raises ``RuleBroken``."""
        actor.require(Permission.MANAGE_STAFF)
        _refuse_oneself(actor, staff_id, "Change your own password with the old one.")
        stored = self._hashed_password(staff_id, password)
        with self._core.write() as work:
            row = _theirs(work.session, actor, staff_id)
            row.password_hash = stored
            self._door.forgive(work, staff_id)
            return _told(work, actor, "staff.set_password", row)

    def set_pin(self, actor: Actor, staff_id: int, pin: str | None) -> StaffMember:
        """Give somebody else a new PIN, or (None) take it away. Raises ``RuleBroken``."""
        actor.require(Permission.MANAGE_STAFF)
        _refuse_oneself(actor, staff_id, "Change your own PIN with your password.")
        stored = _hashed_pin(pin)
        with self._core.write() as work:
            row = _theirs(work.session, actor, staff_id)
            row.pin_hash = stored
            return _told(work, actor, "staff.set_pin", row)

    def change_own_password(self, actor: Actor, old: str, new: str) -> StaffMember:
        """Change one's own password. Raises ``SignInRefused`` for a wrong *old*, ``RuleBroken``."""
        staff_id = _own_id(actor)
        stored = self._hashed_password(staff_id, new)
        self._door.check(staff_id, CHOSEN, old)
        with self._core.write() as work:
            row = accounts.locked(work.session, staff_id)
            row.password_hash = stored
            self._door.forgive(work, staff_id)
            return _told(work, actor, "staff.change_own_password", row)

    def change_own_pin(self, actor: Actor, password: str, pin: str | None) -> StaffMember:
        """Change, set or (None) remove one's own PIN. Raises ``SignInRefused``, ``RuleBroken``."""
        staff_id = _own_id(actor)
        stored = _hashed_pin(pin)
        self._door.check(staff_id, CHOSEN, password)
        with self._core.write() as work:
            row = accounts.locked(work.session, staff_id)
            row.pin_hash = stored
            self._door.forgive(work, staff_id)
            return _told(work, actor, "staff.change_own_pin", row)

    def leave(self, actor: Actor, staff_id: int) -> StaffMember:
        """Somebody works here no more: no sign-in, but the name stays on everything they did.

        Raises ``RuleBroken`` for oneself, and for the last owner.
        """
        actor.require(Permission.MANAGE_STAFF)
        _refuse_oneself(actor, staff_id, "You cannot end your own account. Ask another owner.")
        with self._core.write() as work:
            owners = _owners(work.session)
            row = _theirs(work.session, actor, staff_id)
            _keep_an_owner(owners, row)
            row.left_at = row.left_at or work.now
            return _told(work, actor, "staff.leave", row)

    def return_(self, actor: Actor, staff_id: int) -> StaffMember:
        """Somebody is back, with the login, password and permissions of before."""
        actor.require(Permission.MANAGE_STAFF)
        with self._core.write() as work:
            row = _theirs(work.session, actor, staff_id)
            row.left_at = None
            return _told(work, actor, "staff.return", row)

    def grant(self, actor: Actor, staff_id: int, permission: Permission) -> StaffMember:
        """Give one permission besides those of the role. Raises ``RuleBroken`` for an owner."""
        return self._set_extra(actor, staff_id, permission, granted=True)

    def deny(self, actor: Actor, staff_id: int, permission: Permission) -> StaffMember:
        """Take one permission from those of the role. Raises ``RuleBroken`` for an owner."""
        return self._set_extra(actor, staff_id, permission, granted=False)

    def reset(self, actor: Actor, staff_id: int, permission: Permission | None = None) -> StaffMember:
        """Let the role alone decide about one permission again, or (None) about all."""
        return self._set_extra(actor, staff_id, permission, granted=None)

    def _set_extra(
        self, actor: Actor, staff_id: int, permission: Permission | None, *, granted: bool | None
    ) -> StaffMember:
        actor.require(Permission.MANAGE_STAFF)
        with self._core.write() as work:
            row = _theirs(work.session, actor, staff_id)
            if row.role is Role.OWNER:
                raise RuleBroken("An owner may do everything. Choose another role first.")
            stored = delete(StaffPermission).where(StaffPermission.staff_id == staff_id)
            if permission is not None:
                stored = stored.where(StaffPermission.permission == permission)
            work.session.execute(stored)
            extra = granted is not None and granted is not (permission in ROLE_PERMISSIONS[row.role])
            if extra:
                work.session.add(StaffPermission(staff_id=staff_id, permission=permission, granted=granted))
                work.session.flush()
            _require_all(actor, accounts.actor_of(work.session, row).permissions)
            word = {True: "grant", False: "deny", None: "reset"}[granted]
            return _told(work, actor, f"staff.{word}", row, permission=permission or "all")

    def _hashed_password(self, staff_id: int, password: str) -> str:
        with self._core.read() as session:
            row = session.get(Staff, staff_id)
            login = row.login if row else ""
        check_fields({"password": lambda: checked_password(password, login)})
        return PASSWORDS.hash(password)


def _hashed_pin(pin: str | None) -> str | None:
    if pin is None:
        return None
    check_fields({"pin": lambda: checked_pin(pin)})
    return PINS.hash(pin)


def _own_id(actor: Actor) -> int:
    if actor.staff_id is None:
        raise NotAllowed(f"{actor.name} has no account of its own. Act as a member of staff.")
    return actor.staff_id


def _refuse_oneself(actor: Actor, staff_id: int, sentence: str) -> None:
    if actor.staff_id == staff_id:
        raise RuleBroken(sentence)


def _require_all(actor: Actor, permissions: Iterable[Permission]) -> None:
    """Nobody gives, or takes over the account of somebody who has, more than they have themselves."""
    if not actor.permissions.issuperset(permissions):
        raise NotAllowed("You can only manage people who may do no more than you may yourself.")


def _theirs(session: Session, actor: Actor, staff_id: int) -> Staff:
    """The locked row of somebody whom *actor* may manage."""
    row = accounts.locked(session, staff_id)
    _require_all(actor, accounts.actor_of(session, row).permissions)
    return row


def _owners(session: Session) -> list[int]:
    """The owners who work here, locked before any other row: two desks cannot let the last two go."""
    query = (
        select(Staff.id)
        .where(Staff.role == Role.OWNER, Staff.left_at.is_(None))
        .order_by(Staff.id)
        .with_for_update()
    )
    return list(session.scalars(query))


def _keep_an_owner(owners: list[int], row: Staff) -> None:
    """Raise ``RuleBroken`` if nobody could run the studio without *row*."""
    if owners == [row.id]:
        raise RuleBroken(LAST_OWNER)


def _told(work: Work, actor: Actor, action: str, row: Staff, **detail: object) -> StaffMember:
    work.session.flush()
    work.audit(actor, action, "staff", row.id, name=row.name, **detail)
    work.record(StaffChanged(row.id))
    return accounts.member_of(work.session, row)
