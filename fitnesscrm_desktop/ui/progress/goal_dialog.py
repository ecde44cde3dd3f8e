"""A goal of a client: what, how much, by when, and the steps on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.models.values import GoalState, UnitSystem
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo, NewGoal
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.progress.about_client import ProgressDialog
from fitnesscrm_desktop.ui.progress.words import metric_word, typed_text, unit_of
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.date_field import DateField

LONGEST, LONGEST_MILESTONES, LONGEST_TITLE = 24, 200, 120
BETWEEN = ";"

Found = tuple[GoalInfo | None, list[MetricInfo], UnitSystem]


class GoalDialog(ProgressDialog):
    """``outcome`` is the ``GoalInfo``. With a *goal_id* that goal is changed."""

    def __init__(self, desk: Desk, *, client_id: int, metric: str = "", goal_id: int | None = None) -> None:
        super().__init__(desk, self.tr("Goal"), client_id)
        self._goal_id, self._version = goal_id, 0
        self._goal: GoalInfo | None = None
        self._offered = ("", "")
        """What target and milestones said when they came: shown in the client's units, they are rounded."""
        self.choice = ChoiceField()
        self.choice.set_code(metric)
        self._wanted = metric
        self.target, self.milestones, self.title = QLineEdit(), QLineEdit(), QLineEdit()
        self.target.setMaxLength(LONGEST)
        self.milestones.setMaxLength(LONGEST_MILESTONES)
        self.title.setMaxLength(LONGEST_TITLE)
        today = desk.today()
        self.due = DateField(None, today=lambda: today)
        self.add_field("metric", self.tr("Metric"), self.choice, required=True)
        self.add_field("target_value", self.tr("Target"), self.target, required=True)
        self.add_field("due_on", self.tr("By"), self.due)
        self.add_field(
            "milestones",
            self.tr("Steps on the way"),
            self.milestones,
            hint=self.tr("With a semicolon between them: 78; 76"),
        )
        self.add_field("title", self.tr("In the client’s words"), self.title)
        services, actor = desk.services, desk.actor

        def read() -> Found:
            goal = None if goal_id is None else services.goals.get(actor, goal_id)
            return goal, services.metrics.list(actor), services.bodies.get(actor, client_id).units

        self.begin(read, self._show)
        if goal_id is not None:
            self._offer_to_drop(goal_id)

    def focus_first(self) -> None:
        """The metric is known where somebody comes from it."""
        (self.target if self._wanted or self._goal_id is not None else self.choice).setFocus()

    def _offer_to_drop(self, goal_id: int) -> None:
        goals, actor = self.desk.services.goals, self.desk.actor
        self.add_removal(
            self.tr("Give up"),
            lambda: goals.drop(actor, goal_id),
            self.tr("The goal is given up."),
            lambda: goals.take_up(actor, goal_id),
        )

    def _show(self, found: Found) -> None:
        goal, metrics, system = found
        self.choice.set_choices([(metric.key, metric_word(metric)) for metric in metrics])
        if goal is None:
            self.choice.set_code(self.choice.code() or self._wanted or "weight")
            return
        formats = self.desk.formats
        self._goal, self._version = goal, goal.version
        self.choice.set_code(goal.metric.key)
        self.choice.setEnabled(False)
        self.target.setText(typed_text(goal.target, goal.metric, system, formats))
        milestones = [typed_text(each.value, goal.metric, system, formats) for each in goal.milestones]
        self.milestones.setText(f"{BETWEEN} ".join(milestones))
        self._offered = self.target.text(), self.milestones.text()
        self.title.setText(goal.title)
        self.due.set_value(goal.due_on)
        unit = unit_of(goal.metric, system)
        self.target.setPlaceholderText(unit.code)
        self.verb.setEnabled(goal.state is not GoalState.DROPPED)

    def deed(self) -> Callable[[], GoalInfo] | None:
        """Set it, or change it."""
        goals, actor, client_id = self.desk.services.goals, self.desk.actor, self.client_id
        metric, target, due = self.choice.code(), self.target.text(), self.due.value()
        milestones = [each.strip() for each in self.milestones.text().split(BETWEEN) if each.strip()]
        title, goal_id, version = self.title.text(), self._goal_id, self._version
        exact = self._exact()
        if not target.strip():
            self.form.set_error(self.target, self.tr("What is the goal? Type a value."))
            return None

        def work() -> GoalInfo:
            new = goals.understand(
                actor, client_id, metric, target, due_on=due, title=title, milestones=milestones
            )
            if goal_id is None:
                return goals.add(actor, client_id, new)
            return goals.edit(actor, goal_id, version, exact(new))

        return work

    def worded(self, sentence: str) -> str:
        """With numbers as the studio writes them."""
        return self.desk.formats.sentence(sentence)

    def _exact(self) -> Callable[[NewGoal], NewGoal]:
        """Puts what nobody touched back as it is stored: its text is rounded, the goal is not."""
        goal, offered, left = self._goal, self._offered, (self.target.text(), self.milestones.text())

        def put(new: NewGoal) -> NewGoal:
            if goal is not None and left[0] == offered[0]:
                new = replace(new, target=goal.target)
            if goal is not None and left[1] == offered[1]:
                new = replace(new, milestones=tuple(each.value for each in goal.milestones))
            return new

        return put
