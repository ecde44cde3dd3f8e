"""Puts a finished document into a file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fitnesscrm_desktop.services.core.saved_file import whole_file


def store(content: bytes, path: Path, note: Callable[[], object] | None = None) -> None:
    """Write *content* to *path*, which keeps what it had until all is written. Raises ``StorageTrouble``.

    *note* is called before the file gets its name: what cannot be noted does not leave the studio.
    """
    with whole_file(path, note) as file:
        file.write(content)
