"""Stores several files, one after the other, and tells of each what became of it; knows no widget."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, StudioError
from fitnesscrm_desktop.services.files.results import FileInfo, NewFile
from fitnesscrm_desktop.services.files.service import FileService
from fitnesscrm_desktop.ui.core.tasks import Progress
from fitnesscrm_desktop.ui.files.words import tr


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one file."""

    path: Path
    file: FileInfo | None = None
    trouble: StudioError | None = None
    stopped: bool = False
    """Somebody stopped before it was its turn."""

    @property
    def is_twin(self) -> bool:
        """Whether this person has the same file already, and it may be stored all the same."""
        return isinstance(self.trouble, Confirmable)

    @property
    def text(self) -> str:
        """What became of it, to be read."""
        if self.file is not None:
            return tr("Stored.")
        return tr("Stopped. Nothing was stored of it.") if self.trouble is None else self.trouble.text


class StoringRun:
    """``run`` stores what it was given; ``stop`` ends it after the file under way."""

    def __init__(
        self, files: FileService, actor: Actor, wanted: Sequence[NewFile], confirmed: frozenset[Path]
    ) -> None:
        self._files, self._actor, self._wanted, self._confirmed = files, actor, wanted, confirmed
        self._stopped = threading.Event()

    def stop(self) -> None:
        """No further file is begun."""
        self._stopped.set()

    def run(self, progress: Progress) -> list[Stored]:
        """Store them; off the UI thread."""
        sizes = [_size(new.path) for new in self._wanted]
        outcomes: list[Stored] = []
        for place, new in enumerate(self._wanted):
            progress.report(sum(sizes[:place]), sum(sizes))
            outcomes.append(self._store(new))
        return outcomes

    def _store(self, new: NewFile) -> Stored:
        if self._stopped.is_set():
            return Stored(new.path, stopped=True)
        try:
            kept = self._files.add(self._actor, new, confirmed=new.path in self._confirmed)
        except StudioError as error:
            return Stored(new.path, trouble=error)
        return Stored(new.path, file=kept)


def _size(path: Path) -> int:
    """How large a file is, and at least one, so that each counts; what cannot be asked is told later."""
    try:
        return max(1, path.stat().st_size)
    except (OSError, ValueError):
        return 1
