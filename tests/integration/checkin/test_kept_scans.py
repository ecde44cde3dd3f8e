"""What the door could not store survives the program, and is stored once and under the right name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import CheckInReason, Role, Verdict
from fitnesscrm_desktop.services.checkin.kept_scans import KeptScan, KeptScans
from fitnesscrm_desktop.services.checkin.service import CheckInService
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor, the_program
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from tests.support.clock import FakeClock
from tests.support.logs import LogGuard
from tests.support.staff import hire
from tests.support.studio_rows import StudioRows
from tests.support.visits import stored_visits


@pytest.fixture
def kept(services: Services) -> KeptScans:
    return services.kept_scans


def after_a_start(services: Services) -> KeptScans:
    """The same file, looked at by a program that has just been started."""
    return KeptScans(services.core, services.checkin, services.directory, services.home.root)


def scan(services: Services, key: str, code: str = "", **about: object) -> KeptScan:
    made = KeptScan(key, services.core.clock.now(), None, code)
    return replace(made, **about)  # type: ignore[arg-type]  # any field


def names(services: Services) -> list[str]:
    with services.core.read() as session:
        wanted = select(AuditEntry.actor).where(AuditEntry.action == "checkin.create").order_by(AuditEntry.id)
        return list(session.scalars(wanted))


def test_what_is_kept_outlives_the_program(services: Services, kept: KeptScans) -> None:
    first, second = scan(services, "a", "1"), scan(services, "b", client_id=7, typed=True)
    assert kept.keep(first)
    assert kept.keep(second)
    assert after_a_start(services).waiting() == (first, second)
    kept.let_go("a")
    assert after_a_start(services).waiting() == (second,)
    kept.let_go("b")
    assert not kept.file.exists()


def test_a_line_that_was_cut_off_spoils_nothing(
    services: Services, kept: KeptScans, expected_log: LogGuard
) -> None:
    expected_log("cannot be read")
    first = scan(services, "a", "1")
    kept.keep(first)
    with kept.file.open("a", encoding="utf-8") as file:
        file.write('{"key": "b", "at"')
    assert after_a_start(services).waiting() == (first,)


def test_nobody_else_may_read_it_and_it_names_nobody(services: Services, kept: KeptScans) -> None:
    kept.keep(scan(services, "a", "1"))
    assert kept.file.stat().st_mode & 0o077 == 0
    assert set(kept.file.read_text(encoding="utf-8")) <= set(map(chr, range(128)))
    fields = ("key", "at", "staff_id", "code", "client_id", "use_membership", "typed")
    assert KeptScan.__slots__ == fields


def test_it_is_stored_for_its_own_moment_under_who_has_scanned(
    services: Services, clock: FakeClock, kept: KeptScans, rows: StudioRows
) -> None:
    anna = rows.member("Anna Ivanova")
    nora = hire(services, "nora", Role.OWNER)
    kept.keep(scan(services, "a", rows.number_of(anna), staff_id=nora.id))
    scanned = clock.now()
    clock.advance(minutes=50)
    assert after_a_start(services).store_all(the_program()) == 1
    (visit,) = stored_visits(services)
    assert (visit.client_id, visit.at, visit.staff_id) == (anna, scanned, nora.id)
    assert names(services) == [nora.name]
    assert not kept.file.exists()


def test_what_is_stored_already_is_not_stored_again_even_if_it_was_taken_back(
    services: Services, owner: Actor, clock: FakeClock, kept: KeptScans, rows: StudioRows
) -> None:
    anna = rows.member("Anna Ivanova")
    late = scan(services, "a", rows.number_of(anna))
    stored = services.checkin.check_in(owner, late.code, key=late.key)
    assert stored.visit_id is not None
    services.checkin.undo(owner, stored.visit_id)
    clock.advance(hours=3)
    again = kept.store(owner, late)
    assert (again.visit_id, again.words) == (stored.visit_id, (CheckInReason.ALREADY_IN,))
    assert len(stored_visits(services)) == 1
    other = kept.store(owner, replace(late, key="b", at=clock.now()))
    assert (other.verdict, len(stored_visits(services))) == (Verdict.ADMITTED, 2)


def test_a_name_is_looked_up_when_it_can_be(
    services: Services, owner: Actor, kept: KeptScans, rows: StudioRows
) -> None:
    anna = rows.member("Anna Ivanova")
    found = kept.store(owner, scan(services, "a", "ivanova", typed=True))
    assert found.client is not None
    assert found.client.id == anna


@pytest.mark.parametrize("typed", ["9849", "r42", "uiz", "iyer"])
def test_what_is_nobodys_number_and_no_name_lets_nobody_in(
    services: Services, owner: Actor, kept: KeptScans, typed: str
) -> None:
    person = NewClient("Marta", "Ruiz", phone="+353 20 919 9849", email="iyer42@example.com")
    services.clients.add(owner, person)
    assert kept.store(owner, scan(services, "a", typed, typed=True)).client is None
    assert stored_visits(services) == []


def test_what_must_wait_waits_and_what_is_refused_goes(
    services: Services,
    kept: KeptScans,
    rows: StudioRows,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: LogGuard,
) -> None:
    expected_log("check-ins still wait")
    kept.keep(scan(services, "a", "NOBODY"))
    kept.keep(scan(services, "b", rows.number_of(rows.member("Anna Ivanova"))))

    def rest(*_: object, **__: object) -> None:
        raise StorageTrouble("It rests.")

    with monkeypatch.context() as patch:
        patch.setattr(CheckInService, "check_in", rest)
        assert kept.store_all(the_program()) == 0
    assert len(kept.waiting()) == 2
    assert kept.store_all(the_program()) == 2
    assert len(stored_visits(services)) == 1


def test_a_clock_that_was_set_back_loses_nothing(
    services: Services, owner: Actor, clock: FakeClock, kept: KeptScans, rows: StudioRows
) -> None:
    early = scan(services, "a", rows.number_of(rows.member("Anna Ivanova")))
    ahead = replace(early, at=clock.now() + timedelta(hours=1))
    assert kept.store(owner, ahead).verdict is Verdict.ADMITTED
