"""Brings a studio's client list in from a file, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.imports.results import (
    ImportOutcome,
    Mapped,
    OnDuplicate,
    PastImport,
    Preview,
    PreviewRow,
    ReadOptions,
    UndoOutcome,
)

if TYPE_CHECKING:  # loaded when it is needed: most windows never import anything
    from fitnesscrm_desktop.services.imports.importing import Importer

PREVIEW_ROWS = 20
LISTED_IMPORTS = 50

Tell = Callable[[int, int], None]
Asked = Callable[[], bool]


class ImportService:
    """Looks into files, imports clients, undoes imports."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def look(self, path: Path, options: ReadOptions | None = None) -> Preview:
        """What *path* holds, and what its columns seem to be. Raises ``UnreadableFile``."""
        return self._importer().look(path, options)

    def preview(
        self, path: Path, mapping: Mapped, limit: int = PREVIEW_ROWS, options: ReadOptions | None = None
    ) -> list[PreviewRow]:
        """The first *limit* rows as they would be stored, each with what is wrong with it.

        Raises ``UnreadableFile``, or ``RuleBroken`` for a mapping without names.
        """
        return self._importer().preview(path, mapping, limit, options)

    def run(
        self,
        actor: Actor,
        path: Path,
        mapping: Mapped,
        on_duplicate: OnDuplicate = OnDuplicate.SKIP,
        *,
        dry_run: bool = False,
        progress: Tell | None = None,
        cancelled: Asked | None = None,
        options: ReadOptions | None = None,
    ) -> ImportOutcome:
        """Import every row that can be, in one transaction; the others are told row by row.

        *on_duplicate* says what happens to people who are there already. With *dry_run* nothing is
        stored. *progress* is told how much of how much is done; as soon as *cancelled* says so
        ``ImportCancelled`` is raised, and nothing was stored. Raises ``UnreadableFile`` for a file that is
        no table, ``RuleBroken`` for a mapping without names.
        """
        return self._importer().run(
            actor,
            path,
            mapping,
            on_duplicate,
            dry_run=dry_run,
            progress=progress,
            cancelled=cancelled,
            options=options,
        )

    def save_errors(self, outcome: ImportOutcome, path: Path) -> int:
        """Write the rows that were left out, and why, as CSV; how many lines with the header.

        Raises ``StorageTrouble`` when it cannot be written.
        """
        return self._importer().save_errors(outcome, path)

    def past(self, actor: Actor, limit: int = LISTED_IMPORTS) -> list[PastImport]:
        """The imports so far, the newest first."""
        return self._importer().past(actor, limit)

    def undo(self, actor: Actor, import_id: int | None = None) -> UndoOutcome:
        """Take an import back in one step: the last one, or *import_id*.

        Who has visits, payments or the like since stays and is named; so does what was changed since.
        Raises ``NotFound`` when there is none, ``RuleBroken`` when it was taken back already.
        """
        return self._importer().undo(actor, import_id)

    def _importer(self) -> Importer:
        from fitnesscrm_desktop.services.imports.importing import Importer

        return Importer(self._core)
