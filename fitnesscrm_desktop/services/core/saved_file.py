"""Writes a file where a person wants it: all of it, or nothing; never in place of a folder or a device."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from fitnesscrm_desktop.services.core.errors import StorageTrouble

_FULL = {errno.ENOSPC, errno.EDQUOT}


def real_target(path: Path) -> Path:
    """Where *path* leads: what a link points to is written, and the link stays.

    Raises ``StorageTrouble`` if that is there and no plain file, ``OSError`` if it cannot be told.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    if stat.S_ISDIR(mode):
        raise StorageTrouble(f"“{path}” is a folder. Nothing was written. Name a file in it.")
    if not stat.S_ISREG(mode):
        raise StorageTrouble(f"“{path}” is a device and no file. Nothing was written. Name a file.")
    return target


@contextmanager
def whole_file(path: Path, note: Callable[[], object] | None = None) -> Iterator[BinaryIO]:
    """Give a file to write to; it becomes *path* at the end, which keeps what it had until then.

    *note* is called before the file gets its name: what cannot be noted does not leave the studio. Raises
    ``StorageTrouble`` when it cannot be written.
    """
    part: Path | None = None
    try:
        target = real_target(path)
        part = target.with_name(f".{target.name[:40]}-{secrets.token_hex(4)}.part")
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if note is not None:
            note()
        part.replace(target)
    except OSError as error:
        raise not_written(error, path) from error
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def write_whole(content: bytes, path: Path) -> None:
    """Write *content* to *path*, all or nothing. Raises ``StorageTrouble``."""
    with whole_file(path) as file:
        file.write(content)


def not_written(error: OSError, path: Path) -> StorageTrouble:
    """The sentence for a file that could not be written."""
    if error.errno in _FULL:
        return StorageTrouble(
            f"The file {path} could not be written: the disk is full. Free some space there, or choose "
            "another folder."
        )
    reason = error.strerror or "it failed"
    closing = ", or close the file if a program has it open" if isinstance(error, PermissionError) else ""
    return StorageTrouble(f"The file {path} could not be written: {reason}. Choose another folder{closing}.")
