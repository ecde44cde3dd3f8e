"""Key and recovery code are lost: the studio goes on with a new key, and nothing old is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import keyring
import pytest

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.values import FileCategory, Pose, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, NotAllowed, RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.files.keys import KeyState
from fitnesscrm_desktop.services.files.results import FileInfo, FileQuery, NewFile, NewPhoto
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.maintenance.doctor import Doctor
from fitnesscrm_desktop.services.maintenance.results import FindingState
from tests.integration.files.test_photos import shot
from tests.support.actors import an_actor
from tests.support.brought_files import Drop
from tests.support.clock import FakeClock
from tests.support.memory_keyring import MemoryKeyring

OLD, NEW = b"three times ten", b"five times five"
Lose = Callable[[], Services]


@pytest.fixture
def lose_key(services: Services, clock: FakeClock) -> Lose:
    """Empty the keyring of this PC; the program as it is started afterwards."""

    def lose() -> Services:
        keyring.set_keyring(MemoryKeyring())
        return build(services.core.database, services.home, clock=clock)

    return lose


@pytest.fixture
def old_plan(services: Services, owner: Actor, anna: int, drop: Drop) -> int:
    """A file that is stored with the key that will be lost."""
    return keep(services, owner, anna, drop("plan.txt", OLD))


def keep(services: Services, owner: Actor, anna: int, path: Path, *, confirmed: bool = False) -> int:
    return services.files.add(owner, NewFile(path, FileCategory.PLAN, anna), confirmed=confirmed).id


def listed(services: Services, owner: Actor, anna: int) -> list[FileInfo]:
    return list(services.files.rows(owner, FileQuery(client_id=anna)).rows)


def findings(services: Services, owner: Actor) -> dict[str, tuple[FindingState, str]]:
    doctor = Doctor(services.core, services.home, lambda: "")
    return {each.name: (each.state, each.text) for each in doctor.examine(owner)}


def test_with_a_new_key_new_files_are_stored_and_the_old_ones_stay_listed(
    owner: Actor, anna: int, old_plan: int, lose_key: Lose, drop: Drop, tmp_path: Path
) -> None:
    later = lose_key()
    with pytest.raises(StorageTrouble, match="files key new"):
        keep(later, owner, anna, drop("new.txt", NEW))
    code = later.file_keys.start_anew(owner, " New  KEY ")
    assert code == later.file_keys.show(owner)
    new_plan = keep(later, owner, anna, drop("new.txt", NEW))
    assert later.files.save(owner, new_plan, tmp_path / "out.txt").read_bytes() == NEW
    assert {row.id: row.newest.lost for row in listed(later, owner, anna)} == {
        old_plan: True,
        new_plan: False,
    }
    for look in (
        lambda: later.files.preview(owner, old_plan),
        lambda: later.files.save(owner, old_plan, tmp_path),
    ):
        with pytest.raises(StorageTrouble, match=r"former key .* cannot be opened any more"):
            look()
    assert later.files.detail(owner, old_plan).versions[0].lost
    info = later.file_keys.info(owner)
    assert (info.state, info.contents, info.lost) == (KeyState.READY, 2, 1)


def test_the_old_code_opens_the_old_files_again(
    services: Services, owner: Actor, anna: int, old_plan: int, lose_key: Lose, drop: Drop, tmp_path: Path
) -> None:
    old_code = services.file_keys.show(owner)
    later = lose_key()
    later.file_keys.start_anew(owner, "new key")
    new_plan = keep(later, owner, anna, drop("new.txt", NEW))
    assert later.file_keys.add(owner, old_code).lost == 0
    assert later.files.save(owner, old_plan, tmp_path / "old.txt").read_bytes() == OLD
    assert later.files.save(owner, new_plan, tmp_path / "new.txt").read_bytes() == NEW
    assert not any(row.newest.lost for row in listed(later, owner, anna))


def test_a_key_that_can_be_had_is_not_given_up(services: Services, owner: Actor, old_plan: int) -> None:
    before = services.file_keys.info(owner).fingerprint
    with pytest.raises(RuleBroken, match="is on this PC"):
        services.file_keys.start_anew(owner, "new key")
    assert services.file_keys.info(owner).fingerprint == before
    assert services.files.preview(owner, old_plan).text == OLD.decode()


def test_before_the_first_file_no_key_is_lost(services: Services, owner: Actor) -> None:
    with pytest.raises(RuleBroken, match="no key yet"):
        services.file_keys.start_anew(owner, "new key")


@pytest.mark.parametrize("typed", ["", "yes", "newkey", "new keys"])
def test_nobody_starts_anew_by_a_slip(owner: Actor, old_plan: int, lose_key: Lose, typed: str) -> None:
    assert old_plan
    later = lose_key()
    with pytest.raises(RuleBroken, match="by a slip") as refused:
        later.file_keys.start_anew(owner, typed)
    assert set(refused.value.fields) == {"words"}
    assert later.file_keys.info(owner).state is KeyState.MISSING


def test_only_the_owner_starts_anew_and_it_is_written_down(
    owner: Actor, old_plan: int, lose_key: Lose, audited: Callable[[], list[tuple[str, str]]]
) -> None:
    assert old_plan
    later = lose_key()
    former = later.file_keys.info(owner).fingerprint
    for role in (Role.MANAGER, Role.TRAINER, Role.FRONT_DESK):
        with pytest.raises(NotAllowed):
            later.file_keys.start_anew(an_actor(role), "new key")
    code = later.file_keys.start_anew(owner, "new key")
    told = dict(audited())
    assert former in told["files.key_new"]
    assert not any(code in detail for detail in told.values())


def test_a_key_that_is_made_twice_is_one_after_the_other(owner: Actor, old_plan: int, lose_key: Lose) -> None:
    """Whoever presses the button a second time has the key by then."""
    assert old_plan
    later = lose_key()
    later.file_keys.start_anew(owner, "new key")
    with pytest.raises(RuleBroken, match="is on this PC"):
        later.file_keys.start_anew(owner, "new key")


def test_what_is_brought_again_can_be_opened_again(
    owner: Actor, anna: int, old_plan: int, lose_key: Lose, drop: Drop
) -> None:
    later = lose_key()
    later.file_keys.start_anew(owner, "new key")
    again = keep(later, owner, anna, drop("again.txt", OLD), confirmed=True)
    assert later.files.preview(owner, again).text == OLD.decode()
    assert later.files.preview(owner, old_plan).text == OLD.decode()
    assert later.file_keys.info(owner).lost == 0


def test_what_is_brought_again_as_a_newer_version_mends_the_one_there_is(
    owner: Actor,
    anna: int,
    old_plan: int,
    lose_key: Lose,
    drop: Drop,
    audited: Callable[[], list[tuple[str, str]]],
) -> None:
    later = lose_key()
    later.file_keys.start_anew(owner, "new key")
    mended = later.files.add_version(owner, old_plan, drop("again.txt", OLD))
    assert (mended.newest.number, mended.newest.lost, mended.mended) == (1, False, True)
    assert mended.remark == "This is the newest version, which could not be opened any more: it opens again."
    assert audited()[-1][0] == "file.mend"
    assert later.files.preview(owner, old_plan).text == OLD.decode()
    assert later.file_keys.info(owner).lost == 0
    told = findings(later, owner)
    assert "former key" not in told
    assert told["files"] == (FindingState.OK, "1 content of a file is there and whole.")
    with pytest.raises(RuleBroken, match="same as the newest version"):
        later.files.add_version(owner, old_plan, drop("again.txt", OLD))


def test_the_gallery_shows_the_photos_that_open(
    services: Services, trainer: Actor, owner: Actor, anna: int, lose_key: Lose
) -> None:
    old = services.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot())).photo
    later = lose_key()
    later.file_keys.start_anew(owner, "new key")
    new = later.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot((400, 300)))).photo
    assert {photo.id: photo.lost for photo in later.photos.rows(trainer, anna)} == {
        old.id: True,
        new.id: False,
    }
    assert set(later.photos.thumbnails(trainer, [old.id, new.id])) == {new.id}


def test_a_photo_that_is_brought_again_is_mended_and_not_there_twice(
    services: Services,
    trainer: Actor,
    owner: Actor,
    anna: int,
    lose_key: Lose,
    audited: Callable[[], list[tuple[str, str]]],
) -> None:
    old = services.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot())).photo
    later = lose_key()
    later.file_keys.start_anew(owner, "new key")
    mended = later.photos.add(trainer, NewPhoto(anna, Pose.SIDE, shot()))
    assert (mended.photo, mended.mended) == (replace(old, lost=False), True)
    assert audited()[-1][0] == "photo.mend"
    assert [(photo.id, photo.lost) for photo in later.photos.rows(trainer, anna)] == [(old.id, False)]
    assert set(later.photos.thumbnails(trainer, [old.id])) == {old.id}
    assert later.photos.picture(trainer, old.id)
    assert "former key" not in findings(later, owner)
    with pytest.raises(Confirmable, match="there already"):
        later.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot()))
    again = later.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot()), confirmed=True).photo
    assert {photo.id for photo in later.photos.rows(trainer, anna)} == {old.id, again.id}


def test_the_doctor_says_how_many_and_takes_them_for_no_damage(
    owner: Actor, anna: int, old_plan: int, lose_key: Lose, drop: Drop
) -> None:
    assert old_plan
    later = lose_key()
    later.file_keys.start_anew(owner, "new key")
    keep(later, owner, anna, drop("new.txt", NEW))
    told = findings(later, owner)
    state, text = told["former key"]
    assert state is FindingState.WARNING
    assert text.startswith("1 content of a file is encrypted with a former key")
    assert told["files"] == (FindingState.OK, "1 content of a file is there and whole.")
    Doctor(later.core, later.home, lambda: "").repair_files(owner)
    assert [row.id for row in listed(later, owner, anna) if row.newest.lost] == [old_plan]


@pytest.mark.sqlite_only
def test_the_backup_takes_what_was_brought_again_in_place_of_what_nobody_can_open(
    services: Services,
    store: ContentStore,
    owner: Actor,
    anna: int,
    old_plan: int,
    lose_key: Lose,
    drop: Drop,
) -> None:
    services.jobs.run_now(owner, "backup")
    later = lose_key()
    later.file_keys.start_anew(owner, "new key")
    again = keep(later, owner, anna, drop("again.txt", OLD), confirmed=True)
    later.jobs.run_now(owner, "backup")
    digest = later.files.detail(owner, again).info.newest.sha256
    store.folder.file_of(digest).unlink()
    Doctor(later.core, later.home, lambda: "").repair_files(owner)
    assert later.files.preview(owner, again).text == later.files.preview(owner, old_plan).text == OLD.decode()
    assert store.folder.file_of(digest).exists(), "taken back, not only read from the backup"
