"""What is shown to be changed is rounded and written as the studio writes; what is stored is neither."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from babel import Locale
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ActivityLevel, Better, Sex, UnitSystem
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.services.progress.results import OwnMetric
from fitnesscrm_desktop.ui.progress.correct_dialog import CorrectDialog
from fitnesscrm_desktop.ui.progress.goal_dialog import GoalDialog
from tests.gui.progress.screen import ProgressScreen

TODAY = date(2026, 3, 4)
STEPS = OwnMetric("Steps a day", "steps", Better.UP, 0, 100_000)


@pytest.fixture
def steps(services: Services, owner: Actor) -> str:
    """A metric of the studio's own whose values have thousands."""
    return services.metrics.add(owner, STEPS).key


@pytest.fixture
def in_pounds(services: Services, owner: Actor, anna: int) -> int:
    """Somebody who thinks in pounds."""
    services.bodies.save(
        owner, anna, 0, sex=Sex.FEMALE, activity=ActivityLevel.LIGHT, units=UnitSystem.IMPERIAL
    )
    return anna


def renamed(screen: ProgressScreen, client_id: int, goal_id: int, title: str) -> GoalDialog:
    """The dialog of a goal, saved with other words and nothing else."""
    dialog = screen.dialog(GoalDialog, "progress.goal", client_id=client_id, goal_id=goal_id)
    dialog.title.setText(title)
    dialog.submit()
    screen.settle()
    return dialog


def test_other_words_leave_a_goal_in_pounds_where_it_is(
    screen: ProgressScreen, services: Services, owner: Actor, in_pounds: int
) -> None:
    screen.measure(in_pounds, TODAY - timedelta(days=3), weight="80 kg")
    new = NewGoal("weight", 72, TODAY + timedelta(days=60), milestones=(76, 74))
    goal = services.goals.add(owner, in_pounds, new)
    dialog = renamed(screen, in_pounds, goal.id, "For the wedding")
    assert (dialog.target.text(), dialog.milestones.text()) == ("158.7 lb", "167.6 lb; 163.1 lb")
    stored = services.goals.get(owner, goal.id)
    assert (stored.title, stored.target) == ("For the wedding", 72)
    assert [step.value for step in stored.milestones] == [76, 74]


def test_other_words_leave_thousands_thousands(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, steps: str
) -> None:
    screen.measure(anna, TODAY - timedelta(days=3), **{steps: "9000"})
    goal = services.goals.add(owner, anna, NewGoal(steps, 12_500))
    assert renamed(screen, anna, goal.id, "Every day").target.text() == "12500 steps"
    assert services.goals.get(owner, goal.id).target == 12_500


def test_a_target_that_is_typed_anew_counts(
    screen: ProgressScreen, services: Services, owner: Actor, in_pounds: int
) -> None:
    screen.measure(in_pounds, TODAY - timedelta(days=3), weight="80 kg")
    goal = services.goals.add(owner, in_pounds, NewGoal("weight", 72))
    dialog = screen.dialog(GoalDialog, "progress.goal", client_id=in_pounds, goal_id=goal.id)
    dialog.target.setText("160")
    dialog.submit()
    screen.settle()
    assert services.goals.get(owner, goal.id).target == pytest.approx(160 * 0.45359237)


@pytest.mark.parametrize("locale", ["en_IE", "de_DE"])
def test_looking_at_a_value_does_not_change_it(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, steps: str, locale: str
) -> None:
    screen.at_hand.desk.formats = replace(screen.at_hand.desk.formats, locale=Locale.parse(locale))
    screen.measure(anna, None, **{steps: "10100"})
    values = screen.values(anna, steps)
    said: list[str] = []

    def save(dialog: QDialog) -> bool:
        assert isinstance(dialog, CorrectDialog)
        said.append(dialog.line.text())
        dialog.show()
        dialog.submit()
        screen.settle()
        assert not dialog.isVisible()
        return False

    screen.at_hand.dialogs.then(save)
    screen.press(values.table, Qt.Key.Key_Return)
    assert said == ["10100 steps"]
    assert [row.value for row in services.progress.listed(owner, anna, steps)] == [10_100]


def test_questions_write_numbers_as_the_studio_does(screen: ProgressScreen, anna: int, steps: str) -> None:
    desk = screen.at_hand.desk
    desk.formats = replace(desk.formats, locale=Locale.parse("de_DE"))
    screen.measure(anna, TODAY - timedelta(weeks=1), weight="76.75 kg")
    entry = screen.entry(anna)
    screen.enter(entry, "weight", "64,5")
    assert entry.rows.remark("weight") == "Weight: 12,25 kg less than last week?"
    screen.enter(entry, "weight", "1.2.3")
    assert entry.rows.remark("weight") == "“1.2.3” is not a number. Write it like 82,5 kg."


def test_what_can_be_read_in_two_ways_is_asked_back(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int, steps: str
) -> None:
    screen.measure(anna, TODAY - timedelta(days=3), **{steps: "9000"})
    entry = screen.entry(anna)
    screen.enter(entry, steps, "10,250")
    assert entry.rows.remark(steps) == "“10,250” can be read in two ways. Write 10250 or 10.25."
    screen.submit(entry)
    assert entry.isVisible()
    assert [row.value for row in services.progress.listed(owner, anna, steps)] == [9000]
    dialog = screen.dialog(GoalDialog, "progress.goal", client_id=anna, metric=steps)
    dialog.target.setText("12.000")
    dialog.submit()
    screen.settle()
    assert dialog.form.error(dialog.target) == "“12.000” can be read in two ways. Write 12000 or 12."
    assert services.goals.list(owner, anna) == []


def test_correcting_asks_in_numbers_as_the_studio_writes_them(screen: ProgressScreen, anna: int) -> None:
    desk = screen.at_hand.desk
    desk.formats = replace(desk.formats, locale=Locale.parse("de_DE"))
    screen.measure(anna, TODAY - timedelta(weeks=1), weight="76.75 kg")
    screen.measure(anna, weight="76 kg")
    values = screen.values(anna, "weight")
    said: list[str] = []

    def ask(dialog: QDialog) -> bool:
        assert isinstance(dialog, CorrectDialog)
        dialog.show()
        for typed in ("64,5", "1.2.3"):
            dialog.line.setText(typed)
            dialog.submit()
            screen.settle()
            said.append(dialog.form.error(dialog.line) or dialog.notice.text())
        return False

    screen.at_hand.dialogs.then(ask)
    screen.press(values.table, Qt.Key.Key_Return)
    assert "12,25 kg less" in said[0]
    assert said[1] == "“1.2.3” is not a number. Write it like 82,5 kg."


def test_a_goal_is_asked_about_in_numbers_as_the_studio_writes_them(
    screen: ProgressScreen, anna: int
) -> None:
    desk = screen.at_hand.desk
    desk.formats = replace(desk.formats, locale=Locale.parse("de_DE"))
    dialog = screen.dialog(GoalDialog, "progress.goal", client_id=anna, metric="weight")
    dialog.target.setText("1.2.3")
    dialog.submit()
    screen.settle()
    assert dialog.form.error(dialog.target) == "“1.2.3” is not a number. Write it like 82,5 kg."
