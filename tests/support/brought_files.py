"""Files as people bring them, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.files import FileVersion, StoredContent, StudioFile

Drop = Callable[..., Path]
"""Lays a file on the disk: by its name and its content, a small PDF without them."""


def counts(services: Services) -> tuple[int, int, int]:
    """Files, versions, contents."""
    with services.core.read() as session:
        found = [session.scalar(select(func.count()).select_from(t)) or 0 for t in (StudioFile, FileVersion)]
        contents = session.scalar(select(func.count()).select_from(StoredContent)) or 0
    return found[0], found[1], contents
