"""The work behind ``ImportService``: reads files, imports clients, takes imports back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import (
    Client,
    ClientCode,
    ClientFigures,
    ClientTag,
    ImportRun,
    StaffNote,
    StageSpan,
)
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.numbers import hold_member_numbers
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.csv_text import write_csv
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.table_statistics import count_anew
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.imports.columns import HEADER_WITHIN, ROWS_LOOKED_AT, Layout, find_layout
from fitnesscrm_desktop.services.imports.csv_table import Unclosed
from fitnesscrm_desktop.services.imports.planning import ImportPlan, make_plan
from fitnesscrm_desktop.services.imports.results import (
    ClientsImported,
    FileKind,
    ImportCancelled,
    ImportField,
    ImportOutcome,
    ImportUndone,
    Mapped,
    OnDuplicate,
    PastImport,
    Preview,
    PreviewRow,
    ReadOptions,
    RowError,
    UndoOutcome,
    UnreadableFile,
)
from fitnesscrm_desktop.services.imports.rows import CheckedRow, RowChecker, check_mapping
from fitnesscrm_desktop.services.imports.storing import ImportStore
from fitnesscrm_desktop.services.imports.table import Row, Table, open_table
from fitnesscrm_desktop.services.imports.undo import ImportUndo
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

ROWS_LEARNED_FROM = 2000
"""So many rows tell a preview whether the month comes first; the import itself looks at all of them."""
LONGEST_LOOK = 200
"""Of a cell of megabytes its first letters tell what it is."""
ROWS_BETWEEN_LOOKS = 500
"""After so many rows the import looks whether it was cancelled."""
MANY = 1000
"""So many clients change what the database should know about its tables."""
_FILLED = (Client, ClientFigures, StageSpan, ClientCode, ClientTag, StaffNote)

Tell = Callable[[int, int], None]
Asked = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file, and how it is read."""

    table: Table
    layout: Layout
    profile: StudioProfile

    def rows(self) -> Iterator[Row]:
        """Rows below the header that hold something."""
        start = self.layout.header_row or 0
        return (
            (number, row) for number, row in self.table.rows() if number > start and any(map(str.strip, row))
        )


