"""A studio adds metrics of its own; they are measured like the others."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Better, Quantity
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, RuleBroken
from fitnesscrm_desktop.services.progress.results import OwnMetric


def test_an_own_metric_is_measured_in_its_own_unit(services: Services, owner: Actor, anna: int) -> None:
    grip = services.metrics.add(owner, OwnMetric("Grip strength, right", "N", Better.UP, 10, 1500))
    assert grip.key == "grip_strength_right"
    services.progress.measure(owner, anna, {"Grip strength, right": "420 N"})
    (row,) = services.progress.listed(owner, anna, grip.key)
    assert (row.value, row.unit, row.name) == (420, "N", "Grip strength, right")
    with pytest.raises(RuleBroken, match="between 10 and 1500 N"):
        services.progress.measure(owner, anna, {grip.key: "5"})


def test_wrong_ones_are_refused_field_by_field(services: Services, owner: Actor) -> None:
    services.metrics.add(owner, OwnMetric("Jump", quantity=Quantity.LENGTH, least=0.05, most=1.5))
    for new, field in (
        (OwnMetric(" "), "name"),
        (OwnMetric("JUMP"), "name"),
        (OwnMetric("Weight"), "name"),
        (OwnMetric("Hop", least=2, most=1), "least"),
        (OwnMetric("Hop", least=float("nan")), "least"),
        (OwnMetric("Hop", most=1e308), "least"),
    ):
        with pytest.raises(RuleBroken) as refused:
            services.metrics.add(owner, new)
        assert field in refused.value.fields


def test_editing_archiving_and_restoring(services: Services, owner: Actor) -> None:
    jump = services.metrics.add(owner, OwnMetric("Jump", "cm"))
    assert jump.id is not None
    renamed = services.metrics.edit(owner, jump.id, jump.version, OwnMetric("High jump", "cm"))
    assert (renamed.key, renamed.name) == ("jump", "High jump")
    with pytest.raises(Conflict):
        services.metrics.edit(owner, jump.id, jump.version, OwnMetric("Long jump", "cm"))
    services.metrics.archive(owner, jump.id)
    assert "jump" not in {metric.key for metric in services.metrics.list(owner)}
    assert "jump" in {metric.key for metric in services.metrics.list(owner, archived=True)}
    services.metrics.restore(owner, jump.id)
    assert "jump" in {metric.key for metric in services.metrics.list(owner)}


def test_two_names_never_share_a_key(services: Services, owner: Actor) -> None:
    first = services.metrics.add(owner, OwnMetric("Jump!"))
    second = services.metrics.add(owner, OwnMetric("Jump?"))
    third = services.metrics.add(owner, OwnMetric("跳"))
    assert len({first.key, second.key, third.key}) == 3
