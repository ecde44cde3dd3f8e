"""Database, appearance, about."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from fitnesscrm_desktop import __version__
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.maintenance.results import FindingState
from fitnesscrm_desktop.ui.core.theme import apply_theme, theme
from fitnesscrm_desktop.ui.settings.about_section import AboutSection
from fitnesscrm_desktop.ui.settings.appearance_section import AppearanceSection
from fitnesscrm_desktop.ui.settings.database_section import DatabaseSection
from tests.gui.settings.screen import SettingsScreen
from tests.support.gui_desk import shown_texts


def test_where_the_data_is(services: Services, screen: SettingsScreen) -> None:
    section = screen.section(DatabaseSection, "database")
    assert section.values["label"].text() == services.core.database.label
    assert section.values["size"].text().endswith(("kB", "MB"))
    assert "None so far: nothing has been upgraded yet." in shown_texts(section)


def test_folders_are_opened(screen: SettingsScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    section = screen.section(DatabaseSection, "database")
    file = screen.at_hand.desk.services.core.database.file
    assert file is not None
    screen.click(section.folder_button)
    assert opened == [file.parent.as_posix()]
    section.copy_button.click()
    assert QApplication.clipboard().text() == str(file)


def test_a_healthy_studio_is_found_healthy(screen: SettingsScreen) -> None:
    section = screen.section(DatabaseSection, "database")
    screen.click(section.check_button)
    assert len(section.findings) > 5
    assert all(finding.state is not FindingState.BAD for finding in section.findings)
    assert "The database file is whole." in shown_texts(section)
    assert not section.repair_button.isVisible()
    assert section.check_button.isEnabled()


def test_wrong_sums_are_found_and_made_anew(services: Services, screen: SettingsScreen) -> None:
    with services.core.write() as work:
        work.session.execute(
            text("INSERT INTO takings_day (day, method, amount, count) VALUES ('2026-01-01', 'cash', 5, 1)")
        )
    section = screen.section(DatabaseSection, "database")
    screen.click(section.check_button)
    assert any(finding.state is not FindingState.OK for finding in section.findings)
    assert section.repair_button.isVisible()
    screen.click(section.repair_button)
    screen.settle()
    assert not section.repair_button.isVisible()


def test_choices_are_worn_at_once_and_kept(screen: SettingsScreen, qapp: QApplication) -> None:
    section = screen.section(AppearanceSection, "appearance")
    try:
        screen.click(section.modes.button("dark"))
        assert theme().dark
        screen.click(section.sizes.button("130"))
        assert theme().scale == 1.3
        section.sound.setChecked(False)
        chosen = screen.at_hand.desk.preferences.chosen
        assert (chosen.theme, chosen.text_percent, chosen.sound) == ("dark", 130, False)
        screen.click(section.modes.button("light"))
        assert not theme().dark
        assert theme().scale == 1.3
    finally:
        apply_theme(qapp, "light")


def test_what_was_chosen_elsewhere_is_shown(screen: SettingsScreen, qapp: QApplication) -> None:
    section = screen.section(AppearanceSection, "appearance")
    screen.at_hand.desk.preferences.change(theme="dark", text_percent=120)
    apply_theme(qapp, "light")
    assert (section.modes.current(), section.sizes.current()) == ("dark", "120")


def test_what_the_program_is_made_of(screen: SettingsScreen) -> None:
    section = screen.section(AboutSection, "about")
    names = [library.name.casefold() for library in section.shown]
    assert {"sqlalchemy", "argon2-cffi", "pyside6_essentials"} <= {
        name.replace("-essentials", "_essentials") for name in names
    }
    assert all(library.version for library in section.shown)
    texts = shown_texts(section)
    assert f"Version {__version__}" in texts
    assert any("SIL Open Font License" in line for line in texts)


def test_the_keys_go_with_the_section_that_is_opened(screen: SettingsScreen) -> None:
    screen.page.list.buttons["studio"].setFocus()
    screen.page.arrive(section="database")
    screen.settle()
    assert screen.page.list.buttons["database"].hasFocus()


def test_keys_inside_a_section_stay_there(screen: SettingsScreen) -> None:
    section = screen.section(DatabaseSection, "database")
    section.check_button.setFocus()
    screen.page.arrive(section="database")
    screen.settle()
    assert section.check_button.hasFocus()
