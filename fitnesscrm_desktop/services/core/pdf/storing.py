"""Puts a finished document into a file, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import StorageTrouble


def store(content: bytes, path: Path, note: Callable[[], object] | None = None) -> None:
    """Write *content* to *path*, which keeps what it had until all is written. Raises ``StorageTrouble``.

    *note* is called before the file gets its name: what cannot be noted does not leave the studio.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if note is not None:
            note()
        part.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageTrouble(f"{path} cannot be written: {reason}. Choose another folder.") from error
    finally:
        part.unlink(missing_ok=True)
