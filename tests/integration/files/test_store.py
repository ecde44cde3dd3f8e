"""Bytes go in with the row that refers to them, come out as they were, and are nowhere to be read."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import keyring
import pytest
from sqlalchemy import delete, func, select, text

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.files import FileKey, FileVersion, StoredContent, StoredPiece, StudioFile
from fitnesscrm_desktop.models.values import FileCategory
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.files import store as store_module
from fitnesscrm_desktop.services.files.framing import CHUNK
from fitnesscrm_desktop.services.files.recovery_code import code_of, fingerprint_of
from fitnesscrm_desktop.services.files.results import NewFile
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.support.memory_keyring import MemoryKeyring
from tests.support.studio_rows import StudioRows

SECRET = b"blood pressure 180 over 110, very private" * 50


def put(services: Services, store: ContentStore, data: bytes) -> str:
    with services.core.write() as work:
        return store.put(work, data, "text/plain")


def get(services: Services, store: ContentStore, digest: str) -> bytes:
    with services.core.read() as session:
        return store.get(session, digest)


def rows(services: Services) -> int:
    with services.core.read() as session:
        return session.scalar(select(func.count()).select_from(StoredContent)) or 0


def stored_bytes(services: Services, store: ContentStore) -> bytes:
    """Everything that lies on the disk or in the database as content."""
    with services.core.read() as session:
        boxes = [bytes(box) for box in session.scalars(select(StoredPiece.box))]
    on_disk = [each.read_bytes() for each in store.folder.root.rglob("*") if each.is_file()]
    return b"".join([*boxes, *on_disk])


@pytest.mark.parametrize("size", [0, 1, CHUNK, 3 * CHUNK + 7])
def test_what_goes_in_comes_out(services: Services, store: ContentStore, size: int) -> None:
    data = os.urandom(size)
    digest = put(services, store, data)
    assert digest == hashlib.sha256(data).hexdigest()
    assert get(services, store, digest) == data


def test_nobody_can_read_it_where_it_is_kept(services: Services, store: ContentStore) -> None:
    put(services, store, SECRET)
    stored = stored_bytes(services, store)
    assert len(stored) > len(SECRET)
    assert SECRET[:20] not in stored


def test_the_bytes_are_where_every_desk_has_them(services: Services, store: ContentStore) -> None:
    digest = put(services, store, SECRET)
    on_disk = [each for each in store.folder.root.rglob("*") if each.is_file()]
    with services.core.read() as session:
        pieces = session.scalar(select(func.count()).select_from(StoredPiece))
    if services.core.database.is_sqlite:
        assert (on_disk, pieces) == ([store.folder.file_of(digest)], 0)
    else:
        assert (on_disk, pieces) == ([], 2)


def test_the_same_content_is_stored_once(services: Services, store: ContentStore) -> None:
    assert put(services, store, SECRET) == put(services, store, SECRET)
    assert rows(services) == 1


def test_a_change_that_fails_leaves_no_row_and_the_sweep_takes_the_bytes(
    services: Services, store: ContentStore
) -> None:
    kept = put(services, store, b"kept")
    with suppress(ZeroDivisionError), services.core.write() as work:
        store.put(work, SECRET, "text/plain")
        raise ZeroDivisionError
    assert rows(services) == 1
    assert store.sweep() == (1 if services.core.database.is_sqlite else 0)
    assert store.without_row() == []
    assert get(services, store, kept) == b"kept"


def test_the_first_file_makes_the_key_and_the_database_knows_it_by_a_fingerprint_only(
    services: Services, store: ContentStore, memory_keyring: MemoryKeyring
) -> None:
    put(services, store, SECRET)
    with services.core.read() as session:
        fingerprint = session.scalars(select(FileKey.fingerprint)).one()
        told = " ".join(session.scalars(text("SELECT detail FROM audit")))
    code = memory_keyring.get_password("FitnessCRM", f"file-key-{fingerprint[:12]}")
    assert code is not None
    assert code not in told
    assert fingerprint in told


def another_pc(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ContentStore:
    """The same studio, seen by a PC that has none of this one's secrets."""
    keyring.set_keyring(MemoryKeyring())
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("HOME", str(tmp_path / "elsewhere"))
    home = Home(services.home.root)
    return ContentStore(services.core, home, SecretStore(tmp_path / "elsewhere"))


