"""At 150 % text size, on the screen of a usual laptop, the chart is still what one sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollArea, QWidget

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.clients.client_page import ClientPage
from fitnesscrm_desktop.ui.progress.tab import ProgressTab
from fitnesscrm_desktop.ui.widgets.pills import Pill
from tests.support.measured import plan_and_remark
from tests.support.window import StudioWindow

LAPTOP = (1366, 768)
STEPS_TO_LARGEST = 5


@pytest.fixture
def laptop(window: StudioWindow, services: Services, owner: Actor, anna: int) -> Iterator[StudioWindow]:
    """The progress of somebody with a goal, phases and a remark, in large type."""
    plan_and_remark(services, owner, anna, services.core.clock.now().date() - timedelta(days=1))
    window.open(services, owner)
    for _ in range(STEPS_TO_LARGEST):
        window.work.look.resize_text(1)
    window.frame.resize(*LAPTOP)
    window.go("clients.client", client_id=anna, tab="progress")
    yield window
    window.work.look.resize_text(0)


def progress(window: StudioWindow) -> ProgressTab:
    part = window.frame.findChild(ProgressTab)
    assert part is not None
    window.until(lambda: part.chart.plot() is not None)
    window.settle()
    return part


def place(widget: QWidget, within: QWidget) -> QRect:
    return QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())


def test_the_whole_chart_is_in_sight_without_scrolling(laptop: StudioWindow) -> None:
    part = progress(laptop)
    assert part.goal.isVisible()
    area = next(each for each in part.findChildren(QScrollArea) if each.isAncestorOf(part.chart))
    laptop.until(lambda: area.verticalScrollBar().maximum() == 0)
    assert part.chart.height() >= part.chart.minimumSizeHint().height()


def test_goal_and_period_are_there_wherever_there_is_room(laptop: StudioWindow) -> None:
    part = progress(laptop)
    laptop.until(lambda: place(part.period, part).top() == place(part.measure, part).top())
    part.goal_button.setFocus()
    laptop.frame.resize(1024, 768)
    laptop.until(lambda: place(part.period, part).top() > place(part.measure, part).bottom())
    assert part.period.isVisible()
    assert part.goal_button.hasFocus()
    part.presenter.choose(["weight", "waist"])
    laptop.frame.resize(*LAPTOP)
    laptop.until(lambda: place(part.period, part).top() == place(part.measure, part).top())
    laptop.until(lambda: not part.goal_button.isVisible())  # there is no one metric to set a goal for


def test_who_it_is_takes_one_line_less_and_loses_nothing(laptop: StudioWindow) -> None:
    page = laptop.page
    assert isinstance(page, ClientPage)
    header, low = page.header, page.header.height()

    def pill_is_beside_the_name() -> bool:
        (pill,) = header.findChildren(Pill)
        assert pill.isVisible()
        return place(pill, header).top() < place(header.name, header).bottom()

    assert pill_is_beside_the_name()
    assert header.about.isVisible()
    laptop.frame.resize(1366, 1000)
    laptop.until(lambda: header.height() > low)
    assert not pill_is_beside_the_name()
    laptop.frame.resize(*LAPTOP)
    laptop.until(lambda: header.height() == low)
    assert pill_is_beside_the_name()
