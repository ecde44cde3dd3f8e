"""Several files are stored at once, and each says what became of it."""

from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import FileCategory, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files import store
from fitnesscrm_desktop.services.files.results import FileInfo, FileQuery, NewFile
from fitnesscrm_desktop.ui.files.add_dialog import AddFilesDialog
from tests.gui.files.screen import FilesScreen
from tests.support.drawn_files import contract
from tests.support.staff import hire


def kept(services: Services, owner: Actor, client_id: int) -> list[FileInfo]:
    """What is stored of a client, by name."""
    return sorted(services.files.rows(owner, FileQuery(client_id=client_id)).rows, key=lambda file: file.name)


def words(dialog: AddFilesDialog) -> dict[str, str]:
    """What each line says."""
    return {row.path.name: row.words.text() for row in dialog.files.rows}


def test_what_is_dropped_on_the_part_is_asked_about(screen: FilesScreen, anna: int) -> None:
    tab = screen.tab(anna)
    paths = [screen.bring("One.pdf"), screen.bring("Two.pdf")]
    screen.drop(tab.browser, paths)
    assert screen.at_hand.window.opened == [("files.add", {"client_id": anna, "paths": tuple(paths)})]


def test_several_files_get_one_category_tags_and_expiry(
    screen: FilesScreen, services: Services, owner: Actor, anna: int
) -> None:
    dialog = screen.add_dialog(anna, screen.bring("One.pdf"), screen.bring("Two.pdf", contract("Two")))
    assert dialog.verb.text() == "Store 2 files"
    dialog.category.set_code("waiver")
    dialog.tags.setText("signed, paper")
    screen.submit(dialog)
    found = kept(services, owner, anna)
    assert [(file.name, file.category, sorted(file.tags)) for file in found] == [
        ("One", FileCategory.WAIVER, ["paper", "signed"]),
        ("Two", FileCategory.WAIVER, ["paper", "signed"]),
    ]
    assert [file.name for file in dialog.outcome] == ["One", "Two"]


def test_what_cannot_be_stored_is_told_file_by_file_and_the_rest_is_kept(
    screen: FilesScreen, services: Services, owner: Actor, anna: int
) -> None:
    good = screen.bring("Good.pdf")
    harm = screen.bring("Invoice.pdf", b"MZ" + b"\0" * 400)
    gone = screen.bring("Gone.pdf", contract("Gone"))
    dialog = screen.add_dialog(anna, good, harm, gone)
    gone.unlink()
    screen.submit(dialog)
    assert [file.name for file in kept(services, owner, anna)] == ["Good"]
    said = words(dialog)
    assert said["Good.pdf"] == "Stored."
    assert "program" in said["Invoice.pdf"]
    assert said["Gone.pdf"] == "There is no file “Gone.pdf”. Nothing was stored."
    assert dialog.notice.text() == "One file is stored. 2 are not stored: each says why."
    assert dialog.verb.text() == "Store 2 files"
    dialog.reject()
    assert [file.name for file in dialog.outcome] == ["Good"]


def test_a_folder_is_no_file(screen: FilesScreen, anna: int) -> None:
    folder = screen.bring().parent
    dialog = screen.add_dialog(anna, folder)
    screen.submit(dialog)
    assert words(dialog) == {"brought": "“brought” is not a file. Nothing was stored."}


def test_a_large_file_is_told_before_anything_of_it_is_stored(
    screen: FilesScreen, services: Services, owner: Actor, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_BYTES", 1000)
    dialog = screen.add_dialog(anna, screen.bring("Film.pdf", contract() + b"\0" * 1000))
    screen.submit(dialog)
    assert "is larger than" in words(dialog)["Film.pdf"]
    assert kept(services, owner, anna) == []


def test_a_twin_is_stored_only_if_somebody_insists(
    screen: FilesScreen, services: Services, owner: Actor, anna: int
) -> None:
    screen.keep(anna)
    dialog = screen.add_dialog(anna, screen.bring())
    screen.submit(dialog)
    (row,) = dialog.files.rows
    assert "exactly this file already" in row.words.text()
    row.twin.click()
    screen.settle()
    assert len(kept(services, owner, anna)) == 2
    assert dialog.outcome is not None


def test_a_file_can_be_left_out(screen: FilesScreen, anna: int) -> None:
    dialog = screen.add_dialog(anna, screen.bring("One.pdf"), screen.bring("Two.pdf"))
    dialog.files.rows[0].out.click()
    screen.settle()
    assert list(words(dialog)) == ["Two.pdf"]
    dialog.files.rows[0].out.click()
    assert not dialog.verb.isEnabled()


def test_more_files_can_be_dropped_and_none_is_listed_twice(screen: FilesScreen, anna: int) -> None:
    one, two = screen.bring("One.pdf"), screen.bring("Two.pdf")
    dialog = screen.add_dialog(anna, one)
    screen.drop(dialog, [one, two])
    assert list(words(dialog)) == ["One.pdf", "Two.pdf"]
    screen.at_hand.dialogs.then([screen.bring("Three.pdf")])
    dialog.choose.click()
    screen.settle()
    assert len(words(dialog)) == 3


def test_stopping_keeps_what_is_stored_and_begins_no_further_file(
    screen: FilesScreen, services: Services, owner: Actor, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [screen.bring(f"{number}.pdf", contract(str(number))) for number in range(3)]
    dialog = screen.add_dialog(anna, *paths)
    add = services.files.add

    def stop_after_one(actor: Actor, new: NewFile, *, confirmed: bool = False) -> FileInfo:
        run = dialog._run  # noqa: SLF001 - what Esc stops
        assert run is not None
        run.stop()
        return add(actor, new, confirmed=confirmed)

    monkeypatch.setattr(services.files, "add", stop_after_one)
    screen.submit(dialog)
    assert [file.name for file in kept(services, owner, anna)] == ["0"]
    assert words(dialog)["2.pdf"] == "Stopped. Nothing was stored of it."
    assert dialog.notice.text() == "One file is stored. You have stopped it: 2 are not stored."


def test_tags_that_cannot_be_used_are_told_at_their_field(
    screen: FilesScreen, services: Services, owner: Actor, anna: int
) -> None:
    dialog = screen.add_dialog(anna, screen.bring())
    dialog.tags.setText(", ".join(f"tag {number}" for number in range(30)))
    screen.submit(dialog)
    assert "at most 20 tags" in dialog.form.error(dialog.tags)
    assert kept(services, owner, anna) == []


def test_files_of_the_staff_belong_to_one_of_them(
    screen: FilesScreen, services: Services, owner: Actor
) -> None:
    hire(services, "olga", Role.OWNER)
    staff_id = hire(services, "tim").id
    dialog = screen.add_dialog(None, screen.bring("Trainer licence.pdf"))
    dialog.person.set_code(str(staff_id))
    screen.submit(dialog)
    (file,) = services.files.rows(owner, FileQuery(staff_id=staff_id)).rows
    assert file.name == "Trainer licence"


def test_undo_takes_back_what_was_stored(
    screen: FilesScreen, services: Services, owner: Actor, anna: int, tmp_path: Path
) -> None:
    tab = screen.tab(anna)
    screen.at_hand.window.outcomes["files.add"] = (screen.keep(anna),)
    tab.browser.add.click()
    assert screen.at_hand.toasts.texts == ["One file is stored."]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert kept(services, owner, anna) == []
