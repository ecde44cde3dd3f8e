"""Where passwords of other services are kept: keyring, else vault."""

import json
import stat
from pathlib import Path

import keyring
import pytest
from keyring.backends import chainer, fail, null

from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.security import vault
from fitnesscrm_desktop.services.security.secrets import KeyringState, SecretStore, keyring_state
from fitnesscrm_desktop.services.security.vault import Vault
from tests.support.memory_keyring import MemoryKeyring

MASTER = "correct horse"
SECRET = "pässword of the mail server"


class BrokenKeyring(MemoryKeyring):
    """Refuses everything, as one that nobody unlocks does."""

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError("locked")


@pytest.fixture(autouse=True)
def cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make keys in no time."""
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)
    monkeypatch.setattr(vault, "ROUNDS", 1)


@pytest.fixture
def no_keyring() -> None:
    """Take the keyring away."""
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # of keyring


def test_a_keyring_is_used_where_there_is_one(tmp_path: Path, memory_keyring: MemoryKeyring) -> None:
    store = SecretStore(tmp_path)
    assert not store.needs_master
    store.keep("mail", SECRET)
    assert SecretStore(tmp_path).read("mail") == SECRET
    assert memory_keyring.get_password("FitnessCRM", "mail") == SECRET
    store.forget("mail")
    store.forget("mail")
    assert store.read("mail") is None
    assert not (tmp_path / "secrets.vault").exists()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_a_keyring_that_keeps_nothing_is_none(backend: type, tmp_path: Path) -> None:
    keyring.set_keyring(backend())
    assert keyring_state() is KeyringState.MISSING
    store = SecretStore(tmp_path)
    assert store.needs_master
    with pytest.raises(RuleBroken, match="master password"):
        store.keep("mail", SECRET)


def test_a_chain_that_could_end_in_plain_text_is_not_trusted(
    tmp_path: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = chainer.ChainerBackend()  # type: ignore[no-untyped-call]  # of keyring
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [null.Keyring(), memory_keyring])  # type: ignore[no-untyped-call]  # of keyring
    keyring.set_keyring(chain)
    SecretStore(tmp_path).keep("mail", SECRET)
    assert memory_keyring.get_password("FitnessCRM", "mail") == SECRET


def test_a_keyring_that_fails_is_told(tmp_path: Path) -> None:
    keyring.set_keyring(BrokenKeyring())
    store = SecretStore(tmp_path)
    for deed in (
        lambda: store.keep("mail", SECRET),
        lambda: store.read("mail"),
        lambda: store.forget("mail"),
    ):
        with pytest.raises(StorageTrouble, match="keyring does not answer"):
            deed()  # type: ignore[no-untyped-call]  # of keyring


def test_without_one_the_vault_keeps_them(tmp_path: Path, no_keyring: None) -> None:
    store = SecretStore(tmp_path)
    store.open_vault(MASTER)
    assert not store.needs_master
    store.keep("mail", SECRET)
    store.keep("backup", "other")
    store.forget("backup")
    later = SecretStore(tmp_path)
    assert later.has_vault
    assert later.needs_master
    later.open_vault(MASTER)
    assert (later.read("mail"), later.read("backup")) == (SECRET, None)


def test_the_file_tells_nothing_and_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secrets.vault"
    box = Vault(file)
    box.open(MASTER)
    box.keep("mail", SECRET)
    content = file.read_bytes()
    assert SECRET.encode() not in content
    assert b"mail" not in content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    box.keep("mail", SECRET)
    assert file.read_bytes() != content


def test_a_wrong_master_opens_nothing(tmp_path: Path) -> None:
    Vault(tmp_path / "v").open(MASTER)
    again = Vault(tmp_path / "v")
    with pytest.raises(RuleBroken, match="is wrong"):
        again.open("wrong horse")
    assert not again.is_open


def test_a_new_master_must_not_be_short(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="at least 8"):
        Vault(tmp_path / "v").open("short")
    assert not (tmp_path / "v").exists()


def test_a_cheaper_key_is_not_accepted(tmp_path: Path) -> None:
    file = tmp_path / "v"
    Vault(file).open(MASTER)
    stored = json.loads(file.read_text())
    stored["head"]["memory"] = 32
    file.write_text(json.dumps(stored))
    with pytest.raises(RuleBroken, match="is wrong"):
        Vault(file).open(MASTER)


def a_file(**head: object) -> bytes:
    """What could be a vault, if it were not for its head."""
    usual = {"format": 1, "salt": "AAAA", "memory": 64, "rounds": 1, "lanes": 4}
    return json.dumps({"head": usual | head, "nonce": "", "box": ""}).encode()


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff\xfe", a_file(), a_file(format=2), a_file(salt="!"), a_file(memory=99_999_999)],
)
def test_a_damaged_file_is_told_and_left(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "v"
    file.write_bytes(content)
    with pytest.raises(StorageTrouble, match="damaged"):
        Vault(file).open(MASTER)
    assert file.read_bytes() == content


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageTrouble, match="cannot be written"):
        Vault(tmp_path / "file" / "v").open(MASTER)
