"""Remembers which database files were here, so that a lost one is missed and not silently made anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import StorageTrouble


class KnownFiles:
    """The list of database files that were opened with one home folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._file = folder / "known-databases.json"

    def check(self, database: Path) -> None:
        """Raise ``StorageTrouble`` when *database* was here before and is not now."""
        here = database.exists() and (database.is_dir() or database.stat().st_size > 0)
        if not here and {self._name(database), str(database)} & self._names():
            message = (
                f"The database file {database} is missing or empty. It was not replaced by an empty one. "
                "Connect its disk, put the file back or restore a copy. "
                "Only if you want to start anew, type: fitnesscrm db upgrade"
            )
            raise StorageTrouble(message)

    def remember(self, database: Path) -> None:
        """Expect *database* from now on."""
        names, name = self._names(), self._name(database)
        if name in names:
            return
        part = self._file.with_suffix(f".{os.getpid()}.part")  # several programs may start at once
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.write_text(json.dumps(sorted({*names, name}), indent=1), encoding="utf-8")
            part.replace(self._file)
        except OSError as error:
            message = (
                f"The data folder {self._file.parent} cannot be written to: {error.strerror}. "
                "Nothing was changed. Free some space or choose another folder with --home."
            )
            raise StorageTrouble(message) from error

    def _name(self, database: Path) -> str:
        """A file in the folder goes by its place in it, so that the folder may be moved as a whole."""
        whole = database.absolute()
        return (
            whole.relative_to(self._folder).as_posix() if whole.is_relative_to(self._folder) else str(whole)
        )

    def _names(self) -> set[str]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return set()
        return {str(name) for name in found} if isinstance(found, list) else set()
