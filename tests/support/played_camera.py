"""A camera that shows pictures from files, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage


class PlayedCamera:
    """Begins anew behind the last picture; without any no picture comes."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files
        self._pictures = [QImage(str(file)) for file in files]
        self.shown = 0
        self.closed = False

    def frame(self) -> QImage:
        """The next one."""
        self.shown += 1
        return self._pictures[self.shown % len(self._pictures)] if self._pictures else QImage()

    def close(self) -> None:
        """Remember that it was let go."""
        self.closed = True
