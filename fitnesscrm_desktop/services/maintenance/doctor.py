"""Looks whether database and PC are healthy, whatever state they are in, and mends sums that are wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.paths import Home, resource
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.core.known_files import KnownFiles
from fitnesscrm_desktop.services.core.storage_errors import plain, why_not_stored
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.maintenance.on_paper import names_on_paper
from fitnesscrm_desktop.services.maintenance.peek import peek
from fitnesscrm_desktop.services.maintenance.results import (
    Finding,
    FindingState,
    RepairOutcome,
    RollUpsRebuilt,
    bad,
    good,
    warning,
)
from fitnesscrm_desktop.services.maintenance.schema import SchemaState, SchemaStatus, status
from fitnesscrm_desktop.services.security.secrets import KeyringState, SecretStore, keyring_state
from fitnesscrm_desktop.services.settings.profile import studio_profile

MEGABYTE = 1024 * 1024
LITTLE_ROOM, HARDLY_ANY_ROOM = 1024 * MEGABYTE, 100 * MEGABYTE
FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_TRUETYPE = b"\x00\x01\x00\x00"
_SEARCH_CHECK = "INSERT INTO client_search(client_search, rank) VALUES ('integrity-check', 1)"

_OURS = {SchemaState.CURRENT, SchemaState.OLDER, SchemaState.NEWER}
_SCHEMA_TEXTS = {
    SchemaState.MISSING: "There is no database yet; the first start makes it.",
    SchemaState.EMPTY: "The database is empty; the first start fills it.",
    SchemaState.CURRENT: "The database has the schema of this program (revision {revision}).",
    SchemaState.OLDER: "The database has an older schema (revision {revision}); the next start upgrades it.",
    SchemaState.NEWER: "The database was made by a newer version of the program (revision {revision}).",
    SchemaState.FOREIGN: "The database belongs to another program.",
}


class Doctor:
    """Examines and repairs; needs no healthy database to be built.

    *open_engine* says why the engine for language models does not run: empty if it does, None without one.
    """

    def __init__(
        self,
        core: Core,
        home: Home,
        open_engine: Callable[[], str | None],
        content: ContentStore | None = None,
    ) -> None:
        self._core, self._home, self._open_engine = core, home, open_engine
        self._content = content or ContentStore(core, home, SecretStore(home.root))

    def examine(self, actor: Actor) -> list[Finding]:
        """Look at everything; nothing is changed. Takes seconds in a large studio."""
        actor.require(Permission.MAINTAIN_DATABASE)
        found: list[Finding] = []
        schema, findings = self._schema()
        found += findings
        if schema is not None and schema.state in _OURS:
            found += self._guarded("integrity", self._integrity)
        if schema is not None and schema.state is SchemaState.CURRENT:
            found += self._guarded("search", self._search)
            if all(each.state is not FindingState.BAD for each in found):
                found += self._guarded("roll-ups", self._roll_ups)
        found.append(self._disk())
        found.append(_keyring())
        found.append(_fonts())
        readable = schema is not None and schema.state is SchemaState.CURRENT and not self._hindrance()
        if readable and found[-1].state is FindingState.OK:
            found += self._guarded("paper", self._paper)
        if readable:
            found += self._guarded("files", self._files)
        found += self._guarded("assistant", lambda: self._assistant(actor, stored=readable))
        return found

    def examine_assistant(self, actor: Actor) -> list[Finding]:
        """Look only at what the assistant writes with; the database is open and well."""
        actor.require(Permission.MAINTAIN_DATABASE)
        return list(self._assistant(actor, stored=True))

    def repair_roll_ups(self, actor: Actor) -> RepairOutcome:
        """Make all sums anew from the facts, and let what is owed be due when its term begins."""
        from fitnesscrm_desktop.services.automation.rhythm import rebuild as rebuild_rhythms
        from fitnesscrm_desktop.services.billing.takings import rebuild_takings
        from fitnesscrm_desktop.services.lifecycle.rebuild import rebuild
        from fitnesscrm_desktop.services.maintenance.roll_ups import mend_packs, rebuild_visit_hours
        from fitnesscrm_desktop.services.memberships.dues import mend_dues

        actor.require(Permission.MAINTAIN_DATABASE)
        with self._core.write() as work:
            profile = studio_profile(work.session)
            packs = mend_packs(work.session)
            clients = rebuild(work.session, profile)
            dues = mend_dues(work, actor)
            if dues:
                rebuild(work.session, profile)
            rebuild_takings(work.session)
            rebuild_visit_hours(work.session, profile)
            rebuild_rhythms(work.session)
            work.audit(actor, "database.repair", "studio", 1, clients=clients, packs=packs, dues=dues)
            work.record(RollUpsRebuilt())
        return RepairOutcome(clients, packs, dues)

    def repair_files(self, actor: Actor) -> int:
        """Take contents of files that are missing or damaged from the last backup; how many."""
        from fitnesscrm_desktop.services.maintenance.content_files import mend_content

        actor.require(Permission.MAINTAIN_DATABASE)
        mended = mend_content(self._core, self._content)
        self._content.sweep()
        with self._core.write() as work:
            work.audit(actor, "files.repair", "studio", 1, mended=mended)
        return mended

    def _schema(self) -> tuple[SchemaStatus | None, list[Finding]]:
        try:
            found = status(self._core.database)
        except StudioError as error:
            return None, [bad("database", error.text)]
        sentence = _SCHEMA_TEXTS[found.state].format(revision=found.revision)
        judge = {SchemaState.CURRENT: good, SchemaState.NEWER: bad, SchemaState.FOREIGN: bad}
        return found, [self._reached(found), judge.get(found.state, warning)("schema", sentence)]

    def _hindrance(self) -> str:
        """Why nothing can be stored in the file, if that can be seen."""
        file = self._core.database.file
        return why_not_stored(file) if file is not None else ""

    def _reached(self, found: SchemaStatus) -> Finding:
        database = self._core.database
        if hindrance := self._hindrance():
            return bad("database", hindrance)
        if found.state is not SchemaState.MISSING or database.file is None:
            return good("database", f"{database.label} can be read.")
        try:
            KnownFiles(self._home.root).check(database.file.absolute())
        except StudioError as error:
            return bad("database", error.text)
        return warning("database", f"{database.label} is not there yet.")

    def _guarded(self, name: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
        """What *look* finds; trouble with database or disk on the way is a finding too."""
        found: list[Finding] = []
        try:
            found.extend(look())
        except StudioError as error:
            found.append(bad(name, error.text))
        except SQLAlchemyError as error:
            known = plain(error, self._core.database.file)
            found.append(bad(name, known.text if known else f"The check could not be done: {error}"))
        except OSError as error:
            found.append(bad(name, f"The check could not be done: {error}"))
        return found

    def _paper(self) -> Iterator[Finding]:
        with self._core.read() as session:
            yield from names_on_paper(session)

    def _integrity(self) -> Iterator[Finding]:
        database = self._core.database
        with peek(database.file) if database.file else database.engine.connect() as connection:
            if not database.is_sqlite:
                version = connection.scalar(text("SHOW server_version"))
                yield good(
                    "integrity", f"The PostgreSQL server {version} answers and looks after its own files."
                )
                return
            faults = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(20)"))]
            if faults != ["ok"]:
                lines = "; ".join(" ".join(fault.split()) for fault in faults[:3])
                yield bad("integrity", f"The database file is damaged ({lines}). Restore the latest copy.")
                return
            yield good("integrity", "The database file is whole.")
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
            if orphans:
                tables = ", ".join(sorted({str(row[0]) for row in orphans}))
                yield bad(
                    "references", f"{len(orphans)} rows point at something that is not there ({tables})."
                )
            else:
                yield good("references", "Every row points at something that is there.")

    def _search(self) -> Iterator[Finding]:
        database = self._core.database
        if database.is_sqlite:
            if self._hindrance():
                yield warning("search", "The search index is not looked at while nothing can be stored.")
                return
            with database.write_engine.connect() as connection:
                connection.execute(text(_SEARCH_CHECK))
                connection.rollback()
            yield good("search", "The search index agrees with the clients.")
            return
        with database.engine.connect() as connection:
            offered = connection.scalar(text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"))
        if offered:
            yield good("search", "The server has pg_trgm: search uses its index.")
        else:
            yield warning("search", "The server lacks pg_trgm: search works, but slower with many clients.")

    def _roll_ups(self) -> Iterator[Finding]:
        from fitnesscrm_desktop.services.maintenance.roll_ups import examine_dues, examine_roll_ups

        with self._core.read() as session:
            profile = studio_profile(session)
            yield from examine_roll_ups(session, profile)
            yield examine_dues(session, profile.day_of(self._core.clock.now()))

    def _files(self) -> Iterator[Finding]:
        from fitnesscrm_desktop.services.maintenance.content_files import examine_content

        yield from examine_content(self._core, self._content)

    def _assistant(self, actor: Actor, *, stored: bool) -> Iterator[Finding]:
        from fitnesscrm_desktop.services.maintenance.assistant_files import examine_assistant

        trouble = self._open_engine()
        yield from examine_assistant(self._core, actor, engine_trouble=trouble, stored=stored)

    def _disk(self) -> Finding:
        file = self._core.database.file
        folder = _nearest(file.parent if file else self._home.root)
        try:
            free = shutil.disk_usage(folder).free
            size = file.stat().st_size if file and file.exists() else 0
        except OSError as error:
            return bad("disk", f"The folder {folder} cannot be looked at: {error.strerror}.")
        sentence = f"{free // MEGABYTE} MB are free in {folder}."
        if free < HARDLY_ANY_ROOM:
            return bad("disk", f"{sentence} Free some space soon, or nothing can be stored any more.")
        if free < max(LITTLE_ROOM, 2 * size):
            return warning("disk", f"{sentence} Free some space: an upgrade needs twice the database.")
        return good("disk", sentence)


def _nearest(folder: Path) -> Path:
    """*folder*, or the first one above it that exists."""
    folder = folder.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _keyring() -> Finding:
    match keyring_state():
        case KeyringState.READY:
            return good("keyring", "The system's keyring can keep secrets.")
        case KeyringState.MISSING:
            return warning("keyring", "The system has no keyring: passwords of servers are kept in a vault.")
        case KeyringState.BROKEN:
            return warning("keyring", "The system's keyring does not answer: what it keeps cannot be used.")


def _fonts() -> Finding:
    lost = [name for name in FONTS if not _is_font(resource("fonts", name))]
    if lost:
        return bad("fonts", f"Fonts are missing or damaged ({', '.join(lost)}). Install the program again.")
    return good("fonts", "The fonts of window and receipts are there.")


def _is_font(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.read(len(_TRUETYPE)) == _TRUETYPE
    except OSError:
        return False
