"""The doctor finds what is wrong, and mends the sums."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from sqlalchemy import text

from fitnesscrm_desktop.agents.runtime.bindings import engine_there
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed
from fitnesscrm_desktop.services.core.pdf import fonts
from fitnesscrm_desktop.services.maintenance import doctor as doctor_module
from fitnesscrm_desktop.services.maintenance.results import FindingState, RollUpsRebuilt
from tests.support.actors import an_actor
from tests.support.people import People

SUMS = ("client figures", "visit hours", "takings", "packs", "rhythms", "member numbers", "receipt numbers")

FAULTS = {
    "UPDATE client_figures SET balance = balance + 1 WHERE client_id = 7": "client figures",
    "DELETE FROM client_figures WHERE client_id = 7": "client figures",
    "UPDATE client_stage SET stage = 'former' WHERE client_id = 3": "client figures",
    "UPDATE visit_hour SET count = count + 1 WHERE day = (SELECT min(day) FROM visit_hour)": "visit hours",
    "DELETE FROM visit_hour WHERE day = (SELECT min(day) FROM visit_hour)": "visit hours",
    "UPDATE takings_day SET amount = amount + 100 WHERE day = (SELECT min(day) FROM takings_day)": "takings",
    "UPDATE membership SET visits_left = visits_left + 1 WHERE id = "
    "(SELECT min(id) FROM membership WHERE visits_left IS NOT NULL)": "packs",
    "UPDATE client_rhythm SET gap_days = gap_days + 1 WHERE client_id = "
    "(SELECT min(client_id) FROM client_rhythm)": "rhythms",
}


@pytest.fixture(autouse=True)
def studio(services: Services, owner: Actor) -> None:
    services.demo.fill(owner, clients=60, years=1, seed=4, today=date(2026, 3, 4))


def states(services: Services, owner: Actor) -> dict[str, FindingState]:
    return {each.name: each.state for each in services.doctor.examine(owner)}


def change(services: Services, statement: str) -> None:
    with services.core.write() as work:
        work.session.execute(text(statement))


def test_a_healthy_studio(services: Services, owner: Actor) -> None:
    found = states(services, owner)
    without = set() if engine_there() else {"engine", "model"}
    assert {name for name, state in found.items() if state is not FindingState.OK} == without
    assert {"database", "schema", "integrity", "search", *SUMS, "disk", "keyring", "fonts"} <= found.keys()


def test_a_pc_without_a_keyring_is_told_where_passwords_go(services: Services, owner: Actor) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # of keyring
    told = {each.name: each for each in services.doctor.examine(owner)}["keyring"]
    assert (told.state, told.text) == (
        FindingState.WARNING,
        "The system has no keyring: passwords of servers are kept in a vault.",
    )


@pytest.mark.parametrize("statement", FAULTS)
def test_a_wrong_sum_is_found_and_mended(services: Services, owner: Actor, statement: str) -> None:
    told: list[RollUpsRebuilt] = []
    services.core.bus.subscribe(RollUpsRebuilt, told.append)
    change(services, statement)
    wrong = {name for name, state in states(services, owner).items() if state is FindingState.BAD}
    assert wrong == {FAULTS[statement]}
    outcome = services.doctor.repair_roll_ups(owner)
    assert outcome.clients == 60
    assert outcome.packs == (FAULTS[statement] == "packs")
    assert FindingState.BAD not in states(services, owner).values()
    assert len(told) == 1


@pytest.mark.parametrize(
    ("statement", "name", "state"),
    [
        ("UPDATE counter SET value = 3 WHERE name = 'member_number'", "member numbers", FindingState.BAD),
        ("UPDATE counter SET value = 3 WHERE name = 'receipt_number'", "receipt numbers", FindingState.BAD),
        (
            "UPDATE payment SET receipt_number = 99999999 WHERE receipt_number = 5",
            "receipt numbers",
            FindingState.BAD,
        ),
        (
            "UPDATE counter SET value = 70 WHERE name = 'member_number'",
            "member numbers",
            FindingState.WARNING,
        ),
    ],
)
def test_numbers_that_do_not_follow_each_other(
    services: Services, owner: Actor, statement: str, name: str, state: FindingState
) -> None:
    change(services, statement)
    assert states(services, owner)[name] is state


def test_a_number_passed_over_for_somebodys_old_card_is_no_gap(services: Services, owner: Actor) -> None:
    change(
        services,
        "INSERT INTO client_code (id, client_id, code, label, created_at)"
        " VALUES (9999, 1, '61', '', '2026-01-01 00:00:00')",
    )
    change(services, "UPDATE counter SET value = 61 WHERE name = 'member_number'")
    assert states(services, owner)["member numbers"] is FindingState.OK


@pytest.mark.sqlite_only
def test_a_search_index_that_lags_behind(services: Services, owner: Actor) -> None:
    change(services, "DROP TRIGGER client_search_update")
    change(services, "UPDATE client SET search_key = 'somebody else' WHERE id = 1")
    assert states(services, owner)["search"] is FindingState.BAD


@pytest.mark.sqlite_only
def test_a_row_that_points_nowhere(services: Services, owner: Actor) -> None:
    with services.core.database.engine.connect() as connection:
        connection.rollback()
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.cursor().execute("PRAGMA foreign_keys = OFF")
        driver.cursor().execute("UPDATE client_tag SET client_id = 4711 WHERE rowid = 1")
        driver.cursor().execute("PRAGMA foreign_keys = ON")
    found = states(services, owner)
    assert found["references"] is FindingState.BAD
    assert "client figures" not in found


def test_little_disk_and_lost_fonts(
    services: Services, owner: Actor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor_module, "LITTLE_ROOM", 10**15)
    monkeypatch.setattr(doctor_module, "resource", lambda *_parts: tmp_path / "gone.ttf")
    found = states(services, owner)
    assert found["disk"] is FindingState.WARNING
    assert found["fonts"] is FindingState.BAD
    monkeypatch.setattr(doctor_module, "HARDLY_ANY_ROOM", 10**15)
    assert states(services, owner)["disk"] is FindingState.BAD


def test_whose_name_no_font_shows_is_named(
    services: Services, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert states(services, owner)["paper"] is FindingState.OK
    monkeypatch.setattr(fonts, "_found_here", lambda: ((), False))
    People(services).add("김 민수")
    (found,) = [each for each in services.doctor.examine(owner) if each.name == "paper"]
    assert found.state is FindingState.WARNING
    assert "some clients (김 민수)" in found.text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FRONT_DESK, Role.TRAINER])
def test_only_the_owner_may(services: Services, role: Role) -> None:
    with pytest.raises(NotAllowed):
        services.doctor.examine(an_actor(role))
    with pytest.raises(NotAllowed):
        services.doctor.repair_roll_ups(an_actor(role))
