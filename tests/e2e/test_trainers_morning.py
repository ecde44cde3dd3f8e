"""A trainer between two sessions: body, brief, a measurement and a goal, all by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.progress.brief_dialog import BriefDialog
from fitnesscrm_desktop.ui.progress.goal_dialog import GoalDialog
from fitnesscrm_desktop.ui.progress.quick_entry import QuickEntry
from fitnesscrm_desktop.ui.progress.tab import ProgressTab
from tests.support.actors import an_actor
from tests.support.people import People
from tests.support.window import StudioWindow, window_on

TODAY = date(2026, 3, 4)


@pytest.fixture
def anna(services: Services, owner: Actor) -> int:
    """Somebody who was weighed every week."""
    client_id = People(services).add("Anna Ivanova", date(1990, 3, 8))
    for week in range(8):
        day = TODAY - timedelta(weeks=8 - week)
        weight = f"{80 - 0.5 * week + (0.1, -0.1)[week % 2]:.1f} kg"
        services.progress.measure(owner, client_id, {"weight": weight, "waist": "90 cm"}, on=day)
    return client_id


@pytest.fixture
def window(qapp: object, services: Services, anna: int, tmp_path: Path) -> Iterator[StudioWindow]:
    """Open the studio with a trainer."""
    with window_on(services, an_actor(Role.TRAINER), tmp_path) as driven:
        yield driven


def progress_of(window: StudioWindow) -> ProgressTab:
    part = window.frame.findChild(ProgressTab)
    assert part is not None
    return part


def test_everything_about_one_body_without_a_mouse(
    window: StudioWindow, services: Services, owner: Actor, anna: int
) -> None:
    window.press("Ctrl+K")
    window.write("ivan")
    window.until(lambda: not window.work.palette.is_waiting())
    window.settle()
    window.press("Return")
    window.press("Right")
    part = progress_of(window)
    assert part.isVisible(), "two keys from the search"
    window.until(lambda: part.chart.plot() is not None)
    assert part.chart.lines().title.startswith("Weight: 3.7 kg less since 7 Jan 2026")

    window.press("Ctrl+B")
    brief = window.dialog
    assert isinstance(brief, BriefDialog)
    assert [row.line.name for row in brief.card.rows()][:3] == ["Injuries", "Weight", "Waist"]
    window.press("Escape")

    window.press("Ctrl+E")
    entry = window.dialog
    assert isinstance(entry, QuickEntry)
    window.until(entry.verb.isEnabled)
    window.write("75.9", on=entry.rows.field("weight"))
    assert entry.rows.typed() == {"weight": "75.9"}
    window.press("Ctrl+Return")
    window.until(lambda: services.progress.listed(owner, anna, "weight")[0].value == 75.9)
    window.until(lambda: part.chart.lines().title.startswith("Weight: 4.2 kg less"))

    window.work.window.open_dialog("progress.goal", client_id=anna, metric="weight")
    window.settle()
    goal = window.dialog
    assert isinstance(goal, GoalDialog)
    window.write("72 kg")
    window.press("Return")
    window.until(lambda: part.goal.text().startswith("Goal: 72 kg · 3.9 kg to go · between "))
