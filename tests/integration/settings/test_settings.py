"""The studio's settings: first run, changes, logo, kiosk."""

import io
import threading
from dataclasses import replace

import pytest
from PIL import Image
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import ChargeKind, Role
from fitnesscrm_desktop.models.visit import VisitHour
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, RuleBroken, StudioError
from fitnesscrm_desktop.services.core.tries import SignInRefused
from fitnesscrm_desktop.services.maintenance.schema import HEAD
from fitnesscrm_desktop.services.settings.events import StudioChanged
from fitnesscrm_desktop.services.settings.results import AlreadySetUp, SetUp
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.sent_statements import sent_statements
from tests.support.soundness import assert_sound

ANSWERS = SetUp(
    studio_name="Studio East",
    country="AT",
    currency="EUR",
    zone="Europe/Vienna",
    locale="de_AT",
    owner_name="Olga Novak",
    login="olga",
    password="long enough",
    pin="2580",
)


def a_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(out, "PNG")
    return out.getvalue()


def book_a_charge(services: Services) -> None:
    with services.core.write() as work:
        client = Client(
            member_number=1, first_name="A", last_name="B", sort_key="b a", given_key="a b", search_key="a b",
            created_at=work.now,
        )  # fmt: skip
        work.session.add(client)
        work.session.flush()
        work.session.add(
            Charge(
                client_id=client.id, kind=ChargeKind.OTHER, text="x", amount=1, currency="EUR",
                due_on=work.now.date(), at=work.now,
            )
        )  # fmt: skip


def last_detail(services: Services) -> str:
    with services.core.read() as session:
        return session.scalars(select(AuditEntry.detail).order_by(AuditEntry.id.desc())).first() or ""


def test_the_first_run_sets_the_studio_up(services: Services) -> None:
    told: list[StudioChanged] = []
    services.core.bus.subscribe(StudioChanged, told.append)
    assert not services.settings.is_set_up()
    owner = services.settings.set_up(ANSWERS)
    assert services.settings.is_set_up()
    assert (owner.name, owner.role) == ("Olga Novak", Role.OWNER)
    profile = services.settings.profile()
    assert (profile.name, profile.zone, profile.locale) == ("Studio East", "Europe/Vienna", "de_AT")
    assert services.staff.sign_in("olga", "long enough") == owner
    assert services.staff.sign_in_by_pin(owner.staff_id or 0, "2580") == owner
    assert told == [StudioChanged()]
    with services.core.read() as session:
        details = " ".join(session.scalars(select(AuditEntry.detail)))
    assert "Studio East" in details
    assert "long enough" not in details


def test_all_that_is_wrong_in_the_first_answers_is_told(services: Services) -> None:
    wrong = SetUp("", "X", "EURO", "Berlin", "xx", " ", "o", "short", "1234")
    with pytest.raises(RuleBroken) as broken:
        services.settings.set_up(wrong)
    assert set(broken.value.fields) == set(SetUp.__slots__)
    assert not services.settings.is_set_up()
    assert services.settings.profile().name == "Test studio"


def test_the_first_run_happens_once(services: Services) -> None:
    services.settings.set_up(ANSWERS)
    with pytest.raises(AlreadySetUp, match="set up already"):
        services.settings.set_up(replace(ANSWERS, login="intruder"))
    assert [badge.name for badge in services.staff.who_can_switch()] == ["Olga Novak"]


def test_of_two_first_runs_at_once_one_wins(services: Services) -> None:
    made: list[Actor] = []
    failed: list[StudioError] = []
    start = threading.Barrier(2)

    def answer(number: int) -> None:
        start.wait()
        try:
            made.append(services.settings.set_up(replace(ANSWERS, login=f"olga{number}")))
        except StudioError as error:
            failed.append(error)

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert [type(error) for error in failed] == [AlreadySetUp]
    assert len(services.staff.who_can_switch()) == 1


def test_a_change_is_kept_told_and_audited(services: Services, owner: Actor) -> None:
    told: list[StudioChanged] = []
    services.core.bus.subscribe(StudioChanged, told.append)
    before = services.settings.profile()
    after = services.settings.change(owner, before.version, capacity=80, name=before.name)
    assert after == services.settings.profile()
    assert (after.capacity, after.version) == (80, before.version + 1)
    assert told == [StudioChanged()]
    assert last_detail(services) == '{"capacity": [60, 80]}'


def test_no_change_is_no_change(services: Services, owner: Actor) -> None:
    before = services.settings.profile()
    assert services.settings.change(owner, before.version, capacity=before.capacity) == before


