"""Writes a file back to where a person wants it: all of it, or nothing."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import Confirmable
from fitnesscrm_desktop.services.core.saved_file import not_written, real_target
from fitnesscrm_desktop.services.files.folder import cannot_store


def target_for(path: Path, name: str, *, confirmed: bool) -> Path:
    """The file to write: *path*, or *name* in it if it is a folder; a link leads on.

    Raises ``Confirmable`` if there is such a file and it is not *confirmed* to be replaced,
    ``StorageTrouble`` if it is no plain file or cannot be reached.
    """
    try:
        target = path / name if path.is_dir() else path
        there = real_target(target).exists()
    except OSError as error:
        raise not_written(error, path) from error
    if there and not confirmed:
        raise Confirmable(f"There is a file “{target.name}” already. Replace it?")
    return target


def save_beside(chunks: Iterable[bytes], file: Path) -> None:
    """Write *chunks* next to *file*, then give them its name. Raises ``StorageTrouble``."""
    target = real_target(file)
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        raise cannot_store(error, file.parent) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
