"""What leaves the studio is noted in its log first; where that cannot be, it stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fitnesscrm_desktop.services.core.errors import StorageTrouble


@contextmanager
def nothing_leaves_unnoted() -> Iterator[None]:
    """Say of what goes wrong while an export is noted that this is why there is no file."""
    try:
        yield
    except StorageTrouble as error:
        message = f"No file was written: what leaves the studio is noted in its log first. {error.text}"
        raise StorageTrouble(message, retry=error.retry) from error
