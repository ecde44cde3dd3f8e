"""Writes a file back to where a person wants it: all of it, or nothing."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import Confirmable
from fitnesscrm_desktop.services.files.folder import cannot_store


def refuse_existing(file: Path) -> None:
    """Raise ``Confirmable`` if there is something at *file*."""
    if file.exists():
        raise Confirmable(f"There is a file “{file.name}” already. Replace it?")


def save_beside(chunks: Iterable[bytes], file: Path) -> None:
    """Write *chunks* next to *file*, then give them its name. Raises ``StorageTrouble``."""
    part = file.with_name(f".{uuid.uuid4().hex}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except OSError as error:
        raise cannot_store(error, file.parent) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
