"""Files of clients and of the staff: kept encrypted, in versions, found by tags, noticed when they expire."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from fitnesscrm_desktop.models.files import FileTag, FileVersion, StudioFile
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.finding import lock_client
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.paging import Cursor, Page, keyset_page
from fitnesscrm_desktop.services.core.typed_text import check_fields
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.files import queries
from fitnesscrm_desktop.services.files.events import FilesChanged
from fitnesscrm_desktop.services.files.naming import label_of, last_part, saving_name
from fitnesscrm_desktop.services.files.pdf_contents import remark_on_pdf
from fitnesscrm_desktop.services.files.preview import preview_of
from fitnesscrm_desktop.services.files.reading import read_file
from fitnesscrm_desktop.services.files.real_type import PDF, real_type
from fitnesscrm_desktop.services.files.results import (
    FileChange,
    FileDetail,
    FileInfo,
    FileQuery,
    NewFile,
    Preview,
)
from fitnesscrm_desktop.services.files.rules import (
    good_expiry,
    good_name,
    good_tags,
    require_sight,
    search_key,
)
from fitnesscrm_desktop.services.files.saving import save_beside, target_for
from fitnesscrm_desktop.services.files.store import ContentStore, Waiting
from fitnesscrm_desktop.services.files.tidying import forget_removed
from fitnesscrm_desktop.services.settings.profile import studio_profile

_PAGE = 200
_SOON_DAYS = 14
_MENDED = "This is the newest version, which could not be opened any more: it opens again."


class FileService:
    """Everything about files but the photos of progress, which have a service of their own."""

    def __init__(self, core: Core, store: ContentStore) -> None:
        self._core, self._store = core, store

    def add(self, actor: Actor, new: NewFile, *, confirmed: bool = False) -> FileInfo:
        """Keep a file. Raises ``RuleBroken``, or ``Confirmable`` if this person has exactly this already."""
        actor.require(Permission.ADD_FILES)
        if (new.client_id is None) == (new.staff_id is None):
            raise RuleBroken("A file belongs to one person: a client, or somebody on the staff.")
        require_sight(actor, new.category, of_staff=new.staff_id is not None)
        good = check_fields(
            {
                "name": lambda: good_name(new.name or label_of(new.path.name)),
                "tags": lambda: good_tags(new.tags),
                "expires_on": lambda: good_expiry(new.expires_on),
            }
        )
        waiting, media_type, remark = self._taken(new.path)
        try:
            with self._core.write() as work:
                row = StudioFile(category=new.category, added_at=work.now)
                _give_to(work.session, row, new)
                if not confirmed:
                    _refuse_twice(work.session, row, waiting.digest)
                _put_words(work, row, good)
                self._put_version(work, actor, row, waiting, media_type, new.path.name)
                self._told(work, actor, "file.add", row)
                return replace(self._info(work.session, row), remark=remark)
        finally:
            self._store.discard(waiting)

    def add_version(self, actor: Actor, file_id: int, path: Path) -> FileInfo:
        """Keep a newer version of a file. Raises ``RuleBroken`` if it is the same as the last one.

        The same mends the last one where that cannot be opened any more.
        """
        actor.require(Permission.ADD_FILES)
        with self._core.read() as session:
            queries.found_file(session, actor, file_id)
        waiting, media_type, remark = self._taken(path)
        mended = False
        try:
            with self._core.write() as work:
                row = queries.found_file(work.session, actor, file_id, lock=True)
                if row.removed_at is not None:
                    raise NotFound(queries.NO_FILE)
                if queries.found_version(work.session, row.id, None).content_hash != waiting.digest:
                    self._put_version(work, actor, row, waiting, media_type, path.name)
                    flag_modified(row, "name")  # a new version counts as a change of the file
                    self._told(work, actor, "file.version", row)
                elif not self._store.opens(work.session, waiting.digest):
                    self._store.keep(work, waiting, media_type)
                    self._told(work, actor, "file.mend", row)
                    remark, mended = f"{_MENDED} {remark}".strip(), True
                else:
                    raise RuleBroken("This is the same as the newest version. Nothing was stored.")
                return replace(self._info(work.session, row), remark=remark, mended=mended)
        finally:
            self._store.discard(waiting)

    def edit(self, actor: Actor, file_id: int, version: int, change: FileChange) -> FileInfo:
        """Change name, category, tags and expiry.

        Raises ``RuleBroken`` by field, ``Conflict`` if somebody else was faster.
        """
        actor.require(Permission.ADD_FILES)
        good = check_fields(
            {
                "name": lambda: good_name(change.name),
                "tags": lambda: good_tags(change.tags),
                "expires_on": lambda: good_expiry(change.expires_on),
            }
        )
        with self._core.write() as work:
            row = queries.found_file(work.session, actor, file_id, lock=True)
            require_sight(actor, change.category, of_staff=row.staff_id is not None)
            now = self._info(work.session, row)
            mine = {
                "name": good["name"],
                "category": change.category,
                "tags": tuple(sorted(good["tags"].values())),
                "expires_on": good["expires_on"],
            }
            theirs = {
                "name": now.name,
                "category": now.category,
                "tags": tuple(sorted(now.tags)),
                "expires_on": now.expires_on,
            }
            refuse_stale(row.version, version, mine, theirs, "this file")
            differing = [field for field in mine if mine[field] != theirs[field]]
            if differing:
                row.category = change.category
                _put_words(work, row, good)
                self._told(work, actor, "file.edit", row, fields=differing)
            return self._info(work.session, row)

    def remove(self, actor: Actor, file_id: int) -> FileInfo:
        """Put a file away; its bytes go after some weeks, until then ``restore`` brings it back."""
        return self._put_away(actor, file_id, away=True)

    def restore(self, actor: Actor, file_id: int) -> FileInfo:
        """Bring back what was removed."""
        return self._put_away(actor, file_id, away=False)

    def rows(
        self, actor: Actor, query: FileQuery, *, after: Cursor | None = None, limit: int = _PAGE
    ) -> Page[FileInfo]:
        """The files that fit and this actor may see, the newest first."""
        actor.require(Permission.VIEW_FILES)
        with self._core.read() as session:
            today = studio_profile(session).day_of(self._core.clock.now())
            page = keyset_page(
                session,
                queries.wanted(session, actor, query, today),
                keys=[StudioFile.added_at, StudioFile.id],
                after=after,
                limit=limit,
                make=lambda found: found[0],
                descending=True,
            )
            return Page(queries.infos(session, self._store, page.rows, today), page.next_cursor)

    def expiring(self, actor: Actor, days: int = _SOON_DAYS) -> list[FileInfo]:
        """What expires within so many *days* or has expired, the first to go first."""
        found = list(self.rows(actor, FileQuery(expires_within=days), limit=1000).rows)
        return sorted(found, key=lambda file: (file.expires_on or date.max, file.id))

    def detail(self, actor: Actor, file_id: int) -> FileDetail:
        """A file with all its versions. Raises ``NotFound``."""
        actor.require(Permission.VIEW_FILES)
        with self._core.read() as session:
            row = queries.found_file(session, actor, file_id)
            return FileDetail(self._info(session, row), queries.versions_of(session, self._store, row.id))

    def tags(self, actor: Actor) -> tuple[str, ...]:
        """The words by which files can be found."""
        actor.require(Permission.VIEW_FILES)
        with self._core.read() as session:
            return queries.all_tags(session, actor)

    def preview(self, actor: Actor, file_id: int, number: int | None = None) -> Preview:
        """How a file looks, the newest version without a *number*; that it was looked at is noted.

        Raises ``StorageTrouble`` if its content is damaged, or no key on this PC opens it.
        """
        actor.require(Permission.VIEW_FILES)
        with self._core.read() as session:
            queries.found_file(session, actor, file_id)
            version = queries.version_info(queries.found_version(session, file_id, number))
            data = self._store.get(session, version.sha256)
            shown = preview_of(data, version.media_type)
        self._note(actor, "file.view", file_id, version.number)
        return shown

    def save(
        self, actor: Actor, file_id: int, path: Path, number: int | None = None, *, confirmed: bool = False
    ) -> Path:
        """Write a version to *path* (into it, if it is a folder); that it was taken out is noted.

        Raises ``Confirmable`` if there is such a file, ``StorageTrouble`` if it cannot be written.
        """
        actor.require(Permission.VIEW_FILES)
        with self._core.read() as session:
            row = queries.found_file(session, actor, file_id)
            version = queries.version_info(queries.found_version(session, file_id, number))
            name = saving_name(row.name, version.file_name, version.media_type)
        target = target_for(path, name, confirmed=confirmed)
        self._note(actor, "file.download", file_id, version.number)
        with self._core.read() as session:
            save_beside(self._store.pour(session, version.sha256), target)
        return target

    def tidy(self, actor: Actor, stop: Event | None = None) -> int:
        """Forget what was removed a month ago, and what was left over; how many contents went."""
        actor.require(Permission.MANAGE_FILES)
        while stop is None or not stop.is_set():
            with self._core.write(quiet=True) as work:
                if not forget_removed(work, actor, self._store):
                    break
        return self._store.sweep()

    def _put_away(self, actor: Actor, file_id: int, *, away: bool) -> FileInfo:
        actor.require(Permission.MANAGE_FILES)
        with self._core.write() as work:
            row = queries.found_file(work.session, actor, file_id, lock=True)
            if (row.removed_at is not None) != away:
                row.removed_at = work.now if away else None
                self._told(work, actor, "file.remove" if away else "file.restore", row)
            return self._info(work.session, row)

    def _taken(self, path: Path) -> tuple[Waiting, str, str]:
        """The file at *path*, encrypted and waiting for its row, what it is, and what to know about it."""
        data = read_file(path)
        media_type = real_type(data)
        remark = remark_on_pdf(data) if media_type == PDF else ""
        return self._store.prepare(io.BytesIO(data)), media_type, remark

    def _put_version(
        self, work: Work, actor: Actor, row: StudioFile, waiting: Waiting, media_type: str, file_name: str
    ) -> None:
        digest = self._store.keep(work, waiting, media_type)
        highest = select(func.max(FileVersion.number)).where(FileVersion.file_id == row.id)
        version = FileVersion(
            file_id=row.id,
            number=(work.session.scalar(highest) or 0) + 1,
            content_hash=digest,
            file_name=last_part(file_name),
            media_type=media_type,
            size=waiting.size,
            added_at=work.now,
            by_staff_id=actor.staff_id,
            by=actor.name,
        )
        work.session.add(version)

    def _told(self, work: Work, actor: Actor, action: str, row: StudioFile, **told: object) -> None:
        work.session.flush()
        whose = {"client": row.client_id} if row.staff_id is None else {"staff": row.staff_id}
        work.audit(actor, action, "file", row.id, category=row.category, **whose, **told)
        work.record(FilesChanged(row.client_id, row.staff_id))

    def _note(self, actor: Actor, action: str, file_id: int, number: int) -> None:
        with self._core.write(quiet=True) as work:
            work.audit(actor, action, "file", file_id, version=number)

    def _info(self, session: Session, row: StudioFile) -> FileInfo:
        session.flush()
        today = studio_profile(session).day_of(self._core.clock.now())
        return queries.infos(session, self._store, [row], today)[0]


def _give_to(session: Session, row: StudioFile, new: NewFile) -> None:
    """Whose it is. Raises ``NotFound``."""
    if new.client_id is not None:
        row.client_id = lock_client(session, new.client_id).id
        return
    row.staff_id = new.staff_id
    if session.get(Staff, new.staff_id) is None:
        raise NotFound("There is nobody like that on the staff.")


def _refuse_twice(session: Session, row: StudioFile, digest: str) -> None:
    """The same file dropped a second time is a slip, more often than not."""
    whose = (
        StudioFile.client_id == row.client_id if row.staff_id is None else StudioFile.staff_id == row.staff_id
    )
    same = (
        select(StudioFile.name)
        .join(FileVersion, FileVersion.file_id == StudioFile.id)
        .where(whose, FileVersion.content_hash == digest, StudioFile.removed_at.is_(None))
    )
    name = session.scalar(same.limit(1))
    if name is not None:
        raise Confirmable(f"This person has exactly this file already: “{name}”. Nothing was stored.")


def _put_words(work: Work, row: StudioFile, good: dict[str, Any]) -> None:
    """Name, tags and expiry, and what search looks in."""
    tags: dict[str, str] = good["tags"]
    row.name, row.expires_on = good["name"], good["expires_on"]
    row.search_key = search_key(row.name, tags.values())
    work.session.add(row)
    flag_modified(row, "name")  # other tags alone count as a change of the file, too
    work.session.flush()
    work.session.execute(delete(FileTag).where(FileTag.file_id == row.id))
    work.session.add_all(FileTag(file_id=row.id, folded=folded, name=tag) for folded, tag in tags.items())
