"""A power cut before any statement or commit of a tick: the occurrence is done, and the log is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fitnesscrm_desktop.models.values import JobResult, Role
from fitnesscrm_desktop.services.jobs.results import JobRunRow
from tests.integration.jobs.leading_deeds import count_points, tick_once
from tests.support.actors import an_actor
from tests.support.jobs import another_program
from tests.support.other_desks import OtherDesk, Place, await_quiet

FEW = 7
HOUR, LATER = timedelta(hours=1), timedelta(minutes=2)
DONE, BROKEN_OFF = JobResult.DONE, JobResult.BROKEN_OFF


@pytest.fixture
def place(database_url: str, private_home: Path) -> Place:
    return Place(private_home, database_url)


def tick(place: Place, *, die_at: int | None = None) -> None:
    with OtherDesk(place, tick_once, die_at=die_at) as desk:
        desk.await_ready()
        desk.go()
        assert list(desk.told()) == []


def runs_at(place: Place) -> list[JobRunRow]:
    """The runs of the occurrence that is due at the moment of *place*, the first one first."""
    await_quiet(place)
    services = place.open()
    found = another_program(services, ()).runs(an_actor(Role.OWNER), limit=1000).rows
    services.close()
    return [run for run in reversed(found) if run.due_at == place.moment]


def try_points(place: Place, most: int | None) -> None:
    with OtherDesk(place, count_points) as desk:
        desk.await_ready()
        desk.go()
        points = int(desk.answer())
    assert points > 10
    seen = set()
    step = max(1, points // most) if most else 1
    for number, point in enumerate(range(0, points, step), start=1):
        hour = replace(place, moment=place.moment + number * HOUR)
        tick(hour, die_at=point)
        await_quiet(hour)
        tick(replace(hour, moment=hour.moment + LATER))
        results = tuple(run.result for run in runs_at(hour))
        assert results in {(DONE,), (BROKEN_OFF, DONE)}, f"died at point {point} of {points}"
        seen.add(results)
    assert seen == {(DONE,), (BROKEN_OFF, DONE)}


def test_an_occurrence_survives_a_power_cut(place: Place) -> None:
    try_points(place, FEW)


@pytest.mark.soak
def test_an_occurrence_survives_a_power_cut_at_every_point(place: Place) -> None:
    try_points(place, None)
