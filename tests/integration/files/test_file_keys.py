"""The recovery code: shown to the owner, taken by another PC, and told nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keyring
import pytest

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.values import FileCategory
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.files.keys import KeyPlace, KeyState
from fitnesscrm_desktop.services.files.recovery_code import code_of
from fitnesscrm_desktop.services.files.results import NewFile
from tests.support.clock import FakeClock
from tests.support.memory_keyring import MemoryKeyring


@pytest.fixture
def other_pc(services: Services, tmp_path: Path, clock: FakeClock) -> Callable[[], Services]:
    """Open the same studio on a PC that has a data folder and a keyring of its own.

    On SQLite this is the database with its folder of files, carried to a new PC.
    """

    def open_there() -> Services:
        keyring.set_keyring(MemoryKeyring())
        return build(services.core.database, Home(tmp_path / "other"), clock=clock)

    return open_there


@pytest.fixture
def plan(services: Services, owner: Actor, anna: int, tmp_path: Path) -> int:
    file = tmp_path / "plan.txt"
    file.write_bytes(b"three times ten")
    return services.files.add(owner, NewFile(file, FileCategory.PLAN, anna)).id


def test_before_the_first_file_there_is_no_key(services: Services, owner: Actor) -> None:
    assert services.file_keys.info(owner).state is KeyState.NONE_YET
    code = services.file_keys.show(owner)
    info = services.file_keys.info(owner)
    assert (info.state, info.place, info.contents) == (KeyState.READY, KeyPlace.KEYRING, 0)
    assert services.file_keys.show(owner) == code


def test_another_pc_gets_the_key_by_its_code(
    services: Services, owner: Actor, plan: int, tmp_path: Path, other_pc: Callable[[], Services]
) -> None:
    code = services.file_keys.show(owner)
    there = other_pc()
    assert there.file_keys.info(owner).state is KeyState.MISSING
    with pytest.raises(StorageTrouble, match="files key add"):
        there.files.save(owner, plan, tmp_path / "out.txt")
    with pytest.raises(StorageTrouble, match="files key add"):
        there.file_keys.show(owner)
    assert not (tmp_path / "out.txt").exists()
    with pytest.raises(RuleBroken, match="another studio"):
        there.file_keys.add(owner, code_of(bytes(32)))
    with pytest.raises(RuleBroken, match="not a recovery code"):
        there.file_keys.add(owner, code[:-1])
    assert there.file_keys.add(owner, code.lower()).state is KeyState.READY
    assert there.files.save(owner, plan, tmp_path / "out.txt").read_bytes() == b"three times ten"


def test_the_code_is_told_nowhere_but_to_the_owner(
    services: Services, owner: Actor, plan: int, audited: Callable[[], list[tuple[str, str]]]
) -> None:
    assert plan
    code = services.file_keys.show(owner)
    assert code not in repr(services.file_keys.info(owner))
    assert ("files.key_show", "") in audited()
    assert not any(code in detail for _, detail in audited())


def test_a_pc_without_a_vault_cannot_be_unlocked(services: Services, owner: Actor) -> None:
    with pytest.raises(RuleBroken, match="no vault"):
        services.file_keys.unlock(owner, "some master password")
    assert not (services.home.root / "secrets.vault").exists()