def test_nothing_is_stored_by_half(services: Services, owner: Actor) -> None:
    before = services.settings.profile()
    with pytest.raises(RuleBroken) as broken:
        services.settings.change(owner, before.version, capacity=80, zone="Nowhere", accent="red")
    assert set(broken.value.fields) == {"zone", "accent"}
    assert services.settings.profile() == before


def test_a_stale_change_shows_both_sides(services: Services, owner: Actor) -> None:
    seen = services.settings.profile()
    services.settings.change(owner, seen.version, capacity=80, grace_days=3)
    with pytest.raises(Conflict) as conflict:
        services.settings.change(owner, seen.version, capacity=90, grace_days=3)
    assert conflict.value.mine == {"capacity": 90}
    assert conflict.value.theirs == {"capacity": 80}
    assert services.settings.profile().capacity == 80


def test_the_currency_stays_once_money_is_booked(services: Services, owner: Actor) -> None:
    profile = services.settings.profile()
    profile = services.settings.change(owner, profile.version, currency="CHF")
    book_a_charge(services)
    with pytest.raises(RuleBroken) as broken:
        services.settings.change(owner, profile.version, currency="EUR", capacity=80)
    assert set(broken.value.fields) == {"currency"}
    assert services.settings.profile() == profile
    assert services.settings.change(owner, profile.version, currency="CHF", capacity=80).capacity == 80


def test_a_logo_comes_and_goes(services: Services, owner: Actor) -> None:
    assert services.settings.logo() is None
    services.settings.set_logo(owner, a_png())
    stored = services.settings.logo()
    assert stored is not None
    assert Image.open(io.BytesIO(stored)).size == (20, 10)
    with pytest.raises(RuleBroken):
        services.settings.set_logo(owner, b"no picture")
    assert services.settings.logo() == stored
    services.settings.set_logo(owner, None)
    assert services.settings.logo() is None


def test_reading_the_profile_does_not_read_the_logo(services: Services, owner: Actor) -> None:
    services.settings.set_logo(owner, a_png())
    with sent_statements(services) as statements:
        services.settings.profile()
    assert any("FROM studio" in statement for statement in statements)
    assert not any("logo" in statement for statement in statements)


def test_the_kiosk_is_left_by_its_pin(services: Services, owner: Actor) -> None:
    assert not services.settings.has_kiosk_pin()
    assert not services.settings.kiosk_pin_fits("2580")
    services.settings.set_kiosk_pin(owner, "2580")
    assert services.settings.has_kiosk_pin()
    assert services.settings.kiosk_pin_fits("2580")
    assert not services.settings.kiosk_pin_fits("2581")
    services.settings.set_kiosk_pin(owner, None)
    assert not services.settings.has_kiosk_pin()
    with pytest.raises(RuleBroken) as broken:
        services.settings.set_kiosk_pin(owner, "1234")
    assert set(broken.value.fields) == {"kiosk_pin"}


def test_the_kiosks_pin_cannot_be_guessed(services: Services, owner: Actor, clock: FakeClock) -> None:
    services.settings.set_kiosk_pin(owner, "2580")
    for _ in range(3):
        assert not services.settings.kiosk_pin_fits("9753")
    with pytest.raises(SignInRefused, match="in 5 seconds"):
        services.settings.kiosk_pin_fits("2580")
    clock.advance(seconds=5)
    assert services.settings.kiosk_pin_fits("2580")
    assert not services.settings.kiosk_pin_fits("9753")
    assert services.settings.kiosk_pin_fits("2580")


def test_where_the_data_is(services: Services, owner: Actor) -> None:
    services.home.copies.mkdir(parents=True)
    (services.home.copies / "studio-before.db").write_bytes(b"x" * 100)
    (services.home.copies / "studio-half.part").write_bytes(b"x")
    found = services.settings.storage(owner)
    database = services.core.database
    assert found.label == database.label
    assert found.size > 10_000
    assert found.revision == HEAD
    assert [copy.size for copy in found.copies] == [100]
    if database.file:
        assert found.kind.startswith("SQLite 3.")
        assert found.folder == database.file.parent
    else:
        assert found.kind.startswith("PostgreSQL ")
        assert found.folder is None


def test_in_another_zone_the_visits_lie_in_other_hours(services: Services, owner: Actor) -> None:
    anna = People(services).add()
    services.checkin.check_in(owner, client_id=anna, override="new here")
    before = services.settings.profile()
    with services.core.read() as session:
        berlin = session.scalars(select(VisitHour.hour)).all()
    services.settings.change(owner, before.version, zone="Asia/Tokyo")
    with services.core.read() as session:
        assert session.scalars(select(VisitHour.hour)).all() == [(berlin[0] + 8) % 24]
    assert_sound(services)
