"""The only door to the system's keyring, and to the vault that stands in for it."""

from __future__ import annotations

import enum
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.security.vault import Vault

if TYPE_CHECKING:  # it takes a quarter of a second to load, and few programs need it
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

_WORTHLESS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
"""None at all, one that loses secrets without a word, one that writes them as plain text."""


_SERVICE = "FitnessCRM"


class KeyringState(enum.StrEnum):
    """Whether secrets could be kept on this PC."""

    READY = "ready"
    MISSING = "missing"
    BROKEN = "broken"


def keyring_state() -> KeyringState:
    """Look for the system's keyring; nothing is read from or written to it."""
    try:
        return KeyringState.READY if _usable_keyring() else KeyringState.MISSING
    except Exception:  # a keyring may fail in any way its system can
        log.info("the keyring cannot be asked", exc_info=True)
        return KeyringState.BROKEN


def _usable_keyring() -> KeyringBackend | None:
    """The best one that really keeps secrets; never a chain, which may end at one that does not."""
    import keyring
    from keyring.backends import chainer

    found = keyring.get_keyring()
    backends = found.backends if isinstance(found, chainer.ChainerBackend) else [found]
    usable = (each for each in backends if not type(each).__module__.startswith(_WORTHLESS))
    return next(usable, None)


class SecretStore:
    """Keeps passwords of servers, and the key of the files: in the system's keyring, else in a vault file.

    Without a keyring ``needs_master`` says so, and ``open_vault`` has to be called first.
    """

    def __init__(self, home: Path) -> None:
        self._vault = Vault(home / "secrets.vault")

    @property
    def needs_master(self) -> bool:
        """Whether the master password has to be typed before secrets can be read or kept."""
        return keyring_state() is not KeyringState.READY and not self._vault.is_open

    @property
    def has_vault(self) -> bool:
        """Whether there is a vault file, so that its master password is asked for, not a new one."""
        return self._vault.exists

    @property
    def has_any(self) -> bool:
        """Whether there may be secrets at all: without a keyring and a vault there is nothing to forget."""
        return self.has_vault or not self.needs_master

    def open_vault(self, master: str) -> None:
        """Open the vault, or make it. Raises ``RuleBroken`` for a wrong password."""
        self._vault.open(master)

    def read(self, name: str) -> str | None:
        """The secret called *name*. Raises ``RuleBroken`` while the master password is missing."""
        ring = _ready_keyring()
        if ring is None:
            return self._vault.read(name)
        with _told("read"):
            return ring.get_password(_SERVICE, name)

    def keep(self, name: str, secret: str) -> None:
        """Keep a secret. Raises ``StorageTrouble`` if the keyring or the file refuses it."""
        ring = _ready_keyring()
        if ring is None:
            self._vault.keep(name, secret)
            return
        with _told("kept"):
            ring.set_password(_SERVICE, name, secret)

    def forget(self, name: str) -> None:
        """Keep it no longer."""
        ring = _ready_keyring()
        if ring is None:
            self._vault.forget(name)
            return
        with _told("removed"):
            if ring.get_password(_SERVICE, name) is not None:
                ring.delete_password(_SERVICE, name)


def _ready_keyring() -> KeyringBackend | None:
    return _usable_keyring() if keyring_state() is KeyringState.READY else None


@contextmanager
def _told(deed: str) -> Iterator[None]:
    """A keyring may fail in any way its system can; the person is told in one sentence."""
    try:
        yield
    except Exception as error:
        log.info("the keyring failed", exc_info=True)
        text = f"The system’s keyring does not answer. The password was not {deed}."
        raise StorageTrouble(f"{text} Unlock the keyring, then try again.") from error
