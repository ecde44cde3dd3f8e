"""The encrypted store: bytes go in under their hash, in the transaction of the row that refers to them.

A row without bytes cannot come about: the bytes are on the disk before the row is committed. Bytes without a
row are left by a program that was ended in between; the sweep takes them, and never those of one that writes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Column, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import Base
from fitnesscrm_desktop.models.files import ContentHash, FileKey, StoredContent
from fitnesscrm_desktop.paths import Home, key_folder
from fitnesscrm_desktop.services.core.clock import real_now
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.files.folder import ContentFolder
from fitnesscrm_desktop.services.files.former_keys import GONE, LOST, keyless
from fitnesscrm_desktop.services.files.framing import (
    Damaged,
    Piece,
    Sealing,
    boxes_of,
    chunks_of,
    opened,
    opened_at_once,
    stored_size,
)
from fitnesscrm_desktop.services.files.keys import FileKeys, KeyState
from fitnesscrm_desktop.services.files.places import content_folder, spare_folder
from fitnesscrm_desktop.services.files.server_pieces import (
    count_pieces,
    key_marks,
    pieces,
    put_pieces,
    remove_pieces,
)
from fitnesscrm_desktop.services.files.studio_key import key_for_storing, newest_fingerprint, require_key
from fitnesscrm_desktop.services.security.secrets import SecretStore

MEGABYTE = 1_000_000
MOST_BYTES = 100 * MEGABYTE
"""Of one content."""
TOO_LARGE = f"This file is larger than {MOST_BYTES // MEGABYTE} MB. Nothing was stored. Use a smaller one."
_MISSING = (
    "The content of this file is missing in {place}. Put the folder back from a backup; "
    "“fitnesscrm doctor” tells what else is missing."
)
_DAMAGED = (
    "This file is damaged where it is stored, or lies there under a wrong name. It was left as it is. "
    "“fitnesscrm doctor --repair” takes it from the last backup, or add the file again."
)


class Spoilt(StorageTrouble):
    """Content is missing or damaged where it is kept; others are not."""

    def __init__(self, text: str) -> None:
        super().__init__(text, retry=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Content that is encrypted and on the disk, but has no row yet."""

    digest: str
    size: int
    part: Path


