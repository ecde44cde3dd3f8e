"""The key is kept in the best place this PC has, and a wrong one is never taken for it."""

from __future__ import annotations

import os
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.files.keys import FileKeys, KeyPlace, KeyState
from fitnesscrm_desktop.services.files.recovery_code import code_of, fingerprint_of
from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.support.memory_keyring import MemoryKeyring

KEY, OTHER = bytes(range(32)), bytes(32)
MARK = fingerprint_of(KEY)
MASTER = "a master password"


class Pc:
    """A PC with its folders; each program on it looks anew."""

    def __init__(self, folder: Path) -> None:
        self.data, self.own = folder / "data", folder / "own"
        self.secrets = SecretStore(self.data)

    def program(self, secrets: SecretStore | None = None) -> FileKeys:
        return FileKeys(secrets or SecretStore(self.data), self.data, self.own)


@pytest.fixture
def pc(tmp_path: Path) -> Pc:
    return Pc(tmp_path)


@pytest.fixture
def no_keyring() -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # of keyring


def test_the_keyring_is_the_first_choice(pc: Pc, memory_keyring: MemoryKeyring) -> None:
    assert pc.program().keep(KEY) is KeyPlace.KEYRING
    assert memory_keyring.get_password("FitnessCRM", f"file-key-{MARK[:12]}") == code_of(KEY)
    found = pc.program().look(MARK)
    assert (found.state, found.place, found.key) == (KeyState.READY, KeyPlace.KEYRING, KEY)
    assert not pc.own.exists()


@pytest.mark.usefixtures("no_keyring")
def test_a_bare_pc_keeps_it_in_a_file_of_this_user_outside_the_data(pc: Pc) -> None:
    assert pc.program().keep(KEY) is KeyPlace.KEY_FILE
    found = pc.program().look(MARK)
    assert (found.state, found.place, found.key) == (KeyState.READY, KeyPlace.KEY_FILE, KEY)
    file = pc.program().file_of(MARK)
    assert file.parent == pc.own
    assert not pc.data.exists()
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("no_keyring")
def test_a_vault_is_used_where_there_is_one_and_asks_for_its_password(pc: Pc) -> None:
    pc.secrets.open_vault(MASTER)
    assert pc.program(pc.secrets).keep(KEY) is KeyPlace.VAULT
    locked = pc.program()
    assert locked.look(MARK).state is KeyState.LOCKED
    with pytest.raises(RuleBroken, match="master password"):
        locked.keep(KEY)
    with pytest.raises(RuleBroken, match="wrong"):
        locked.unlock("something else")
    locked.unlock(MASTER)
    assert locked.look(MARK).key == KEY


@pytest.mark.usefixtures("no_keyring")
def test_a_vault_that_came_later_does_not_hide_the_key_file(pc: Pc) -> None:
    pc.program().keep(KEY)
    pc.secrets.open_vault(MASTER)
    assert pc.program().look(MARK).key == KEY


@pytest.mark.usefixtures("no_keyring")
def test_what_lies_in_its_place_and_is_another_key_is_wrong(pc: Pc) -> None:
    pc.program().keep(KEY)
    pc.program().file_of(MARK).write_text(code_of(OTHER), encoding="ascii")
    assert pc.program().look(MARK).state is KeyState.WRONG
    pc.program().file_of(MARK).write_text("rubbish \x00 é", encoding="latin-1")
    assert pc.program().look(MARK).state is KeyState.WRONG
    pc.program().file_of(MARK).unlink()
    assert pc.program().look(MARK).state is KeyState.MISSING


def test_a_wrong_one_in_the_keyring_is_wrong_too(pc: Pc, memory_keyring: MemoryKeyring) -> None:
    memory_keyring.set_password("FitnessCRM", f"file-key-{MARK[:12]}", code_of(OTHER))
    assert pc.program().look(MARK).state is KeyState.WRONG


def test_two_studios_on_one_pc_have_a_key_each(pc: Pc) -> None:
    pc.program().keep(KEY)
    pc.program().keep(OTHER)
    assert (pc.program().look(MARK).key, pc.program().look(fingerprint_of(OTHER)).key) == (KEY, OTHER)


def test_a_demo_leaves_nothing_behind_outside_its_folder(pc: Pc, memory_keyring: MemoryKeyring) -> None:
    assert pc.program().keep(KEY, demo=True) is KeyPlace.DEMO_FILE
    assert pc.program().look(MARK).place is KeyPlace.DEMO_FILE
    assert memory_keyring.get_password("FitnessCRM", f"file-key-{MARK[:12]}") is None
    assert not pc.own.exists()


@pytest.mark.usefixtures("no_keyring")
def test_a_place_that_takes_nothing_is_told(pc: Pc) -> None:
    pc.own.write_text("a file where the folder should be", encoding="ascii")
    with pytest.raises(StorageTrouble, match="cannot be kept"):
        pc.program().keep(KEY)
