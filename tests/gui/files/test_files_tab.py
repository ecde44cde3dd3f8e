"""The files of a client: found, looked at, kept in versions, put away and brought back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import FileCategory, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.places import content_folder
from fitnesscrm_desktop.services.files.results import FileChange
from fitnesscrm_desktop.ui.core.columns import TONE_ROLE
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.files.browser import EXPIRING, REMOVED
from fitnesscrm_desktop.ui.files.edit_dialog import EditFileDialog
from fitnesscrm_desktop.ui.files.view_dialog import ViewDialog
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog
from tests.gui.files.screen import FilesScreen
from tests.support.drawn_files import contract, silhouette

TODAY = date(2026, 3, 4)
ScreenOf = Callable[..., FilesScreen]


def looks(services: Services, action: str) -> int:
    """How often that was written down."""
    with services.core.read() as session:
        return len(session.scalars(select(AuditEntry.id).where(AuditEntry.action == action)).all())


def test_no_files_yet_offers_to_add_some(screen: FilesScreen, anna: int) -> None:
    tab = screen.tab(anna)
    assert "No files yet" in screen.said(tab.browser.table)
    tab.browser.table.empty_state().acted.emit()
    assert screen.at_hand.window.opened == [("files.add", {"client_id": anna, "paths": ()})]


def test_a_line_says_what_a_file_is_until_when_it_holds_and_who_brought_it(
    screen: FilesScreen, anna: int
) -> None:
    screen.keep(anna, "Rules.pdf", tags=("signed", "2026"), expires_on=date(2026, 3, 20))
    browser = screen.tab(anna).browser
    name, category, version, expires, tags, who, when = screen.cells(browser)
    assert (name, category, version, expires) == ("Rules", "Contract", "1", "20 Mar 2026")
    assert sorted(tags.split(", ")) == ["2026", "signed"]
    assert (who, when) == (screen.at_hand.desk.actor.name, "04/03/2026, 10:00")
    assert browser.table.files.index(0, 3).data(TONE_ROLE) == Tone.AMBER


def test_what_has_expired_is_red_and_says_so(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna, "Waiver.pdf", category=FileCategory.WAIVER, expires_on=date(2026, 2, 1))
    browser = screen.tab(anna).browser
    assert screen.cells(browser)[3] == "Expired 1 Feb 2026"
    assert browser.table.files.index(0, 3).data(TONE_ROLE) == Tone.RED
    assert "Expired on 1 Feb 2026" in screen.said(browser.preview)


def test_files_are_found_by_words_categories_and_tags(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna, "Contract.pdf", tags=("gold",))
    screen.keep(anna, "Plan for May.pdf", content=contract("Plan"), category=FileCategory.PLAN)
    browser = screen.tab(anna).browser
    assert sorted(screen.names(browser)) == ["Contract", "Plan for May"]
    screen.search(browser, "gold")
    assert screen.names(browser) == ["Contract"]
    screen.search(browser, "")
    screen.choose(browser, "plan")
    assert screen.names(browser) == ["Plan for May"]
    screen.search(browser, "nothing like it")
    assert "Nothing fits" in screen.said(browser.table)
    browser.table.empty_state().acted.emit()
    screen.settle()
    assert len(screen.names(browser)) == 2
    browser.tag.set_code("gold")
    browser.tag.chosen.emit("gold")
    screen.settle()
    assert screen.names(browser) == ["Contract"]


def test_what_expires_soon_is_a_list_of_its_own(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna, "Soon.pdf", expires_on=date(2026, 3, 30))
    screen.keep(anna, "Later.pdf", content=contract("Later"), expires_on=date(2027, 3, 30))
    browser = screen.tab(anna).browser
    screen.choose(browser, EXPIRING)
    assert screen.names(browser) == ["Soon"]


def test_a_pdf_is_shown_beside_the_list(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna, content=contract(pages=3))
    preview = screen.tab(anna).browser.preview
    assert preview.pdf is not None
    assert preview.stack.currentWidget() is preview.pdf
    assert preview.pdf.page_count() == 3
    assert not preview.pdf.save_button.isVisibleTo(preview)


def test_pictures_and_texts_are_shown_too(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna, "Knee.jpg", content=silhouette(), category=FileCategory.ASSESSMENT)
    preview = screen.tab(anna).browser.preview
    assert preview.stack.currentWidget() is preview.picture
    assert preview.picture.image.width() == 600
    screen.keep(anna, "Notes.txt", content="Ünder load fine.".encode())
    browser = screen.tab(anna).browser
    assert screen.names(browser)[0] == "Notes"
    assert browser.preview.text.toPlainText() == "Ünder load fine."


def test_a_look_is_written_down_once_however_often_one_comes_back(
    screen: FilesScreen, services: Services, anna: int
) -> None:
    screen.keep(anna, "One.pdf")
    screen.keep(anna, "Two.pdf", content=contract("Two"))
    tab = screen.tab(anna)
    assert looks(services, "file.view") == 1
    for row in (1, 0, 1):
        tab.browser.table.select_row(row)
        screen.settle()
    tab.show_client(anna)
    screen.settle()
    assert looks(services, "file.view") == 2
    tab.leave()
    tab.browser.table.select_row(0)
    screen.settle()
    assert looks(services, "file.view") == 3


def test_running_through_the_list_looks_at_nothing_on_the_way(
    screen: FilesScreen, services: Services, anna: int
) -> None:
    for number in range(4):
        screen.keep(anna, f"File {number}.pdf", content=contract(f"File {number}"))
    browser = screen.tab(anna).browser
    for row in (1, 2, 3):
        browser.table.select_row(row)
    screen.settle()
    assert looks(services, "file.view") == 2


def test_an_older_version_is_looked_at_and_saved(
    screen: FilesScreen, services: Services, owner: Actor, anna: int, tmp_path: Path
) -> None:
    first = contract("As it was")
    file = screen.keep(anna, content=first)
    services.files.add_version(owner, file.id, screen.bring("Newer.pdf", contract("As it is")))
    browser = screen.tab(anna).browser
    assert screen.cells(browser)[2] == "2"
    assert [browser.preview.versions.itemData(place) for place in range(2)] == ["2", "1"]
    browser.preview.versions.chosen.emit("1")
    screen.settle()
    target = tmp_path / "old.pdf"
    screen.at_hand.dialogs.then(target)
    screen.press(browser.table, Qt.Key.Key_S, ctrl=True)
    assert target.read_bytes() == first
    assert screen.at_hand.toasts.texts == [f"old.pdf is in {tmp_path}"]
    assert screen.at_hand.toasts.said[-1].action == "Open folder"
    assert looks(services, "file.download") == 1


def test_a_new_version_keeps_the_older_one(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna)
    browser = screen.tab(anna).browser
    screen.at_hand.dialogs.then(screen.bring("Newer.pdf", contract("Newer")))
    screen.press(browser.table, Qt.Key.Key_U, ctrl=True)
    assert screen.at_hand.toasts.texts == ["Version 2 of “Contract” is stored."]
    assert screen.cells(browser)[2] == "2"
    assert browser.preview.versions.isVisibleTo(browser)


def test_a_file_that_is_mended_by_the_same_one_is_shown_at_once(
    screen: FilesScreen, services: Services, anna: int
) -> None:
    screen.keep(anna)
    for content in content_folder(services.core.database.file, services.home).glob("*/*"):
        content.write_bytes(b"damaged")
    browser = screen.tab(anna).browser
    assert "The file cannot be read" in screen.said(browser.preview)
    screen.at_hand.dialogs.then(screen.bring())
    screen.press(browser.table, Qt.Key.Key_U, ctrl=True)
    (told,) = screen.at_hand.toasts.texts
    assert told.startswith("Contract: This is the newest version, which could not be opened any more")
    assert browser.preview.pdf is not None
    assert browser.preview.stack.currentWidget() is browser.preview.pdf


def test_the_same_again_is_no_new_version_and_says_so(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna)
    browser = screen.tab(anna).browser
    screen.at_hand.dialogs.then(screen.bring())
    browser.preview.version.click()
    screen.settle()
    (error,) = screen.at_hand.window.reported
    assert str(error) == "This is the same as the newest version. Nothing was stored."


def test_what_is_removed_comes_back_by_undo(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna, "One.pdf")
    screen.keep(anna, "Two.pdf", content=contract("Two"))
    browser = screen.tab(anna).browser
    browser.table.selectAll()
    assert "2 files are chosen." in screen.said(browser.preview)
    screen.press(browser.table, Qt.Key.Key_Delete)
    assert screen.names(browser) == []
    assert screen.at_hand.toasts.texts == ["2 files are removed."]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert sorted(screen.names(browser)) == ["One", "Two"]


def test_removed_files_are_listed_and_brought_back(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna)
    browser = screen.tab(anna).browser
    browser.preview.remove.click()
    screen.settle()
    screen.choose(browser, REMOVED)
    assert screen.names(browser) == ["Contract"]
    assert not browser.preview.edit.isVisibleTo(browser)
    browser.preview.restore.click()
    screen.settle()
    assert screen.names(browser) == []
    assert screen.at_hand.toasts.texts[-1] == "“Contract” is back."


def test_the_desk_adds_and_edits_but_removes_nothing_and_sees_no_health(
    screen: FilesScreen, screen_of: ScreenOf, anna: int
) -> None:
    screen.keep(anna)
    screen.keep(anna, "Knee.jpg", content=silhouette(), category=FileCategory.ASSESSMENT)
    desk = screen_of(Role.FRONT_DESK)
    browser = desk.tab(anna).browser
    assert desk.names(browser) == ["Contract"]
    assert browser.preview.edit.isVisibleTo(browser)
    assert not browser.preview.remove.isVisibleTo(browser)
    offered = [browser.shown.itemData(place) for place in range(browser.shown.count())]
    assert "assessment" not in offered
    assert REMOVED not in offered
    desk.press(browser.table, Qt.Key.Key_Delete)
    assert desk.names(browser) == ["Contract"]


def test_enter_shows_a_file_large_without_a_second_look(
    screen: FilesScreen, services: Services, anna: int
) -> None:
    screen.keep(anna)
    browser = screen.tab(anna).browser

    def read(dialog: QDialog) -> bool:
        assert isinstance(dialog, ViewDialog)
        screen.show(dialog)
        screen.settle()
        assert dialog.pane.pdf is not None
        return True

    screen.at_hand.dialogs.then(read)
    screen.press(browser.table, Qt.Key.Key_Return)
    assert looks(services, "file.view") == 1


def test_enter_right_after_an_arrow_key_shows_that_file_large(
    screen: FilesScreen, services: Services, anna: int
) -> None:
    for name in ("One", "Two"):
        screen.keep(anna, f"{name}.pdf", content=contract(name))
    browser = screen.tab(anna).browser
    browser.table.select_row(1)

    def read(dialog: QDialog) -> bool:
        assert isinstance(dialog, ViewDialog)
        screen.show(dialog)
        screen.settle()
        assert not dialog.pane.is_loading
        return True

    screen.at_hand.dialogs.then(read)
    screen.press(browser.table, Qt.Key.Key_Return)
    screen.settle()
    assert not browser.preview.is_loading


def test_what_was_left_before_it_was_shown_is_looked_at_when_one_comes_back(
    screen: FilesScreen, services: Services, anna: int
) -> None:
    for name in ("One", "Two"):
        screen.keep(anna, f"{name}.pdf", content=contract(name))
    tab = screen.tab(anna)
    tab.browser.table.select_row(1)
    tab.leave()
    screen.settle()
    assert looks(services, "file.view") == 1
    tab.show_client(anna)
    screen.settle()
    assert looks(services, "file.view") == 2
    assert not tab.browser.preview.is_loading


def edited(screen: FilesScreen, name: str, tags: str) -> Callable[[QDialog], bool]:
    """Fill in the dialog, and save."""

    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, EditFileDialog)
        screen.show(dialog)
        dialog.name.setText(name)
        dialog.tags.setText(tags)
        dialog.submit()
        screen.settle()
        return dialog.outcome is not None

    return fill


def test_name_and_tags_are_changed(screen: FilesScreen, anna: int) -> None:
    screen.keep(anna)
    browser = screen.tab(anna).browser
    screen.at_hand.dialogs.then(edited(screen, "Contract 2026", "signed; gold"))
    screen.press(browser.table, Qt.Key.Key_E, ctrl=True)
    assert screen.cells(browser)[0] == "Contract 2026"
    assert screen.cells(browser)[4] == "gold, signed"


def test_what_two_have_changed_is_asked_field_by_field(
    screen: FilesScreen, services: Services, owner: Actor, anna: int
) -> None:
    file = screen.keep(anna)
    browser = screen.tab(anna).browser

    def fill(dialog: QDialog) -> bool:
        theirs = FileChange("Theirs", FileCategory.PLAN, ("theirs",))
        services.files.edit(owner, file.id, file.version, theirs)
        return edited(screen, "Mine", "")(dialog)

    def choose_theirs(dialog: QDialog) -> bool:
        assert isinstance(dialog, ConflictDialog)
        assert list(dialog.mine) == ["name"]  # what only one of us has changed is no question
        dialog.theirs["name"].setChecked(True)
        return True

    screen.at_hand.dialogs.then(fill, choose_theirs)
    screen.press(browser.table, Qt.Key.Key_E, ctrl=True)
    now = services.files.detail(owner, file.id).info
    assert (now.name, now.category, now.tags) == ("Theirs", FileCategory.PLAN, ("theirs",))


def test_a_key_that_is_not_on_this_pc_is_told_with_the_cure(
    screen: FilesScreen, screen_of: ScreenOf, other_pc: Callable[[], Services], anna: int
) -> None:
    screen.keep(anna)
    elsewhere = screen_of(pc=other_pc())
    tab = elsewhere.tab(anna)
    assert "The file cannot be read" in elsewhere.said(tab.browser.preview)
    assert "is not on this PC" in elsewhere.said(tab.browser.preview)
    tab.browser.preview.nothing.acted.emit()
    assert elsewhere.at_hand.window.went[-1] == ("settings.main", {"section": "files"})


def test_what_a_lost_key_has_taken_stays_listed_and_says_so(
    screen: FilesScreen,
    screen_of: ScreenOf,
    other_pc: Callable[[], Services],
    services: Services,
    owner: Actor,
    anna: int,
) -> None:
    screen.keep(anna, tags=("signed",), expires_on=date(2030, 1, 31))
    old_code = services.file_keys.show(owner)
    later = other_pc()
    later.file_keys.start_anew(owner, "new key")
    elsewhere = screen_of(pc=later)
    tab = elsewhere.tab(anna)
    assert elsewhere.cells(tab.browser)[3] == "Cannot be opened"
    assert "Cannot be opened any more" in elsewhere.said(tab.browser.preview)
    assert "if that key or its recovery code turns up" in elsewhere.said(tab.browser.preview)
    later.file_keys.add(owner, old_code)
    elsewhere.settle()
    assert elsewhere.cells(tab.browser)[3] == "31 Jan 2030"
    assert "annot be opened" not in elsewhere.said(tab.browser.preview)


def test_whoever_is_led_to_a_file_stands_on_it(screen: FilesScreen, anna: int) -> None:
    wanted = screen.keep(anna, "Old.pdf")
    screen.keep(anna, "New.pdf", content=contract("New"))
    tab = screen.tab(anna)
    tab.show_moment(file_id=wanted.id)
    screen.settle()
    assert tab.browser.preview.file is not None
    assert tab.browser.preview.file.id == wanted.id
    assert replace(tab.browser.query(), text="") == tab.browser.query()
