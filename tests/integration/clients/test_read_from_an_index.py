"""What fits is looked for in the order of names, and only an index is read for it."""

import pytest
from sqlalchemy import text

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients import listing
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.people import People
from tests.support.sent_statements import query_plans


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
    monkeypatch.setattr(listing, "_FEW", 0)
    for number in range(20):
        people.add(f"Anna Meyer{number}", email=f"anna{number}@web.de")
    if counted:
        with services.core.write() as work:
            work.connection.execute(text("ANALYZE client"))
    with query_plans(services, "ORDER BY client.sort_key") as plans:
        services.directory.ids(owner, ListQuery(text=typed))
    (steps,) = plans
    assert [step for step in steps if " client " in step or "B-TREE" in step] == [
        "SCAN client USING COVERING INDEX ix_client_search_by_name"
    ]
