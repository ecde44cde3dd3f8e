"""``fitnesscrm files``, as it is typed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail

from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.support import strange_pdfs
from tests.support.command_line import Ran, run
from tests.support.memory_keyring import MemoryKeyring
from tests.unit.services.files.test_real_type import pdf

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    run("clients", "add", "--first", "Anna", "--last", "Berg")
    file = tmp_path / "Contract.pdf"
    file.write_bytes(pdf())
    return file


def typed(*words: object, line: str | None = None) -> Ran:
    return run("files", *words, "--json", typed=line)


def add(file: Path, *more: str) -> Any:
    return typed("add", 1, file, "--category", "contract", *more).document


def test_a_file_is_written_where_a_link_leads_and_never_over_a_pipe(contract: Path, tmp_path: Path) -> None:
    add(contract)
    link, real, pipe = tmp_path / "link", tmp_path / "real.pdf", tmp_path / "pipe"
    link.symlink_to(real)
    os.mkfifo(pipe)
    assert typed("get", 1, "-o", link).code == 0
    assert (link.is_symlink(), real.read_bytes()) == (True, pdf())
    assert typed("get", 1, "-o", pipe, "--confirmed").code == 1
    assert pipe.is_fifo()
    assert typed("get", 1, "-o", tmp_path / ("x" * 300)).code == 1


def test_add_list_show_and_get(contract: Path, tmp_path: Path) -> None:
    kept = add(contract, "--tag", "signed", "--tag", "2026", "--expires", "2030-01-31")
    assert (kept["id"], kept["person"], kept["media_type"]) == (1, "Anna Berg", "application/pdf")
    assert (kept["tags"], kept["expires_on"], kept["version"]) == (["2026", "signed"], "2030-01-31", 1)
    listed = typed("list", 1, "--search", "sign", "--tag", "2026").document["files"]
    assert [row["id"] for row in listed] == [1]
    contract.write_bytes(pdf(b"newer"))
    assert typed("version", 1, contract).document["version"] == 2
    assert [each["number"] for each in typed("show", 1).document["versions"]] == [2, 1]
    out = tmp_path / "out.pdf"
    assert typed("get", 1, "-o", out).document == {"id": 1, "file": str(out)}
    assert out.read_bytes() == pdf(b"newer")
    typed("get", 1, "-o", tmp_path / "first.pdf", "--number", 1)
    assert (tmp_path / "first.pdf").read_bytes() == pdf()


def test_edit_remove_and_restore(contract: Path) -> None:
    add(contract, "--expires", "2030-01-31")
    edited = typed("edit", 1, "--name", "Old contract", "--category", "other", "--never-expires").document
    assert (edited["name"], edited["category"], edited["expires_on"]) == ("Old contract", "other", None)
    assert typed("remove", 1).document["removed"] is True
    assert typed("list").document == {"files": []}
    assert len(typed("list", "--removed").document["files"]) == 1
    assert typed("restore", 1).document["removed"] is False
    assert "Old contract (other, version 1)" in run("files", "list").out


def test_what_expires(contract: Path, tmp_path: Path) -> None:
    add(contract, "--expires", "2020-01-31")
    other = tmp_path / "b.txt"
    other.write_text("b")
    add(other, "--expires", "2199-01-31")
    assert [row["id"] for row in typed("list", "--expiring", 14).document["files"]] == [1]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["add", "99", "FILE", "--category", "contract"], 1, "no such client"),
        (["add", "1", "nothing.pdf", "--category", "contract"], 1, "no file “nothing.pdf”"),
        (["add", "1", "FILE", "--category", "thing"], 2, "--category"),
        (["add", "1", "FILE"], 2, "--category"),
        (["add", "1", "FILE", "--category", "plan", "--expires", "soon"], 1, "not a day"),
        (["add", "1", "FILE", "--category", "plan", "--of-staff"], 1, "nobody like that"),
        (["show", "99"], 1, "no such file"),
        (["get", "99", "-o", "x"], 1, "no such file"),
        (["get", "1"], 2, "--out"),
        (["version", "99", "FILE"], 1, "no such file"),
        (["edit", "99", "--name", "x"], 1, "no such file"),
        (["remove", "99"], 1, "no such file"),
        (["restore", "-1"], 1, "not an id"),
        (["list", "99"], 1, "no such client"),
        (["list", "--limit", "0"], 1, "not a number from 1 on"),
        (["key", "add"], 1, "not a recovery code"),
    ],
)
def test_what_is_wrong_is_said(contract: Path, words: list[str], code: int, sentence: str) -> None:
    ran = run("files", *[str(contract) if word == "FILE" else word for word in words], typed="nonsense\n")
    assert ran.code == code
    assert sentence in ran.err
    assert "Traceback" not in ran.err


def test_what_is_asked_about_is_done_after_a_yes(contract: Path) -> None:
    add(contract)
    again = typed("add", 1, contract, "--category", "plan")
    assert (again.code, again.document["error"]) == (1, "Confirmable")
    assert "--confirmed" in again.err
    assert add(contract, "--confirmed")["id"] == 2


def test_the_key_moves_to_another_pc_by_its_code(contract: Path, tmp_path: Path) -> None:
    add(contract)
    assert typed("key", "status").document["place"] == "keyring"
    code = run("files", "key", "show").out.strip()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # of keyring
    refused = typed("get", 1, "-o", tmp_path / "out.pdf")
    assert refused.code == 1
    assert "recovery code" in refused.err
    assert typed("key", "status").document["state"] == "missing"
    added = typed("key", "add", line=f"{code}\n").document
    assert (added["state"], added["place"]) == ("ready", "key_file")
    assert typed("get", 1, "-o", tmp_path / "out.pdf").code == 0
    assert code not in run("doctor").out


def test_a_pdf_with_a_script_is_kept_with_a_remark(contract: Path) -> None:
    assert add(contract)["remark"] == ""
    contract.write_bytes(strange_pdfs.with_script())
    assert "holds a script" in typed("version", 1, contract).document["remark"]
    contract.write_bytes(strange_pdfs.with_attachment())
    said = run("files", "add", "1", str(contract), "--category", "contract").out
    assert "holds another file. Here it is only shown" in said


def test_who_has_lost_key_and_code_starts_anew_by_typing_so(contract: Path, tmp_path: Path) -> None:
    add(contract)
    early = typed("key", "new", line="new key\n")
    assert (early.code, early.document["error"]) == (1, "RuleBroken")
    keyring.set_keyring(MemoryKeyring())
    slip = typed("key", "new", line="yes\n")
    assert slip.code == 1
    assert "Type “new key”" in slip.err
    code = typed("key", "new", line="new key\n").document["code"]
    assert run("files", "key", "show").out.strip() == code
    contract.write_bytes(pdf(b"newer"))
    assert add(contract)["lost"] is False
    listed = typed("list", 1).document["files"]
    assert [(row["id"], row["lost"]) for row in listed] == [(2, False), (1, True)]
    assert "cannot be opened any more" in run("files", "list", "1").out
    assert "former key" in typed("get", 1, "-o", tmp_path / "out.pdf").err
    assert typed("key", "status").document["lost"] == 1
    assert "1 content of a file is encrypted with a former key" in run("doctor").out


def test_a_locked_vault_asks_for_its_password(contract: Path, private_home: Path, tmp_path: Path) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # of keyring
    SecretStore(private_home / "fitnesscrm").open_vault("a master password")
    refused = typed("add", 1, contract, "--category", "plan")
    assert refused.code == 1
    assert "vault of this PC, which is locked" in refused.err
    wrong = typed("add", 1, contract, "--category", "plan", line="a wrong password\n")
    assert "master password is wrong" in wrong.err
    assert typed("add", 1, contract, "--category", "plan", line="a master password\n").code == 0
    assert typed("key", "status").document["state"] == "locked"
    out = tmp_path / "out.pdf"
    assert typed("get", 1, "-o", out, line="a master password\n").code == 0
    assert out.read_bytes() == pdf()
