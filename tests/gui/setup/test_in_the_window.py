"""The first run, the settings and the lock in the real window."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.neighbours import OthersChanged
from fitnesscrm_desktop.services.demo.staff import PASSWORD_HASH, STAFF
from fitnesscrm_desktop.ui.core.dialogs import Unsaved
from fitnesscrm_desktop.ui.core.theme import apply_theme, theme
from fitnesscrm_desktop.ui.settings.branding_section import BrandingSection
from fitnesscrm_desktop.ui.settings.page import SettingsPage
from fitnesscrm_desktop.ui.settings.studio_section import StudioSection
from fitnesscrm_desktop.ui.setup import presenter
from fitnesscrm_desktop.ui.setup.state import Start
from fitnesscrm_desktop.ui.setup.wizard import SetupWizard
from fitnesscrm_desktop.ui.shell.look import application
from fitnesscrm_desktop.ui.shell.workplace import Workplace
from fitnesscrm_desktop.ui.signin.view import SignInView
from fitnesscrm_desktop.ui.widgets.number_field import NumberField
from tests.support.scripted_dialogs import ScriptedDialogs
from tests.support.staff import hire
from tests.support.window import StudioWindow


@pytest.fixture
def window(qtbot: QtBot, services: Services) -> Iterator[StudioWindow]:
    """Give the window on a studio that nobody has set up."""
    opened = StudioWindow(services.home).open(services)
    yield opened
    opened.throw_away()
    apply_theme(application(), "light")


def workplace(window: StudioWindow) -> Workplace:
    found = window.program.workplace
    assert found is not None
    return found


def set_up(window: StudioWindow, start: Start) -> None:
    wizard = window.frame.covered
    assert isinstance(wizard, SetupWizard)
    wizard.next_button.click()
    wizard.studio.name.setText("Studio East")
    wizard.next_button.click()
    wizard.owner.name.setText("Olga Novak")
    wizard.owner.login.setText("olga")
    wizard.owner.pin.setText("2580")
    for field in (wizard.owner.password, wizard.owner.again):
        field.setText("Kx7-qZvm")
    wizard.next_button.click()
    wizard.tiles.tiles[start].click()
    for _last in range(2):
        wizard.next_button.click()
        window.settle()


def another_desk(services: Services) -> Services:
    """Give a program of its own on the same database: nothing that happens there is told here."""
    return start(services.home, services.core.database.url.render_as_string(hide_password=False))


def type_pin(window: StudioWindow, pin: str) -> None:
    view = window.frame.covered
    assert isinstance(view, SignInView)
    QTest.keyClicks(view.proof.pad, pin)
    window.settle()


def test_the_first_run_ends_at_work(window: StudioWindow) -> None:
    set_up(window, Start.EMPTY)
    assert window.frame.covered is None
    assert workplace(window).desk.actor.name == "Olga Novak"
    assert workplace(window).desk.profile.name == "Studio East"
    assert window.errors == []


def test_who_wants_to_import_comes_to_the_import(window: StudioWindow) -> None:
    set_up(window, Start.IMPORT)
    assert workplace(window).window.pages.shown_id() == "imports.run"


def test_staff_switch_by_pin_and_see_their_own_pages(window: StudioWindow, services: Services) -> None:
    set_up(window, Start.EMPTY)
    work = workplace(window)
    hire(services, "ben", Role.FRONT_DESK, "975310")
    work.session.lock()
    window.settle()
    view = window.frame.covered
    assert isinstance(view, SignInView)
    assert view.presenter.state.chosen is not None
    assert view.presenter.state.chosen.name == "Olga Novak"
    view.presenter.choose_next(-1)
    type_pin(window, "975310")
    assert work.desk.actor.name == "Ben"
    assert not work.window.pages.may_see("reports.main")


def test_rights_that_are_given_count_at_once(window: StudioWindow, services: Services) -> None:
    set_up(window, Start.EMPTY)
    work = workplace(window)
    owner = work.desk.actor
    ben = hire(services, "ben", Role.FRONT_DESK, "975310")
    work.session.sign_in(services.staff.sign_in_by_pin(ben.id, "975310"))
    services.staff.grant(owner, ben.id, Permission.REFUND)
    window.until(lambda: work.desk.actor.may(Permission.REFUND))
    services.staff.leave(owner, ben.id)
    window.until(lambda: isinstance(window.frame.covered, SignInView))


def test_the_studios_colour_is_worn_as_soon_as_it_is_saved(window: StudioWindow) -> None:
    set_up(window, Start.EMPTY)
    work = workplace(window)
    work.window.go("settings.main", section="branding")
    window.settle()
    page = work.window.pages.current
    assert isinstance(page, SettingsPage)
    branding = page.sections["branding"]
    assert isinstance(branding, BrandingSection)
    branding.swatches[1].click()
    before = theme().colors.accent
    branding.save_button.click()
    window.until(lambda: theme().colors.accent != before)
    assert theme().colors.accent.upper() == branding.swatches[1].colour


def test_the_demo_has_its_own_name_money_and_dates(
    window: StudioWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "DEMO_CLIENTS", 4)
    monkeypatch.setattr(presenter, "DEMO_YEARS", 1)
    set_up(window, Start.DEMO)
    window.settle()
    desk = workplace(window).desk
    assert (desk.profile.name, desk.formats.money(100)) == ("Harbour Street Fitness", "€1.00")
    assert desk.profile == desk.services.settings.profile()
    assert "Harbour Street Fitness" in window.frame.windowTitle()


def test_the_sign_in_of_a_made_up_studio_says_how_it_opens_and_a_real_one_does_not(
    window: StudioWindow, services: Services
) -> None:
    set_up(window, Start.EMPTY)
    work = workplace(window)
    work.session.lock()
    window.settle()
    assert "demo" not in window.words(window.frame.covered)
    with services.core.write() as writing:
        writing.session.get_one(Studio, 1).demo = True
        hired = Staff(login="nora", name="Nora Brennan", role=Role.OWNER, created_at=writing.now)
        hired.password_hash, hired.pin_hash = PASSWORD_HASH, STAFF[0].pin_hash
        writing.session.add(hired)
    work.desk.profile = services.settings.profile()
    work.session.sign_in(work.desk.actor)
    work.session.lock()
    window.settle()
    said = window.words(window.frame.covered)
    assert "Password of everybody who is made up: demo. PINs: Nora Brennan 4711." in said


def test_settings_that_another_desk_changes_are_worn_by_an_open_window(
    window: StudioWindow, services: Services
) -> None:
    set_up(window, Start.EMPTY)
    work = workplace(window)
    assert work.desk.profile.idle_lock_minutes == 10
    other = another_desk(services)
    version = other.settings.profile().version
    other.settings.change(
        work.desk.actor, version, name="Studio West", idle_lock_minutes=3, grace_days=2, capacity=9
    )
    other.close()
    work.window.again()
    window.until(lambda: work.desk.profile.name == "Studio West")
    found = work.desk.profile
    assert (found.idle_lock_minutes, found.grace_days, found.capacity) == (3, 2, 9)
    assert "Studio West" in window.words(window.frame.sidebar)


def test_pages_that_were_made_before_the_currency_changed_are_made_anew(
    window: StudioWindow, services: Services
) -> None:
    set_up(window, Start.EMPTY)
    work = workplace(window)
    before, plans = window.go("checkin.desk"), window.go("plans.list")
    other = another_desk(services)
    other.settings.change(work.desk.actor, other.settings.profile().version, locale="de_DE")
    other.close()
    services.core.bus.publish([OthersChanged()])
    window.until(lambda: work.desk.profile.locale == "de_DE")
    assert window.page is plans
    assert window.go("checkin.desk") is not before


def type_settings(window: StudioWindow) -> SettingsPage:
    page = window.go("settings.main", section="rules")
    assert isinstance(page, SettingsPage)
    capacity = page.sections["rules"].findChildren(NumberField)[0]
    capacity.setValue(77)
    page.open("studio")
    window.settle()
    studio = page.sections["studio"]
    assert isinstance(studio, StudioSection)
    field = studio.bound["name"].field
    assert isinstance(field, QLineEdit)
    field.setText("Studio South")
    return page


def test_settings_that_are_not_saved_are_asked_about_before_the_end(
    window: StudioWindow, services: Services
) -> None:
    set_up(window, Start.EMPTY)
    desk = workplace(window).desk
    type_settings(window)
    desk.dialogs = asked = ScriptedDialogs(Unsaved.STAY, Unsaved.SAVE)
    window.frame.close()
    assert window.frame.isVisible()
    assert asked.asked[0][2] == "Settings were changed and are not saved yet: Rules, Studio."
    assert services.settings.profile().name == "Studio East"
    window.frame.close()
    window.until(lambda: not window.frame.isVisible())
    stored = start(services.home, services.core.database.url.render_as_string(hide_password=False))
    profile = stored.settings.profile()
    stored.close()
    assert (profile.name, profile.capacity) == ("Studio South", 77)


def test_settings_that_cannot_be_saved_keep_the_window_open(window: StudioWindow) -> None:
    set_up(window, Start.EMPTY)
    work = workplace(window)
    page = type_settings(window)
    studio = page.sections["studio"]
    assert isinstance(studio, StudioSection)
    name = studio.bound["name"].field
    assert isinstance(name, QLineEdit)
    name.setText(" ")
    window.go("clients.list")
    work.desk.dialogs = ScriptedDialogs(Unsaved.SAVE, Unsaved.THROW_AWAY)
    window.frame.close()
    window.settle()
    window.until(lambda: window.page is page)
    assert window.frame.isVisible()
    assert page.shown == "studio"
    assert studio.bound["name"].form.error(name)
    window.frame.close()
    assert not window.frame.isVisible()


def test_a_draft_waits_for_who_has_typed_it(window: StudioWindow, services: Services) -> None:
    set_up(window, Start.EMPTY)
    work = workplace(window)
    olga, page = work.desk.actor, type_settings(window)
    ben = hire(services, "ben", Role.MANAGER, "975310")
    work.session.lock()
    work.session.sign_in(services.staff.sign_in_by_pin(ben.id, "975310"))
    window.settle()
    assert window.go("settings.main") is not page
    work.session.lock()
    work.session.sign_in(olga)
    window.settle()
    assert window.go("settings.main", section="studio") is page
    studio = page.sections["studio"]
    assert isinstance(studio, StudioSection)
    assert studio.typed()["name"] == "Studio South"
