"""Lets people in: a try is counted before it is looked at, so that parallel guesses share no free one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.tries import (
    SignInRefused,
    Tries,
    refuse_early,
    remaining_wait,
    wait_after,
)
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.security.accounts import actor_of, locked
from fitnesscrm_desktop.services.security.hashing import PASSWORDS, PINS, Hasher
from fitnesscrm_desktop.services.security.rules import (
    LONGEST_LOGIN,
    WRONG_PINS,
    checked_login,
    folded_login,
)

_SOMEBODY = Actor("somebody", Role.TRAINER)
"""Whoever typed it wrong; never what was typed, as people type passwords into the wrong field."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to prove who one is."""

    name: str
    column: str
    hasher: Hasher
    wrong: str


PASSWORD = Way("password", "password_hash", PASSWORDS, "Login or password is wrong.")
# The same, when it is known whose password it should be.
CHOSEN = Way("password", "password_hash", PASSWORDS, "The password is wrong.")
PIN = Way("pin", "pin_hash", PINS, "The PIN is wrong.")


class Door:
    """Checks passwords and PINs; the waits are kept in the database and outlive a restart."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._strangers = Tries()

    def by_password(self, login: str, password: str) -> Actor:
        """Who it is. Raises ``SignInRefused`` alike for an unknown login and a wrong password."""
        staff_id = self._known(login)
        if staff_id is None:
            raise self._refuse_stranger(folded_login(login[:LONGEST_LOGIN]), password)
        return self._enter(staff_id, PASSWORD, password)

    def _known(self, login: str) -> int | None:
        try:
            folded = checked_login(login)
        except RuleBroken:
            return None
        with self._core.read() as session:
            return session.scalar(select(Staff.id).where(Staff.login == folded))

    def by_id(self, staff_id: int, password: str) -> Actor:
        """Who it is; the person was picked, not typed. Raises ``SignInRefused``."""
        return self._enter(staff_id, CHOSEN, password)

    def by_pin(self, staff_id: int, pin: str) -> Actor:
        """Who it is. Raises ``SignInRefused``, or ``RuleBroken`` when only the password will do."""
        return self._enter(staff_id, PIN, pin)

    def check(self, staff_id: int, way: Way, secret: str) -> str:
        """The stored hash, if *secret* is that person's. Raises ``SignInRefused``."""
        stored, wait = self._count(staff_id, way)
        if way.hasher.fits(stored, secret) and stored is not None:
            return stored
        with self._core.write() as work:
            work.audit(_SOMEBODY, "staff.wrong_try", "staff", staff_id, way=way.name)
        raise _refusal(way, wait)

    def forgive(self, work: Work, staff_id: int) -> None:
        """The secret was right: the next slip starts from none."""
        _set_tries(work, staff_id, 0, None)

    def _count(self, staff_id: int, way: Way) -> tuple[str | None, timedelta]:
        """Count one try; the stored hash, and the wait if it is wrong."""
        with self._core.write() as work:
            row = work.session.get(Staff, staff_id, with_for_update=True, populate_existing=True)
            if row is None:
                return None, timedelta()
            refuse_early(remaining_wait(row.wait_until, work.now))
            if way is PIN:
                _refuse_switched_off_pin(row)
            wait = wait_after(row.failed_tries + 1)
            _set_tries(work, staff_id, row.failed_tries + 1, work.now + wait)
            stored: str | None = getattr(row, way.column)
            return stored if row.left_at is None else None, wait

    def _enter(self, staff_id: int, way: Way, secret: str) -> Actor:
        stored = self.check(staff_id, way, secret)
        fresh = way.hasher.hash(secret) if way.hasher.is_dated(stored) else stored
        with self._core.write() as work:
            row = locked(work.session, staff_id)
            if row.left_at is not None:
                raise _refusal(way, timedelta())
            if fresh != stored and getattr(row, way.column) == stored:
                _set(work, staff_id, **{way.column: fresh})
            self.forgive(work, staff_id)
            actor = actor_of(work.session, row)
            work.audit(actor, "staff.sign_in", "staff", staff_id, way=way.name)
            return actor

    def _refuse_stranger(self, folded: str, password: str) -> SignInRefused:
        """Count, work and wait as for somebody who is known, so that nobody can ask for logins."""
        wait = self._strangers.count(folded, self._core.clock.now())
        PASSWORDS.fits(None, password)
        with self._core.write() as work:
            work.audit(_SOMEBODY, "staff.wrong_try", "staff", None, way=PASSWORD.name)
        return _refusal(PASSWORD, wait)


def _set_tries(work: Work, staff_id: int, failed: int, until: datetime | None) -> None:
    _set(work, staff_id, failed_tries=failed, wait_until=until)


def _set(work: Work, staff_id: int, **values: object) -> None:
    """Change without raising the version: a wrong password must not spoil what somebody is editing."""
    changed = update(Staff).where(Staff.id == staff_id).values(**values)
    work.session.execute(changed, execution_options={"synchronize_session": False})


def _refuse_switched_off_pin(row: Staff) -> None:
    if row.left_at is not None:
        return
    if row.pin_hash is None:
        raise RuleBroken(f"{row.name} has no PIN yet. Sign in with the password.")
    if row.failed_tries >= WRONG_PINS:
        raise RuleBroken(
            f"The PIN of {row.name} is off after {WRONG_PINS} wrong tries. Sign in with the password."
        )


def _refusal(way: Way, wait: timedelta) -> SignInRefused:
    seconds = round(wait.total_seconds())
    return SignInRefused(f"{way.wrong} Try again in {seconds} seconds." if seconds else way.wrong, wait)
