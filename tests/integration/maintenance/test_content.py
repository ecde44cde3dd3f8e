"""Content of files: the doctor misses what is lost, the backup takes it along, and it comes back from it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from sqlalchemy import func, select, text

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.files import ProgressPhoto, StoredContent, StudioFile
from fitnesscrm_desktop.models.values import FileCategory, Pose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.processes import process_mark
from fitnesscrm_desktop.services.files.folder import ContentFolder
from fitnesscrm_desktop.services.files.places import spare_folder
from fitnesscrm_desktop.services.files.results import FileInfo, NewFile, NewPhoto
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.jobs.results import JobRunRow
from fitnesscrm_desktop.services.maintenance.doctor import Doctor
from fitnesscrm_desktop.services.maintenance.results import FindingState
from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.integration.files.test_photos import shot
from tests.support.clock import FakeClock
from tests.support.logs import LogGuard
from tests.support.memory_keyring import MemoryKeyring
from tests.support.studio_rows import StudioRows

OK, WARNING, BAD = FindingState.OK, FindingState.WARNING, FindingState.BAD


@pytest.fixture
def store(services: Services) -> ContentStore:
    return ContentStore(services.core, services.home, SecretStore(services.home.root))


@pytest.fixture
def plan(services: Services, owner: Actor, tmp_path: Path) -> FileInfo:
    file = tmp_path / "plan.txt"
    file.write_bytes(b"three times ten")
    anna = StudioRows(services).client("Anna Berg")
    return services.files.add(owner, NewFile(file, FileCategory.PLAN, anna))


def found(services: Services, owner: Actor) -> dict[str, tuple[FindingState, str]]:
    doctor = Doctor(services.core, services.home, lambda: "")
    return {each.name: (each.state, each.text) for each in doctor.examine(owner)}


def back_up(services: Services, owner: Actor) -> JobRunRow:
    return services.jobs.run_now(owner, "backup")


def lose(services: Services, store: ContentStore, digest: str) -> None:
    if services.core.database.is_sqlite:
        store.folder.file_of(digest).unlink()
        return
    with services.core.write() as work:
        work.session.execute(text("DELETE FROM stored_piece"))


def test_a_healthy_studio_says_so(services: Services, owner: Actor, plan: FileInfo) -> None:
    assert plan.id
    findings = found(services, owner)
    assert findings["files"] == (OK, "1 content of a file is there and whole.")
    assert findings["file key"][0] is OK
    assert "left over" not in findings


@pytest.mark.sqlite_only
def test_the_backup_sweeps_what_killed_programs_began_in_it(
    services: Services, owner: Actor, plan: FileInfo, clock: FakeClock
) -> None:
    back_up(services, owner)
    spare = spare_folder(services.core.database.file or Path(), services.home)
    kept = spare / plan.newest.sha256[:2] / plan.newest.sha256
    dead = spare / f"1-1.{'0' * 32}.part"
    former, fresh = kept.with_suffix(".part"), kept.with_name(f"{'1' * 64}.part")
    for part in (dead, former, fresh):
        part.write_bytes(b"half")
    old = (clock.now() - timedelta(hours=2)).timestamp()
    new = (clock.now() - timedelta(minutes=2)).timestamp()
    for part, moment in ((dead, old), (former, old), (fresh, new)):
        os.utime(part, (moment, moment))
    clock.advance(minutes=1)
    back_up(services, owner)
    assert not dead.exists()
    assert not former.exists()
    assert fresh.exists(), "somebody may be writing it"
    assert kept.exists()


def test_a_studio_without_files_needs_no_key(services: Services, owner: Actor) -> None:
    assert found(services, owner)["file key"][0] is OK
    assert "files" not in found(services, owner)


def test_lost_content_is_missed(
    services: Services, owner: Actor, plan: FileInfo, store: ContentStore
) -> None:
    lose(services, store, plan.newest.sha256)
    state, sentence = found(services, owner)["files"]
    assert state is BAD
    assert "1 content of a file is missing" in sentence
    assert plan.newest.sha256[:12] in sentence


@pytest.mark.sqlite_only
def test_damaged_content_is_noticed(
    services: Services, owner: Actor, plan: FileInfo, store: ContentStore
) -> None:
    file = store.folder.file_of(plan.newest.sha256)
    file.write_bytes(bytes([*file.read_bytes()[:-1], 0]))
    assert found(services, owner)["files"][0] is BAD
    assert "damaged" in found(services, owner)["files"][1]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("what", "word"),
    [
        pytest.param(lambda place: place.touch(), "missing", id="a file lies in the place of the folder"),
        pytest.param(lambda place: place.symlink_to(place), "damaged", id="the disk does not let it through"),
    ],
)
def test_a_folder_that_cannot_be_entered_is_a_finding(
    services: Services,
    owner: Actor,
    plan: FileInfo,
    store: ContentStore,
    what: Callable[[Path], None],
    word: str,
) -> None:
    place = store.folder.file_of(plan.newest.sha256).parent
    shutil.rmtree(place)
    what(place)
    assert found(services, owner)["files"][0] is BAD
    assert f"1 content of a file is {word}" in found(services, owner)["files"][1]
    assert Doctor(services.core, services.home, lambda: "").repair_files(owner) == 0


@pytest.mark.sqlite_only
def test_a_folder_that_nobody_may_list_is_a_finding(
    services: Services, owner: Actor, plan: FileInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plan.id

    def refuse(folder: ContentFolder, _now: datetime) -> list[int]:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder.root))

    monkeypatch.setattr(ContentFolder, "dead_parts", refuse)
    state, sentence = found(services, owner)["files"]
    assert state is BAD
    assert sentence.startswith("The check could not be done: ")
    assert "Permission denied" in sentence


def test_a_missing_key_and_a_wrong_one_are_told(services: Services, owner: Actor, plan: FileInfo) -> None:
    assert plan.id
    keyring.set_keyring(MemoryKeyring())
    findings = found(services, owner)
    assert findings["file key"][0] is BAD
    assert "recovery code" in findings["file key"][1]
    assert findings["files"][0] is WARNING


def test_a_key_in_a_file_is_told_openly(services: Services, owner: Actor, tmp_path: Path) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # of keyring
    file = tmp_path / "plan.txt"
    file.write_bytes(b"three times ten")
    services.files.add(owner, NewFile(file, FileCategory.PLAN, StudioRows(services).client("Anna Berg")))
    state, sentence = found(services, owner)["file key"]
    assert state is WARNING
    assert "this PC has no keyring" in sentence
    assert str(services.file_keys.info(owner).file) in sentence


@pytest.mark.sqlite_only
def test_bytes_that_no_row_refers_to_are_told_and_removed(
    services: Services, owner: Actor, plan: FileInfo, store: ContentStore
) -> None:
    other = store.folder.file_of("f" * 64)
    other.parent.mkdir()
    shutil.copy(store.folder.file_of(plan.newest.sha256), other)
    left = found(services, owner)["left over"]
    assert left == (WARNING, "1 content belongs to no file; the job “Files” removes it.")
    services.jobs.run_now(owner, "files")
    assert not other.exists()
    assert "left over" not in found(services, owner)


def test_what_a_killed_program_left_is_told_with_its_size_and_removed_when_it_is_old(
    services: Services, owner: Actor, plan: FileInfo, store: ContentStore
) -> None:
    now = services.core.clock.now().timestamp()
    root = store.folder.root
    root.mkdir(parents=True, exist_ok=True)
    fresh, old = root / f"4194304-1.{'0' * 32}.part", root / f"4194304-1.{'1' * 32}.part"
    reused = root / f"{os.getpid()}-0.{'2' * 32}.part"  # whose number another program has by now
    mine = root / f"{process_mark()}.{'3' * 32}.part"
    for part, age in ((fresh, 60), (old, 9000), (reused, 100_000), (mine, 60)):
        part.write_bytes(b"x" * 1_000_000)
        os.utime(part, (now - age, now - age))
    state, sentence = found(services, owner)["unfinished"]
    assert plan.id
    assert (state, sentence.partition(" begun")[0]) == (WARNING, "3 files (3.0 MB) were")
    services.jobs.run_now(owner, "files")
    assert [part.exists() for part in (fresh, old, reused, mine)] == [True, False, False, True]
    assert found(services, owner)["unfinished"][1].startswith("1 file (1.0 MB) was begun")


def test_what_does_not_belong_into_the_folder_is_named_and_left_alone(
    services: Services, owner: Actor, store: ContentStore
) -> None:
    assert "other files" not in found(services, owner)
    (store.folder.root / "ab").mkdir(parents=True)
    (store.folder.root / "holiday.jpg").write_bytes(b"x")
    (store.folder.root / "ab" / "notes.txt").write_bytes(b"x")
    state, sentence = found(services, owner)["other files"]
    assert state is WARNING
    assert "ab/notes.txt, holiday.jpg." in sentence
    Doctor(services.core, services.home, lambda: "").repair_files(owner)
    assert (store.folder.root / "holiday.jpg").exists()


@pytest.mark.sqlite_only
def test_the_backup_takes_content_along_once(services: Services, owner: Actor, plan: FileInfo) -> None:
    assert "1 new content of files went along" in back_up(services, owner).text
    assert plan.id
    spare = [each for each in services.home.backups.rglob("*") if each.is_file() and each.suffix != ".db"]
    assert [each.name for each in spare] == [plan.newest.sha256]
    assert b"three times ten" not in spare[0].read_bytes()
    assert "went along" not in back_up(services, owner).text


@pytest.mark.sqlite_only
@pytest.mark.parametrize("lost", [lambda file: file.unlink(), lambda file: file.write_bytes(b"rubbish")])
def test_what_is_lost_comes_back_from_the_backup(
    services: Services,
    owner: Actor,
    plan: FileInfo,
    store: ContentStore,
    tmp_path: Path,
    lost: Callable[[Path], object],
) -> None:
    back_up(services, owner)
    lost(store.folder.file_of(plan.newest.sha256))
    assert found(services, owner)["files"][0] is BAD
    assert services.doctor.repair_files(owner) == 1
    assert found(services, owner)["files"][0] is OK
    saved = services.files.save(owner, plan.id, tmp_path / "back.txt")
    assert saved.read_bytes() == b"three times ten"


@pytest.mark.sqlite_only
def test_a_restored_database_finds_its_content_in_the_backup(
    services: Services, owner: Actor, plan: FileInfo, store: ContentStore, tmp_path: Path
) -> None:
    back_up(services, owner)
    shutil.rmtree(store.folder.root)
    saved = services.files.save(owner, plan.id, tmp_path / "back.txt")
    assert saved.read_bytes() == b"three times ten"


@pytest.mark.sqlite_only
def test_the_backup_says_what_it_could_not_take(
    services: Services, owner: Actor, plan: FileInfo, store: ContentStore, expected_log: LogGuard
) -> None:
    expected_log("the job backup failed")
    lose(services, store, plan.newest.sha256)
    assert "1 files have no content any more" in back_up(services, owner).text


def test_what_was_removed_a_month_ago_goes_for_good(
    services: Services, owner: Actor, plan: FileInfo, store: ContentStore, clock: FakeClock
) -> None:
    assert plan.client_id is not None
    photo = services.photos.add(owner, NewPhoto(plan.client_id, Pose.FRONT, shot())).photo
    services.files.remove(owner, plan.id)
    services.photos.remove(owner, photo.id)
    clock.advance(days=29)
    services.files.tidy(owner)
    assert count(services) == (1, 1, 3)
    clock.advance(days=2)
    services.files.tidy(owner)
    assert count(services) == (0, 0, 0)
    assert list(store.folder.names()) == []


def count(services: Services) -> tuple[int, ...]:
    with services.core.read() as session:
        tables = (StudioFile, ProgressPhoto, StoredContent)
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
