"""``fitnesscrm photos``, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.files.test_photos import shot
from tests.support.command_line import run

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    run("clients", "add", "--first", "Anna", "--last", "Berg")
    file = tmp_path / "anna.jpg"
    file.write_bytes(shot())
    return file


def test_add_list_get_remove_and_restore(photo: Path, tmp_path: Path) -> None:
    added = run("photos", "add", 1, photo, "--pose", "front", "--on", "2025-05-01", "--json").document
    assert (added["id"], added["on"], added["pose"], added["no_consent"]) == (1, "2025-05-01", "front", True)
    assert [row["id"] for row in run("photos", "list", 1, "--json").document["photos"]] == [1]
    assert run("photos", "list", 1, "--pose", "back", "--json").document == {"photos": []}
    out = tmp_path / "out"
    out.mkdir()
    run("photos", "get", 1, "-o", out)
    assert [each.name for each in out.iterdir()] == ["2025-05-01 front.jpg"]
    assert run("photos", "remove", 1, "--json").document["removed"] is True
    assert run("photos", "list", 1).out == "No photos.\n"
    assert run("photos", "restore", 1, "--json").document["removed"] is False


def test_a_photo_that_is_mended_says_so_and_of_which_day(photo: Path, private_home: Path) -> None:
    add = ("photos", "add", 1, photo, "--pose", "front")
    assert run(*add, "--on", "2025-05-01", "--json").document["mended"] is False

    def damage() -> None:
        for content in (private_home / "fitnesscrm" / "files").glob("*/*"):
            content.write_bytes(b"nobody can read this")

    damage()
    assert "Photo 1, of 2025-05-01, was there already. It opens again." in run(*add).out
    damage()
    assert run(*add, "--json").document["mended"] is True


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["add", "99", "FILE", "--pose", "front"], 1, "no such client"),
        (["add", "1", "FILE", "--pose", "above"], 2, "--pose"),
        (["add", "1", "FILE", "--pose", "side", "--on", "2199-01-01"], 1, "between 1900 and today"),
        (["add", "1", "nothing.jpg", "--pose", "side"], 1, "no file"),
        (["get", "99", "-o", "x.jpg"], 1, "no such photo"),
        (["remove", "99"], 1, "no such photo"),
        (["list", "99"], 1, "no such client"),
    ],
)
def test_what_is_wrong_is_said(photo: Path, words: list[str], code: int, sentence: str) -> None:
    ran = run("photos", *[str(photo) if word == "FILE" else word for word in words])
    assert ran.code == code
    assert sentence in ran.err
