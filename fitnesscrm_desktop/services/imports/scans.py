"""Brings the measurements of a body scanner in from its file, and takes a file back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.progress import Measurement, ProgressImport, ProgressMapping
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Method, Permission
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.table_statistics import count_anew
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.imports.results import ReadOptions, RowError, UnreadableFile
from fitnesscrm_desktop.services.imports.scan_columns import ScanLayout, find_scan_layout
from fitnesscrm_desktop.services.imports.scan_results import (
    DAY,
    PastScan,
    ScanChoice,
    ScanColumn,
    ScanMapping,
    ScanOutcome,
    ScanPreview,
    ScanUndone,
)
from fitnesscrm_desktop.services.imports.scan_rows import ScanChecker, Scanned
from fitnesscrm_desktop.services.imports.scan_sorting import sort_out
from fitnesscrm_desktop.services.imports.table import Row, Table, open_table
from fitnesscrm_desktop.services.progress.bodies import body_of
from fitnesscrm_desktop.services.progress.following import measurements_changed
from fitnesscrm_desktop.services.progress.metrics import metrics_of
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

ROWS_LOOKED_AT = 200
MOST_ROWS = 100_000
LISTED = 50
MANY = 1000
"""So many values change what the database should know about its table."""


@dataclass(frozen=True, slots=True)
class _Opened:
    table: Table
    layout: ScanLayout
    remembered: dict[int, ScanChoice] | None

    def rows(self) -> Iterator[Row]:
        """Rows below the headings that hold something."""
        start = self.layout.heading_row
        for number, row in self.table.rows():
            if number > start + MOST_ROWS:
                raise UnreadableFile(
                    f"The file has more than {MOST_ROWS} rows. Split it, and import the parts."
                )
            if number > start and any(map(str.strip, row)):
                yield number, row

    def mapping(self) -> dict[int, ScanChoice]:
        """What was used last time, else what the headings suggest."""
        if self.remembered is not None:
            return self.remembered
        columns = self.layout.columns
        return {each.index: each.suggestion for each in columns if each.suggestion is not None}


class ScanService:
    """Files of body scanners: InBody, Tanita, Withings and whatever has headings like theirs."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def look(self, actor: Actor, path: Path, options: ReadOptions | None = None) -> ScanPreview:
        """What *path* holds and what its columns seem to be. Raises ``UnreadableFile`` or ``RuleBroken``."""
        actor.require(Permission.RECORD_PROGRESS)
        opened = self._open(path, options)
        mapping = opened.mapping()
        columns = tuple(
            ScanColumn(each.index, each.title, each.samples, mapping.get(each.index), each.reason)
            for each in opened.layout.columns
        )
        count = sum(1 for _row in opened.rows())
        return ScanPreview(opened.table.file_name, columns, count, opened.remembered is not None)

    def run(
        self,
        actor: Actor,
        client_id: int,
        path: Path,
        mapping: ScanMapping | None = None,
        *,
        confirmed: bool = False,
        dry_run: bool = False,
        options: ReadOptions | None = None,
        month_first: bool | None = None,
    ) -> ScanOutcome:
        """Store every value that can be, in one transaction; the others are told row by row.

        Without a *mapping* the one that was used for these headings last, else the suggested one. What is
        there already is a duplicate and left out; what is far from the others is stored when *confirmed*.
        *month_first* says what 03/04/2026 means where the file does not.
        Raises ``UnreadableFile``, and ``RuleBroken`` for a mapping without a day or a file about several.
        """
        actor.require(Permission.RECORD_PROGRESS)
        opened = self._open(path, options)
        chosen = dict(mapping) if mapping is not None else opened.mapping()
        if dry_run:
            with self._core.read() as session:
                client = find_client(session, client_id)
                _values, outcome = self._sorted(
                    session, client, opened, chosen, confirmed=confirmed, month_leads=month_first
                )
            return replace(outcome, dry_run=True)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            values, outcome = self._sorted(
                work.session, client, opened, chosen, confirmed=confirmed, month_leads=month_first
            )
            if values:
                outcome = self._store(work, actor, values, outcome)
            _remember(work, opened.layout, chosen)
        if outcome.imported >= MANY:
            count_anew(self._core, (Measurement,))
        return outcome

    def past(self, actor: Actor, client_id: int | None = None, limit: int = LISTED) -> list[PastScan]:
        """The files that were read in, the newest first."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            query = (
                select(ProgressImport, Staff.name)
                .outerjoin(Staff, Staff.id == ProgressImport.staff_id)
                .order_by(ProgressImport.id.desc())
                .limit(limit)
            )
            if client_id is not None:
                client = find_client(session, client_id)
                query = query.where(ProgressImport.client_id == client.id)
            return [_past(row, staff) for row, staff in session.execute(query)]

    def undo(self, actor: Actor, import_id: int | None = None) -> ScanUndone:
        """Take a file back in one step: the last one, or *import_id*.

        Raises ``NotFound`` when there is none, ``RuleBroken`` when it was taken back already.
        """
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            lock_client(work.session, _find(work.session, import_id).client_id)
            run = _find(work.session, import_id, lock=True)
            query = select(Measurement).where(
                Measurement.import_id == run.id, Measurement.removed_at.is_(None)
            )
            rows = list(work.session.scalars(query.with_for_update()))
            for row in rows:
                row.removed_at = work.now
            run.undone_at = work.now
            work.session.flush()
            work.audit(actor, "progress.import_undo", "client", run.client_id, removed=len(rows))
            measurements_changed(work, run.client_id, frozenset(row.metric for row in rows))
            return ScanUndone(run.id, run.client_id, run.file_name, len(rows))

    def _open(self, path: Path, options: ReadOptions | None) -> _Opened:
        with self._core.read() as session:
            profile, metrics = studio_profile(session), _measurable(session)
        table = open_table(path, options or ReadOptions(), profile.country)
        layout = find_scan_layout(list(islice(table.rows(), ROWS_LOOKED_AT)), metrics)
        with self._core.read() as session:
            row = session.get(ProgressMapping, layout.fingerprint)
            remembered = None if row is None else _remembered(row, layout, metrics)
        return _Opened(table, layout, remembered)

    def _sorted(
        self,
        session: Session,
        client: Client,
        opened: _Opened,
        mapping: dict[int, ScanChoice],
        *,
        confirmed: bool,
        month_leads: bool | None,
    ) -> tuple[list[Scanned], ScanOutcome]:
        """What may be stored, and what would come of it."""
        profile: StudioProfile = studio_profile(session)
        body = body_of(session, client, profile)
        now = self._core.clock.now()
        checker = ScanChecker(mapping, opened.layout.columns, _measurable(session), body, profile, now)
        rows = list(opened.rows())
        if not rows:
            raise UnreadableFile("The file has headings, but no measurements below them.")
        checker.learn(rows, month_leads=month_leads)
        values: list[Scanned] = []
        errors: list[RowError] = []
        for number, row in rows:
            found, wrong = checker.check(number, row)
            values += found
            errors += wrong
        kept, duplicates, doubts = sort_out(session, client.id, values, confirmed=confirmed)
        days = [value.day for value in kept]
        outcome = ScanOutcome(
            import_id=None,
            client_id=client.id,
            file_name=opened.table.file_name,
            imported=len(kept),
            duplicates=duplicates,
            errors=tuple(errors),
            doubts=tuple(doubts),
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            doubtful=checker.doubtful,
        )
        return kept, outcome

    def _store(self, work: Work, actor: Actor, values: list[Scanned], outcome: ScanOutcome) -> ScanOutcome:
        run = ProgressImport(
            client_id=outcome.client_id,
            at=work.now,
            staff_id=actor.staff_id,
            file_name=outcome.file_name[-255:],
            imported=len(values),
            duplicates=outcome.duplicates,
            failed=len({error.row for error in (*outcome.errors, *outcome.doubts)}),
        )
        work.session.add(run)
        work.session.flush()
        work.session.add_all(
            Measurement(
                client_id=outcome.client_id,
                metric=each.typed.metric.key,
                at=each.at,
                day=each.day,
                value=each.typed.value,
                method=Method.SCANNER,
                staff_id=actor.staff_id,
                import_id=run.id,
                created_at=work.now,
            )
            for each in values
        )
        work.session.flush()
        work.audit(actor, "progress.import", "client", outcome.client_id, imported=len(values))
        measurements_changed(work, outcome.client_id, frozenset(each.typed.metric.key for each in values))
        return replace(outcome, import_id=run.id)


def _measurable(session: Session) -> dict[str, MetricInfo]:
    return {key: metric for key, metric in metrics_of(session).items() if not metric.archived}


def _remember(work: Work, layout: ScanLayout, mapping: dict[int, ScanChoice]) -> None:
    """Use the same mapping for the next file with these headings."""
    columns = {str(index): [choice.target, choice.unit] for index, choice in mapping.items()}
    row = work.session.get(ProgressMapping, layout.fingerprint, with_for_update=True)
    if row is None:
        row = ProgressMapping(headings=layout.fingerprint, columns=columns, used_at=work.now)
        work.session.add(row)
    row.columns, row.used_at = columns, work.now
    work.session.flush()


def _remembered(
    row: ProgressMapping, layout: ScanLayout, metrics: dict[str, MetricInfo]
) -> dict[int, ScanChoice] | None:
    """The stored mapping, unless a metric of it is gone."""
    found = {int(index): ScanChoice(target, unit) for index, (target, unit) in row.columns.items()}
    suggested = {each.suggestion.target for each in layout.columns if each.suggestion is not None}
    known = suggested | set(metrics) | {DAY}
    return found if all(choice.target in known for choice in found.values()) else None


def _find(session: Session, import_id: int | None, *, lock: bool = False) -> ProgressImport:
    query = select(ProgressImport).execution_options(populate_existing=True)
    if import_id is not None:
        query = query.where(ProgressImport.id == import_id)
    else:
        query = query.where(ProgressImport.undone_at.is_(None))
    query = query.order_by(ProgressImport.id.desc()).limit(1)
    run = session.scalar(query.with_for_update() if lock else query)
    if run is None:
        raise NotFound("There is no such import of measurements.")
    if run.undone_at is not None:
        raise RuleBroken("This import was taken back already.")
    return run


def _past(row: ProgressImport, staff: str | None) -> PastScan:
    return PastScan(
        row.id,
        row.client_id,
        row.at,
        staff or "",
        row.file_name,
        row.imported,
        row.duplicates,
        row.failed,
        row.undone_at,
    )
