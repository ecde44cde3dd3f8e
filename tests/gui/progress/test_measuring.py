"""The quick entry: typing a body's figures, being asked about slips, taking it all back; and corrections."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ActivityLevel, Method, Sex, UnitSystem
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.progress.body_dialog import BodyDialog
from fitnesscrm_desktop.ui.progress.correct_dialog import CorrectDialog
from fitnesscrm_desktop.ui.progress.entry_rows import EntryRows
from tests.gui.progress.screen import ProgressScreen

TODAY = date(2026, 3, 4)
YESTERDAY = TODAY - timedelta(days=1)
LAST_WEEK = TODAY - timedelta(weeks=1)


def stored(services: Services, owner: Actor, client_id: int, metric: str) -> list[float]:
    return [row.value for row in services.progress.listed(owner, client_id, metric)]


def test_enter_goes_from_field_to_field_and_saves_at_the_end(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    entry = screen.entry(anna)
    keys = entry.rows.keys()
    assert keys[:3] == ["weight", "body_fat", "muscle_mass"]
    assert entry.focusWidget() is entry.rows.field("weight")
    screen.enter(entry, "weight", "80.5")
    assert entry.focusWidget() is entry.rows.field("body_fat")
    entry.rows.field(keys[-1]).setFocus()
    screen.press(entry.rows.field(keys[-1]), Qt.Key.Key_Return)
    assert entry.focusWidget() is entry.verb
    screen.press(entry.verb, Qt.Key.Key_Return)
    assert entry.result() == QDialog.DialogCode.Accepted
    assert stored(services, owner, anna, "weight") == [80.5]


def test_yesterday_and_the_last_values_stand_beside(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, YESTERDAY, weight="80 kg")
    screen.measure(anna, LAST_WEEK, waist="90 cm")
    screen.measure(anna, body_fat="22")
    entry = screen.entry(anna)
    said = screen.said(entry)
    assert "80 kg on 3 Mar 2026" in said
    assert "90 cm on 25 Feb 2026" in said
    assert entry.rows.field("body_fat").placeholderText() == "22"


def test_all_values_go_back_by_one_undo(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    entry = screen.entry(anna)
    screen.enter(entry, "weight", "80.5")
    screen.enter(entry, "waist", "82,5")
    screen.submit(entry)
    assert stored(services, owner, anna, "waist") == [0.825]
    assert screen.at_hand.toasts.texts == ["2 values are stored."]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert services.progress.listed(owner, anna) == []


def test_a_value_hard_to_believe_is_questioned_below_its_field(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    screen.measure(anna, LAST_WEEK, weight="92 kg")
    entry = screen.entry(anna)
    screen.enter(entry, "weight", "80")
    assert entry.rows.remark("weight") == "Weight: 12 kg less than last week?"
    screen.submit(entry)
    assert entry.isVisible()
    assert entry.verb.text() == "Save anyway"
    assert stored(services, owner, anna, "weight") == [92]
    screen.submit(entry)
    assert stored(services, owner, anna, "weight") == [80, 92]


def test_another_value_is_another_question(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    screen.measure(anna, LAST_WEEK, weight="92 kg")
    entry = screen.entry(anna)
    screen.enter(entry, "weight", "80")
    screen.submit(entry)
    screen.enter(entry, "weight", "70")
    assert entry.verb.text() == "Save"
    screen.submit(entry)
    assert entry.isVisible(), "it is asked about once more"
    assert stored(services, owner, anna, "weight") == [92]


def test_what_cannot_be_is_refused_below_its_field(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    entry = screen.entry(anna)
    for typed in ("NaN", "1e308", "-5", "abc", "900 kg", "80 cm"):
        screen.enter(entry, "weight", typed)
        assert entry.rows.remark("weight"), typed
        screen.submit(entry)
        assert entry.isVisible()
    assert services.progress.listed(owner, anna) == []


def test_how_it_was_measured_is_kept_with_the_value(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    for how, expected in (("", Method.SCALES), (Method.CALIPERS.value, Method.CALIPERS)):
        entry = screen.entry(anna)
        entry.how.set_code(how)
        screen.enter(entry, "body_fat", "28")
        screen.submit(entry)
        assert services.progress.listed(owner, anna, "body_fat")[0].method is expected
        services.progress.remove(owner, [services.progress.listed(owner, anna, "body_fat")[0].id])


def test_nothing_typed_stores_nothing(screen: ProgressScreen, anna: int) -> None:
    entry = screen.entry(anna)
    screen.submit(entry)
    assert entry.isVisible()
    assert "Type at least one value." in screen.said(entry)


def test_typed_values_wait_for_a_second_esc(screen: ProgressScreen, anna: int) -> None:
    entry = screen.entry(anna)
    screen.enter(entry, "weight", "80")
    screen.press(entry, Qt.Key.Key_Escape)
    assert entry.isVisible()
    assert entry.rows.field("weight").text() == "80"
    screen.press(entry, Qt.Key.Key_Escape)
    assert not entry.isVisible()


def test_more_metrics_keep_what_was_typed(screen: ProgressScreen, anna: int) -> None:
    entry = screen.entry(anna)
    screen.enter(entry, "weight", "80")
    assert "plank" not in entry.rows.keys()  # noqa: SIM118 - it is no mapping
    entry.more.click()
    screen.settle()
    assert "plank" in entry.rows.keys()  # noqa: SIM118 - as above
    assert entry.rows.typed() == {"weight": "80"}
    assert not entry.more.isVisibleTo(entry)


def test_another_day_shows_what_was_known_then(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    screen.measure(anna, LAST_WEEK, weight="82 kg")
    screen.measure(anna, weight="80 kg")
    entry = screen.entry(anna)
    screen.enter(entry, "waist", "90")
    entry.day.set_value(YESTERDAY)
    entry.day.value_changed.emit(YESTERDAY)
    screen.settle()
    assert "82 kg on 25 Feb 2026" in screen.said(entry)
    assert entry.rows.field("weight").placeholderText() == ""
    screen.submit(entry)
    assert [row.on for row in services.progress.listed(owner, anna, "waist")] == [YESTERDAY]


def test_another_day_leaves_the_cursor_to_whoever_types_on(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, LAST_WEEK, weight="80 kg")
    entry = screen.entry(anna)
    field = entry.rows.field("waist")
    field.setFocus()
    screen.type(field, "8")
    entry.day.set_value(YESTERDAY)
    screen.settle()
    assert entry.focusWidget() is entry.rows.field("waist")
    assert entry.rows.typed() == {"waist": "8"}


def test_the_first_field_has_the_cursor_in_a_window_that_is_coming_up(
    qtbot: QtBot, screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    rows = EntryRows(screen.at_hand.desk.formats)
    qtbot.addWidget(rows)
    rows.show()
    rows.show_rows(services.progress.grid(owner, anna), UnitSystem.METRIC, TODAY)
    rows.focus_first()
    assert rows.focusWidget() is rows.field("weight")


def test_blood_pressure_is_typed_as_it_is_said(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    screen.measure(anna, LAST_WEEK, bp="118/76")
    entry = screen.entry(anna)
    screen.enter(entry, "systolic", "120/80")
    assert entry.rows.typed() == {"systolic": "120", "diastolic": "80"}
    assert entry.rows.remark("systolic") == ""
    screen.submit(entry)
    assert stored(services, owner, anna, "diastolic") == [80, 76]


def test_pounds_and_inches_are_typed_as_the_client_thinks(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    services.bodies.save(
        owner, anna, 0, sex=Sex.UNKNOWN, activity=ActivityLevel.UNKNOWN, units=UnitSystem.IMPERIAL
    )
    entry = screen.entry(anna)
    assert entry.rows.field("weight").accessibleName() == "Weight, lb"
    screen.enter(entry, "weight", "176.4")
    screen.submit(entry)
    (value,) = stored(services, owner, anna, "weight")
    assert round(value, 2) == 80.01


def test_what_the_formulas_ask_for_is_saved(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    dialog = screen.dialog(BodyDialog, "progress.body", client_id=anna)
    dialog.sex.button(Sex.FEMALE).click()
    dialog.activity.set_code(ActivityLevel.LIGHT)
    dialog.units.set_code(UnitSystem.IMPERIAL)
    dialog.submit()
    screen.settle()
    body = services.bodies.get(owner, anna)
    assert (body.sex, body.activity, body.own_units) == (Sex.FEMALE, ActivityLevel.LIGHT, UnitSystem.IMPERIAL)


def test_what_somebody_else_has_stored_meanwhile_is_not_lost(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    services.bodies.save(owner, anna, 0, sex=Sex.MALE, activity=ActivityLevel.UNKNOWN, units=None)
    dialog = screen.dialog(BodyDialog, "progress.body", client_id=anna)
    version = services.bodies.get(owner, anna).version
    services.bodies.save(owner, anna, version, sex=Sex.FEMALE, activity=ActivityLevel.HIGH, units=None)
    dialog.activity.set_code(ActivityLevel.LIGHT)
    dialog.submit()
    screen.settle()
    assert "Somebody else has changed this client since you opened it." in screen.said(dialog)
    assert (dialog.sex.current(), dialog.activity.code()) == (Sex.FEMALE, ActivityLevel.HIGH)
    assert services.bodies.get(owner, anna).activity is ActivityLevel.HIGH


def test_a_wrong_value_is_corrected_and_can_be_put_back(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    screen.measure(anna, LAST_WEEK, weight="80 kg")
    screen.measure(anna, weight="8.2 kg")
    values = screen.values(anna, "weight")
    asked: list[CorrectDialog] = []

    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, CorrectDialog)
        asked.append(dialog)
        dialog.line.setText("82")
        dialog.submit()
        screen.settle()
        return True

    screen.at_hand.dialogs.then(fill)
    screen.press(values.table, Qt.Key.Key_Return)
    assert stored(services, owner, anna, "weight") == [82, 80]
    assert [row.value for row in values.model.rows()] == [82, 80]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert stored(services, owner, anna, "weight") == [8.2, 80]


def test_values_are_taken_away_with_a_way_back(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    for weeks, weight in ((2, "81"), (1, "80"), (0, "79")):
        screen.measure(anna, TODAY - timedelta(weeks=weeks), weight=weight)
    values = screen.values(anna, "weight")
    screen.press(values.table, Qt.Key.Key_Down, shift=True)
    screen.press(values.table, Qt.Key.Key_Delete)
    assert [row.value for row in values.model.rows()] == [81]
    assert screen.at_hand.toasts.texts == ["2 values are removed."]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert stored(services, owner, anna, "weight") == [79, 80, 81]


def test_what_is_computed_cannot_be_changed(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weight="80 kg", height="180 cm")
    values = screen.values(anna, "bmi")
    assert len(values.model.rows()) == 1
    assert not values.fix.isVisibleTo(values)
    assert "Source: Quetelet" in screen.said(values)
    screen.press(values.table, Qt.Key.Key_Return)
    screen.press(values.table, Qt.Key.Key_Delete)
    assert len(values.model.rows()) == 1