class ContentStore:
    """What files, photos, forms and reports keep their bytes in. No permission is asked for here."""

    def __init__(self, core: Core, home: Home, secrets: SecretStore) -> None:
        self._core, self._home = core, home
        self.keys = FileKeys(secrets, home.root, key_folder())

    @cached_property
    def folder(self) -> ContentFolder:
        """Where bytes are, or pass through on their way to a server."""
        file = self._core.database.file
        spare = None if file is None else spare_folder(file, self._home)
        return ContentFolder(content_folder(file, self._home), spare)

    @property
    def _on_server(self) -> bool:
        return not self._core.database.is_sqlite

    def put(self, work: Work, data: bytes, media_type: str) -> str:
        """Store *data* with this *work*; its hash, for the row that refers to it."""
        fingerprint, key = key_for_storing(work, self.keys)
        return self.keep(work, self._sealed(io.BytesIO(data), fingerprint, key), media_type)

    def prepare(self, stream: BinaryIO) -> Waiting:
        """Encrypt *stream* before the transaction, for what takes long; ``keep`` or ``discard`` it.

        Raises ``RuleBroken`` as soon as there is more than ``MOST_BYTES``; then nothing is left of it.
        """
        with self._core.read() as session:
            fingerprint = newest_fingerprint(session)
        if fingerprint is None:
            with self._core.write() as work:
                fingerprint, _key = key_for_storing(work, self.keys)
        return self._sealed(stream, fingerprint, require_key(self.keys, fingerprint))

    def keep(self, work: Work, waiting: Waiting, media_type: str) -> str:
        """Store what was prepared with this *work*; its hash."""
        try:
            self._add_row(work, waiting, media_type)
            if not self._on_server:
                self.folder.put_in_place(waiting.part, waiting.digest)
            elif not self.opens(work.session, waiting.digest):
                with waiting.part.open("rb") as stream:
                    put_pieces(work.session, waiting.digest, boxes_of(stream))
        finally:
            self.discard(waiting)
        return waiting.digest

    def opens(self, session: Session, digest: str) -> bool:
        """Whether content lies there whole, with its key: what does not gives way to what somebody brings."""
        size = session.scalar(select(StoredContent.size).where(StoredContent.hash == digest))
        without_key = self.keyless(session, [digest])
        return not (size is None or without_key or self.faults(session, digest, size))

    def discard(self, waiting: Waiting) -> None:
        """It is not wanted after all."""
        self.folder.drop_part(waiting.part)

    def get(self, session: Session, digest: str) -> bytes:
        """The bytes known as *digest*. Raises ``NotFound``, or ``StorageTrouble`` with what to do."""
        with self._told(session, digest) as size:
            return self._at_once(session, digest, size)

    def pour(self, session: Session, digest: str) -> Iterator[bytes]:
        """The same in chunks. Only the end says that all was there: write beside, then rename."""
        with self._told(session, digest):
            yield from self._opened(session, digest)

    @contextmanager
    def _told(self, session: Session, digest: str) -> Iterator[int]:
        """Give the size of content; whatever is wrong with it becomes a sentence."""
        size = session.scalar(select(StoredContent.size).where(StoredContent.hash == digest))
        if size is None:
            raise NotFound("This content is not there any more.")
        try:
            yield size
        except FileNotFoundError as error:
            raise Spoilt(_MISSING.format(place=self._place())) from error
        except Damaged as error:
            raise Spoilt(_DAMAGED) from error
        except OSError as error:
            message = f"The file cannot be read from {self.folder.root}: {error.strerror}."
            raise StorageTrouble(message) from error

    def release(self, work: Work, digests: Iterable[str]) -> None:
        """Remove the rows of what nothing refers to any more; ``sweep`` takes the bytes."""
        work.session.flush()
        for digest in sorted(set(digests)):
            row = work.session.get(StoredContent, digest, with_for_update=True)
            if row is not None and not self._is_referred_to(work.session, digest):
                remove_pieces(work.session, digest)
                work.session.delete(row)
                work.session.flush()

    def sweep(self) -> int:
        """Remove bytes that no row refers to, and what was never finished; how many of both.

        Under the lock of a writer, so that nobody is between giving bytes their name and adding their row.
        """
        with self._core.write(quiet=True) as work:
            removed = self.folder.remove_dead_parts(work.really_now)
            if self._on_server:
                return removed
            for digest in self._without_row(work.session):
                self.folder.remove(digest)
                removed += 1
        return removed

    def faults(self, session: Session, digest: str, size: int, *, readable: bool = True) -> str:
        """What is wrong with stored content: "missing", "damaged" or nothing; without the key at a glance."""
        try:
            if self._on_server:
                if count_pieces(session, digest) == 0:
                    return "missing"
            elif self.folder.size(digest) is None:
                return "missing"
            elif self.folder.size(digest) != stored_size(size):
                return "damaged"
            if not readable:
                return ""
            for _chunk in self._opened(session, digest):
                continue
        except (Damaged, OSError):
            return "damaged"
        return ""

    def keyless(self, session: Session, digests: Iterable[str]) -> dict[str, KeyState]:
        """Which contents cannot be opened on this PC for want of a former key, and how it stands with it."""
        return keyless(session, self.keys, self._key_marks, digests)

    def _key_marks(self, session: Session, digests: Iterable[str]) -> dict[str, str]:
        """By the fingerprint of which key each content is encrypted; what has no head is left out."""
        wanted = list(digests)
        if self._on_server:
            marks = key_marks(session, wanted)
        else:
            marks = ((digest, self.folder.key_mark(digest)) for digest in wanted)
        return {digest: mark for digest, mark in marks if mark is not None}

    def lost(self, session: Session, digests: Iterable[str]) -> frozenset[str]:
        """Which contents cannot be opened any more, unless a former key turns up."""
        found = self.keyless(session, digests)
        return frozenset(digest for digest, state in found.items() if state in GONE)

    def take_spare(self, session: Session, digest: str) -> bool:
        """Put back what the backup has of a content, if that is whole; whether it was."""
        spare = self.folder.spare
        mark = None if self._on_server or spare is None else spare.key_mark(digest)
        if spare is None or mark is None or self.keys.look(mark).key is None:
            return False
        try:
            for _chunk in self._opened(session, digest, spare.boxes(digest)):
                continue
            self.folder.put_in_place(self.folder.write_part(spare.boxes(digest)), digest)
        except (Damaged, FileNotFoundError):
            return False
        return True

    def without_row(self) -> list[str]:
        """Bytes that no row refers to; somebody may just be adding one."""
        with self._core.read() as session:
            return [] if self._on_server else list(self._without_row(session))

    def dead_parts(self) -> list[int]:
        """The sizes of files that were never finished, by programs that have ended."""
        return self.folder.dead_parts(real_now(self._core.clock))

    def _without_row(self, session: Session) -> Iterator[str]:
        known = set(session.scalars(select(StoredContent.hash)))
        return (digest for digest in self.folder.names() if digest not in known)

    def _sealed(self, stream: BinaryIO, fingerprint: str, key: bytes) -> Waiting:
        sealing = Sealing(key, fingerprint)
        part = self.folder.write_part(sealing.boxes(_at_most(MOST_BYTES, chunks_of(stream))))
        return Waiting(sealing.digest, sealing.size, part)

    def _add_row(self, work: Work, waiting: Waiting, media_type: str) -> None:
        """Two desks may store the same: the row is one, and locked, so that nobody removes it meanwhile."""
        insert = postgresql.insert if self._on_server else sqlite.insert
        row = insert(StoredContent).values(
            hash=waiting.digest, size=waiting.size, media_type=media_type, stored_at=work.now
        )
        there = select(StoredContent.hash).where(StoredContent.hash == waiting.digest)
        held = None
        while held is None:
            work.session.execute(row.on_conflict_do_nothing())
            held = work.session.scalar(there.with_for_update(read=True, key_share=True))

    def _boxes(self, session: Session, digest: str) -> Iterator[bytes]:
        return pieces(session, digest) if self._on_server else self.folder.boxes(digest)

    def _opened(self, session: Session, digest: str, boxes: Iterator[bytes] | None = None) -> Iterator[bytes]:
        return opened(boxes or self._boxes(session, digest), self._keys_of(session), digest)

    def _at_once(self, session: Session, digest: str, size: int) -> bytes:
        return opened_at_once(self._boxes(session, digest), self._keys_of(session), digest, size)

    def _keys_of(self, session: Session) -> Callable[[str], bytes]:
        def key_known_as(fingerprint: str) -> bytes:
            if session.scalar(select(FileKey.id).where(FileKey.fingerprint == fingerprint)) is None:
                raise Damaged("this studio never had such a key")
            if fingerprint != newest_fingerprint(session) and self.keys.look(fingerprint).state in GONE:
                raise StorageTrouble(LOST, retry=False)
            return require_key(self.keys, fingerprint)

        return key_known_as

    def _place(self) -> str:
        return "the database" if self._on_server else str(self.folder.root)

    @staticmethod
    def _is_referred_to(session: Session, digest: str) -> bool:
        return any(session.scalar(select(exists().where(column == digest))) for column in _referring())


def _referring() -> list[Column[Any]]:
    """The columns of all tables that name content."""
    tables = Base.metadata.sorted_tables
    return [each for table in tables for each in table.columns if isinstance(each.type, ContentHash)]


def _at_most(most: int, chunks: Iterable[Piece]) -> Iterator[Piece]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise RuleBroken(TOO_LARGE)
        yield chunk