def test_a_pc_without_the_key_says_what_to_do_and_reads_after_it_has_it(
    services: Services, store: ContentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = put(services, store, SECRET)
    with services.core.read() as session:
        key = store.keys.look(session.scalars(select(FileKey.fingerprint)).one()).key
    assert key is not None
    other = another_pc(services, tmp_path, monkeypatch)
    with pytest.raises(StorageTrouble, match="recovery code once on this PC"):
        get(services, other, digest)
    with pytest.raises(StorageTrouble, match="recovery code once on this PC"):
        put(services, other, b"new")
    other.keys.keep(key)
    assert get(services, other, digest) == SECRET


def test_a_wrong_key_in_its_place_is_told_and_nothing_is_stored_with_it(
    services: Services, store: ContentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = put(services, store, SECRET)
    with services.core.read() as session:
        fingerprint = session.scalars(select(FileKey.fingerprint)).one()
    other = another_pc(services, tmp_path, monkeypatch)
    wrong = os.urandom(32)
    assert fingerprint_of(wrong) != fingerprint
    keyring.set_password("FitnessCRM", f"file-key-{fingerprint[:12]}", code_of(wrong))
    for deed in (lambda: get(services, other, digest), lambda: put(services, other, b"new")):
        with pytest.raises(StorageTrouble, match="not this studio’s key"):
            deed()
    assert rows(services) == 1


Damage = Callable[[bytearray], bytes]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda box: bytes([*box[:60], box[60] ^ 1, *box[61:]]), id="a bit"),
        pytest.param(lambda box: bytes(box[:-1]), id="cut off"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda box: bytes(box) + b"x", id="longer"),
        pytest.param(lambda box: bytes([*box[:4], box[4] ^ 1, *box[5:]]), id="another key"),
    ],
)
def test_damaged_content_is_told_and_mended_by_adding_it_again(
    services: Services, store: ContentStore, damage: Damage
) -> None:
    digest = put(services, store, SECRET)
    spoil(services, store, digest, damage)
    with pytest.raises(StorageTrouble, match="damaged"):
        get(services, store, digest)
    assert put(services, store, SECRET) == digest
    assert get(services, store, digest) == SECRET


@pytest.mark.parametrize("fault", ["damaged", "missing"])
def test_what_no_longer_opens_is_mended_by_the_same_bytes_as_a_newer_version(
    services: Services, store: ContentStore, owner: Actor, tmp_path: Path, fault: str
) -> None:
    brought = tmp_path / "plan.txt"
    brought.write_bytes(SECRET)
    anna = StudioRows(services).client("Anna Berg")
    file = services.files.add(owner, NewFile(brought, FileCategory.PLAN, anna))
    digest = file.newest.sha256
    if fault == "damaged":
        spoil(services, store, digest, lambda box: bytes([*box[:60], box[60] ^ 1, *box[61:]]))
    else:
        lose(services, store, digest)
    assert services.files.add_version(owner, file.id, brought).newest.number == 1
    assert services.files.preview(owner, file.id).text[:20] == SECRET.decode()[:20]
    with pytest.raises(RuleBroken, match="same as the newest"):
        services.files.add_version(owner, file.id, brought)


def lose(services: Services, store: ContentStore, digest: str) -> None:
    if services.core.database.is_sqlite:
        store.folder.file_of(digest).unlink()
        return
    with services.core.write() as work:
        work.session.execute(delete(StoredPiece).where(StoredPiece.content_hash == digest))


def spoil(services: Services, store: ContentStore, digest: str, damage: Damage) -> None:
    if services.core.database.is_sqlite:
        file = store.folder.file_of(digest)
        file.write_bytes(damage(bytearray(file.read_bytes())))
        return
    with services.core.write() as work:
        query = select(StoredPiece).where(StoredPiece.content_hash == digest)
        pieces = work.session.scalars(query.order_by(StoredPiece.number)).all()
        whole = damage(bytearray(b"".join(bytes(piece.box) for piece in pieces)))
        head = len(pieces[0].box)
        pieces[0].box, pieces[1].box = whole[:head], whole[head:]


def test_missing_content_is_told(services: Services, store: ContentStore) -> None:
    digest = put(services, store, SECRET)
    lose(services, store, digest)
    expected = "missing in" if services.core.database.is_sqlite else "damaged"
    with pytest.raises(StorageTrouble, match=expected):
        get(services, store, digest)
    assert put(services, store, SECRET) == digest
    assert get(services, store, digest) == SECRET