class Importer:
    """What ``ImportService`` does."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def look(self, path: Path, options: ReadOptions | None) -> Preview:
        """What *path* holds."""
        opened = self._open(path, options)
        table, layout = opened.table, opened.layout
        rows, unclosed = 0, None
        for number, row in opened.rows():
            rows += 1
            if isinstance(row, Unclosed):
                rows += len(row.swallowed)
                unclosed = unclosed or number
        return Preview(
            file_name=table.file_name,
            kind=table.kind,
            encoding=table.encoding,
            separator=table.separator,
            sheet=table.sheet,
            sheets=table.sheets,
            header_row=layout.header_row,
            columns=layout.columns,
            rows=rows,
            unreadable=table.unreadable,
            unclosed=unclosed,
        )

    def preview(
        self, path: Path, mapping: Mapped, limit: int, options: ReadOptions | None
    ) -> list[PreviewRow]:
        """The first rows as they would be stored."""
        opened = self._open(path, options)
        checker = self._checker(opened, mapping)
        rows = list(islice(opened.rows(), ROWS_LEARNED_FROM))
        checker.learn_dates(rows)
        found = []
        for number, row in rows[:limit]:
            checked = checker.check(number, row)
            raw = {
                what: row[index][:LONGEST_LOOK].strip() for index, what in mapping.items() if index < len(row)
            }
            if isinstance(checked, CheckedRow):
                found.append(PreviewRow(number, _shown(checked, raw)))
            else:
                found.append(PreviewRow(number, raw, tuple(checked)))
        return found

    def run(
        self,
        actor: Actor,
        path: Path,
        mapping: Mapped,
        on_duplicate: OnDuplicate,
        *,
        dry_run: bool,
        progress: Tell | None,
        cancelled: Asked | None,
        options: ReadOptions | None,
    ) -> ImportOutcome:
        """Import every row that can be."""
        actor.require(Permission.IMPORT_CLIENTS)
        if ImportField.MEDICAL_ALERT in mapping.values():
            actor.require(Permission.VIEW_HEALTH)
        opened = self._open(path, options)
        if next(opened.rows(), None) is None:
            raise UnreadableFile("The table holds no clients. Choose a file with a row for each client.")
        watch = _Watch(progress or (lambda _done, _total: None), cancelled or (lambda: False))
        rows, errors = _check_all(opened, self._checker(opened, mapping), watch)
        if dry_run:
            with self._core.read() as session:
                plan = make_plan(session, rows, on_duplicate, opened.profile)
            return _outcome(opened.table.file_name, plan, errors, None, dry_run=True)
        with self._core.write() as work:
            hold_member_numbers(work.session)
            plan = make_plan(work.session, rows, on_duplicate, opened.profile)
            import_id = self._store(work, actor, opened, plan, errors, watch)
        if len(plan.new) >= MANY:
            count_anew(self._core, _FILLED)
        watch.finish()
        return _outcome(opened.table.file_name, plan, errors, import_id)

    def _store(
        self,
        work: Work,
        actor: Actor,
        opened: _Opened,
        plan: ImportPlan,
        errors: list[RowError],
        watch: _Watch,
    ) -> int | None:
        if not plan.new and not plan.merges:
            return None
        failed = len({error.row for error in errors})
        run = ImportRun(
            at=work.now,
            staff_id=actor.staff_id,
            file_name=opened.table.file_name[-255:],
            imported=len(plan.new),
            merged=len(plan.merges) + plan.merged_rows,
            skipped=len(plan.skips),
            failed=failed,
        )
        work.session.add(run)
        work.session.flush()
        some_client = ImportStore(work, actor, opened.profile, run.id, watch.stored).store(plan)
        work.audit(
            actor, "import.run", "import", run.id, imported=run.imported, merged=run.merged, failed=failed
        )
        work.record(ClientsImported(some_client, run.id))
        watch.look()
        return run.id

    def save_errors(self, outcome: ImportOutcome, path: Path) -> int:
        """Write the rows that were left out."""
        lines: list[tuple[object, ...]] = [("Row", "Column", "What is wrong")]
        told = [
            *outcome.errors,
            *(RowError(each.row, "", each.text) for each in outcome.skips),
            *(RowError(each.row, "", each.text) for each in outcome.doubts),
            *outcome.remarks,
        ]
        lines += [(each.row, each.column, each.text) for each in sorted(told, key=lambda each: each.row)]
        return write_csv(lines, path)

    def past(self, actor: Actor, limit: int) -> list[PastImport]:
        """The imports so far, the newest first."""
        actor.require(Permission.IMPORT_CLIENTS)
        with self._core.read() as session:
            query = (
                select(ImportRun, Staff.name)
                .outerjoin(Staff, Staff.id == ImportRun.staff_id)
                .order_by(ImportRun.id.desc())
                .limit(limit)
            )
            return [
                PastImport(
                    id=run.id,
                    at=run.at,
                    staff=staff or "",
                    file_name=run.file_name,
                    imported=run.imported,
                    merged=run.merged,
                    skipped=run.skipped,
                    failed=run.failed,
                    undone_at=run.undone_at,
                )
                for run, staff in session.execute(query)
            ]

    def undo(self, actor: Actor, import_id: int | None) -> UndoOutcome:
        """Take an import back."""
        actor.require(Permission.IMPORT_CLIENTS)
        with self._core.write() as work:
            run = _find_run(work.session, import_id)
            hold_member_numbers(work.session)
            undo = ImportUndo(work.session, run)
            restored = undo.restore()
            work.session.flush()
            kept = undo.kept()
            removed = undo.remove(kept)
            run.undone_at = work.now
            work.audit(actor, "import.undo", "import", run.id, removed=removed, kept=len(kept))
            work.record(ImportUndone(0, run.id))
            return UndoOutcome(run.id, run.file_name, removed, restored, tuple(kept))

    def _open(self, path: Path, options: ReadOptions | None) -> _Opened:
        chosen = options or ReadOptions()
        with self._core.read() as session:
            profile = studio_profile(session)
        table = open_table(path, chosen, profile.country)
        head = _readable(islice(table.rows(), ROWS_LOOKED_AT + HEADER_WITHIN))
        ragged = table.kind is FileKind.CSV
        return _Opened(table, find_layout(head, header=chosen.header, ragged=ragged), profile)

    def _checker(self, opened: _Opened, mapping: Mapped) -> RowChecker:
        layout = opened.layout
        check_mapping(mapping, layout.columns)
        return RowChecker(
            mapping,
            layout.columns,
            country=opened.profile.country,
            today=opened.profile.day_of(self._core.clock.now()),
            named=opened.table.kind is FileKind.CSV and layout.header_row is not None,
        )


class _Watch:
    """Tells how far an import is, and stops it when somebody asks for that."""

    def __init__(self, tell: Tell, cancelled: Asked) -> None:
        self._tell, self._cancelled = tell, cancelled
        self._rows = 1

    def expect(self, rows: int) -> None:
        """There are so many rows."""
        self._rows = max(1, rows)

    def checked(self, rows: int) -> None:
        """So many rows are checked."""
        if rows % ROWS_BETWEEN_LOOKS == 0:
            self.look()
            self._tell(rows, 2 * self._rows)

    def stored(self, rows: int) -> None:
        """So many are stored."""
        self.look()
        self._tell(min(self._rows + rows, 2 * self._rows), 2 * self._rows)

    def finish(self) -> None:
        """Everything is done."""
        self._tell(2 * self._rows, 2 * self._rows)

    def look(self) -> None:
        """Raise ``ImportCancelled`` if somebody wants to stop."""
        if self._cancelled():
            raise ImportCancelled("The import was stopped. Nothing of it was stored.")


def _readable(head: Iterable[Row]) -> list[Row]:
    """The rows of *head* that can be read, their cells as far as they are looked at.

    Raises ``UnreadableFile`` if not even the first row can be.
    """
    found: list[Row] = []
    for number, row in head:
        if not isinstance(row, Unclosed):
            found.append((number, [cell[:LONGEST_LOOK] for cell in row]))
        elif not any(any(map(str.strip, cells)) for _number, cells in found):
            raise UnreadableFile(
                f"A quote ({row.quote}) is opened in row {number} and not closed, so no columns can be told "
                "apart. Close it or take it away, and choose the file again."
            )
    return found


def _check_all(
    opened: _Opened, checker: RowChecker, watch: _Watch
) -> tuple[list[CheckedRow], list[RowError]]:
    rows: list[Row] = []
    for row in opened.rows():
        if len(rows) % ROWS_BETWEEN_LOOKS == 0:
            watch.look()
        rows.append(row)
    watch.expect(len(rows))
    checker.learn_dates(rows)
    good: list[CheckedRow] = []
    errors: list[RowError] = []
    for position, (number, cells) in enumerate(rows):
        watch.checked(position)
        checked = checker.check(number, cells)
        if isinstance(checked, CheckedRow):
            good.append(checked)
        else:
            errors += checked
    watch.look()
    return good, errors


def _outcome(
    file_name: str, plan: ImportPlan, errors: list[RowError], import_id: int | None, *, dry_run: bool = False
) -> ImportOutcome:
    return ImportOutcome(
        import_id=import_id,
        file_name=file_name,
        imported=len(plan.new),
        merged=len(plan.merges) + plan.merged_rows,
        skipped=len(plan.skips),
        errors=tuple(errors),
        skips=tuple(plan.skips),
        remarks=tuple(plan.remarks),
        doubts=plan.doubts,
        dry_run=dry_run,
    )


def _shown(checked: CheckedRow, raw: dict[ImportField, str]) -> dict[ImportField, str]:
    """What is stored, as text; what is kept apart (codes, tags, notes) as it stands in the file."""
    shown = {ImportField(name): str(value or "") for name, value in checked.values.items()}
    for what, text in raw.items():
        if what not in shown and what is not ImportField.FULL_NAME:
            shown[what] = text
    if checked.joined_on is not None:
        shown[ImportField.JOINED_ON] = checked.joined_on.isoformat()
    return shown


def _find_run(session: Session, import_id: int | None) -> ImportRun:
    if import_id is not None:
        run = session.get(ImportRun, import_id, with_for_update=True)
    else:
        last = select(ImportRun).where(ImportRun.undone_at.is_(None)).order_by(ImportRun.id.desc()).limit(1)
        run = session.scalars(last.with_for_update()).first()
    if run is None:
        raise NotFound("There is no import to take back.")
    if run.undone_at is not None:
        raise RuleBroken("This import was taken back already. Nothing was changed.")
    return run
