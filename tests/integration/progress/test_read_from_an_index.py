"""Ten years of values are read from one index: nothing is looked up in the table, nothing is sorted."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.sent_statements import query_plans
from tests.support.ten_years import METRICS, measured_for_ten_years

INDEX = "USING COVERING INDEX ix_measurement_series (client_id=? AND metric=?"


@pytest.mark.sqlite_only
def test_a_series_and_the_last_values_are_read_from_the_index(services: Services, owner: Actor) -> None:
    client_id = measured_for_ten_years(services, days=30)
    with query_plans(services, "FROM measurement") as plans:
        series = services.progress.series(owner, client_id, list(METRICS))
        services.progress.overview(owner, client_id)
    assert all(len(each.values) == 30 for each in series.values())
    lines = [line for plan in plans for line in plan]
    looked = [line for line in lines if "SEARCH" in line or line.startswith("SCAN measurement")]
    assert len(looked) > len(METRICS)
    assert all(INDEX in line for line in looked)
    assert not any("TEMP B-TREE" in line for line in lines)
