"""What was measured, how it went, and what one can do with it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import ActivityLevel, Permission, Role, Sex, UnitSystem
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.progress.results import Overview
from fitnesscrm_desktop.ui.core.theme import apply_theme
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.progress.charting import average_days
from tests.gui.progress.screen import ProgressScreen
from tests.support.actors import an_actor
from tests.support.gui_desk import desk_for
from tests.support.measured import measure_weekly
from tests.support.people import People

TODAY = date(2026, 3, 4)


def weeks_ago(count: int) -> date:
    return TODAY - timedelta(weeks=count)


def test_nothing_measured_yet_offers_to_measure(screen: ProgressScreen, anna: int) -> None:
    part = screen.tab(anna)
    assert "Nothing measured yet" in screen.said(part)
    part._empty.acted.emit()  # noqa: SLF001 - its button
    assert screen.at_hand.window.opened == [("progress.measure", {"client_id": anna})]


def test_the_list_tells_last_values_and_changes(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weeks_ago(2), weight="80 kg", waist="90 cm", muscle_mass="30 kg")
    screen.measure(anna, weeks_ago(1), weight="79.2 kg", waist="88.5 cm", muscle_mass="30.4 kg")
    rows = screen.listed(screen.tab(anna))
    assert [(row.name, row.value, row.change) for row in rows.values()] == [
        ("Weight", "79.2 kg", "−0.8"),
        ("Muscle mass", "30.4 kg", "+0.4"),
        ("Waist", "88.5 cm", "−1.5"),
    ]
    assert (rows["weight"].tone, rows["waist"].tone, rows["muscle_mass"].tone) == (
        Tone.NEUTRAL,
        Tone.GREEN,
        Tone.GREEN,
    )
    assert rows["weight"].spark == (1.0, 0.0)


def test_a_change_too_small_to_be_shown_is_not_praised(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weeks_ago(1), waist="90 cm", hips="100 cm")
    screen.measure(anna, waist="89.998 cm", hips="99.9 cm")
    rows = screen.listed(screen.tab(anna))
    assert (rows["waist"].change, rows["waist"].tone) == ("±0", None)
    assert (rows["hips"].change, rows["hips"].tone) == ("−0.1", Tone.GREEN)


def test_values_are_shown_in_the_units_of_the_client(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    screen.measure(anna, weight="80 kg", waist="82.5 cm")
    services.bodies.save(
        owner, anna, 0, sex=Sex.UNKNOWN, activity=ActivityLevel.UNKNOWN, units=UnitSystem.IMPERIAL
    )
    part = screen.tab(anna)
    rows = screen.listed(part)
    assert (rows["weight"].value, rows["waist"].value) == ("176.4 lb", "32.5 in")
    assert part.chart.lines().lines[0].unit == "lb"


def test_what_is_computed_says_how_and_what_it_lacks(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weight="80 kg", height="180 cm")
    part = screen.tab(anna)
    bmi = screen.listed(part)["bmi"]
    assert bmi.value == "24.7 kg/m²"
    assert "weight in kg / (height in m)²" in bmi.about
    assert "Quetelet" in bmi.about
    assert "is computed as soon as this is known: sex" in screen.said(part)


def test_the_chart_states_the_finding(screen: ProgressScreen, anna: int) -> None:
    for week in range(9):
        screen.measure(anna, weeks_ago(8 - week), weight=f"{82 - 0.3 * week} kg")
    chart = screen.tab(anna).chart
    assert chart.lines().title == "Weight: 2.4 kg less since 7 Jan 2026"
    assert chart.lines().note == "In the last 8 weeks about 0.3 kg less per week."
    assert chart.plot() is not None


def test_a_few_values_of_some_days_are_no_pace(screen: ProgressScreen, anna: int) -> None:
    for days, weight in ((28, "70"), (2, "78"), (1, "68"), (0, "66"), (0, "65"), (0, "64")):
        screen.measure(anna, TODAY - timedelta(days=days), weight=f"{weight} kg")
    chart = screen.tab(anna).chart
    assert chart.lines().title == "Weight: 6 kg less since 4 Feb 2026"
    assert chart.lines().note == ""


def test_days_close_together_are_no_pace(screen: ProgressScreen, anna: int) -> None:
    for days in range(8):
        screen.measure(anna, TODAY - timedelta(days=days), weight=f"{70 + 0.4 * days} kg")
    assert screen.tab(anna).chart.lines().note == ""


def test_one_value_is_told_as_it_is(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weeks_ago(1), waist="82.5 cm")
    assert screen.tab(anna).chart.lines().title == "Waist: 82.5 cm on 25 Feb 2026"


def test_the_same_value_is_no_change(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weeks_ago(1), waist="82.5 cm")
    screen.measure(anna, waist="82.5 cm")
    part = screen.tab(anna)
    assert part.chart.lines().title == "Waist: the same as on 25 Feb 2026"
    assert screen.listed(part)["waist"].change == "±0"


def test_arrows_choose_what_is_charted_and_shift_adds(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weeks_ago(1), weight="80 kg", body_fat="22", waist="90 cm")
    part = screen.tab(anna)
    table = part.list.table
    screen.press(table, Qt.Key.Key_Down)
    assert part.chart.lines().title == "Body fat: 22 % on 25 Feb 2026"
    screen.press(table, Qt.Key.Key_Down, shift=True)
    assert [line.name for line in part.chart.lines().lines] == ["Body fat", "Waist"]
    assert part.chart.lines().title == "Body fat, Waist, since 25 Feb 2026"


def test_many_metrics_are_counted_and_only_shared_axes_named(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weight="80 kg", waist="90 cm", systolic="120", diastolic="80")
    part = screen.tab(anna)
    part.list.table.selectAll()
    screen.settle()
    assert part.chart.lines().title == "4 metrics since 4 Mar 2026"
    assert part.chart.legend.texts() == ["Blood pressure, upper", "Blood pressure, lower"]


def test_both_sides_share_one_axis(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, upper_arm_left="30 cm", upper_arm_right="31 cm", systolic="120", diastolic="80")
    part = screen.tab(anna)
    part.list.table.selectAll()
    screen.settle()
    assert [name for name, _ in part.chart.lines().panels] == ["Upper arm", "Blood pressure"]


def test_a_moving_average_is_drawn_when_asked_for_and_says_its_days(
    screen: ProgressScreen, anna: int
) -> None:
    for week in range(6):
        screen.measure(anna, TODAY - timedelta(weeks=week), weight=f"{80 + week} kg", waist="90 cm")
    part = screen.tab(anna)
    assert part.chart.lines().lines[0].average_days == 0
    part.averaged.click()
    screen.settle()
    assert part.chart.lines().lines[0].average_days == 28
    assert "Mean of 28 days" in part.chart.legend.texts()
    part.presenter.choose(["weight", "waist"])
    screen.settle()
    assert [line.average_days for line in part.chart.lines().lines] == [28, 28]
    part.averaged.click()
    screen.settle()
    assert [line.average_days for line in part.chart.lines().lines] == [0, 0]


@pytest.mark.parametrize(
    ("count", "apart", "days"),
    [(30, 1, 7), (30, 2, 7), (12, 3, 28), (12, 7, 28), (12, 14, 91), (6, 40, 91), (4, 1, 0)],
)
def test_a_moving_average_goes_over_as_many_days_as_hold_a_few_values(
    count: int, apart: int, days: int
) -> None:
    assert average_days([place * apart * 86_400.0 for place in range(count)]) == days


def test_a_saved_chart_is_noted_before_there_is_a_file(
    screen: ProgressScreen, services: Services, anna: int, tmp_path: Path
) -> None:
    screen.measure(anna, weight="80 kg")
    part = screen.tab(anna)
    file = tmp_path / "chart.csv"
    screen.at_hand.dialogs.then(file)
    part.chart.save_csv.trigger()
    screen.settle()
    assert "80.0" in file.read_text(encoding="utf-8-sig")
    with services.core.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "progress.export"))
        assert (entry.entity_id, entry.detail) == (anna, '{"metrics": ["weight"]}')


def test_a_chart_that_cannot_be_noted_is_not_saved(
    screen: ProgressScreen, services: Services, anna: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_about: object) -> None:
        raise StorageTrouble("No file was written.")

    screen.measure(anna, weight="80 kg")
    part = screen.tab(anna)
    monkeypatch.setattr(services.progress, "note_export", full)
    file = tmp_path / "chart.png"
    screen.at_hand.dialogs.then(file)
    part.chart.save_png.trigger()
    screen.settle()
    assert not file.exists()
    assert [told[0] for told in screen.at_hand.dialogs.told] == ["The chart was not saved"]


def test_large_text_leaves_the_chart_its_newest_values(
    screen: ProgressScreen, qapp: QApplication, anna: int
) -> None:
    screen.measure(anna, TODAY - timedelta(days=9), weight="80 kg")
    screen.measure(anna, weight="79 kg")
    apply_theme(qapp, "light", scale=1.5)
    try:
        part = screen.tab(anna)
        part.resize(1160, 460)
        screen.settle()
        area = next(each for each in part.findChildren(QScrollArea) if each.isAncestorOf(part.chart))
        assert part.chart.width() <= area.viewport().width()
    finally:
        apply_theme(qapp, "light")


def test_a_value_of_the_chart_leads_to_all_values(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weight="80 kg", waist="90 cm")
    part = screen.tab(anna)
    part.presenter.choose(["waist"])
    screen.settle()
    plot = part.chart.plot()
    assert plot is not None
    plot.step(-1)
    screen.press(plot, Qt.Key.Key_Return)
    assert screen.at_hand.window.opened == [("progress.values", {"client_id": anna, "metric": "waist"})]


def test_somebody_is_led_to_a_metric(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weight="80 kg", waist="90 cm")
    part = screen.tab(anna)
    part.show_moment(metric="waist")
    screen.settle()
    assert part.chart.lines().title.startswith("Waist")
    assert [row.key for row in part.list.table.selected_rows()] == ["waist"]


def test_measuring_is_one_key_away(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weight="80 kg")
    part = screen.tab(anna)
    part.list.table.setFocus()
    screen.press(part.list.table, Qt.Key.Key_E, ctrl=True)
    assert screen.at_hand.window.opened == [("progress.measure", {"client_id": anna})]


def test_who_may_only_look_is_not_asked_to_measure(
    qtbot: QtBot, services: Services, owner: Actor, anna: int
) -> None:
    services.progress.measure(owner, anna, {"weight": "80 kg"})
    trainer = an_actor(Role.TRAINER)
    at_hand = desk_for(
        services, replace(trainer, permissions=trainer.permissions - {Permission.RECORD_PROGRESS})
    )
    screen = ProgressScreen(qtbot, at_hand)
    part = screen.tab(anna)
    assert not part.measure.isVisibleTo(part)
    at_hand.close()


def test_another_client_shows_nothing_of_the_first(
    screen: ProgressScreen, services: Services, owner: Actor, people: People, anna: int
) -> None:
    measure_weekly(services, owner, anna, TODAY, weeks=6)
    part = screen.tab(anna)
    assert len(screen.listed(part)) > 8
    bo = people.add("Bo Novak")
    screen.again(part, bo)
    assert "Nothing measured yet" in screen.said(part)


def test_choosing_reads_the_chart_alone(
    screen: ProgressScreen, services: Services, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.measure(anna, weight="80 kg", waist="90 cm")
    part = screen.tab(anna)
    asked: list[str] = []
    overview = services.progress.overview

    def noticed(actor: Actor, client_id: int) -> Overview:
        asked.append("overview")
        return overview(actor, client_id)

    monkeypatch.setattr(services.progress, "overview", noticed)
    part.presenter.choose(["waist"])
    screen.settle()
    assert part.chart.lines().title.startswith("Waist")
    assert asked == []
    screen.again(part, anna)
    assert asked == ["overview"]
