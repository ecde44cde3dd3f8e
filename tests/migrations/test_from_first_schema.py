"""A studio of the first schema keeps everything when it is brought to the newest one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from fitnesscrm_desktop.services.core.engine import Database, open_database, sqlite_url
from fitnesscrm_desktop.services.maintenance import schema
from tests.support.schema import check

FIRST = "0001"
SOMEBODY = """
INSERT INTO client (id, member_number, first_name, last_name, sort_key, given_key, search_key, street,
    postal_code, city, country, emergency_name, emergency_phone, medical_alert, goals, referral_source,
    blocked_reason, created_at, version)
VALUES (1, 1, 'Ana', 'Silva', 'silva ana', 'ana silva', 'ana silva 1', '', '', '', '', '', '', '', '', '', '',
    '2026-01-01 00:00:00', 1)"""
SOMEBODY_ON_THE_STAFF = """
INSERT INTO staff (id, login, name, role, password_hash, failed_tries, created_at, version)
VALUES (1, 'ana', 'Ana', 'owner', 'x', 0, '2026-01-01 00:00:00', 1)"""


@pytest.fixture
def first(tmp_path: Path) -> Database:
    database = open_database(sqlite_url(tmp_path / "studio.db"))
    schema.upgrade(database, FIRST)
    with database.write_engine.begin() as connection:
        connection.execute(text(SOMEBODY))
        connection.execute(text(SOMEBODY_ON_THE_STAFF))
    return database


def test_clients_and_staff_are_kept_and_their_new_fields_are_empty(first: Database) -> None:
    schema.upgrade(first)
    with first.engine.connect() as connection:
        client = connection.execute(text("SELECT first_name, language FROM client")).one()
        staff = connection.execute(text("SELECT name, email, phone FROM staff")).one()
    assert (tuple(client), tuple(staff)) == (("Ana", ""), ("Ana", "", ""))
    assert check(first) == ""


def test_search_still_hears_of_changes_after_the_upgrade(first: Database) -> None:
    schema.upgrade(first)
    with first.write_engine.begin() as connection:
        connection.execute(text("UPDATE client SET search_key = 'zebra one' WHERE id = 1"))
        found = connection.scalar(
            text("SELECT count(*) FROM client_search WHERE client_search MATCH 'zebra'")
        )
    assert found == 1
