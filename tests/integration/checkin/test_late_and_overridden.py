"""Visits that are written down later, and visits against the rules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import CheckInReason, Verdict
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, RuleBroken
from tests.support.clock import START, FakeClock
from tests.support.studio_rows import StudioRows
from tests.support.visits import audited, figures_of, hours, pack_of, stored_visit, stored_visits

TODAY = date(2026, 3, 4)


class TestOverride:
    def test_lets_in_with_a_reason_that_is_kept(
        self, services: Services, rows: StudioRows, owner: Actor
    ) -> None:
        anna = rows.member(days=-1)
        found = services.checkin.check_in(owner, client_id=anna, override="  Forgot her\ncard ")
        assert found.verdict is Verdict.NOTICE
        assert found.words == (CheckInReason.OVERRIDDEN, CheckInReason.MEMBERSHIP_ENDED)
        visit = stored_visit(services, found.visit_id)
        assert (visit.override_reason, visit.membership_id) == ("Forgot her card", None)
        assert audited(services, "checkin.override") == [
            {
                "actor": owner.name,
                "entity_id": found.visit_id,
                "client": anna,
                "reason": "Forgot her card",
                "over": ["membership_ended"],
            }
        ]
        assert services.checkin.check_in(owner, client_id=anna).words == (CheckInReason.ALREADY_IN,)

    def test_needs_the_permission_even_for_who_may_come_in(
        self, services: Services, rows: StudioRows, desk: Actor
    ) -> None:
        anna = rows.member()
        with pytest.raises(NotAllowed):
            services.checkin.check_in(desk, client_id=anna, override="please")
        assert stored_visits(services) == []

    @pytest.mark.parametrize("reason", ["", "  \n", "x" * 201])
    def test_needs_a_reason(self, services: Services, rows: StudioRows, owner: Actor, reason: str) -> None:
        anna = rows.client()
        with pytest.raises(RuleBroken):
            services.checkin.check_in(owner, client_id=anna, override=reason)
        assert stored_visits(services) == []

    def test_of_what_is_allowed_is_an_ordinary_visit(
        self, services: Services, rows: StudioRows, owner: Actor
    ) -> None:
        anna = rows.member()
        found = services.checkin.check_in(owner, client_id=anna, override="just in case")
        assert (found.verdict, found.words) == (Verdict.ADMITTED, ())
        assert stored_visit(services, found.visit_id).override_reason == ""

    def test_counts_for_the_week_of_the_membership_and_spends_no_empty_pack(
        self, services: Services, rows: StudioRows, owner: Actor
    ) -> None:
        anna = rows.client()
        pack = rows.pack(anna, 0)
        found = services.checkin.check_in(owner, client_id=anna, override="Pays tomorrow")
        assert found.membership_id == pack
        assert pack_of(services, pack) == (0, 0)


class TestLateEntry:
    def test_is_judged_by_its_own_time(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.member(days=2)
        clock.advance(days=10)
        assert services.checkin.check_in(desk, client_id=anna).verdict is Verdict.REFUSED
        found = services.checkin.check_in(desk, client_id=anna, at=START + timedelta(hours=1))
        assert found.verdict is Verdict.NOTICE
        visit = stored_visit(services, found.visit_id)
        assert (visit.at, visit.day) == (START + timedelta(hours=1), TODAY)
        assert (visit.left_at, visit.left_by_itself) == (START + timedelta(hours=5), True)

    def test_does_not_move_the_last_visit_back(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.member()
        clock.advance(days=3)
        services.checkin.check_in(desk, client_id=anna)
        services.checkin.check_in(desk, client_id=anna, at=START)
        assert figures_of(services, anna) == (2, TODAY + timedelta(days=3))
        assert hours(services) == {(TODAY, 10): 1, (TODAY + timedelta(days=3), 10): 1}

    def test_before_a_visit_of_the_same_morning_has_ended_with_it(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.member()
        clock.advance(hours=2)
        services.checkin.check_in(desk, client_id=anna)
        earlier = services.checkin.check_in(desk, client_id=anna, at=START)
        assert stored_visit(services, earlier.visit_id).left_at == START + timedelta(hours=2)
        assert len(services.visits.inside(desk)) == 1

    def test_near_a_visit_is_that_visit(
        self, services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
    ) -> None:
        anna = rows.member()
        clock.advance(hours=2)
        visit = services.checkin.check_in(desk, client_id=anna).visit_id
        found = services.checkin.check_in(desk, client_id=anna, at=START + timedelta(minutes=100))
        assert (found.visit_id, found.words) == (visit, (CheckInReason.ALREADY_IN,))

    @pytest.mark.parametrize(
        "moment",
        [
            START + timedelta(minutes=2),
            datetime(2100, 1, 1, tzinfo=UTC),
            datetime(1900, 1, 1, tzinfo=UTC),
            datetime(1, 1, 1, tzinfo=UTC),
            datetime(2026, 3, 4, 9, 0),  # noqa: DTZ001 - that is the mistake
        ],
    )
    def test_has_a_moment_that_can_be(
        self, services: Services, rows: StudioRows, desk: Actor, moment: datetime
    ) -> None:
        anna = rows.member()
        with pytest.raises(RuleBroken):
            services.checkin.check_in(desk, client_id=anna, at=moment)
        assert stored_visits(services) == []

    def test_a_desk_whose_clock_is_a_little_fast_is_believed(
        self, services: Services, rows: StudioRows, desk: Actor
    ) -> None:
        anna = rows.member()
        found = services.checkin.check_in(desk, client_id=anna, at=START + timedelta(seconds=59))
        assert found.verdict is Verdict.ADMITTED
