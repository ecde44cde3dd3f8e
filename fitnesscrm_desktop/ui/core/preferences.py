"""What this PC prefers (theme, sound, window place); not the studio's business, so not in its database."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The preferences."""

    theme: str = "system"
    """light, dark or system."""
    text_percent: int = 100
    sound: bool = True
    last_login: str = ""
    geometry: str = ""
    """Qt's saveGeometry, base64."""
    receipt_paper: str = "a5"
    """a5 or roll (80 mm)."""


class Preferences:
    """Reads and keeps the preferences file; a damaged one is replaced by the defaults."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.chosen = self._read()

    def change(self, **values: Any) -> None:
        """Change some and keep them."""
        self.chosen = replace(self.chosen, **values)
        part = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(asdict(self.chosen), indent=1), encoding="utf-8")
            os.replace(part, self._file)  # noqa: PTH105 - one atomic step
        except OSError as error:
            log.info("preferences were not kept: %s", error)

    def _read(self) -> Chosen:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Chosen()
        if not isinstance(found, dict):
            return Chosen()
        kinds = {each.name: type(getattr(Chosen(), each.name)) for each in fields(Chosen)}
        usable = {
            name: value for name, value in found.items() if isinstance(value, kinds.get(name, Exception))
        }
        return Chosen(**usable)
