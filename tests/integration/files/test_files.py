"""Files of clients and staff: versions, tags, expiry, search, and who may see what."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import FileCategory, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import (
    Confirmable,
    Conflict,
    NotAllowed,
    NotFound,
    RuleBroken,
    StorageTrouble,
)
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.files.events import FilesChanged
from fitnesscrm_desktop.services.files.results import FileChange, FileInfo, FileQuery, NewFile, PreviewKind
from tests.support.brought_files import Drop, counts
from tests.support.clock import FakeClock
from tests.support.staff import hire, make_hashing_cheap
from tests.support.studio_rows import StudioRows
from tests.unit.services.files.test_real_type import pdf, picture

TODAY = date(2026, 3, 4)


def names(services: Services, actor: Actor, query: FileQuery | None = None) -> list[str]:
    return [row.name for row in services.files.rows(actor, query or FileQuery()).rows]


@pytest.fixture
def contract(services: Services, owner: Actor, anna: int, drop: Drop) -> FileInfo:
    return services.files.add(owner, NewFile(drop(), FileCategory.CONTRACT, anna))


def test_a_file_is_kept_and_given_back_as_it_was(
    services: Services, owner: Actor, anna: int, drop: Drop, tmp_path: Path
) -> None:
    content = pdf(os.urandom(3_000_000).replace(b"stream", b""))
    new = NewFile(drop("Contract 2026.pdf", content), FileCategory.CONTRACT, anna, tags=("Signed",))
    kept = services.files.add(owner, new)
    assert (kept.name, kept.person, kept.tags) == ("Contract 2026", "Anna Berg", ("Signed",))
    assert (kept.newest.number, kept.newest.media_type) == (1, "application/pdf")
    assert (kept.newest.size, kept.newest.file_name) == (len(content), "Contract 2026.pdf")
    saved = services.files.save(owner, kept.id, tmp_path)
    assert saved == tmp_path / "Contract 2026.pdf"
    assert saved.read_bytes() == content
    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob(".*.part")) == []


def test_it_is_told_who_added_it_and_that_it_was_taken_out(
    services: Services,
    contract: FileInfo,
    desk: Actor,
    tmp_path: Path,
    audited: Callable[[], list[tuple[str, str]]],
    heard: Callable[[], list[Event]],
) -> None:
    services.files.save(desk, contract.id, tmp_path / "out.pdf")
    services.files.preview(desk, contract.id)
    actions = [action for action, _ in audited()]
    assert actions[-3:] == ["file.add", "file.download", "file.view"]
    assert "Contract" not in " ".join(detail for _, detail in audited())
    services.files.add_version(desk, contract.id, _with(tmp_path, b"new"))
    assert heard()[-1] == FilesChanged(contract.client_id)


def _with(folder: Path, more: bytes, name: str = "newer.pdf") -> Path:
    file = folder / name
    file.write_bytes(pdf(more))
    return file


def test_versions_stay_and_the_newest_holds(
    services: Services, owner: Actor, contract: FileInfo, tmp_path: Path
) -> None:
    second = services.files.add_version(owner, contract.id, _with(tmp_path, b"second"))
    assert (second.newest.number, second.version) == (2, contract.version + 1)
    detail = services.files.detail(owner, contract.id)
    assert [each.number for each in detail.versions] == [2, 1]
    services.files.save(owner, contract.id, tmp_path / "one.pdf", 1)
    services.files.save(owner, contract.id, tmp_path / "two.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == pdf()
    assert (tmp_path / "two.pdf").read_bytes() == pdf(b"second")
    with pytest.raises(NotFound, match="no such version"):
        services.files.save(owner, contract.id, tmp_path / "three.pdf", 3)
    with pytest.raises(RuleBroken, match="same as the newest"):
        services.files.add_version(owner, contract.id, _with(tmp_path, b"second"))


def test_the_same_file_twice_is_asked_about(
    services: Services, owner: Actor, contract: FileInfo, anna: int, drop: Drop, studio_rows: StudioRows
) -> None:
    again = NewFile(drop("copy.pdf"), FileCategory.OTHER, anna)
    with pytest.raises(Confirmable, match="exactly this file already: “Contract”"):
        services.files.add(owner, again)
    services.files.add(owner, again, confirmed=True)
    services.files.add(owner, NewFile(drop(), FileCategory.OTHER, studio_rows.client("Bo Novak")))
    assert counts(services) == (3, 3, 1)
    assert contract.name in names(services, owner)


def test_an_existing_file_is_replaced_only_after_a_yes(
    services: Services, owner: Actor, contract: FileInfo, tmp_path: Path
) -> None:
    target = tmp_path / "mine.pdf"
    target.write_bytes(b"mine")
    with pytest.raises(Confirmable, match="already"):
        services.files.save(owner, contract.id, target)
    assert target.read_bytes() == b"mine"
    services.files.save(owner, contract.id, target, confirmed=True)
    assert target.read_bytes() == pdf()


def test_a_place_that_cannot_be_written_is_told(
    services: Services, owner: Actor, contract: FileInfo, tmp_path: Path
) -> None:
    with pytest.raises(StorageTrouble, match="cannot be stored in"):
        services.files.save(owner, contract.id, tmp_path / "nowhere" / "x.pdf")


def test_search_finds_words_of_name_and_tags_in_any_order(
    services: Services, owner: Actor, anna: int, drop: Drop
) -> None:
    add = services.files.add
    add(owner, NewFile(drop("a.txt", b"a"), FileCategory.PLAN, anna, name="Übungsplan März", tags=("Knie",)))
    add(owner, NewFile(drop("b.txt", b"b"), FileCategory.OTHER, anna, name="100% sure_thing"))
    for text, expected in {
        "ubungsplan": ["Übungsplan März"],
        "knie MÄRZ": ["Übungsplan März"],
        "%": ["100% sure_thing"],
        "e_t": ["100% sure_thing"],
        "eXt": [],
        "": ["100% sure_thing", "Übungsplan März"],
    }.items():
        assert names(services, owner, FileQuery(text=text)) == expected, text
    assert names(services, owner, FileQuery(tag="KNIE")) == ["Übungsplan März"]
    assert names(services, owner, FileQuery(category=FileCategory.PLAN)) == ["Übungsplan März"]
    assert services.files.tags(owner) == ("Knie",)


def test_what_expires_is_noticed_in_time(
    services: Services, owner: Actor, anna: int, drop: Drop, clock: FakeClock
) -> None:
    for days in (-1, 0, 14, 15):
        new = NewFile(
            drop(f"{days}.txt", str(days).encode()),
            FileCategory.WAIVER,
            anna,
            name=str(days),
            expires_on=TODAY + timedelta(days=days),
        )
        services.files.add(owner, new)
    services.files.add(owner, NewFile(drop("never.txt", b"x"), FileCategory.WAIVER, anna))
    soon = services.files.expiring(owner)
    assert [(file.name, file.expires_in) for file in soon] == [("-1", -1), ("0", 0), ("14", 14)]
    clock.advance(days=1)
    assert [file.name for file in services.files.expiring(owner)] == ["-1", "0", "14", "15"]


def test_an_edit_is_refused_when_somebody_was_faster(
    services: Services, owner: Actor, contract: FileInfo
) -> None:
    mine = FileChange("Mine", FileCategory.CONTRACT, ("a",), TODAY)
    theirs = FileChange("Theirs", FileCategory.CONTRACT)
    services.files.edit(owner, contract.id, contract.version, theirs)
    with pytest.raises(Conflict) as refused:
        services.files.edit(owner, contract.id, contract.version, mine)
    assert refused.value.theirs == {"name": "Theirs", "tags": (), "expires_on": None}
    done = services.files.edit(owner, contract.id, contract.version + 1, mine)
    assert (done.name, done.tags, done.expires_on) == ("Mine", ("a",), TODAY)


@pytest.mark.parametrize(
    "change",
    [
        FileChange("", FileCategory.PLAN),
        FileChange("x" * 201, FileCategory.PLAN),
        FileChange("x", FileCategory.PLAN, ("y" * 61,)),
        FileChange("x", FileCategory.PLAN, tuple(map(str, range(21)))),
        FileChange("x", FileCategory.PLAN, (), date(1, 1, 1)),
    ],
)
def test_what_cannot_be_is_told_by_field(
    services: Services, owner: Actor, contract: FileInfo, change: FileChange
) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.files.edit(owner, contract.id, contract.version, change)
    assert len(refused.value.fields) == 1


def test_what_was_removed_comes_back(services: Services, owner: Actor, contract: FileInfo) -> None:
    services.files.remove(owner, contract.id)
    assert names(services, owner) == []
    assert names(services, owner, FileQuery(removed=True)) == ["Contract"]
    services.files.restore(owner, contract.id)
    assert names(services, owner) == ["Contract"]


def test_the_desk_removes_nothing(services: Services, desk: Actor, contract: FileInfo) -> None:
    with pytest.raises(NotAllowed):
        services.files.remove(desk, contract.id)


@pytest.mark.parametrize("category", [FileCategory.ASSESSMENT, FileCategory.PHOTO])
def test_what_tells_about_a_body_is_for_those_who_may_see_health_data(
    services: Services,
    owner: Actor,
    desk: Actor,
    trainer: Actor,
    anna: int,
    drop: Drop,
    category: FileCategory,
) -> None:
    kept = services.files.add(owner, NewFile(drop(), category, anna, name="Knee", tags=("secret",)))
    assert names(services, trainer) == ["Knee"]
    assert names(services, desk) == []
    assert services.files.tags(desk) == ()
    refused = (
        lambda: services.files.detail(desk, kept.id),
        lambda: services.files.preview(desk, kept.id),
        lambda: services.files.save(desk, kept.id, drop().parent / "out"),
        lambda: services.files.add_version(desk, kept.id, drop()),
        lambda: services.files.add(desk, NewFile(drop("b.txt", b"b"), category, anna)),
        lambda: services.files.edit(desk, kept.id, kept.version, FileChange("x", FileCategory.OTHER)),
    )
    for deed in refused:
        with pytest.raises(NotAllowed):
            deed()
    assert not (drop().parent / "out").exists()


def test_a_file_does_not_become_secret_by_somebody_who_may_not_see_it_then(
    services: Services, desk: Actor, contract: FileInfo
) -> None:
    with pytest.raises(NotAllowed):
        services.files.edit(desk, contract.id, contract.version, FileChange("x", FileCategory.PHOTO))


def test_files_of_the_staff_are_for_those_who_look_after_files(
    services: Services,
    owner: Actor,
    trainer: Actor,
    manager: Actor,
    drop: Drop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_hashing_cheap(monkeypatch)
    olga = hire(services, "olga", Role.OWNER).id
    new = NewFile(drop(), FileCategory.CONTRACT, staff_id=olga)
    with pytest.raises(NotAllowed):
        services.files.add(trainer, new)
    kept = services.files.add(manager, new)
    assert kept.person
    assert names(services, owner, FileQuery(staff_id=olga)) == ["Contract"]
    assert names(services, trainer) == []


@pytest.mark.parametrize("people", [(None, None), (1, 1)])
def test_a_file_belongs_to_one_person(
    services: Services, owner: Actor, drop: Drop, people: tuple[int | None, int | None]
) -> None:
    with pytest.raises(RuleBroken, match="one person"):
        services.files.add(owner, NewFile(drop(), FileCategory.OTHER, *people))


def test_nobody_there_is_told(services: Services, owner: Actor, drop: Drop) -> None:
    for new in (NewFile(drop(), FileCategory.OTHER, 99), NewFile(drop(), FileCategory.OTHER, staff_id=99)):
        with pytest.raises(NotFound):
            services.files.add(owner, new)
    with pytest.raises(NotFound):
        services.files.detail(owner, 99)
    assert counts(services) == (0, 0, 0)


def test_pictures_pdfs_and_text_can_be_looked_at(
    services: Services, owner: Actor, anna: int, drop: Drop
) -> None:
    shown = {}
    for name, content in {
        "a.png": picture("PNG", (3000, 200)),
        "b.pdf": pdf(),
        "c.txt": "Zoë".encode(),
        "d.mp4": b"\0\0\0\x18ftypisom",
        "e.jpg": picture("JPEG", (600, 600))[:-400],
    }.items():
        kept = services.files.add(owner, NewFile(drop(name, content), FileCategory.OTHER, anna))
        shown[name] = services.files.preview(owner, kept.id)
    assert [each.kind for each in shown.values()] == [
        PreviewKind.PICTURE,
        PreviewKind.PDF,
        PreviewKind.TEXT,
        PreviewKind.NONE,
        PreviewKind.NONE,
    ]
    assert shown["a.png"].data.startswith(b"\xff\xd8")
    assert shown["c.txt"].text == "Zoë"


def test_many_files_come_in_pages(services: Services, owner: Actor, anna: int, drop: Drop) -> None:
    for number in range(5):
        new = NewFile(drop("n.txt", str(number).encode()), FileCategory.OTHER, anna, name=str(number))
        services.files.add(owner, new)
    first = services.files.rows(owner, FileQuery(anna), limit=3)
    rest = services.files.rows(owner, FileQuery(anna), after=first.next_cursor, limit=3)
    assert [row.name for row in (*first.rows, *rest.rows)] == ["4", "3", "2", "1", "0"]
    assert rest.next_cursor is None


def test_files_of_a_merged_client_are_found_under_both_numbers(
    services: Services, owner: Actor, contract: FileInfo, anna: int, studio_rows: StudioRows
) -> None:
    keep = studio_rows.client("Anna Berg-Meyer")
    services.clients.merge(owner, keep, anna)
    assert names(services, owner, FileQuery(keep)) == names(services, owner, FileQuery(anna)) == ["Contract"]
    assert services.files.detail(owner, contract.id).info.client_id == keep
