"""Rules in a large studio: what a look costs, whatever the history, and a trial run."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Field, Op
from fitnesscrm_desktop.services.automation.results import RuleDraft
from fitnesscrm_desktop.services.core.actor import Actor
from tests.benchmarks.conftest import EVENING
from tests.benchmarks.table import Table, median_time
from tests.support.clock import FakeClock

LOOK_GOAL, TRIAL_GOAL, HISTORY_GOAL = 3.0, 5.0, 1.3
ROUNDS = 5
TWENTY = (
    (Trigger.BIRTHDAY, 0),
    (Trigger.MEMBERSHIP_ENDING, 14),
    (Trigger.MEMBERSHIP_ENDING, 7),
    (Trigger.MEMBERSHIP_ENDING, 1),
    (Trigger.MEMBERSHIP_ENDED, 1),
    (Trigger.MEMBERSHIP_ENDED, 30),
    (Trigger.MEMBERSHIP_FROZEN, 0),
    (Trigger.MEMBERSHIP_RETURNED, 0),
    (Trigger.MEMBERSHIP_SOLD, 0),
    (Trigger.DUE_SOON, 3),
    (Trigger.OVERDUE, 3),
    (Trigger.OVERDUE, 14),
    (Trigger.INACTIVITY, 0),
    (Trigger.INACTIVITY, 14),
    (Trigger.VISITS_REACHED, 100),
    (Trigger.ANNIVERSARY, 1),
    (Trigger.CLIENT_CREATED, 0),
    (Trigger.VISIT, 0),
    (Trigger.PAYMENT, 0),
    (Trigger.REFUND, 0),
)


def bench_a_look_of_twenty_rules(large_studio: Services, owner: Actor, table: Table) -> None:
    """The look of every few minutes, and the first one of a new morning, which writes what it finds."""
    add_rules(large_studio, owner)
    look = median_time(lambda: large_studio.rules.look(owner), ROUNDS)
    table.bound("rules: a look of 20 rules over 50,000 clients", ours=look, goal=LOOK_GOAL)
    clock = large_studio.core.clock
    assert isinstance(clock, FakeClock)
    clock.set(EVENING + timedelta(hours=13))
    begun = time.perf_counter()
    found = large_studio.rules.look(owner).total
    morning = time.perf_counter() - begun
    assert found > 0
    table.bound("rules: the first look of a day, with tasks for all it finds", ours=morning, goal=LOOK_GOAL)


def bench_a_look_costs_the_same_in_ten_years(
    copy_of: Callable[..., Services], owner: Actor, table: Table
) -> None:
    """A long history against a short one."""
    costs = []
    for years in (1, 10):
        studio = copy_of(2_000, years, "rules")
        add_rules(studio, owner)
        costs.append(median_time(lambda: studio.rules.look(owner), ROUNDS))  # noqa: B023 - called at once
    table.ratio(
        "rules: a look at 10 years of history / at 1 year", ours=costs[1], bare=costs[0], goal=HISTORY_GOAL
    )


def bench_a_trial_run(busy_studio: Services, owner: Actor, table: Table) -> None:
    """What the rules of the demo studio, which write e-mails, would have done in a month."""
    took = median_time(lambda: busy_studio.rules.dry_run(owner, back=30, ahead=7), 3)
    table.bound("rules: a trial run of 30 days at 5,000 clients", ours=took, goal=TRIAL_GOAL)


def add_rules(studio: Services, owner: Actor) -> None:
    """Twenty rules beside those of the demo, which are switched off."""
    for row in studio.rules.list(owner):
        studio.rules.disable(owner, row.id)
    for trigger, days in TWENTY:
        draft = RuleDraft(
            f"{trigger.value} {days}",
            trigger,
            days,
            conditions=Comparison(Field.STAGE, Op.IS_NOT, "former"),
            action=RuleAction.TASK,
            task_text="Look at it",
        )
        studio.rules.enable(owner, studio.rules.add(owner, draft).id)
    studio.rules.look(owner)
