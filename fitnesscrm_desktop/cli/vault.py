"""Passwords at the command line: asked at a terminal, else read line by line from standard input."""

from __future__ import annotations

import getpass
import os
import select
import sys

from fitnesscrm_desktop.cli.runtime import Desk, chosen
from fitnesscrm_desktop.models.values import Channel, Permission
from fitnesscrm_desktop.services.core.errors import RuleBroken, StudioError
from fitnesscrm_desktop.services.messaging.opening import LOCKED
from fitnesscrm_desktop.services.messaging.outbox_results import VaultState, Which

_LINE_COMES = 2.0
"""Seconds: what a program is given to begin with is there at once."""


def asked(prompt: str) -> str:
    """One line; nothing where there is none."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def unlock(desk: Desk) -> None:
    """Where there is no keyring, passwords lie in a vault whose master password is asked."""
    service = desk.services.messaging
    state = service.vault(desk.actor)
    if state is VaultState.OPEN:
        return
    known = state is VaultState.LOCKED
    master = asked("Master password: " if known else "There is no keyring. Choose a master password: ")
    if not master:
        raise RuleBroken(
            "This PC has no keyring, so the master password of the vault is needed, too. "
            "Type it at a terminal, or give it as the next line of standard input."
        )
    service.unlock(desk.actor, master)


def unlock_for(desk: Desk, channel: Channel) -> None:
    """Before a test: only a server that asks for a password makes the master password necessary."""
    if channel in _with_password(desk):
        unlock(desk)


def unlock_if_given(desk: Desk) -> VaultState:
    """Open the vault if somebody is there to say how; else go on without it. How it stands then."""
    service = desk.services.messaging
    if not desk.actor.may(Permission.MANAGE_SETTINGS) or not _with_password(desk):
        return VaultState.OPEN
    state = service.vault(desk.actor)
    if state is not VaultState.LOCKED or sys.stdin is None:
        return state
    master = asked("Master password: ") if sys.stdin.isatty() or _line_comes() else ""
    if not master:
        return state
    service.unlock(desk.actor, master)
    return VaultState.OPEN


def mail_waits_for_it(desk: Desk) -> bool:
    """Whether messages would have left, had somebody typed the master password."""
    try:
        ready = desk.services.outbox.rows(desk.actor, Which.READY).rows
    except StudioError:  # the database rests, or this person may not look: the jobs say what matters
        return False
    return any(each.outcome == LOCKED for each in ready)


def _with_password(desk: Desk) -> set[Channel]:
    """Which ways out need a password or a secret."""
    setup = desk.services.messaging.get(desk.actor)
    needed = {Channel.EMAIL: bool(setup.mail.user), Channel.SMS: setup.sms.needs_secret}
    return {channel for channel, needs in needed.items() if needs}


def _line_comes() -> bool:
    """A service may have been given an input that stays open and silent for ever."""
    if os.name == "nt" or chosen().as_user is not None:  # there, or behind the first line, nobody can tell
        return True
    try:
        return bool(select.select([sys.stdin], [], [], _LINE_COMES)[0])
    except ValueError:  # not an input of the system: it has nothing to wait for
        return True
