"""Clients who were measured for a while."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ActivityLevel, ConsentKind, PhaseKind, Sex
from fitnesscrm_desktop.services.clients.results import ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.services.progress.history_results import NewInjury

WEEKS = 40


def measure_weekly(
    services: Services, actor: Actor, client_id: int, today: date, weeks: int = WEEKS, seed: int = 3
) -> None:
    """Measure somebody once a week up to *today*: less weight, fat and waist, more muscle, and so on."""
    body = services.bodies.get(actor, client_id)
    services.bodies.save(
        actor, client_id, body.version, sex=Sex.FEMALE, activity=ActivityLevel.MODERATE, units=None
    )
    rng = Random(seed)
    for week in range(weeks):
        day = today - timedelta(weeks=weeks - 1 - week)
        typed = {
            "weight": f"{78 - 0.14 * week + rng.gauss(0, 0.4):.1f} kg",
            "body_fat": f"{31 - 0.1 * week + rng.gauss(0, 0.3):.1f}",
            "muscle_mass": f"{27 + 0.03 * week + rng.gauss(0, 0.1):.1f} kg",
            "waist": f"{88 - 0.15 * week + rng.gauss(0, 0.4):.1f} cm",
        }
        if week % 4 == 0:
            typed |= {
                "hips": f"{104 - 0.1 * week + rng.gauss(0, 0.3):.1f} cm",
                "upper_arm_left": f"{29 + 0.03 * week + rng.gauss(0, 0.2):.1f} cm",
                "upper_arm_right": f"{29.4 + 0.03 * week + rng.gauss(0, 0.2):.1f} cm",
                "resting_pulse": f"{70 - 0.2 * week + rng.gauss(0, 1):.0f}",
                "systolic": f"{128 - 0.15 * week + rng.gauss(0, 2):.0f}",
                "diastolic": f"{82 - 0.1 * week + rng.gauss(0, 1.5):.0f}",
            }
        if week == 0:
            typed["height"] = "168 cm"
        services.progress.measure(actor, client_id, typed, on=day, confirmed=True)


def plan_and_remark(services: Services, actor: Actor, client_id: int, today: date) -> None:
    """Set a goal with steps, and write down what happened on the way; measure, if nobody has."""
    if not services.progress.listed(actor, client_id, "weight"):
        measure_weekly(services, actor, client_id, today)
    now = round(services.progress.listed(actor, client_id, "weight")[0].value)
    goal = NewGoal("weight", now - 4, today + timedelta(days=120), milestones=(now - 1.0, now - 2.5))
    services.goals.add(actor, client_id, goal)
    marks = services.chart_marks
    knee = today - timedelta(days=130)
    marks.add_phase(actor, client_id, PhaseKind.CUT, today - timedelta(days=250), knee)
    marks.add_phase(actor, client_id, PhaseKind.REHAB, knee + timedelta(days=1), knee + timedelta(days=50))
    marks.add_phase(actor, client_id, PhaseKind.MAINTAIN, today - timedelta(days=60))
    marks.add_remark(actor, client_id, "Knee injury", knee)
    marks.add_remark(actor, client_id, "New programme", today - timedelta(days=60))
    services.injuries.add(
        actor, client_id, NewInjury("Left knee, meniscus", avoids=("squat", "jump"), from_day=knee)
    )


def somebody_to_measure(services: Services, actor: Actor, today: date) -> int:
    """A member for longer than it takes to measure them weekly, who owes nothing and was never measured."""
    begun = today - timedelta(weeks=WEEKS)
    for client_id in services.directory.ids(actor, ListQuery(saved=SavedList.ACTIVE)):
        detail = services.directory.detail(actor, client_id)
        agreed = detail.consents.get(ConsentKind.PHOTO)
        fits = not detail.balance and not detail.minor and detail.created_at.date() < begun
        if fits and agreed is not None and agreed.given and not services.progress.listed(actor, client_id):
            return client_id
    message = "everybody in this studio owes something, is new or was measured"
    raise LookupError(message)
