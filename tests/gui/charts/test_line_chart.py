"""The chart of measurements: what is drawn, and what mouse and keyboard do."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from babel import Locale
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.charts.line_chart import LineChart
from fitnesscrm_desktop.ui.charts.line_plot import LinePlot
from fitnesscrm_desktop.ui.charts.lines import Aim, Line, LineSet, Mark, Milestone, Phase, Projection
from fitnesscrm_desktop.ui.charts.strip_layer import covered_from, phase_rows, strip_height
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.theme import apply_theme, theme
from fitnesscrm_desktop.ui.core.tokens import Tone
from tests.support.inline_tasks import InlineTasks
from tests.support.scripted_dialogs import ScriptedDialogs

ZONE = ZoneInfo("Europe/Berlin")
DAY = 86_400.0
FIRST = datetime(2026, 3, 3, 9, tzinfo=ZONE).timestamp()


def weight(count: int = 40, every: float = 3.0, **more: object) -> Line:
    moments = [FIRST + number * every * DAY for number in range(count)]
    values = [82.0 - 0.1 * number for number in range(count)]
    return Line("Weight", "kg", moments, values, keys=list(range(count)), **more)  # type: ignore[arg-type]


def fat(count: int = 40) -> Line:
    moments = [FIRST + number * 3 * DAY for number in range(count)]
    return Line("Body fat", "%", moments, [22.0 + 0.05 * number for number in range(count)], color=1)


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def chart(qtbot: QtBot, dialogs: ScriptedDialogs) -> LineChart:
    made = LineChart(InlineTasks(), dialogs, Formats(Locale.parse("en_GB"), "EUR", ZONE))
    qtbot.addWidget(made)
    made.resize(900, 420)
    made.show()
    qtbot.waitExposed(made)
    return made


def plot_of(chart: LineChart) -> LinePlot:
    plot = chart.plot()
    assert plot is not None
    QApplication.processEvents()
    return plot


def days_shown(plot: LinePlot) -> float:
    first, last = plot.shown_time()
    return (last - first) / DAY


def test_hovering_tells_day_and_value(qtbot: QtBot, chart: LineChart) -> None:
    chart.show_lines(LineSet("Weight", (weight(),)))
    plot = plot_of(chart)
    QTest.mouseMove(plot.viewport(), plot.place_of(0, 10).toPoint())
    qtbot.waitUntil(lambda: chart.tip() == "2 Apr 2026\nWeight: 81.0 kg")
    QTest.mouseMove(plot.viewport(), QPoint(1, 1))
    qtbot.waitUntil(lambda: not chart.tip())


def test_values_of_the_other_lines_on_that_day_are_told_too(chart: LineChart) -> None:
    chart.show_lines(
        LineSet(
            "Both",
            (weight(), fat(20)),
            marks=(Mark(FIRST, "Knee injury"),),
            phases=(Phase(FIRST - DAY, FIRST + 5 * DAY, "Cut"),),
        )
    )
    plot = plot_of(chart)
    plot.look_at_moment(FIRST)
    assert chart.tip() == "3 Mar 2026\nWeight: 82.0 kg\nBody fat: 22.0 %\nCut\nKnee injury"
    plot.look_at_moment(FIRST + 100 * DAY)
    assert "Body fat" not in chart.tip(), "its last value is weeks away"


def test_plus_minus_arrows_and_home_move_in_time(chart: LineChart) -> None:
    chart.show_lines(LineSet("Weight", (weight(),)))
    plot = plot_of(chart)
    whole = plot.shown_time()
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    closer = plot.shown_time()
    assert days_shown(plot) == pytest.approx((whole[1] - whole[0]) / DAY * 0.7)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    later = plot.shown_time()
    assert later[0] > closer[0]
    assert later[1] - later[0] == pytest.approx(closer[1] - closer[0])
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.shown_time() == pytest.approx(closer)
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert plot.shown_time() == pytest.approx(whole)
    for _ in range(30):
        QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert days_shown(plot) == pytest.approx(4)
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert plot.shown_time() == pytest.approx(whole)


def test_zooming_keeps_what_is_looked_at_where_it_is(chart: LineChart) -> None:
    chart.show_lines(LineSet("Weight", (weight(),)))
    plot = plot_of(chart)
    plot.look_at_moment(FIRST + 30 * DAY)
    before = plot.place_of(0, 10).x()
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.place_of(0, 10).x() == pytest.approx(before, abs=1.5)


def test_the_axis_fits_what_is_in_sight(chart: LineChart) -> None:
    line = Line("Weight", "kg", [FIRST, FIRST + DAY, FIRST + 90 * DAY], [80, 81, 120], trend=False)
    chart.show_lines(LineSet("Weight", (line,)))
    plot = plot_of(chart)
    (panel,) = plot.panels()
    assert panel.high > 120
    plot.look_at_moment(FIRST)
    for _ in range(12):
        plot.zoom(0.5)
    plot.pan(-100)
    panel.fit(FIRST, FIRST + 1, 4)
    assert panel.high < 90


def test_the_keyboard_goes_from_value_to_value_and_opens_one(qtbot: QtBot, chart: LineChart) -> None:
    chart.show_lines(LineSet("Weight", (weight(),)))
    plot = plot_of(chart)
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: chart.tip() == "28 Jun 2026\nWeight: 78.1 kg")
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.tip() == "25 Jun 2026\nWeight: 78.2 kg"
    with qtbot.waitSignal(chart.opened) as told:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert told.args == [38]
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert not chart.tip()


def test_stepping_out_of_sight_brings_the_value_into_sight(chart: LineChart) -> None:
    chart.show_lines(LineSet("Weight", (weight(),)))
    plot = plot_of(chart)
    plot.look_at_moment(FIRST)
    for _ in range(6):
        plot.zoom(0.5)
    for _ in range(4):
        plot.step(1)
    first, last = plot.shown_time()
    assert first <= FIRST + 12 * DAY <= last


def test_unsorted_values_open_what_they_are(qtbot: QtBot, chart: LineChart) -> None:
    line = Line("Weight", "kg", [FIRST + 9 * DAY, FIRST, FIRST + 5 * DAY], [80, 82, 81], keys=["c", "a", "b"])
    chart.show_lines(LineSet("Weight", (line,)))
    plot = plot_of(chart)
    plot.look_at_moment(FIRST)
    with qtbot.waitSignal(chart.opened) as told:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert told.args == ["a"]


def test_units_that_differ_have_panels_of_their_own(chart: LineChart) -> None:
    upper = Line("Upper", "mmHg", [FIRST, FIRST + DAY], [130, 128], panel="Blood pressure")
    lower = Line("Lower", "mmHg", [FIRST, FIRST + DAY], [80, 82], panel="Blood pressure", color=1)
    chart.show_lines(LineSet("All", (weight(), fat(), upper, lower)))
    panels = plot_of(chart).panels()
    assert [(panel.name, len(panel.lines)) for panel in panels] == [
        ("Weight", 1),
        ("Body fat", 1),
        ("Blood pressure", 2),
    ]
    assert all(above.bottom >= below.top for above, below in pairwise(panels))
    assert chart.minimumSizeHint().height() > 300
    assert {"Upper", "Lower"} <= set(chart.legend.texts())


def test_what_lines_are_called_can_be_read_to_the_end(chart: LineChart) -> None:
    moments, values = [FIRST + day * DAY for day in range(8)], [128.0 + day for day in range(8)]
    pair = [
        Line(name, "mmHg", moments, values, panel="Blood pressure", color=color, average_days=7)
        for color, name in enumerate(("Blood pressure, upper", "Blood pressure, lower"))
    ]
    chart.resize(520, 400)
    chart.show_lines(LineSet("Blood pressure", tuple(pair)))
    QApplication.processEvents()
    labels = [each for each in chart.legend.findChildren(QLabel) if each.isVisibleTo(chart)]
    assert len(labels) == 6
    assert all(each.width() >= each.sizeHint().width() for each in labels)
    ends = [each.mapTo(chart, QPoint(each.width(), 0)).x() for each in labels]
    assert max(ends) <= chart.width() == 520


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((28, 28), ["Mean of 28 days"]),
        ((28, 0), ["Mean of 28 days"]),
        ((91, 7), ["Mean of 7 or 91 days"]),
        ((28, 7, 91), ["Mean of 7 to 91 days"]),
        ((0, 0), []),
    ],
)
def test_every_mean_that_is_drawn_is_told(chart: LineChart, days: tuple[int, ...], told: list[str]) -> None:
    lines = tuple(replace(weight(average_days=each), name=f"Line {n}") for n, each in enumerate(days))
    chart.show_lines(LineSet("Means", lines))
    assert [text for text in chart.legend.texts() if text.startswith("Mean")] == told


def test_an_earlier_period_is_told_by_its_own_days(chart: LineChart) -> None:
    year = 365 * DAY
    earlier = Line("Last spring", "kg", [FIRST - year], [79.0], shift=year, panel="Weight")
    chart.show_lines(LineSet("Weight", (weight(), earlier)))
    plot = plot_of(chart)
    plot.look_at_moment(FIRST, plot.panels()[0])
    assert "Last spring: 79.0 kg on 3 Mar 2025" in chart.tip()


def test_the_goal_is_in_sight_with_the_day_by_which_it_is_wanted(chart: LineChart) -> None:
    by = FIRST + 230 * DAY
    aim = Aim(
        70,
        "Goal: 70 kg",
        begins=FIRST,
        by=by,
        milestones=(Milestone(76, "76 kg", FIRST + 200 * DAY), Milestone(80, "80 kg", reached=True)),
        projection=Projection(FIRST + 117 * DAY, 78, by - 90 * DAY, by),
    )
    chart.show_lines(LineSet("Weight", (weight(aim=aim),)))
    plot = plot_of(chart)
    (panel,) = plot.panels()
    assert panel.low < 70
    assert plot.shown_time()[1] > by
    green, image = QColor(theme().colors.tone(Tone.GREEN).text), chart.picture()
    places = ((x, y) for x in range(0, image.width(), 3) for y in range(image.height()))
    assert any(image.pixelColor(*place) == green for place in places)


@pytest.mark.parametrize(
    "lines",
    [
        LineSet("One", (Line("Waist", "cm", [FIRST], [82.5]),)),
        LineSet("Two", (Line("Waist", "cm", [FIRST, FIRST + DAY], [82.5, 82.5]),)),
        LineSet("Same", (Line("Waist", "cm", [FIRST] * 7, [82.5] * 7),)),
        LineSet("Zero", (Line("Plank", "s", [FIRST, FIRST + DAY], [0, 0], decimals=0),)),
        LineSet("Loss", (Line("Reach", "cm", [FIRST, FIRST + DAY], [-5, 8.5]),)),
        LineSet("Long", (weight(3650, 1.0, average_days=30),)),
        LineSet("Dense", (weight(3650, 1.0, trend=False),)),
        LineSet("Open", (weight(),), phases=(Phase(FIRST, None, "Bulk", Tone.GREEN),)),
        LineSet(
            "Crowded",
            (weight(),),
            marks=tuple(Mark(FIRST + number * DAY, "A word or two " * 9) for number in range(30)),
        ),
    ],
    ids=lambda lines: lines.title,
)
def test_odd_lines_are_drawn(chart: LineChart, lines: LineSet) -> None:
    chart.show_lines(lines)
    plot = plot_of(chart)
    plot.step(1)
    assert not chart.picture().isNull()
    assert plot.panels()[0].low < plot.panels()[0].high


def test_without_values_words_say_so(chart: LineChart) -> None:
    chart.set_empty_text("Nothing measured yet", "Press N to measure.")
    chart.show_lines(LineSet("Weight", (weight(0),)))
    assert chart.plot() is None
    assert not chart.has_values()


def test_values_that_are_none_are_refused(chart: LineChart) -> None:
    with pytest.raises(ValueError, match="2 values but 1 moments"):
        Line("Weight", "kg", [FIRST], [80, 81])
    with pytest.raises(ValueError, match="finite"):
        chart.show_lines(LineSet("Weight", (Line("Weight", "kg", [FIRST], [float("nan")]),)))


def test_all_values_can_be_saved_as_a_table(
    chart: LineChart, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    chart.show_lines(LineSet("Weight", (weight(2), Line("=Sum", "cm", [FIRST], [82.5]))))
    path = tmp_path / "weight.csv"
    dialogs.then(path)
    chart.save_csv.trigger()
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert rows == [
        ["Day", "Time", "Measure", "Value", "Unit"],
        ["2026-03-03", "09:00", "Weight", "82.0", "kg"],
        ["2026-03-06", "09:00", "Weight", "81.9", "kg"],
        ["2026-03-03", "09:00", "'=Sum", "82.5", "cm"],
    ]


def test_the_picture_is_sharp_and_can_be_saved(
    chart: LineChart, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    chart.show_lines(LineSet("Weight", (weight(),)))
    path = tmp_path / "weight.png"
    dialogs.then(path)
    chart.save_png.trigger()
    saved = QImage(str(path))
    assert saved.width() >= 2 * chart.width()


def test_it_changes_with_the_theme(qapp: QApplication, chart: LineChart) -> None:
    chart.show_lines(LineSet("Weight", (weight(),)))
    plot_of(chart)
    light = chart.picture()
    apply_theme(qapp, "dark")
    dark = chart.picture()
    place = QPoint(light.width() - 3, light.height() // 2)
    assert dark.pixelColor(place).lightness() < light.pixelColor(place).lightness()
    assert dark != light


def test_the_newest_figures_are_there_in_words(chart: LineChart) -> None:
    chart.show_lines(LineSet("Weight: 4 kg less", (weight(), fat())))
    assert chart.accessibleName() == "Weight: 4 kg less"
    assert chart.accessibleDescription() == "Weight: 78.1 kg, 28 Jun 2026; Body fat: 23.9 %, 28 Jun 2026"


def test_a_million_values_are_drawn_by_their_peaks(chart: LineChart) -> None:
    at = FIRST + np.arange(1_000_000) * 60.0
    values = np.full(1_000_000, 80.0)
    values[500_000] = 99
    chart.show_lines(LineSet("Pulse", (Line("Pulse", "bpm", at, values),)))  # type: ignore[arg-type] # as arrays
    (panel,) = plot_of(chart).panels()
    assert panel.high > 99


def test_phases_that_overlap_stand_in_rows_of_their_own() -> None:
    bulk, rehab = Phase(FIRST, FIRST + 60 * DAY, "Bulk"), Phase(FIRST + 8 * DAY, FIRST + 40 * DAY, "Rehab")
    cut, open_end = Phase(FIRST + 70 * DAY, FIRST + 90 * DAY, "Cut"), Phase(FIRST + 80 * DAY, None, "Base")
    assert phase_rows([bulk, rehab, cut, open_end]) == [[bulk, cut], [rehab, open_end]]
    assert phase_rows([bulk, cut]) == [[bulk, cut]]
    right_after = Phase(FIRST + 60 * DAY, None, "Cut")
    assert phase_rows([bulk, right_after]) == [[bulk, right_after]]
    assert covered_from(bulk, [bulk, cut]) == cut.first
    assert covered_from(cut, [bulk, cut]) is None
    one, two = LineSet("Weight", (weight(),), phases=(bulk,)), LineSet("Weight", phases=(bulk, rehab))
    assert strip_height(two) == 2 * strip_height(one)


def test_of_very_many_phases_at_once_the_last_row_has_more() -> None:
    many = [Phase(FIRST + number * DAY, None, f"Phase {number}") for number in range(5)]
    assert [len(row) for row in phase_rows(many)] == [1, 1, 3]
