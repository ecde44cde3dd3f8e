"""Goals, phases, remarks and injuries: in the chart, in their list, and how they are written down."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import GoalState, InjuryKind, PhaseKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.ui.core.desk import StudioDialog
from fitnesscrm_desktop.ui.progress.goal_dialog import GoalDialog
from fitnesscrm_desktop.ui.progress.injury_dialog import InjuryDialog
from fitnesscrm_desktop.ui.progress.mark_dialogs import PhaseDialog, RemarkDialog
from fitnesscrm_desktop.ui.progress.plan_dialog import PlanDialog
from tests.gui.progress.screen import ProgressScreen
from tests.support.measured import plan_and_remark

TODAY = date(2026, 3, 4)


@pytest.fixture
def lighter(screen: ProgressScreen, anna: int) -> int:
    """Somebody who has lost half a kilogram a week for nine weeks."""
    for week in range(10):
        day = TODAY - timedelta(weeks=9 - week)
        noise = (0.1, -0.1, 0.05)[week % 3]
        screen.measure(
            anna, day, weight=f"{80 - 0.5 * week + noise:.2f} kg", waist=f"{90 - 0.2 * week:.1f} cm"
        )
    return anna


def press(screen: ProgressScreen, dialog: StudioDialog, text: str) -> None:
    (button,) = (
        each
        for each in dialog.findChildren(QAbstractButton)
        if each.text() == text and each.isVisibleTo(dialog)
    )
    button.click()
    screen.settle()


def test_a_goal_is_set_and_drawn_with_what_is_to_come(
    screen: ProgressScreen, services: Services, owner: Actor, lighter: int
) -> None:
    part = screen.tab(lighter)
    part.goal_button.click()
    assert screen.at_hand.window.opened == [("progress.goal", {"client_id": lighter, "metric": "weight"})]
    dialog = screen.dialog(GoalDialog, "progress.goal", client_id=lighter, metric="weight")
    assert dialog.focusWidget() is dialog.target
    dialog.target.setText("72")
    dialog.due.set_value(TODAY + timedelta(days=60))
    dialog.milestones.setText("74; 73 kg")
    dialog.submit()
    screen.settle()
    (goal,) = services.goals.list(owner, lighter)
    assert (goal.target, [step.value for step in goal.milestones]) == (72, [74, 73])
    screen.again(part, lighter)
    aim = part.chart.lines().lines[0].aim
    assert aim is not None
    assert (aim.value, aim.text) == (72, "Goal: 72 kg by 3 May 2026")
    assert aim.projection is not None
    assert part.goal.text().startswith("Goal: 72 kg by 3 May 2026 · 3.6 kg to go · between ")


def test_too_few_values_promise_nothing(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    screen.measure(anna, weight="80 kg")
    services.goals.add(owner, anna, NewGoal("weight", 75))
    part = screen.tab(anna)
    assert part.goal.text() == "Goal: 75 kg · 5 kg to go · not enough data to say when"
    aim = part.chart.lines().lines[0].aim
    assert aim is not None
    assert aim.projection is None


def test_a_straight_way_is_told_as_one_day(screen: ProgressScreen, anna: int) -> None:
    for week in range(10):
        screen.measure(anna, TODAY - timedelta(weeks=9 - week), weight=f"{80 - 0.5 * week} kg")
    desk = screen.at_hand.desk
    desk.services.goals.add(desk.actor, anna, NewGoal("weight", 74))
    part = screen.tab(anna)
    assert part.goal.text().endswith(" · about 25 Mar 2026, as it goes now")


def test_what_is_no_goal_is_said_beside_its_field(screen: ProgressScreen, lighter: int) -> None:
    dialog = screen.dialog(GoalDialog, "progress.goal", client_id=lighter, metric="weight")
    for target in ("", "soon", "900 kg"):
        dialog.target.setText(target)
        dialog.submit()
        screen.settle()
        assert dialog.isVisible(), target
        assert dialog.target.accessibleDescription(), target


def test_a_goal_is_given_up_with_a_way_back(
    screen: ProgressScreen, services: Services, owner: Actor, lighter: int
) -> None:
    goal = services.goals.add(owner, lighter, NewGoal("weight", 72))
    dialog = screen.dialog(GoalDialog, "progress.goal", client_id=lighter, goal_id=goal.id)
    assert dialog.target.text() == "72 kg"
    press(screen, dialog, "Give up")
    assert not dialog.isVisible()
    assert services.goals.get(owner, goal.id).state is GoalState.DROPPED
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert services.goals.get(owner, goal.id).state is GoalState.ACTIVE


def test_a_changed_goal_meets_another_desk(
    screen: ProgressScreen, services: Services, owner: Actor, lighter: int
) -> None:
    goal = services.goals.add(owner, lighter, NewGoal("weight", 72))
    dialog = screen.dialog(GoalDialog, "progress.goal", client_id=lighter, goal_id=goal.id)
    services.goals.edit(owner, goal.id, goal.version, NewGoal("weight", 70))
    dialog.target.setText("71")
    dialog.submit()
    screen.settle()
    assert dialog.isVisible()
    assert dialog.target.text() == "70 kg"
    assert services.goals.get(owner, goal.id).target == 70


def test_remarks_and_phases_lie_in_the_chart(
    screen: ProgressScreen, services: Services, owner: Actor, lighter: int
) -> None:
    marks = services.chart_marks
    marks.add_remark(owner, lighter, "Knee injury", TODAY - timedelta(days=20))
    marks.add_remark(owner, lighter, "New tape", TODAY, "waist")
    marks.add_phase(owner, lighter, PhaseKind.CUT, TODAY - timedelta(days=40), TODAY - timedelta(days=21))
    marks.add_phase(owner, lighter, PhaseKind.REHAB, TODAY - timedelta(days=20), name="Knee")
    lines = screen.tab(lighter).chart.lines()
    assert [mark.text for mark in lines.marks] == ["Knee injury"], "the other one belongs to the waist"
    assert [(phase.name, phase.last is None) for phase in lines.phases] == [("Cut", False), ("Knee", True)]


def test_a_remark_is_written_changed_and_removed(
    screen: ProgressScreen, services: Services, owner: Actor, lighter: int
) -> None:
    dialog = screen.dialog(RemarkDialog, "progress.remark", client_id=lighter)
    dialog.text.setText("New shoes")
    dialog.submit()
    screen.settle()
    (remark,) = services.chart_marks.remarks(owner, lighter)
    assert (remark.text, remark.day) == ("New shoes", TODAY)
    changed = screen.dialog(RemarkDialog, "progress.remark", client_id=lighter, remark_id=remark.id)
    changed.text.setText("New blue shoes")
    changed.submit()
    screen.settle()
    assert [each.text for each in services.chart_marks.remarks(owner, lighter)] == ["New blue shoes"]
    gone = screen.dialog(RemarkDialog, "progress.remark", client_id=lighter, remark_id=remark.id)
    press(screen, gone, "Remove")
    assert services.chart_marks.remarks(owner, lighter) == []
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert len(services.chart_marks.remarks(owner, lighter)) == 1


def test_a_phase_is_begun_and_ended(
    screen: ProgressScreen, services: Services, owner: Actor, lighter: int
) -> None:
    dialog = screen.dialog(PhaseDialog, "progress.phase", client_id=lighter)
    dialog.kind.button(PhaseKind.REHAB).click()
    dialog.submit()
    screen.settle()
    (phase,) = services.chart_marks.phases(owner, lighter)
    assert (phase.kind, phase.from_day, phase.to_day) == (PhaseKind.REHAB, TODAY, None)
    dialog = screen.dialog(PhaseDialog, "progress.phase", client_id=lighter, phase_id=phase.id)
    dialog.last.set_value(TODAY + timedelta(days=30))
    dialog.submit()
    screen.settle()
    assert services.chart_marks.phases(owner, lighter)[0].to_day == TODAY + timedelta(days=30)


def test_an_injury_rules_movements_out(
    screen: ProgressScreen, services: Services, owner: Actor, lighter: int
) -> None:
    dialog = screen.dialog(InjuryDialog, "progress.injury", client_id=lighter)
    dialog.submit()
    screen.settle()
    assert dialog.isVisible(), "it needs words"
    dialog.text.setText("Left knee")
    dialog.part.set_code("knee")
    dialog.avoids["squat"].setChecked(True)
    dialog.avoids["jump"].setChecked(True)
    dialog.submit()
    screen.settle()
    (injury,) = services.injuries.list(owner, lighter)
    assert (injury.kind, injury.body_part, injury.avoids) == (InjuryKind.INJURY, "knee", ("squat", "jump"))


def test_the_list_holds_everything_and_enter_changes_it(
    screen: ProgressScreen, services: Services, owner: Actor, lighter: int
) -> None:
    plan_and_remark(services, owner, lighter, TODAY)
    plan = screen.dialog(PlanDialog, "progress.plan", client_id=lighter)
    kinds = [row.kind for row in plan.model.rows()]
    assert sorted(kinds) == ["Goal", "Injury", "Phase", "Phase", "Phase", "Remark", "Remark"]
    goal = next(row for row in plan.model.rows() if row.kind == "Goal")
    assert (goal.state, goal.text.startswith("Weight: 72 kg")) == ("On the way", True)
    plan.table.select_row(list(plan.model.rows()).index(goal))
    screen.press(plan.table, Qt.Key.Key_Return)
    assert screen.at_hand.window.opened == [("progress.goal", {"client_id": lighter, "goal_id": goal.id})]


def test_the_list_follows_what_happens(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    plan = screen.dialog(PlanDialog, "progress.plan", client_id=anna)
    assert "No goals or events yet" in screen.said(plan)
    services.chart_marks.add_remark(owner, anna, "Holiday")
    screen.settle()
    assert [row.text for row in plan.model.rows()] == ["Holiday"]


def test_the_menu_opens_them_all(screen: ProgressScreen, lighter: int) -> None:
    part = screen.tab(lighter)
    for action in part.menu_actions():
        action.trigger()
    assert [dialog for dialog, _about in screen.at_hand.window.opened] == [
        "progress.values",
        "progress.plan",
        "progress.remark",
        "progress.phase",
        "progress.injury",
        "progress.report",
        "progress.import",
        "progress.body",
    ]
