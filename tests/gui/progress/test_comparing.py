"""Two times of one metric lie over each other: the days that are shown, and others."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fitnesscrm_desktop.ui.progress.comparing import Against, Compared
from fitnesscrm_desktop.ui.progress.tab import ProgressTab
from tests.gui.progress.screen import ProgressScreen

TODAY = date(2026, 3, 4)
DAY = 86_400
SINCE = TODAY - timedelta(days=91)


def last_quarter(screen: ProgressScreen, client_id: int) -> ProgressTab:
    """The part, showing three months."""
    part = screen.tab(client_id)
    part.period.button("quarter").click()
    screen.settle()
    return part


def compare(screen: ProgressScreen, part: ProgressTab, words: str) -> None:
    """Type what to compare with, and press Enter."""
    part.compared.setFocus()
    QTest.keyClicks(part.compared, words)
    QTest.keyClick(part.compared, Qt.Key.Key_Return)
    screen.settle()


@pytest.fixture
def three_times(screen: ProgressScreen, anna: int) -> int:
    """Somebody measured now, in the quarter before, a year ago, and long ago."""
    screen.measure(anna, date(2024, 7, 1), weight="95 kg")
    screen.measure(anna, date(2025, 2, 23), weight="90 kg")
    screen.measure(anna, TODAY - timedelta(days=100), weight="84 kg")
    screen.measure(anna, TODAY - timedelta(days=9), weight="80 kg")
    return anna


def test_the_time_before_lies_under_the_time_now(screen: ProgressScreen, three_times: int) -> None:
    part = last_quarter(screen, three_times)
    assert len(part.chart.lines().lines) == 1
    compare(screen, part, "days before")
    earlier, now = part.chart.lines().lines
    assert part.chart.legend.texts()[:2] == ["2 Sept 2025 – 2 Dec 2025", "Now"]
    assert (earlier.shift, list(earlier.values)) == (92 * DAY, [84])
    assert earlier.moments[0] + earlier.shift == pytest.approx(now.moments[0], abs=DAY)
    assert part.chart.lines().note == ""
    compare(screen, part, "nothing")
    assert len(part.chart.lines().lines) == 1


def test_the_table_of_two_times_says_what_was_measured(screen: ProgressScreen, three_times: int) -> None:
    part = last_quarter(screen, three_times)
    compare(screen, part, "last year")
    rows = [line.split(",")[2] for line in part.chart.as_csv().splitlines()]
    assert rows == ["Measure", "Weight: 3 Dec 2024 – 4 Mar 2025", "Weight: Now"]
    compare(screen, part, "nothing")
    assert [line.split(",")[2] for line in part.chart.as_csv().splitlines()] == ["Measure", "Weight"]


def test_as_many_days_are_compared_as_are_shown() -> None:
    for compared in (Compared(Against.BEFORE), Compared(Against.OTHER, date(2024, 6, 20))):
        days = compared.days(SINCE, TODAY)
        assert days is not None
        assert days[1] - days[0] == TODAY - SINCE
        assert days[1] < SINCE


def test_last_year_lies_under_this_one_day_for_day(screen: ProgressScreen, three_times: int) -> None:
    part = last_quarter(screen, three_times)
    compare(screen, part, "last year")
    earlier, now = part.chart.lines().lines
    assert (earlier.name, list(earlier.values)) == ("3 Dec 2024 – 4 Mar 2025", [90])
    assert earlier.moments[0] + earlier.shift == pytest.approx(now.moments[0], abs=3 * DAY)


def test_other_days_begin_where_somebody_says(screen: ProgressScreen, three_times: int) -> None:
    part = last_quarter(screen, three_times)
    assert not part.compared.row.isVisibleTo(part)
    compare(screen, part, "other days")
    assert part.compared.begins.isVisibleTo(part)
    assert part.compared.begins.edit.hasFocus()
    assert part.compared.begins.value() == date(2024, 12, 3)
    part.compared.begins.set_value(date(2024, 6, 20))
    screen.settle()
    earlier, _now = part.chart.lines().lines
    assert (earlier.name, list(earlier.values)) == ("20 Jun 2024 – 19 Sept 2024", [95])
    assert earlier.shift == (SINCE - date(2024, 6, 20)).days * DAY
    compare(screen, part, "days before")
    assert not part.compared.row.isVisibleTo(part)


def test_days_on_which_nothing_was_measured_are_told(screen: ProgressScreen, three_times: int) -> None:
    part = last_quarter(screen, three_times)
    compare(screen, part, "other days")
    part.compared.begins.set_value(date(2023, 1, 1))
    screen.settle()
    assert part.chart.lines().note == "From 1 Jan 2023 to 2 Apr 2023 nothing was measured."


def test_other_days_begin_before_those_that_are_shown(screen: ProgressScreen, three_times: int) -> None:
    part = last_quarter(screen, three_times)
    compare(screen, part, "other days")
    part.compared.begins.set_value(SINCE)
    screen.settle()
    assert len(part.chart.lines().lines) == 1
    assert "The last day possible is" in part.compared.begins.error.text()
    part.compared.begins.set_value(SINCE - timedelta(days=1))
    screen.settle()
    assert len(part.chart.lines().lines) == 2
    part.period.button("year").click()
    screen.settle()
    assert "The last day possible is" in part.compared.begins.error.text()


def test_everything_and_many_metrics_are_compared_with_nothing(
    screen: ProgressScreen, three_times: int
) -> None:
    screen.measure(three_times, waist="90 cm")
    part = last_quarter(screen, three_times)
    compare(screen, part, "other days")
    part.period.button("all").click()
    screen.settle()
    assert not part.compared.isEnabled()
    assert not part.compared.row.isVisibleTo(part)
    assert len(part.chart.lines().lines) == 1
    part.period.button("quarter").click()
    part.presenter.choose(["weight", "waist"])
    screen.settle()
    assert not part.compared.isEnabled()
    assert [line.name for line in part.chart.lines().lines] == ["Weight", "Waist"]


def test_a_year_before_29_february_is_the_28th() -> None:
    days = Compared(Against.LAST_YEAR).days(date(2027, 12, 1), date(2028, 2, 29))
    assert days == (date(2026, 12, 1), date(2027, 2, 28))
