"""Somebody has looked at a form that asked for it: on what day, and with which paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import RuleBroken

LARGEST = 10_000_000
"""Bytes of a paper that is handed in."""
TOO_LARGE = f"This paper is larger than {LARGEST // 1_000_000} MB. Nothing was stored. Use a smaller one."


@dataclass(frozen=True, slots=True)
class Clearance:
    """What is written down, checked by nobody yet."""

    on: date | None = None
    """None: today."""
    file_name: str = ""
    content: bytes = b""


def clearance_with(path: Path, on: date | None) -> Clearance:
    """Clearance with the paper at *path*. Raises ``RuleBroken`` when it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise RuleBroken(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if not content:
        raise RuleBroken(f"{path.name} is empty. Nothing was stored.")
    return Clearance(on, path.name, content)
