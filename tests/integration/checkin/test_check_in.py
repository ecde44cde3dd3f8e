"""Somebody comes in, and what is stored of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import CheckInReason, ClientStage, Cure, Verdict
from fitnesscrm_desktop.services.checkin.events import ClientCheckedIn
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.lifecycle.refresh import standing_of
from tests.support.clock import START, FakeClock
from tests.support.studio_rows import StudioRows
from tests.support.visits import audited, figures_of, hours, pack_of, stored_visit, stored_visits

TODAY = date(2026, 3, 4)


def test_a_visit_is_stored_with_its_figures_and_its_hour(
    services: Services, rows: StudioRows, desk: Actor
) -> None:
    anna = rows.member("Anna Ivanova")
    found = services.checkin.check_in(desk, rows.number_of(anna))
    assert (found.verdict, found.words, found.text) == (Verdict.ADMITTED, (), "")
    visit = stored_visit(services, found.visit_id)
    assert (visit.client_id, visit.at, visit.day) == (anna, START, TODAY)
    assert (visit.membership_id, visit.verdict, visit.left_at) == (
        found.membership_id,
        Verdict.ADMITTED,
        None,
    )
    assert figures_of(services, anna) == (1, TODAY)
    assert hours(services) == {(TODAY, 10): 1}  # Berlin is an hour ahead of UTC
    assert [entry["client"] for entry in audited(services, "checkin.create")] == [anna]


def test_the_desk_sees_who_it_is(services: Services, rows: StudioRows, desk: Actor) -> None:
    anna = rows.member("Anna Ivanova", days=12)
    rows.photo(anna)
    rows.debt(anna, 4500, TODAY + timedelta(days=3))
    client = services.checkin.check_in(desk, rows.number_of(anna)).client
    assert client is not None
    assert (client.id, client.first_name, client.last_name) == (anna, "Anna", "Ivanova")
    assert (client.plan, client.days_left, client.visits_left) == ("Monthly", 12, None)
    assert (client.has_photo, client.balance, client.visits) == (True, 4500, 1)


def test_codes_are_found_through_the_noise(services: Services, rows: StudioRows, desk: Actor) -> None:
    anna = rows.member()
    rows.code(anna, "FOB-77A")
    for code in (" fob-77a\r\n", rows.number_of(anna).zfill(8), f"\t{rows.number_of(anna)} \n"):
        found = services.checkin.check_in(desk, code)
        assert found.client is not None
        assert found.client.id == anna


def test_a_card_goes_before_the_member_number_of_somebody_else(
    services: Services, rows: StudioRows, desk: Actor
) -> None:
    anna, hugo = rows.member("Anna Ivanova"), rows.member("Hugo Rossi")
    rows.code(anna, rows.number_of(hugo))
    found = services.checkin.check_in(desk, rows.number_of(hugo))
    assert found.client is not None
    assert found.client.id == anna


def test_who_was_merged_comes_in_as_the_client_that_was_kept(
    services: Services, rows: StudioRows, desk: Actor
) -> None:
    kept = rows.member("Anna Ivanova")
    between, other = rows.client("Ana Ivanova"), rows.client("Anna Iwanowa")
    rows.change_client(between, merged_into_id=kept)
    rows.change_client(other, merged_into_id=between)
    found = services.checkin.check_in(desk, rows.number_of(other))
    assert found.client is not None
    assert found.client.id == kept
    assert [visit.client_id for visit in stored_visits(services)] == [kept]


def test_a_client_is_checked_in_by_id_too(services: Services, rows: StudioRows, desk: Actor) -> None:
    anna = rows.member()
    assert services.checkin.check_in(desk, client_id=anna).verdict is Verdict.ADMITTED


@pytest.mark.parametrize("code", ["", "  ", "4711", "-500", "a\x00b", "%", "x" * 10_000_000, "9" * 80])
def test_a_code_nobody_has_is_refused(services: Services, rows: StudioRows, desk: Actor, code: str) -> None:
    rows.member()
    found = services.checkin.check_in(desk, code)
    assert (found.verdict, found.words) == (Verdict.REFUSED, (CheckInReason.UNKNOWN_CODE,))
    assert (found.client, found.visit_id) == (None, None)
    assert len(found.text) < 100
    assert audited(services, "checkin.refused") == [
        {"actor": desk.name, "entity_id": None, "reasons": ["unknown_code"]}
    ]
    assert stored_visits(services) == []


def test_an_unknown_id_is_refused_like_a_code(services: Services, rows: StudioRows, desk: Actor) -> None:
    rows.member()
    assert services.checkin.check_in(desk, client_id=999).words == (CheckInReason.UNKNOWN_CODE,)


def test_a_refusal_stores_nothing_but_the_attempt(services: Services, rows: StudioRows, desk: Actor) -> None:
    anna = rows.member("Anna Ivanova", days=-12, blocked_reason="Threw a weight")
    rows.note(anna, "Has our locker key")
    found = services.checkin.check_in(desk, rows.number_of(anna))
    assert found.verdict is Verdict.REFUSED
    assert found.words == (CheckInReason.BLOCKED, CheckInReason.MEMBERSHIP_ENDED)
    assert found.text == "Blocked: Threw a weight. Monthly ended on 20 February 2026, 12 days ago."
    assert [line.word for line in found.remarks] == [CheckInReason.PINNED_NOTE]
    assert found.visit_id is None
    assert found.client is not None
    assert (found.client.first_name, found.client.days_left) == ("Anna", -12)
    assert stored_visits(services) == []
    assert figures_of(services, anna) == (0, None)
    assert hours(services) == {}
    assert audited(services, "checkin.refused") == [
        {"actor": desk.name, "entity_id": anna, "reasons": ["blocked", "membership_ended"]}
    ]


def test_an_event_is_told_after_a_visit_only(services: Services, rows: StudioRows, desk: Actor) -> None:
    heard: list[ClientCheckedIn] = []
    services.core.bus.subscribe(ClientCheckedIn, heard.append)
    anna, hugo = rows.member(), rows.client()
    services.checkin.check_in(desk, client_id=hugo)
    visit = services.checkin.check_in(desk, client_id=anna).visit_id
    assert visit is not None
    assert heard == [ClientCheckedIn(anna, visit, Verdict.ADMITTED)]


def test_frozen_and_the_visits_of_the_week_come_from_the_tables(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    anna = rows.client()
    membership = rows.membership(anna, rows.plan(visits_per_week=1))
    services.checkin.check_in(desk, client_id=anna)
    clock.advance(days=1)
    assert services.checkin.check_in(desk, client_id=anna).words == (CheckInReason.WEEK_USED_UP,)
    clock.advance(days=4)  # Monday
    rows.hold(membership, TODAY + timedelta(days=5), TODAY + timedelta(days=6))
    frozen = services.checkin.check_in(desk, client_id=anna)
    assert frozen.words == (CheckInReason.FROZEN,)
    assert frozen.reasons[0].cures[0].cure is Cure.RESUME
    assert frozen.reasons[0].cures[0].membership_id == membership
    clock.advance(days=2)
    assert services.checkin.check_in(desk, client_id=anna).verdict is Verdict.ADMITTED


def test_a_visit_taken_back_does_not_use_up_the_week(
    services: Services, rows: StudioRows, owner: Actor, clock: FakeClock
) -> None:
    anna = rows.client()
    rows.membership(anna, rows.plan(visits_per_week=1))
    visit = services.checkin.check_in(owner, client_id=anna).visit_id
    assert visit is not None
    services.checkin.undo(owner, visit)
    clock.advance(days=1)
    assert services.checkin.check_in(owner, client_id=anna).verdict is Verdict.ADMITTED


def test_a_minor_needs_the_last_word_of_the_guardian_to_be_yes(
    services: Services, rows: StudioRows, desk: Actor
) -> None:
    anna = rows.member(born=date(2012, 5, 5))
    for given in (None, False):
        if given is not None:
            rows.consent(anna, given=given)
        found = services.checkin.check_in(desk, client_id=anna)
        assert found.words == (CheckInReason.NO_GUARDIAN_CONSENT,)
    rows.consent(anna)
    assert services.checkin.check_in(desk, client_id=anna).verdict is Verdict.ADMITTED


def test_overdue_beyond_the_grace(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    anna = rows.member()
    rows.debt(anna, 4500, TODAY - timedelta(days=7))
    found = services.checkin.check_in(desk, client_id=anna)
    assert (found.verdict, found.words) == (Verdict.NOTICE, (CheckInReason.BALANCE_DUE,))
    clock.advance(days=1)
    assert services.checkin.check_in(desk, client_id=anna).words == (CheckInReason.OVERDUE,)
    rows.change_studio(grace_days=8)
    assert services.checkin.check_in(desk, client_id=anna).verdict is Verdict.NOTICE


def test_private_notes_are_not_read_out_to_everybody(
    services: Services, rows: StudioRows, desk: Actor, owner: Actor, clock: FakeClock
) -> None:
    anna = rows.member(medical_alert="Asthma")
    rows.note(anna, "Has our locker key")
    rows.note(anna, "Told me about the divorce", private=True)
    seen = [line.text for line in services.checkin.check_in(desk, client_id=anna).reasons]
    assert seen == ["Asthma", "Has our locker key"]
    clock.advance(hours=1)
    seen = [line.text for line in services.checkin.check_in(owner, client_id=anna).reasons]
    assert seen == ["Asthma", "Has our locker key", "Told me about the divorce"]
    assert "Asthma" not in str(audited(services, "checkin.create"))


class TestSecondScan:
    def test_is_already_in_and_never_a_second_visit(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.member()
        first = services.checkin.check_in(desk, client_id=anna)
        clock.advance(minutes=29)
        second = services.checkin.check_in(desk, client_id=anna)
        assert (second.verdict, second.words) == (Verdict.NOTICE, (CheckInReason.ALREADY_IN,))
        assert second.visit_id == first.visit_id
        assert second.text == "Already in since 10:00; this scan is not counted again."
        assert (len(stored_visits(services)), figures_of(services, anna)[0]) == (1, 1)
        clock.advance(minutes=1)
        third = services.checkin.check_in(desk, client_id=anna)
        assert (third.verdict, len(stored_visits(services))) == (Verdict.ADMITTED, 2)

    def test_after_the_minutes_the_earlier_visit_has_ended(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.member()
        first = services.checkin.check_in(desk, client_id=anna)
        clock.advance(hours=1)
        services.checkin.check_in(desk, client_id=anna)
        earlier = stored_visit(services, first.visit_id)
        assert (earlier.left_at, earlier.left_by_itself) == (START + timedelta(hours=1), True)
        assert len(services.visits.inside(desk)) == 1

    def test_brings_somebody_back_inside_who_was_checked_out(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.member()
        visit = services.checkin.check_in(desk, client_id=anna).visit_id
        assert visit is not None
        clock.advance(minutes=5)
        services.checkin.check_out(desk, visit)
        clock.advance(minutes=5)
        assert services.checkin.check_in(desk, client_id=anna).visit_id == visit
        assert [row.id for row in services.visits.inside(desk)] == [visit]

    def test_around_midnight_on_sunday_is_still_the_same_visit(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.member()
        clock.set(datetime(2026, 3, 8, 22, 50, tzinfo=UTC))  # 23:50 in Berlin
        first = services.checkin.check_in(desk, client_id=anna)
        clock.advance(minutes=20)
        assert services.checkin.check_in(desk, client_id=anna).visit_id == first.visit_id


class TestPack:
    def test_a_visit_is_spent_once(self, services: Services, rows: StudioRows, desk: Actor) -> None:
        anna = rows.client()
        pack = rows.pack(anna, 3)
        first = services.checkin.check_in(desk, client_id=anna)
        assert first.client is not None
        assert (first.client.visits_left, pack_of(services, pack)) == (2, (2, 2))
        again = services.checkin.check_in(desk, client_id=anna)
        assert again.client is not None
        assert (again.client.visits_left, pack_of(services, pack)) == (2, (2, 2))

    def test_several_visits_on_one_day_count_once_where_the_plan_says_so(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        once, each = rows.client(), rows.client()
        pack_once, pack_each = rows.pack(once, 3), rows.pack(each, 3, same_day_once=False)
        for _ in range(2):
            services.checkin.check_in(desk, client_id=once)
            services.checkin.check_in(desk, client_id=each)
            clock.advance(hours=2)
        assert (pack_of(services, pack_once), pack_of(services, pack_each)) == ((2, 2), (1, 1))

    def test_the_last_visit_is_told_and_changes_where_the_client_stands(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.client()
        pack = rows.pack(anna, 1)
        found = services.checkin.check_in(desk, client_id=anna)
        assert found.words == (CheckInReason.LAST_PACK_VISIT,)
        assert pack_of(services, pack) == (0, 0)
        assert figures_of(services, anna) == (1, TODAY)
        with services.core.read() as session:
            assert standing_of(session, anna, TODAY).stage is ClientStage.ACTIVE
            assert standing_of(session, anna, TODAY + timedelta(days=1)).stage is ClientStage.EXPIRED
        clock.advance(days=1)
        assert services.checkin.check_in(desk, client_id=anna).words == (CheckInReason.PACK_USED_UP,)

    def test_a_pack_is_booked_when_the_desk_says_so(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.client()
        rows.membership(anna, rows.plan(visits_per_week=1))
        pack = rows.pack(anna, 5)
        services.checkin.check_in(desk, client_id=anna)
        clock.advance(days=1)
        refused = services.checkin.check_in(desk, client_id=anna)
        assert refused.words == (CheckInReason.WEEK_USED_UP,)
        booking = refused.reasons[0].cures[0]
        assert (booking.cure, booking.membership_id) == (Cure.BOOK_PACK, pack)
        booked = services.checkin.check_in(desk, client_id=anna, use_membership=pack)
        assert (booked.verdict, booked.membership_id) == (Verdict.ADMITTED, pack)
        assert pack_of(services, pack) == (4, 4)

    def test_only_a_membership_of_the_client_can_be_booked(
        self, services: Services, rows: StudioRows, desk: Actor
    ) -> None:
        anna, hugo = rows.member(), rows.client()
        pack = rows.pack(hugo, 5)
        with pytest.raises(RuleBroken, match="does not run"):
            services.checkin.check_in(desk, client_id=anna, use_membership=pack)
        assert pack_of(services, pack) == (5, 5)


def test_the_kiosk_tells_a_first_name_and_a_verdict_only(
    services: Services, rows: StudioRows, desk: Actor
) -> None:
    anna = rows.member("Anna Ivanova")
    rows.debt(anna, 4500, TODAY)
    answer = services.checkin.kiosk_check_in(desk, rows.number_of(anna))
    assert (answer.verdict, answer.first_name, answer.already_in) == (Verdict.NOTICE, "Anna", False)
    assert services.checkin.kiosk_check_in(desk, rows.number_of(anna)).already_in
    nobody = services.checkin.kiosk_check_in(desk, "4711")
    assert (nobody.verdict, nobody.first_name) == (Verdict.REFUSED, "")
    assert [entry["actor"] for entry in audited(services, "checkin.create")] == ["kiosk"]
