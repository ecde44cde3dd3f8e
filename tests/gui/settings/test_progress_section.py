"""How bodies are measured: units of the studio with a way back, and metrics of its own."""

from dataclasses import replace

import pytest
from babel import Locale
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Better, Quantity, Role, UnitSystem
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.results import OwnMetric
from fitnesscrm_desktop.ui.settings.metric_dialog import MetricDialog
from fitnesscrm_desktop.ui.settings.progress_section import ProgressSection
from tests.gui.settings.screen import SettingsScreen
from tests.support.actors import an_actor
from tests.support.gui_desk import desk_for

GRIP = OwnMetric("Grip strength", "N", Better.UP, 0, 900)


def opened(screen: SettingsScreen) -> ProgressSection:
    return screen.section(ProgressSection, "progress")


def cells(section: ProgressSection, row: int = 0) -> list[str]:
    return [str(section.model.index(row, column).data()) for column in range(section.model.columnCount())]


def test_the_units_of_the_studio_are_stored_at_once_and_taken_back(
    screen: SettingsScreen, services: Services, owner: Actor
) -> None:
    section = opened(screen)
    assert services.bodies.studio_units(owner)[0] is None
    section.units.set_code(UnitSystem.IMPERIAL)
    section.units.chosen.emit(UnitSystem.IMPERIAL.value)
    screen.settle()
    assert services.bodies.studio_units(owner)[:2] == (UnitSystem.IMPERIAL, UnitSystem.IMPERIAL)
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert services.bodies.studio_units(owner)[0] is None
    assert section.units.code() == ""


def test_another_desk_that_was_quicker_is_shown(
    screen: SettingsScreen, services: Services, owner: Actor
) -> None:
    section = opened(screen)
    read = section._read  # noqa: SLF001 - what was read before the other desk
    services.bodies.save_studio_units(owner, services.bodies.studio_units(owner)[2], UnitSystem.IMPERIAL)
    screen.settle()
    assert section.units.code() == UnitSystem.IMPERIAL
    section._read = read  # noqa: SLF001 - the other desk was quicker by a moment
    section.units.chosen.emit(UnitSystem.METRIC.value)
    screen.settle()
    assert [str(each) for each in screen.at_hand.window.reported] != []
    assert section.units.code() == UnitSystem.IMPERIAL


def test_no_metrics_say_what_belongs_there(screen: SettingsScreen) -> None:
    section = opened(screen)
    assert section.table.empty_state().accessibleName() == "None yet"
    assert not section.edit_button.isEnabled()


def test_a_metric_is_added_with_its_plausible_range(
    screen: SettingsScreen, services: Services, owner: Actor
) -> None:
    section = opened(screen)
    section.add_button.click()
    assert screen.at_hand.window.opened == [("settings.metric", {})]
    dialog = screen.dialog(MetricDialog, "settings.metric")
    screen.fill(dialog.name, "Grip strength")
    screen.fill(dialog.unit, "N")
    screen.fill(dialog.most, "900")
    dialog.submit()
    screen.settle()
    assert cells(section) == ["Grip strength", "N", "0 to 900", "More is better", "In use"]
    assert [each.name for each in services.metrics.list(owner) if each.id] == ["Grip strength"]


def test_a_range_of_thousands_stays_when_the_name_changes(
    screen: SettingsScreen, services: Services, owner: Actor
) -> None:
    stored = services.metrics.add(owner, OwnMetric("Steps", "steps", Better.UP, 0, 100_000))
    dialog = screen.dialog(MetricDialog, "settings.metric", metric_id=stored.id)
    assert dialog.most.text() == "100000"
    screen.fill(dialog.name, "Steps a day")
    dialog.submit()
    screen.settle()
    (found,) = (each for each in services.metrics.list(owner) if each.id == stored.id)
    assert (found.name, found.most) == ("Steps a day", 100_000)
    again = screen.dialog(MetricDialog, "settings.metric", metric_id=stored.id)
    screen.fill(again.most, "200,000")
    again.submit()
    screen.settle()
    assert again.isVisible()
    (found,) = (each for each in services.metrics.list(owner) if each.id == stored.id)
    assert found.most == 100_000


