from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.ui.charts.bar_chart import BarChart
from fitnesscrm_desktop.ui.charts.bar_plot import BarPlot
from fitnesscrm_desktop.ui.charts.series import BarSeries, nice_ticks
from fitnesscrm_desktop.ui.core.theme import apply_theme, theme
from tests.support.inline_tasks import InlineTasks
from tests.support.scripted_dialogs import ScriptedDialogs

REVENUE = BarSeries(
    "Revenue by month",
    "EUR",
    ["Sep", "Oct", "Nov"],
    [380.5, 420.0, 489.2],
    keys=[9, 10, 11],
    axis="Month",
    texts=["€ 380.50", "€ 420.00", "€ 489.20"],
    goal=400,
    goal_text="Goal: € 400",
)


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def chart(qtbot: QtBot, dialogs: ScriptedDialogs) -> BarChart:
    made = BarChart(InlineTasks(), dialogs)
    qtbot.addWidget(made)
    made.resize(480, 320)
    made.show()
    return made


def plot_of(chart: BarChart) -> BarPlot:
    plot = chart.plot()
    assert plot is not None
    return plot


def inside(chart: BarChart, bar: int) -> QPoint:
    return plot_of(chart).end_of(bar).toPoint() + QPoint(0, 6)


def test_a_click_opens_what_is_behind_a_bar(qtbot: QtBot, chart: BarChart) -> None:
    chart.show_series(REVENUE)
    qtbot.waitExposed(chart)
    QApplication.processEvents()
    with qtbot.waitSignal(chart.opened) as told:
        QTest.mouseClick(plot_of(chart).viewport(), Qt.MouseButton.LeftButton, pos=inside(chart, 1))
    assert told.args == [10]


def test_hovering_tells_the_value(qtbot: QtBot, chart: BarChart) -> None:
    chart.show_series(REVENUE)
    QApplication.processEvents()
    QTest.mouseMove(plot_of(chart).viewport(), inside(chart, 2))
    qtbot.waitUntil(lambda: chart.tip() == "Nov: € 489.20")
    QTest.mouseMove(plot_of(chart).viewport(), QPoint(1, 1))
    qtbot.waitUntil(lambda: not chart.tip())


def test_the_keyboard_goes_from_bar_to_bar(qtbot: QtBot, chart: BarChart) -> None:
    chart.show_series(REVENUE)
    plot = plot_of(chart)
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: plot.marked() == 2)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert chart.tip() == "Oct: € 420.00"
    with qtbot.waitSignal(chart.opened) as told:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert told.args == [10]
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.marked() == -1
    assert not chart.tip()


def test_all_figures_are_there_in_words(chart: BarChart) -> None:
    chart.show_series(REVENUE)
    assert chart.accessibleName() == "Revenue by month"
    assert "Nov: € 489.20" in chart.accessibleDescription()


@pytest.mark.parametrize(
    "series",
    [
        BarSeries("One", "Members", ["Nov"], [7]),
        BarSeries("Zero", "Members", ["Oct", "Nov"], [0, 0]),
        BarSeries("Loss", "EUR", ["Q1", "Q2"], [-5, 8.5]),
        BarSeries("Many", "Visits", [f"Label {i}" for i in range(366)], list(range(366))),
        BarSeries("Huge", "EUR", ["a"], [1e15]),
    ],
    ids=lambda series: series.title,
)
def test_odd_series_are_drawn(chart: BarChart, series: BarSeries) -> None:
    chart.show_series(series)
    QApplication.processEvents()
    assert not chart.picture().isNull()


def test_a_single_bar_is_no_wall(chart: BarChart) -> None:
    chart.show_series(BarSeries("One", "Members", ["Nov"], [7]))
    QApplication.processEvents()
    picture = chart.grab().toImage()
    middle = plot_of(chart).mapTo(chart, inside(chart, 0)).y() + 40
    accent = theme().colors.accent.casefold()
    filled = sum(picture.pixelColor(x, middle).name() == accent for x in range(picture.width()))
    assert 20 < filled <= 60


def test_an_empty_series_says_so(chart: BarChart) -> None:
    chart.show_series(REVENUE)
    chart.show_series(BarSeries("Refunds", "EUR", [], []))
    assert not plot_of(chart).isVisible()
    chart.set_empty_text("No refunds in November")
    chart.show_loading("Refunds")
    chart.show_series(REVENUE)
    assert plot_of(chart).isVisible()


def test_it_follows_the_theme(chart: BarChart, qapp: QApplication) -> None:
    chart.show_series(REVENUE)
    QApplication.processEvents()

    def colours() -> set[str]:
        image = chart.grab().toImage()
        return {image.pixelColor(x, image.height() * 2 // 3).name() for x in range(image.width())}

    light = theme().colors.accent
    assert light.casefold() in colours()
    try:
        dark = apply_theme(qapp, "dark").colors.accent
        QApplication.processEvents()
        assert dark.casefold() in colours()
    finally:
        apply_theme(qapp, "light")


def test_it_is_saved_as_picture_and_as_figures(
    chart: BarChart, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    chart.show_series(REVENUE)
    QApplication.processEvents()
    dialogs.then(tmp_path / "chart.png", tmp_path / "chart.csv", tmp_path / "no" / "chart.csv", None)
    chart.save_png.trigger()
    assert QImage(str(tmp_path / "chart.png")).width() >= 960
    chart.save_csv.trigger()
    text = (tmp_path / "chart.csv").read_bytes().decode("utf-8-sig")
    assert text.splitlines() == ["Month,Revenue by month (EUR)", "Sep,380.5", "Oct,420.0", "Nov,489.2"]
    chart.save_csv.trigger()
    assert dialogs.told[0][0] == "The chart was not saved"
    chart.save_png.trigger()
    assert dialogs.asked[0][2].endswith("revenue-by-month.png")


def test_the_menu_offers_both(qtbot: QtBot, chart: BarChart) -> None:
    chart.show_series(REVENUE)
    QApplication.sendEvent(
        chart, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(20, 20), QPoint(20, 20))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions() == [chart.save_png, chart.save_csv]
    menu.close()


def test_shifted_labels_and_endless_values_are_refused() -> None:
    with pytest.raises(ValueError, match="labels"):
        BarSeries("x", "", ["a"], [1, 2])
    with pytest.raises(ValueError, match="keys"):
        BarSeries("x", "", ["a"], [1], keys=[1, 2])
    with pytest.raises(ValueError, match="finite"):
        BarSeries("x", "", ["a"], [float("nan")])


def test_a_label_is_no_formula() -> None:
    series = BarSeries("x", "", ["=1+1", "@x", "ok"], [1, 2, 3])
    assert [line.split(",")[0] for line in series.as_csv().splitlines()[1:]] == ["'=1+1", "'@x", "ok"]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0, 217, [0, 50, 100, 150, 200, 250]),
        (-3, 8, [-5, -2.5, 0, 2.5, 5, 7.5, 10]),
        (0, 49010, [0, 10000, 20000, 30000, 40000, 50000]),
    ],
)
def test_axis_figures_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert nice_ticks(low, high) == pytest.approx(ticks)


def test_people_are_counted_in_whole_figures() -> None:
    assert all(tick == int(tick) for tick in nice_ticks(0, 3, whole=True))
