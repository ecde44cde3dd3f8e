"""Editing the studio: save, discard, undo, what somebody else does meanwhile."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.services.settings.rules import LIMITS
from fitnesscrm_desktop.ui.settings.branding_section import BrandingSection
from fitnesscrm_desktop.ui.settings.page import SettingsPage
from fitnesscrm_desktop.ui.settings.rules_section import RulesSection
from fitnesscrm_desktop.ui.settings.secret_dialogs import KioskPinDialog
from fitnesscrm_desktop.ui.settings.studio_section import StudioSection
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog
from fitnesscrm_desktop.ui.widgets.number_field import NumberField
from tests.gui.settings.screen import SettingsScreen
from tests.support.actors import an_actor
from tests.support.gui_desk import desk_for, shown_texts


def number(section: RulesSection, name: str) -> NumberField:
    field = section.bound[name].field
    assert isinstance(field, NumberField)
    return field


def elsewhere(services: Services, **values: object) -> None:
    """Somebody at another desk changes settings."""
    services.settings.change(command_line(), services.settings.profile().version, **values)


def test_each_role_sees_its_own_sections(services: Services, screen: SettingsScreen) -> None:
    assert screen.page.section_ids() == [
        "studio", "rules", "staff", "progress", "mail", "sms", "message_rules", "assistant", "model_server",
        "branding", "database", "files", "account", "appearance", "about",
    ]  # fmt: skip
    for role, seen in (
        (
            Role.MANAGER,
            [
                "studio",
                "rules",
                "progress",
                "mail",
                "sms",
                "message_rules",
                "assistant",
                "branding",
                "files",
                "appearance",
                "about",
            ],
        ),
        (Role.TRAINER, ["progress", "files", "appearance", "about"]),
    ):
        other = desk_for(services, an_actor(role))
        assert SettingsPage(other.desk).section_ids() == seen
        other.close()


def test_the_arrows_go_through_the_sections(screen: SettingsScreen) -> None:
    screen.page.list.buttons["studio"].setFocus()
    screen.press(screen.page.list.buttons["studio"], Qt.Key.Key_Down)
    assert screen.page.shown == "rules"


def test_saving_stores_what_was_changed_and_can_be_undone(services: Services, screen: SettingsScreen) -> None:
    studio = screen.section(StudioSection, "studio")
    assert not studio.save_button.isVisible()
    name = studio.bound["name"].field
    screen.fill(name, "Studio West")  # type: ignore[arg-type]  # a line
    screen.click(studio.save_button)
    assert services.settings.profile().name == "Studio West"
    assert screen.at_hand.toasts.texts == ["Saved."]
    assert not studio.save_button.isVisible()
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert services.settings.profile().name == "Test studio"
    assert studio.bound["name"].read() == "Test studio"


def test_enter_in_a_field_saves(services: Services, screen: SettingsScreen) -> None:
    studio = screen.section(StudioSection, "studio")
    phone = studio.bound["phone"].field
    screen.fill(phone, "030 1234")  # type: ignore[arg-type]  # a line
    screen.press(phone, Qt.Key.Key_Return)
    assert services.settings.profile().phone == "030 1234"


def test_discarding_brings_back_what_is_stored(screen: SettingsScreen) -> None:
    rules = screen.section(RulesSection, "rules")
    number(rules, "capacity").setValue(99)
    screen.click(rules.discard_button)
    assert number(rules, "capacity").value() == 60
    assert not rules.save_button.isVisible()


def test_what_is_wrong_stands_at_its_field_and_stays_typed(
    services: Services, screen: SettingsScreen
) -> None:
    studio = screen.section(StudioSection, "studio")
    screen.fill(studio.bound["email"].field, "nobody")  # type: ignore[arg-type]  # a line
    screen.click(studio.save_button)
    bound = studio.bound["email"]
    assert "not an e-mail address" in bound.form.error(bound.field)
    assert bound.read() == "nobody"
    assert services.settings.profile().email == ""


def test_typed_text_survives_leaving_and_coming_back(screen: SettingsScreen) -> None:
    studio = screen.section(StudioSection, "studio")
    screen.fill(studio.bound["name"].field, "Half typed")  # type: ignore[arg-type]  # a line
    screen.page.open("about")
    screen.settle()
    assert screen.section(StudioSection, "studio").bound["name"].read() == "Half typed"
    assert studio.save_button.isVisible()


def test_other_fields_follow_another_desk_while_one_types(services: Services, screen: SettingsScreen) -> None:
    rules = screen.section(RulesSection, "rules")
    number(rules, "capacity").setValue(99)
    elsewhere(services, grace_days=3)
    screen.settle()
    assert number(rules, "grace_days").value() == 3
    assert number(rules, "capacity").value() == 99
    screen.click(rules.save_button)
    profile = services.settings.profile()
    assert (profile.capacity, profile.grace_days) == (99, 3)


@pytest.mark.parametrize(("mine", "kept"), [(True, 99), (False, 80)])
def test_the_same_field_changed_twice_is_asked_about(
    services: Services, screen: SettingsScreen, mine: bool, kept: int
) -> None:
    rules = screen.section(RulesSection, "rules")
    number(rules, "capacity").setValue(99)
    elsewhere(services, capacity=80)
    screen.settle()

    def choose(dialog: ConflictDialog) -> bool:
        buttons = dialog.mine if mine else dialog.theirs
        assert dialog.mine["capacity"].text() == "99"
        assert dialog.theirs["capacity"].text() == "80"
        buttons["capacity"].setChecked(True)
        return True

    screen.at_hand.dialogs.then(choose)
    screen.click(rules.save_button)
    assert services.settings.profile().capacity == kept
    assert number(rules, "capacity").value() == kept
    assert not rules.save_button.isVisible()


def test_going_back_from_that_question_changes_nothing(services: Services, screen: SettingsScreen) -> None:
    rules = screen.section(RulesSection, "rules")
    number(rules, "capacity").setValue(99)
    elsewhere(services, capacity=80)
    screen.settle()
    screen.at_hand.dialogs.then(False)
    screen.click(rules.save_button)
    assert services.settings.profile().capacity == 80
    assert number(rules, "capacity").value() == 99


def test_every_rule_is_there_with_its_limits(screen: SettingsScreen) -> None:
    rules = screen.section(RulesSection, "rules")
    assert set(rules.bound) == set(LIMITS)
    for name, (least, most) in LIMITS.items():
        assert (number(rules, name).minimum(), number(rules, name).maximum()) == (least, most)


def test_the_kiosk_gets_and_loses_its_pin(services: Services, screen: SettingsScreen) -> None:
    rules = screen.section(RulesSection, "rules")
    assert "There is no PIN yet." in shown_texts(rules)
    screen.click(rules.set_pin)
    assert screen.at_hand.window.opened == [("settings.kiosk_pin", {})]
    dialog = screen.dialog(KioskPinDialog, "settings.kiosk_pin")
    screen.fill(dialog.first, "1234")
    screen.fill(dialog.second, "1234")
    screen.click(dialog.verb)
    assert "too easy" in dialog.form.error(dialog.first)
    for field in (dialog.first, dialog.second):
        screen.fill(field, "2580")
    screen.press(dialog.second, Qt.Key.Key_Return)
    assert services.settings.kiosk_pin_fits("2580")
    screen.settle()
    assert "A PIN is set." in shown_texts(rules)
    screen.click(rules.remove_pin)
    assert not services.settings.has_kiosk_pin()


def test_the_example_follows_what_is_chosen(screen: SettingsScreen) -> None:
    studio = screen.section(StudioSection, "studio")
    studio.bound["locale"].write("de_DE")
    studio.edited()
    assert any("1.234,50\xa0€" in text for text in shown_texts(studio))


def test_a_logo_is_chosen_removed_and_brought_back(
    services: Services, screen: SettingsScreen, tmp_path: Path
) -> None:
    branding = screen.section(BrandingSection, "branding")
    file = tmp_path / "logo.png"
    Image.new("RGB", (30, 20), "red").save(file)
    screen.at_hand.dialogs.then(file)
    screen.click(branding.choose_button)
    stored = services.settings.logo()
    assert stored is not None
    assert branding.logo.logo.width() == 30
    screen.click(branding.remove_button)
    assert services.settings.logo() is None
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert services.settings.logo() == stored


def test_a_file_that_is_no_picture_is_told(screen: SettingsScreen, tmp_path: Path) -> None:
    branding = screen.section(BrandingSection, "branding")
    file = tmp_path / "logo.png"
    file.write_text("no picture")
    for chosen in (file, tmp_path / "missing.png"):
        screen.at_hand.dialogs.then(chosen)
        screen.click(branding.choose_button)
    first, second = screen.at_hand.window.reported
    assert "not a picture" in str(first)
    assert "cannot be read" in str(second)


def test_a_colour_is_tried_before_it_is_taken(services: Services, screen: SettingsScreen) -> None:
    branding = screen.section(BrandingSection, "branding")
    swatch = branding.swatches[1]
    screen.click(swatch)
    assert branding.accent.text() == swatch.colour
    assert swatch.isChecked()
    picture = branding.preview.grab().toImage()
    seen = {
        picture.pixelColor(x, y).name().upper()
        for x in range(0, picture.width(), 3)
        for y in range(0, picture.height(), 3)
    }
    assert QColor(swatch.colour).name().upper() in seen
    assert services.settings.profile().accent != swatch.colour
    screen.click(branding.save_button)
    assert services.settings.profile().accent == swatch.colour
