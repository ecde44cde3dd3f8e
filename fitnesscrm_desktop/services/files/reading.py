"""Takes a file from the disk: looked at before it is read, and never more of it than may be kept."""

from __future__ import annotations

import stat
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.files import store


def read_file(path: Path, at_most: int | None = None) -> bytes:
    """What is in the file at *path*. Raises ``RuleBroken`` with a sentence, for a large one at once.

    A file that grows meanwhile, or is no plain file, is not read for ever.
    """
    most = store.MOST_BYTES if at_most is None else at_most
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise RuleBroken(f"“{path.name}” is not a file. Nothing was stored.")
        if found.st_size > most:
            raise RuleBroken(store.TOO_LARGE)
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except FileNotFoundError as error:
        raise RuleBroken(f"There is no file “{path.name}”. Nothing was stored.") from error
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise RuleBroken(f"“{path.name}” cannot be read: {reason}. Nothing was stored.") from error
    if len(data) > most:
        raise RuleBroken(store.TOO_LARGE)
    return data
