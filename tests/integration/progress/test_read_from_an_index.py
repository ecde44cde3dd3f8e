"""Ten years of values are read from one index: nothing is looked up in the table, nothing is sorted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, event

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.ten_years import METRICS, measured_for_ten_years

INDEX = "USING COVERING INDEX ix_measurement_series (client_id=? AND metric=?"


@pytest.mark.sqlite_only
def test_a_series_and_the_last_values_are_read_from_the_index(services: Services, owner: Actor) -> None:
    client_id = measured_for_ten_years(services, days=30)
    plans: list[str] = []

    def explain(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "FROM measurement" in statement:
            raw = connection.connection.driver_connection
            assert raw is not None
            plans.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    event.listen(services.core.database.engine, "before_cursor_execute", explain)
    series = services.progress.series(owner, client_id, list(METRICS))
    services.progress.overview(owner, client_id)
    event.remove(services.core.database.engine, "before_cursor_execute", explain)
    assert all(len(each.values) == 30 for each in series.values())
    looked = [plan for plan in plans if "SEARCH" in plan or plan.startswith("SCAN measurement")]
    assert len(looked) > len(METRICS)
    assert all(INDEX in plan for plan in looked)
    assert not any("TEMP B-TREE" in plan for plan in plans)
