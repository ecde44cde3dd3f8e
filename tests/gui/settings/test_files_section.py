"""Files and privacy: the key is told openly, its code to the owner only, and a second PC takes it."""

from pathlib import Path

import keyring
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.values import FileCategory, Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.results import NewFile
from fitnesscrm_desktop.ui.settings.files_section import FilesSection
from fitnesscrm_desktop.ui.settings.key_dialogs import EnterCodeDialog, NewKeyDialog, RecoveryCodeDialog
from tests.gui.settings.screen import SettingsScreen
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.gui_desk import desk_for
from tests.support.memory_keyring import MemoryKeyring
from tests.support.staff import PASSWORD, hire, signed_in
from tests.support.studio_rows import StudioRows


def screen_for(qtbot: QtBot, services: Services, actor: Actor) -> SettingsScreen:
    return SettingsScreen(qtbot, desk_for(services, actor))


def test_where_the_key_is_and_what_is_kept(screen: SettingsScreen, services: Services, owner: Actor) -> None:
    section = screen.section(FilesSection, "files")
    assert section.state.text() == "There is no key yet: the first file makes one."
    services.file_keys.show(owner)
    section.arrive()
    screen.settle()
    assert section.values["place"].text() == "the keyring of this PC"
    assert section.values["fingerprint"].text().replace(" ", "") == services.file_keys.info(owner).fingerprint
    assert section.values["contents"].text() == "0 contents, 0 kB"
    assert section.values["most"].text() == "100 MB"


def test_the_code_is_shown_for_the_owners_password(qtbot: QtBot, services: Services, owner: Actor) -> None:
    hire(services, "olga", Role.OWNER)
    screen = screen_for(qtbot, services, signed_in(services, "olga"))
    dialog = screen.dialog(RecoveryCodeDialog, "settings.recovery_code")
    dialog.password.setText("wrong")
    dialog.submit()
    screen.settle()
    assert dialog.form.error(dialog.password)
    assert dialog.code.text() == ""
    dialog.password.setText(PASSWORD)
    dialog.submit()
    screen.settle()
    code = services.file_keys.show(owner)
    assert dialog.code.text().replace("\n", "-") == code
    dialog.copy.click()
    assert QApplication.clipboard().text() == code
    screen.at_hand.close()


def test_a_second_pc_takes_the_code(
    qtbot: QtBot, services: Services, owner: Actor, clock: FakeClock, tmp_path: Path
) -> None:
    code = services.file_keys.show(owner)
    keyring.set_keyring(MemoryKeyring())
    there = build(services.core.database, Home(tmp_path / "other"), clock=clock)
    screen = screen_for(qtbot, there, owner)
    section = screen.section(FilesSection, "files")
    assert section.enter_code.isVisibleTo(section)
    assert not section.show_code.isVisibleTo(section)
    dialog = screen.dialog(EnterCodeDialog, "settings.enter_code")
    dialog.code.setText(code[:-1])
    dialog.submit()
    screen.settle()
    assert "not a recovery code" in dialog.notice.text()
    dialog.code.setText(code.lower())
    dialog.submit()
    screen.settle()
    assert screen.at_hand.toasts.texts == ["Files can be read on this PC now."]
    assert section.show_code.isVisibleTo(section)
    screen.at_hand.close()


def test_a_lost_key_is_replaced_by_typing_so(
    qtbot: QtBot, services: Services, owner: Actor, clock: FakeClock, tmp_path: Path
) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(b"three times ten")
    new_file = NewFile(file, FileCategory.PLAN, StudioRows(services).client("Anna Berg"))
    services.files.add(owner, new_file)
    hire(services, "olga", Role.OWNER)
    screen = screen_for(qtbot, services, owner)
    section = screen.section(FilesSection, "files")
    assert not section.new_key.isVisibleTo(section)
    screen.at_hand.close()

    keyring.set_keyring(MemoryKeyring())
    later = build(services.core.database, services.home, clock=clock)
    screen = screen_for(qtbot, later, signed_in(later, "olga"))
    section = screen.section(FilesSection, "files")
    assert section.new_key.isVisibleTo(section)
    dialog = screen.dialog(NewKeyDialog, "settings.new_key")
    dialog.words.setText("yes")
    dialog.password.setText(PASSWORD)
    dialog.submit()
    screen.settle()
    assert "new key" in dialog.form.error(dialog.words)
    dialog.words.setText("new key")
    dialog.submit()
    screen.settle()
    shown = dialog.code.text()
    assert shown.replace("\n", "-") == later.file_keys.show(owner)
    dialog.submit()
    screen.settle()
    assert (dialog.code.text(), dialog.notice.text()) == (shown, ""), "Ctrl+Enter makes no second key"
    dialog.reject()
    assert not dialog.isVisible()
    assert not section.new_key.isVisibleTo(section)
    assert section.enter_code.isVisibleTo(section), "the old code may turn up"
    assert section.values["lost"].text().startswith("one content, stored with a former key.")
    screen.at_hand.close()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FRONT_DESK])
def test_others_see_where_the_key_is_but_no_code(
    qtbot: QtBot, services: Services, owner: Actor, role: Role
) -> None:
    services.file_keys.show(owner)
    screen = screen_for(qtbot, services, an_actor(role))
    section = screen.section(FilesSection, "files")
    assert section.values["place"].text() == "the keyring of this PC"
    assert not section.show_code.isVisibleTo(section)
    screen.at_hand.close()
