"""Where this PC keeps the key of the studio's files: keyring, else vault, else a file of this user's own.

Each key goes by its fingerprint, so that several studios on one PC do not take each other's.
"""

from __future__ import annotations

import enum
import os
import threading
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble, StudioError
from fitnesscrm_desktop.services.files.recovery_code import code_of, fingerprint_of, key_of
from fitnesscrm_desktop.services.security.secrets import KeyringState, SecretStore, keyring_state

_NAME = "file-key"
_TOLD = 12
"""So much of the fingerprint tells keys apart."""


class KeyPlace(enum.StrEnum):
    """Where the key is."""

    KEYRING = "keyring"
    VAULT = "vault"
    KEY_FILE = "key_file"
    DEMO_FILE = "demo_file"
    """Beside the data of a made-up studio, in which nothing is secret."""


class KeyState(enum.StrEnum):
    """Whether files can be read and stored on this PC."""

    NONE_YET = "none_yet"
    """The first file makes one."""
    READY = "ready"
    LOCKED = "locked"
    """It may be in the vault, whose master password nobody has typed yet."""
    MISSING = "missing"
    WRONG = "wrong"
    """Something lies in its place that is not this studio's key."""


@dataclass(frozen=True, slots=True)
class KeyLook:
    """What a look for a key has found."""

    state: KeyState
    place: KeyPlace | None = None
    key: bytes | None = None


class FileKeys:
    """The keys of this PC; one that was found is remembered until the program ends."""

    def __init__(self, secrets: SecretStore, data_folder: Path, key_folder: Path) -> None:
        self._secrets, self._data_folder, self._key_folder = secrets, data_folder, key_folder
        self._found: dict[str, KeyLook] = {}
        self._lock = threading.Lock()

    def look(self, fingerprint: str) -> KeyLook:
        """The key known as *fingerprint*. Raises ``StorageTrouble`` if the keyring does not answer."""
        with self._lock:
            if fingerprint in self._found:
                return self._found[fingerprint]
            found = self._look(fingerprint)
            if found.key is not None:
                self._found[fingerprint] = found
            return found

    def keep(self, key: bytes, *, demo: bool = False) -> KeyPlace:
        """Keep a key; where. Raises ``RuleBroken`` while the vault is locked, or ``StorageTrouble``."""
        fingerprint = fingerprint_of(key)
        if demo:
            _write(self._file(KeyPlace.DEMO_FILE, fingerprint), code_of(key))
            return KeyPlace.DEMO_FILE
        if not self._secrets.needs_master:
            self._secrets.keep(_name(fingerprint), code_of(key))
            in_ring = keyring_state() is KeyringState.READY
            return KeyPlace.KEYRING if in_ring else KeyPlace.VAULT
        if self.is_locked:
            raise RuleBroken(LOCKED)
        _write(self._file(KeyPlace.KEY_FILE, fingerprint), code_of(key))
        return KeyPlace.KEY_FILE

    @property
    def is_locked(self) -> bool:
        """Whether keys are in a vault, or belong there, whose master password nobody has typed yet."""
        return self._secrets.needs_master and self._secrets.has_vault

    def file_of(self, fingerprint: str) -> Path:
        """Where the key is, or would be, on a PC that has neither keyring nor vault."""
        return self._file(KeyPlace.KEY_FILE, fingerprint)

    def unlock(self, master: str) -> None:
        """Open the vault. Raises ``RuleBroken`` for a wrong password, or if there is none."""
        if not self._secrets.has_vault:
            raise RuleBroken("There is no vault on this PC, so it has no master password.")
        self._secrets.open_vault(master)

    def _look(self, fingerprint: str) -> KeyLook:
        wrong = KeyLook(KeyState.MISSING)
        for place in (KeyPlace.DEMO_FILE, KeyPlace.KEY_FILE):
            code = _read(self._file(place, fingerprint))
            key = _key(code, fingerprint)
            if key is not None:
                return KeyLook(KeyState.READY, place, key)
            if code is not None:
                wrong = KeyLook(KeyState.WRONG, place)
        if self._secrets.needs_master:
            return KeyLook(KeyState.LOCKED) if self.is_locked else wrong
        place = KeyPlace.KEYRING if keyring_state() is KeyringState.READY else KeyPlace.VAULT
        code = self._secrets.read(_name(fingerprint))
        key = _key(code, fingerprint)
        if key is not None:
            return KeyLook(KeyState.READY, place, key)
        return wrong if code is None else KeyLook(KeyState.WRONG, place)

    def _file(self, place: KeyPlace, fingerprint: str) -> Path:
        folder = self._data_folder if place is KeyPlace.DEMO_FILE else self._key_folder
        return folder / f"{_name(fingerprint)}.txt"


LOCKED = (
    "The key of the files is in the vault of this PC, which is locked. Type its master password first, "
    "in the settings under “Files and privacy”."
)


def _name(fingerprint: str) -> str:
    return f"{_NAME}-{fingerprint[:_TOLD]}"


def _key(code: str | None, fingerprint: str) -> bytes | None:
    """The key of *code*, if it is the one that is known as *fingerprint*."""
    if code is None:
        return None
    try:
        key = key_of(code)
    except StudioError:
        return None
    return key if fingerprint_of(key) == fingerprint else None


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"The key of the files cannot be read from {file}: {error.strerror}. Nothing was changed."
        raise StorageTrouble(message) from error


def _write(file: Path, code: str) -> None:
    """For this user only; a power cut leaves all of it or nothing."""
    part = file.with_suffix(f".{uuid.uuid4().hex}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(f"{code}\n")
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        message = f"The key of the files cannot be kept in {file}: {error.strerror}. Nothing was stored."
        raise StorageTrouble(message) from error
