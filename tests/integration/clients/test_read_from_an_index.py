"""What fits is looked for in the order of names, and only an index is read for it."""

from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients import listing
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.people import People


@pytest.mark.sqlite_only
@pytest.mark.parametrize("counted", [False, True], ids=["never counted", "counted"])
@pytest.mark.parametrize("typed", ["", "web.de", "anna web"])
def test_a_file_is_asked_for_everybody_in_order(
    services: Services,
    owner: Actor,
    people: People,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    *,
    counted: bool,
) -> None:
    monkeypatch.setattr(listing, "_FEW", dict.fromkeys(listing._FEW, 0))  # noqa: SLF001 - as if there were many
    for number in range(20):
        people.add(f"Anna Meyer{number}", email=f"anna{number}@web.de")
    if counted:
        with services.core.write() as work:
            work.connection.execute(text("ANALYZE client"))
    plans: list[str] = []

    def explain(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "ORDER BY client.sort_key" in statement:
            raw = connection.connection.driver_connection
            assert raw is not None
            plans.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    event.listen(services.core.database.engine, "before_cursor_execute", explain)
    services.directory.ids(owner, ListQuery(text=typed))
    event.remove(services.core.database.engine, "before_cursor_execute", explain)
    assert plans == ["SCAN client USING COVERING INDEX ix_client_search_by_name"]
