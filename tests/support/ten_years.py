"""A client who was measured every day for ten years."""

from __future__ import annotations

from datetime import date, timedelta
from math import sin

from sqlalchemy import insert

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.progress import Measurement
from fitnesscrm_desktop.models.values import ActivityLevel, Method, Role, Sex
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.table_statistics import count_anew
from tests.support.actors import an_actor

DAYS = 3650
METRICS = {
    "weight": 80.0,
    "body_fat": 21.0,
    "muscle_mass": 58.0,
    "water": 55.0,
    "waist": 0.85,
    "hips": 1.0,
    "neck": 0.38,
    "chest": 1.02,
    "resting_pulse": 61.0,
    "height": 1.8,
}
"""Ten, and about what each is."""


def measured_for_ten_years(services: Services, days: int = DAYS) -> int:
    """Add such a client; the id."""
    owner = an_actor(Role.OWNER)
    client_id = services.clients.add(owner, NewClient("Ada", "Daily", born=date(1980, 1, 1))).id
    services.bodies.save(owner, client_id, 0, sex=Sex.MALE, activity=ActivityLevel.LIGHT, units=None)
    with services.core.write() as work:
        rows = []
        for number in range(days):
            at = work.now - timedelta(days=days - number)
            rows += [
                {
                    "client_id": client_id,
                    "metric": metric,
                    "at": at,
                    "day": at.date(),
                    "value": value * (1 + 0.01 * sin(number / 30)),
                    "method": Method.SCANNER,
                    "note": "",
                    "created_at": at,
                }
                for metric, value in METRICS.items()
            ]
        work.session.execute(insert(Measurement), rows)
    count_anew(services.core, (Measurement,))
    return client_id
