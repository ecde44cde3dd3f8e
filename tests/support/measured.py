"""Clients who were measured for a while."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ActivityLevel, Sex
from fitnesscrm_desktop.services.core.actor import Actor


def measure_weekly(
    services: Services, actor: Actor, client_id: int, today: date, weeks: int = 40, seed: int = 3
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
