"""An encrypted file of secrets, for PCs without a keyring: AES-GCM, the key by argon2id from a password."""

from __future__ import annotations

import base64
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble

FORMAT = 1
KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
MEMORY_KIB, ROUNDS, LANES = 64 * 1024, 3, 4
MOST_MEMORY_KIB, MOST_ROUNDS = 1024 * 1024, 20
"""Beyond this a file was tampered with: it should not stop the PC."""
SHORTEST_MASTER = 8
_DAMAGED = "The file {file} that holds passwords is damaged. It was left as it is. Restore it from a copy."


class Vault:
    """One file, opened by its master password; every change is written at once, all or nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._key: bytes | None = None
        self._head: dict[str, int | str] = {}
        self._secrets: dict[str, str] = {}

    @property
    def exists(self) -> bool:
        """Whether there is a file already, which has a master password."""
        return self._file.exists()

    @property
    def is_open(self) -> bool:
        """Whether secrets can be read and kept."""
        return self._key is not None

    def open(self, master: str) -> None:
        """Open the file, or start a new one with this master password.

        Raises ``RuleBroken`` for a wrong or too short password, ``StorageTrouble`` for a damaged file.
        """
        if self.exists:
            self._read(master)
            return
        if len(master.strip()) < SHORTEST_MASTER:
            raise RuleBroken(f"The master password needs at least {SHORTEST_MASTER} characters.")
        salt = base64.b64encode(os.urandom(SALT_BYTES)).decode()
        self._head = {"format": FORMAT, "salt": salt, "memory": MEMORY_KIB, "rounds": ROUNDS, "lanes": LANES}
        self._key, self._secrets = _key(master, self._head), {}
        self._write()

    def read(self, name: str) -> str | None:
        """The secret called *name*, if there is one."""
        self._require_open()
        return self._secrets.get(name)

    def keep(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._require_open()
        self._secrets = {**self._secrets, name: secret}
        self._write()

    def forget(self, name: str) -> None:
        """Keep it no longer."""
        self._require_open()
        if name in self._secrets:
            self._secrets = {each: kept for each, kept in self._secrets.items() if each != name}
            self._write()

    def _require_open(self) -> None:
        if self._key is None:
            raise RuleBroken("The master password has to be typed first.")

    def _read(self, master: str) -> None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        head, nonce, box = self._parts()
        key = _key(master, head)
        try:
            plain = AESGCM(key).decrypt(nonce, box, _bound(head))
        except InvalidTag as error:
            raise RuleBroken("The master password is wrong.") from error
        self._head, self._key, self._secrets = head, key, json.loads(plain)

    def _parts(self) -> tuple[dict[str, Any], bytes, bytes]:
        try:
            stored = json.loads(self._file.read_text(encoding="ascii"))
            head = stored["head"]
            sound = (
                head["format"] == FORMAT
                and 8 * head["lanes"] <= head["memory"] <= MOST_MEMORY_KIB
                and 1 <= head["rounds"] <= MOST_ROUNDS
            )
            nonce = base64.b64decode(stored["nonce"], validate=True)
            box = base64.b64decode(stored["box"], validate=True)
            base64.b64decode(head["salt"], validate=True)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StorageTrouble(_DAMAGED.format(file=self._file)) from error
        if not sound or len(nonce) != NONCE_BYTES:
            raise StorageTrouble(_DAMAGED.format(file=self._file))
        return head, nonce, box

    def _write(self) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if self._key is None:
            return
        nonce = os.urandom(NONCE_BYTES)
        box = AESGCM(self._key).encrypt(nonce, json.dumps(self._secrets).encode(), _bound(self._head))
        stored = {
            "head": self._head,
            "nonce": base64.b64encode(nonce).decode(),
            "box": base64.b64encode(box).decode(),
        }
        _replace(self._file, json.dumps(stored).encode("ascii"))


def _key(master: str, head: dict[str, Any]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        master.encode("utf-8", "surrogatepass"),
        base64.b64decode(head["salt"]),
        time_cost=head["rounds"],
        memory_cost=head["memory"],
        parallelism=head["lanes"],
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _bound(head: dict[str, Any]) -> bytes:
    """The head, bound to the box: nobody can make the key cheaper without breaking it."""
    return json.dumps(head, sort_keys=True).encode("ascii")


def _replace(file: Path, content: bytes) -> None:
    """Write beside the file, flush, rename: a power cut leaves the old one or the new one."""
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise StorageTrouble(
            f"The file {file} cannot be written: {error.strerror}. Nothing was changed."
        ) from error
