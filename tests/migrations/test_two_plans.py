"""A studio from before the lists by plan were kept ready gets what a studio of today has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from alembic import command
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.services.lifecycle.rebuild import differences
from fitnesscrm_desktop.services.maintenance import schema
from tests.support.people import People
from tests.support.schema import check, configuration
from tests.support.studio_rows import StudioRows

BEFORE = "0011"


@pytest.fixture
def kept(services: Services) -> dict[int, date | None]:
    """Sell two plans to some, of which one runs out, one is cancelled and one rests; what is kept of each."""
    people, rows = People(services), StudioRows(services)
    silver, gold, today = rows.plan("Silver"), rows.plan("Gold"), rows.today
    ids = [people.add(f"{name} Novak") for name in ("One", "Twice", "Two", "Cancelled", "Rests", "None")]
    for client_id in ids[:5]:
        rows.membership(client_id, silver, ends_on=today + timedelta(days=10))
    rows.membership(ids[1], silver, ends_on=today + timedelta(days=50))
    rows.membership(ids[2], gold, ends_on=today + timedelta(days=90))
    rows.membership(ids[3], gold, ends_on=today + timedelta(days=90), cancelled_on=today + timedelta(days=3))
    rows.hold(rows.membership(ids[4], gold, ends_on=today + timedelta(days=5)), today)
    until = {
        ids[0]: None,
        ids[1]: None,
        ids[2]: today + timedelta(days=10),
        ids[3]: today + timedelta(days=2),
        ids[4]: today + timedelta(days=10),
        ids[5]: None,
    }
    assert two_plans_until(services) == until
    return until


def two_plans_until(services: Services) -> dict[int, date | None]:
    with services.core.read() as session:
        rows = session.execute(select(ClientFigures.client_id, ClientFigures.two_plans_until))
        return {row.client_id: row.two_plans_until for row in rows}


def test_an_upgrade_finds_who_has_two_plans(services: Services, kept: dict[int, date | None]) -> None:
    config, database = configuration(), services.core.database
    with database.write_engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)
    assert schema.status(database).revision == BEFORE
    schema.upgrade(database)
    assert two_plans_until(services) == kept
    with services.core.write() as work:
        assert list(differences(work.session, services.settings.profile())) == []
    assert check(database) == ""
