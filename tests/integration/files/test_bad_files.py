"""What could do harm, is too large or leads elsewhere: a sentence, and nothing is half stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import FileCategory
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.files import store as store_module
from fitnesscrm_desktop.services.files.results import NewFile
from fitnesscrm_desktop.services.files.store import ContentStore
from tests.support.brought_files import Drop, counts
from tests.unit.services.files.test_real_type import pdf, png_that_claims


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("holiday.jpg", b"MZ\x90\x00" + b"\0" * 500, "is a program"),
        ("plan.pdf", b"#!/bin/sh\n", "is a program"),
        ("logo.svg", b"<svg><script>alert(1)</script></svg>", "holds scripts"),
        ("scan.png", png_that_claims(60_000, 60_000), "million pixels"),
        ("nothing.pdf", b"", "is empty"),
        ("bomb.pdf", pdf(b"<< /Filter [/FlateDecode /FlateDecode] >> stream\nx\nendstream"), "would unfold"),
    ],
)
def test_what_could_do_harm_is_refused_and_nothing_is_half_stored(
    services: Services,
    store: ContentStore,
    owner: Actor,
    anna: int,
    drop: Drop,
    name: str,
    content: bytes,
    sentence: str,
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        services.files.add(owner, NewFile(drop(name, content), FileCategory.OTHER, anna))
    assert counts(services) == (0, 0, 0)
    assert not store.folder.root.exists()


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(
    services: Services, owner: Actor, anna: int, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as stream:
        stream.truncate(2_000_000_000)  # takes no room on the disk
    with pytest.raises(RuleBroken, match="larger than 100 MB"):
        services.files.add(owner, NewFile(huge, FileCategory.OTHER, anna))


def test_a_file_that_grows_while_it_is_read_is_refused(
    services: Services, owner: Actor, anna: int, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = drop("big.pdf", pdf(b"x" * 2000))
    monkeypatch.setattr(store_module, "MOST_BYTES", 100)
    small = file.with_name("small.pdf")
    small.write_bytes(pdf())
    looked_like = small.stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: looked_like)
    with pytest.raises(RuleBroken, match="larger than"):
        services.files.add(owner, NewFile(file, FileCategory.OTHER, anna))


@pytest.mark.parametrize("what", ["nothing there", "a folder", "a bad name"])
def test_what_is_no_file_is_told(
    services: Services, owner: Actor, anna: int, tmp_path: Path, what: str
) -> None:
    paths = {"nothing there": tmp_path / "no.pdf", "a folder": tmp_path, "a bad name": Path("a\x00b")}
    with pytest.raises(RuleBroken, match="Nothing was stored"):
        services.files.add(owner, NewFile(paths[what], FileCategory.OTHER, anna))


def test_a_name_leads_nowhere(
    services: Services, owner: Actor, anna: int, drop: Drop, tmp_path: Path
) -> None:
    new = NewFile(drop(), FileCategory.OTHER, anna, name="../../etc/cron.d/evil.sh")
    kept = services.files.add(owner, new)
    saved = services.files.save(owner, kept.id, tmp_path)
    assert saved.parent == tmp_path
    assert saved.name == ".. .. etc cron.d evil.sh.pdf".strip(" .")


def test_an_executable_ending_does_not_come_back(
    services: Services, owner: Actor, anna: int, drop: Drop, tmp_path: Path
) -> None:
    kept = services.files.add(owner, NewFile(drop("run.bat", b"del *.*\r\n"), FileCategory.OTHER, anna))
    assert services.files.save(owner, kept.id, tmp_path).suffix == ".txt"