def test_a_length_is_told_in_the_units_of_the_studio_and_stored_in_metres(
    screen: SettingsScreen, services: Services, owner: Actor
) -> None:
    section = opened(screen)
    dialog = screen.dialog(MetricDialog, "settings.metric")
    screen.fill(dialog.name, "Forearm")
    dialog.quantity.set_code(Quantity.LENGTH)
    dialog.quantity.chosen.emit(Quantity.LENGTH.value)
    assert (dialog.unit.text(), dialog.unit.isEnabled()) == ("cm", False)
    screen.fill(dialog.least, "10")
    screen.fill(dialog.most, "60")
    dialog.submit()
    screen.settle()
    (forearm,) = (each for each in services.metrics.list(owner) if each.id)
    assert (forearm.least, forearm.most) == pytest.approx((0.1, 0.6))
    assert cells(section)[1:3] == ["cm", "10 to 60"]


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [("abc", "5", "not a number"), ("9", "5", "less than the largest"), ("0", "5 kg", "unit")],
)
def test_a_range_that_cannot_be_is_refused_at_its_field(
    screen: SettingsScreen, services: Services, owner: Actor, least: str, most: str, said: str
) -> None:
    dialog = screen.dialog(MetricDialog, "settings.metric")
    screen.fill(dialog.name, "Grip strength")
    screen.fill(dialog.unit, "N")
    screen.fill(dialog.least, least)
    screen.fill(dialog.most, most)
    dialog.submit()
    screen.settle()
    assert said in dialog.form.error(dialog.least) + dialog.form.error(dialog.most)
    assert [each for each in services.metrics.list(owner) if each.id] == []


def test_a_range_is_refused_in_numbers_as_the_studio_writes_them(screen: SettingsScreen) -> None:
    desk = screen.at_hand.desk
    desk.formats = replace(desk.formats, locale=Locale.parse("de_DE"))
    dialog = screen.dialog(MetricDialog, "settings.metric")
    screen.fill(dialog.name, "Grip strength")
    screen.fill(dialog.least, "1.2.3")
    dialog.submit()
    screen.settle()
    assert dialog.form.error(dialog.least) == "“1.2.3” is not a number. Write it like 82,5."


def test_a_metric_without_a_name_or_with_a_taken_one_is_refused(screen: SettingsScreen) -> None:
    dialog = screen.dialog(MetricDialog, "settings.metric")
    for name, said in (("  ", "needs a name"), ("Weight", "of this name already")):
        screen.fill(dialog.name, name)
        dialog.submit()
        screen.settle()
        assert said in dialog.form.error(dialog.name)


def test_a_metric_is_changed_but_not_into_another_kind(
    screen: SettingsScreen, services: Services, owner: Actor
) -> None:
    grip = services.metrics.add(owner, GRIP)
    section = opened(screen)
    section.table.select_row(0)
    section.edit_button.click()
    assert screen.at_hand.window.opened == [("settings.metric", {"metric_id": grip.id})]
    dialog = screen.dialog(MetricDialog, "settings.metric", metric_id=grip.id)
    assert (dialog.name.text(), dialog.most.text()) == ("Grip strength", "900")
    assert not dialog.quantity.isEnabled()
    screen.fill(dialog.name, "Grip, right hand")
    dialog.submit()
    screen.settle()
    assert cells(section)[0] == "Grip, right hand"


def test_after_a_conflict_what_is_typed_can_be_stored(
    screen: SettingsScreen, services: Services, owner: Actor
) -> None:
    grip = services.metrics.add(owner, GRIP)
    assert grip.id is not None
    dialog = screen.dialog(MetricDialog, "settings.metric", metric_id=grip.id)
    services.metrics.edit(owner, grip.id, grip.version, OwnMetric("Grip", "N", Better.UP, 0, 800))
    screen.fill(dialog.name, "Grip, right hand")
    dialog.submit()
    screen.settle()
    assert "Somebody else" in dialog.notice.text()
    dialog.submit()
    screen.settle()
    assert [each.name for each in services.metrics.list(owner) if each.id] == ["Grip, right hand"]


def test_a_metric_is_put_away_and_comes_back(
    screen: SettingsScreen, services: Services, owner: Actor
) -> None:
    services.metrics.add(owner, GRIP)
    section = opened(screen)
    section.table.select_row(0)
    section.away_button.click()
    screen.settle()
    assert cells(section)[-1] == "Put away"
    assert [each for each in services.metrics.list(owner) if each.id] == []
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert cells(section)[-1] == "In use"


@pytest.mark.parametrize(("role", "shown"), [(Role.TRAINER, True), (Role.FRONT_DESK, False)])
def test_only_those_who_measure_have_the_section(
    qtbot: QtBot, services: Services, role: Role, shown: bool
) -> None:
    at_hand = desk_for(services, an_actor(role))
    assert ("progress" in SettingsScreen(qtbot, at_hand).page.section_ids()) is shown
    at_hand.close()
