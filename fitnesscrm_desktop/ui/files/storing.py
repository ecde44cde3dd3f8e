"""Stores several files, one after the other, and tells of each what became of it; knows no widget."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from fitnesscrm_desktop.services.core.errors import Confirmable, StudioError
from fitnesscrm_desktop.services.files.results import FileInfo
from fitnesscrm_desktop.ui.core.tasks import Progress
from fitnesscrm_desktop.ui.files.words import tr

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Stored(Generic[K]):
    """What became of one file."""

    path: Path
    kept: K | None = None
    trouble: StudioError | None = None
    stopped: bool = False
    """Somebody stopped before it was its turn."""

    @property
    def remark(self) -> str:
        """What to know about what is stored; empty for what is only what it shows."""
        return self.kept.remark if isinstance(self.kept, FileInfo) else ""

    @property
    def is_twin(self) -> bool:
        """Whether this person has the same file already, and it may be stored all the same."""
        return isinstance(self.trouble, Confirmable)

    @property
    def text(self) -> str:
        """What became of it, to be read."""
        if self.kept is not None:
            return f"{tr('Stored.')} {self.remark}".strip()
        return tr("Stopped. Nothing was stored of it.") if self.trouble is None else self.trouble.text


class StoringRun(Generic[K]):
    """``run`` does each job, which stores one file; ``stop`` ends it after the file under way."""

    def __init__(self, jobs: Sequence[tuple[Path, Callable[[], K]]]) -> None:
        self._jobs = jobs
        self._stopped = threading.Event()

    def stop(self) -> None:
        """No further file is begun."""
        self._stopped.set()

    def run(self, progress: Progress) -> list[Stored[K]]:
        """Store them; off the UI thread."""
        sizes = [_size(path) for path, _job in self._jobs]
        outcomes: list[Stored[K]] = []
        for place, (path, job) in enumerate(self._jobs):
            progress.report(sum(sizes[:place]), sum(sizes))
            outcomes.append(self._store(path, job))
        return outcomes

    def _store(self, path: Path, job: Callable[[], K]) -> Stored[K]:
        if self._stopped.is_set():
            return Stored(path, stopped=True)
        try:
            return Stored(path, kept=job())
        except StudioError as error:
            return Stored(path, trouble=error)


def _size(path: Path) -> int:
    """How large a file is, and at least one, so that each counts; what cannot be asked is told later."""
    try:
        return max(1, path.stat().st_size)
    except (OSError, ValueError):
        return 1