def test_what_was_never_stored_is_not_found(services: Services, store: ContentStore) -> None:
    with pytest.raises(NotFound):
        get(services, store, "0" * 64)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "a" * 63, "A" * 64, "a" * 64 + "/.."])
def test_a_name_that_is_no_hash_leads_nowhere(store: ContentStore, digest: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        store.folder.file_of(digest)


def test_a_full_disk_in_the_middle_leaves_nothing(
    services: Services, store: ContentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(services, store, b"before")
    before = stored_bytes(services, store)

    def full(_descriptor: int, *_: Any, **__: Any) -> BinaryIO:
        class Full(io.BytesIO):
            def write(self, data: Any) -> int:
                if self.tell() > CHUNK:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return super().write(data)

        return Full()

    with monkeypatch.context() as patch:
        patch.setattr("fitnesscrm_desktop.services.files.folder.os.fdopen", full)
        with pytest.raises(StorageTrouble, match="is full"):
            put(services, store, os.urandom(3 * CHUNK))
    assert rows(services) == 1
    assert stored_bytes(services, store) == before


def test_what_is_too_large_is_refused_before_it_is_read_to_its_end(
    services: Services, store: ContentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "MOST_BYTES", 2 * CHUNK)

    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.given += len(buffer)
            return len(buffer)

    endless = Endless()
    with pytest.raises(RuleBroken, match="larger than"):
        store.prepare(io.BufferedReader(endless))
    assert endless.given <= 4 * CHUNK
    assert stored_bytes(services, store) == b""


def test_what_was_prepared_and_is_not_wanted_leaves_nothing(services: Services, store: ContentStore) -> None:
    waiting = store.prepare(io.BytesIO(SECRET))
    assert stored_bytes(services, store) != b""
    store.discard(waiting)
    assert stored_bytes(services, store) == b""
    assert rows(services) == 0


def test_content_goes_when_nothing_refers_to_it_and_not_before(
    services: Services, store: ContentStore, studio_rows: StudioRows
) -> None:
    client = studio_rows.client("Anna Berg")
    with services.core.write() as work:
        digest = store.put(work, SECRET, "text/plain")
        file = StudioFile(
            client_id=client, category=FileCategory.OTHER, name="x", search_key="x", added_at=work.now
        )
        work.session.add(file)
        work.session.flush()
        version = FileVersion(
            file_id=file.id,
            number=1,
            content_hash=digest,
            file_name="x",
            media_type="text/plain",
            size=1,
            added_at=work.now,
            by="x",
        )
        work.session.add(version)
    with services.core.write() as work:
        store.release(work, [digest])
    assert get(services, store, digest) == SECRET
    with services.core.write() as work:
        work.session.delete(work.session.get_one(FileVersion, version.id))
        store.release(work, [digest])
    store.sweep()
    assert rows(services) == 0
    assert stored_bytes(services, store) == b""


def test_the_sweep_takes_what_dead_programs_left_and_never_what_is_being_written(
    services: Services, store: ContentStore
) -> None:
    now = services.core.clock.now().timestamp()
    mine = store.prepare(io.BytesIO(SECRET))
    dead = store.folder.root / f"4194304-1.{'0' * 32}.part"
    fresh = store.folder.root / f"4194304-1.{'1' * 32}.part"
    for part, age in ((mine.part, 9000), (dead, 9000), (fresh, 60)):
        part.touch()
        os.utime(part, (now - age, now - age))
    assert store.sweep() == 1
    assert (mine.part.exists(), dead.exists(), fresh.exists()) == (True, False, True)
    with services.core.write() as work:
        digest = store.keep(work, mine, "text/plain")
    assert get(services, store, digest) == SECRET


@pytest.mark.sqlite_only
def test_the_sweep_waits_for_a_change_that_is_not_finished(services: Services, store: ContentStore) -> None:
    with services.core.write() as work:
        digest = store.put(work, SECRET, "text/plain")
        assert store.folder.size(digest) is not None
        other = ContentStore(services.core, services.home, SecretStore(services.home.root))
        with pytest.raises(StorageTrouble, match="using the studio"):
            other.sweep()
    assert other.sweep() == 0
    assert get(services, store, digest) == SECRET


@pytest.mark.sqlite_only
def test_two_databases_in_one_home_do_not_share_a_folder(services: Services, store: ContentStore) -> None:
    assert store.folder.root != services.home.files
    assert services.core.database.file is not None
    assert store.folder.root.parent == services.core.database.file.parent
