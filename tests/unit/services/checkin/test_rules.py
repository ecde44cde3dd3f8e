"""Who may come in."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.models.values import CheckInReason, Cure, PlanKind, Verdict
from fitnesscrm_desktop.services.checkin.rules import Admission, admission
from fitnesscrm_desktop.services.lifecycle.rules import Days
from tests.support.door import STUDIO, TODAY, a_pack, a_studio, a_visit, at, monthly, somebody

NOON = at(12)
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def refused_for(found: Admission) -> list[CheckInReason]:
    assert found.verdict is (Verdict.REFUSED if found.refusals else found.verdict)
    return [each.word for each in found.refusals]


def noticed(found: Admission) -> list[CheckInReason]:
    return [each.word for each in found.notices]


def cures(found: Admission, word: CheckInReason) -> list[Cure]:
    (reason,) = [each for each in (*found.refusals, *found.notices) if each.word is word]
    return [offer.cure for offer in reason.cures]


class TestAdmitted:
    def test_a_running_membership_lets_in_without_a_word(self) -> None:
        found = admission(somebody(monthly()), NOON, STUDIO)
        assert found == Admission(membership=monthly())
        assert found.verdict is Verdict.ADMITTED

    def test_the_first_and_the_last_day_count(self) -> None:
        membership = monthly(starts_on=TODAY, ends_on=TODAY, kind=PlanKind.DAY)
        assert admission(somebody(membership), NOON, STUDIO).verdict is Verdict.ADMITTED

    def test_the_studio_s_zone_says_which_day_it_is(self) -> None:
        ends_today = monthly(ends_on=TODAY)
        just_before_midnight = at(23, 59)
        assert just_before_midnight.date() == TODAY
        assert refused_for(admission(somebody(ends_today), just_before_midnight, STUDIO)) == []
        just_after = just_before_midnight + timedelta(minutes=1)
        assert just_after.date() == TODAY  # in UTC
        assert refused_for(admission(somebody(ends_today), just_after, STUDIO)) == [
            CheckInReason.MEMBERSHIP_ENDED
        ]


class TestNoMembership:
    def test_nothing_was_ever_sold(self) -> None:
        found = admission(somebody(), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.NO_MEMBERSHIP]
        assert cures(found, CheckInReason.NO_MEMBERSHIP) == [Cure.SELL, Cure.OVERRIDE]

    def test_the_last_one_that_ended_is_named(self) -> None:
        old = monthly(id=1, ends_on=date(2025, 12, 31), starts_on=date(2025, 12, 1))
        later = monthly(id=5, ends_on=YESTERDAY)
        (reason,) = admission(somebody(old, later), NOON, STUDIO).refusals
        assert (reason.word, reason.membership_id) == (CheckInReason.MEMBERSHIP_ENDED, 5)
        assert reason.day == YESTERDAY

    def test_what_ended_is_renewed_extended_or_sold_anew(self) -> None:
        found = admission(somebody(monthly(ends_on=YESTERDAY)), NOON, STUDIO)
        assert cures(found, CheckInReason.MEMBERSHIP_ENDED) == [
            Cure.RENEW,
            Cure.EXTEND,
            Cure.SELL,
            Cure.OVERRIDE,
        ]
        assert {offer.membership_id for offer in found.refusals[0].cures} == {1, None}

    @pytest.mark.parametrize("kind", [PlanKind.DAY, PlanKind.TRIAL])
    def test_a_day_pass_and_a_trial_are_not_renewed(self, kind: PlanKind) -> None:
        found = admission(somebody(monthly(ends_on=YESTERDAY, kind=kind)), NOON, STUDIO)
        assert cures(found, CheckInReason.MEMBERSHIP_ENDED) == [Cure.SELL, Cure.OVERRIDE]

    def test_a_cancelled_one_lets_in_until_the_day_before_and_is_not_extended(self) -> None:
        gone_tomorrow = monthly(cancelled_on=TOMORROW)
        assert refused_for(admission(somebody(gone_tomorrow), NOON, STUDIO)) == []
        gone_today = monthly(cancelled_on=TODAY)
        found = admission(somebody(gone_today), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.MEMBERSHIP_ENDED]
        assert cures(found, CheckInReason.MEMBERSHIP_ENDED) == [Cure.RENEW, Cure.SELL, Cure.OVERRIDE]

    def test_one_that_begins_later_goes_before_one_that_ended(self) -> None:
        ended = monthly(id=1, ends_on=YESTERDAY)
        later = monthly(id=2, starts_on=TODAY + timedelta(days=9), ends_on=date(2026, 4, 30))
        soon = monthly(id=3, starts_on=TOMORROW, ends_on=date(2026, 4, 30))
        found = admission(somebody(ended, later, soon), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.NOT_STARTED]
        assert (found.refusals[0].membership_id, found.refusals[0].day) == (3, TOMORROW)
        assert cures(found, CheckInReason.NOT_STARTED) == [Cure.SELL, Cure.OVERRIDE]

    def test_one_cancelled_before_it_began_never_was(self) -> None:
        withdrawn = monthly(starts_on=TOMORROW, ends_on=date(2026, 4, 30), cancelled_on=TODAY)
        assert refused_for(admission(somebody(withdrawn), NOON, STUDIO)) == [CheckInReason.NO_MEMBERSHIP]


class TestObstacles:
    def test_who_rests_until_resumed_has_not_ended_however_long_ago_the_end_was_written(self) -> None:
        resting = monthly(ends_on=YESTERDAY, rest=Days(YESTERDAY, None))
        found = admission(somebody(resting), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.FROZEN]
        assert cures(found, CheckInReason.FROZEN) == [Cure.RESUME, Cure.OVERRIDE]
        assert resting.known_end is None

    def test_who_came_and_then_rests_until_resumed_is_still_already_in(self) -> None:
        resting = monthly(ends_on=TODAY, rest=Days(TODAY, None))
        found = admission(somebody(resting, visits=(a_visit(at(11, 55), resting.id),)), NOON, STUDIO)
        assert noticed(found) == [CheckInReason.ALREADY_IN]

    def test_a_rest_that_was_asked_for_after_the_end_changes_nothing(self) -> None:
        found = admission(somebody(monthly(ends_on=YESTERDAY, rest=Days(TODAY, None))), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.MEMBERSHIP_ENDED]

    def test_frozen_until_a_day_or_until_somebody_says_so(self) -> None:
        for last in (TOMORROW, None):
            resting = monthly(rest=Days(YESTERDAY, last))
            found = admission(somebody(resting), NOON, STUDIO)
            assert refused_for(found) == [CheckInReason.FROZEN]
            assert found.refusals[0].day == last
            assert cures(found, CheckInReason.FROZEN) == [Cure.RESUME, Cure.OVERRIDE]

    def test_the_wrong_day_of_the_week(self) -> None:
        weekend = 0b1100000
        found = admission(somebody(monthly(weekdays=weekend)), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.WRONG_DAY]
        wednesday = 0b0000100
        assert refused_for(admission(somebody(monthly(weekdays=wednesday)), NOON, STUDIO)) == []

    @pytest.mark.parametrize(
        ("hour", "minute", "lets_in"), [(7, 59, False), (8, 0, True), (15, 59, True), (16, 0, False)]
    )
    def test_the_hours_are_the_studio_s_hours(self, hour: int, minute: int, lets_in: bool) -> None:
        off_peak = monthly(from_minute=8 * 60, to_minute=16 * 60)
        found = admission(somebody(off_peak), at(hour, minute), STUDIO)
        assert refused_for(found) == ([] if lets_in else [CheckInReason.WRONG_TIME])

    def test_a_plan_for_the_whole_day_lets_in_at_the_last_minute(self) -> None:
        assert refused_for(admission(somebody(monthly()), at(23, 59), STUDIO)) == []

    def test_the_visits_of_the_week_are_used_up(self) -> None:
        twice = monthly(visits_per_week=2)
        visits = (a_visit(at(9, day=date(2026, 3, 2))), a_visit(at(9, day=date(2026, 3, 3))))
        found = admission(somebody(twice, visits=visits), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.WEEK_USED_UP]
        assert found.refusals[0].number == 2
        assert refused_for(admission(somebody(twice, visits=visits[1:]), NOON, STUDIO)) == []

    def test_the_week_begins_on_monday_in_the_studio_s_zone(self) -> None:
        once = monthly(visits_per_week=1)
        sunday_night = a_visit(at(23, 30, day=date(2026, 3, 1)))
        monday_night = at(0, 30, day=date(2026, 3, 2))
        assert monday_night.date() == date(2026, 3, 1)  # in UTC it is still Sunday
        assert refused_for(admission(somebody(once, visits=(sunday_night,)), monday_night, STUDIO)) == []

    def test_the_same_week_of_another_year_is_another_week(self) -> None:
        once = monthly(visits_per_week=1)
        last_year = a_visit(at(9, day=date(2025, 3, 5)))
        assert refused_for(admission(somebody(once, visits=(last_year,)), NOON, STUDIO)) == []

    def test_visits_on_another_membership_do_not_use_up_the_week(self) -> None:
        once = monthly(visits_per_week=1)
        on_the_pack = a_visit(at(9, day=date(2026, 3, 2)), membership_id=2)
        assert refused_for(admission(somebody(once, visits=(on_the_pack,)), NOON, STUDIO)) == []

    def test_a_second_visit_on_one_day_counts_once_where_the_plan_says_so(self) -> None:
        morning = (a_visit(at(7)),)
        once = monthly(visits_per_week=1)
        assert refused_for(admission(somebody(once, visits=morning), NOON, STUDIO)) == []
        each_counts = monthly(visits_per_week=1, same_day_once=False)
        found = admission(somebody(each_counts, visits=morning), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.WEEK_USED_UP]

    def test_a_pack_is_used_up(self) -> None:
        found = admission(somebody(a_pack(0)), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.PACK_USED_UP]
        assert cures(found, CheckInReason.PACK_USED_UP) == [Cure.RENEW, Cure.SELL, Cure.OVERRIDE]


class TestPerson:
    def test_blocked(self) -> None:
        found = admission(somebody(monthly(), blocked_reason="Threw a weight"), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.BLOCKED]
        assert found.refusals[0].text == "Threw a weight"
        assert cures(found, CheckInReason.BLOCKED) == [Cure.UNBLOCK, Cure.OVERRIDE]

    def test_archived(self) -> None:
        found = admission(somebody(monthly(), archived=True), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.ARCHIVED]
        assert cures(found, CheckInReason.ARCHIVED) == [Cure.RESTORE, Cure.OVERRIDE]

    def test_a_minor_needs_a_guardian_until_the_birthday(self) -> None:
        still_17 = date(2008, 3, 5)
        found = admission(somebody(monthly(), born=still_17), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.NO_GUARDIAN_CONSENT]
        assert (found.refusals[0].number, found.refusals[0].limit) == (17, 18)
        assert cures(found, CheckInReason.NO_GUARDIAN_CONSENT) == [Cure.RECORD_CONSENT, Cure.OVERRIDE]
        agreed = admission(somebody(monthly(), born=still_17, guardian_agreed=True), NOON, STUDIO)
        assert agreed.verdict is Verdict.ADMITTED
        just_18 = admission(somebody(monthly(), born=date(2008, 3, 4)), NOON, STUDIO)
        assert refused_for(just_18) == []

    def test_overdue_beyond_the_grace(self) -> None:
        for days, expected in ((7, []), (8, [CheckInReason.OVERDUE])):
            facts = somebody(monthly(), balance=4500, oldest_due_on=TODAY - timedelta(days=days))
            found = admission(facts, NOON, STUDIO)
            assert refused_for(found) == expected
            assert noticed(found) == ([] if expected else [CheckInReason.BALANCE_DUE])

    def test_who_has_paid_ahead_is_not_overdue(self) -> None:
        facts = somebody(monthly(), balance=-500, oldest_due_on=TODAY - timedelta(days=80))
        assert admission(facts, NOON, STUDIO).verdict is Verdict.ADMITTED

    def test_every_reason_is_told_at_once(self) -> None:
        facts = somebody(
            monthly(ends_on=YESTERDAY),
            blocked_reason="x",
            archived=True,
            born=date(2015, 1, 1),
            balance=1,
            oldest_due_on=date(2025, 1, 1),
        )
        assert refused_for(admission(facts, NOON, STUDIO)) == [
            CheckInReason.BLOCKED,
            CheckInReason.ARCHIVED,
            CheckInReason.NO_GUARDIAN_CONSENT,
            CheckInReason.OVERDUE,
            CheckInReason.MEMBERSHIP_ENDED,
        ]


class TestChoice:
    def test_a_membership_goes_before_a_pack(self) -> None:
        found = admission(somebody(a_pack(5), monthly()), NOON, STUDIO)
        assert (found.membership, found.spends) == (monthly(), False)

    def test_one_without_a_weekly_limit_goes_first_then_the_one_that_lasts_longest(self) -> None:
        limited = monthly(id=7, visits_per_week=3, ends_on=date(2026, 12, 31))
        free = monthly(id=8, ends_on=date(2026, 3, 20))
        longer = monthly(id=9, ends_on=date(2026, 3, 25))
        assert admission(somebody(limited, free, longer), NOON, STUDIO).membership == longer

    def test_the_one_that_admits_is_used(self) -> None:
        resting = monthly(id=7, rest=Days(TODAY, None))
        awake = monthly(id=8, visits_per_week=3)
        assert admission(somebody(resting, awake), NOON, STUDIO).membership == awake

    def test_of_two_packs_the_one_that_ends_first_is_spent(self) -> None:
        first = a_pack(1, id=4, ends_on=date(2026, 4, 1))
        found = admission(somebody(a_pack(9), first), NOON, STUDIO)
        assert found.membership == first
        assert found.spends

    def test_a_second_visit_on_one_day_stays_with_the_pack_of_the_first(self) -> None:
        first = a_pack(3, id=4, ends_on=date(2026, 4, 1))
        visits = (a_visit(at(7), membership_id=2),)
        found = admission(somebody(a_pack(0), first, visits=visits), NOON, STUDIO)
        assert (found.membership, found.spends) == (a_pack(0), False)

    def test_every_visit_counts_where_the_plan_says_so(self) -> None:
        pack = a_pack(3, same_day_once=False)
        found = admission(somebody(pack, visits=(a_visit(at(7), membership_id=2),)), NOON, STUDIO)
        assert found.spends

    def test_a_pack_is_offered_and_not_spent_while_a_membership_refuses(self) -> None:
        visits = (a_visit(at(9, day=date(2026, 3, 2))),)
        facts = somebody(monthly(visits_per_week=1), a_pack(4), visits=visits)
        found = admission(facts, NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.WEEK_USED_UP]
        assert cures(found, CheckInReason.WEEK_USED_UP) == [Cure.BOOK_PACK, Cure.SELL, Cure.OVERRIDE]
        booking = found.refusals[0].cures[0]
        assert (booking.membership_id, booking.plan, booking.visits_left) == (2, "10 visits", 4)
        booked = admission(facts, NOON, STUDIO, use=2)
        assert (booked.verdict, booked.membership, booked.spends) == (Verdict.ADMITTED, a_pack(4), True)

    def test_who_has_booked_the_pack_today_comes_in_again_without_a_question(self) -> None:
        visits = (
            a_visit(at(9, day=date(2026, 3, 2)), visit_id=1),
            a_visit(at(7), membership_id=2, visit_id=2),
        )
        facts = somebody(monthly(visits_per_week=1), a_pack(4), visits=visits)
        found = admission(facts, NOON, STUDIO)
        assert (found.membership, found.spends) == (a_pack(4), False)

    def test_the_chosen_membership_is_the_only_one_that_counts(self) -> None:
        facts = somebody(monthly(), a_pack(0))
        assert refused_for(admission(facts, NOON, STUDIO, use=2)) == [CheckInReason.PACK_USED_UP]

    def test_all_obstacles_are_named_the_membership_s_first(self) -> None:
        resting = monthly(rest=Days(TODAY, None))
        found = admission(somebody(a_pack(0), resting), NOON, STUDIO)
        assert refused_for(found) == [CheckInReason.FROZEN, CheckInReason.PACK_USED_UP]
        assert found.membership == resting


class TestNotices:
    def test_what_the_desk_should_know(self) -> None:
        facts = somebody(
            monthly(),
            medical_alert="Asthma",
            pinned_notes=("Has our locker key", "Ask about the fob"),
            balance=4500,
        )
        found = admission(facts, NOON, STUDIO)
        assert found.verdict is Verdict.NOTICE
        assert noticed(found) == [
            CheckInReason.MEDICAL_ALERT,
            CheckInReason.PINNED_NOTE,
            CheckInReason.PINNED_NOTE,
            CheckInReason.BALANCE_DUE,
        ]
        assert cures(found, CheckInReason.BALANCE_DUE) == [Cure.TAKE_PAYMENT]

    def test_what_is_due_in_a_month_is_no_reason_for_a_remark(self) -> None:
        for days, expected in ((8, []), (7, [CheckInReason.BALANCE_DUE]), (0, [CheckInReason.BALANCE_DUE])):
            facts = somebody(monthly(), balance=4500, oldest_due_on=TODAY + timedelta(days=days))
            assert noticed(admission(facts, NOON, STUDIO)) == expected

    def test_ends_soon(self) -> None:
        for days, expected in ((8, []), (7, [CheckInReason.ENDS_SOON]), (0, [CheckInReason.ENDS_SOON])):
            found = admission(somebody(monthly(ends_on=TODAY + timedelta(days=days))), NOON, STUDIO)
            assert noticed(found) == expected

    def test_ends_soon_is_cured_by_renewing_or_selling(self) -> None:
        renewable = admission(somebody(monthly(ends_on=TOMORROW)), NOON, STUDIO)
        assert cures(renewable, CheckInReason.ENDS_SOON) == [Cure.RENEW]
        trial = admission(somebody(monthly(ends_on=TOMORROW, kind=PlanKind.TRIAL)), NOON, STUDIO)
        assert cures(trial, CheckInReason.ENDS_SOON) == [Cure.SELL]
        cancelled = admission(somebody(monthly(cancelled_on=TOMORROW)), NOON, STUDIO)
        assert cures(cancelled, CheckInReason.ENDS_SOON) == [Cure.SELL]

    def test_what_is_followed_without_a_gap_does_not_end_soon(self) -> None:
        now = monthly(ends_on=TOMORROW)
        for gap, expected in ((1, []), (2, [CheckInReason.ENDS_SOON])):
            following = monthly(id=3, starts_on=TOMORROW + timedelta(days=gap), ends_on=date(2026, 5, 1))
            assert noticed(admission(somebody(now, following), NOON, STUDIO)) == expected
        after_a_gap = admission(somebody(now, following), NOON, STUDIO)
        assert cures(after_a_gap, CheckInReason.ENDS_SOON) == [Cure.SELL]
        assert noticed(admission(somebody(now, a_pack(0)), NOON, STUDIO)) == [CheckInReason.ENDS_SOON]

    def test_a_day_pass_ends_without_a_word(self) -> None:
        day_pass = monthly(ends_on=TODAY, starts_on=TODAY, kind=PlanKind.DAY)
        assert admission(somebody(day_pass), NOON, STUDIO).verdict is Verdict.ADMITTED

    def test_the_last_visit_of_a_pack(self) -> None:
        found = admission(somebody(a_pack(1)), NOON, STUDIO)
        assert noticed(found) == [CheckInReason.LAST_PACK_VISIT]
        assert cures(found, CheckInReason.LAST_PACK_VISIT) == [Cure.RENEW]
        assert found.spends
        trial = admission(somebody(a_pack(1, kind=PlanKind.TRIAL)), NOON, STUDIO)
        assert cures(trial, CheckInReason.LAST_PACK_VISIT) == [Cure.SELL]
        assert noticed(admission(somebody(a_pack(2)), NOON, STUDIO)) == []

    def test_birthday(self) -> None:
        found = admission(somebody(monthly(), born=date(1990, 3, 4)), NOON, STUDIO)
        assert noticed(found) == [CheckInReason.BIRTHDAY]
        assert found.notices[0].number == 36

    def test_refused_clients_come_with_their_notes_too(self) -> None:
        found = admission(somebody(pinned_notes=("Call the owner",)), NOON, STUDIO)
        assert found.verdict is Verdict.REFUSED
        assert noticed(found) == [CheckInReason.PINNED_NOTE]


class TestAlreadyIn:
    def test_a_second_scan_is_the_same_visit(self) -> None:
        visit = a_visit(at(11, 31))
        found = admission(somebody(monthly(), visits=(visit,)), NOON, STUDIO)
        assert (found.verdict, found.same_visit) == (Verdict.NOTICE, visit)
        assert noticed(found) == [CheckInReason.ALREADY_IN]

    def test_after_the_studio_s_minutes_it_is_another_visit(self) -> None:
        visit = a_visit(at(11, 30))
        found = admission(somebody(monthly(), visits=(visit,)), NOON, STUDIO)
        assert (found.verdict, found.same_visit) == (Verdict.ADMITTED, None)
        patient = a_studio(reentry_minutes=31)
        assert admission(somebody(monthly(), visits=(visit,)), NOON, patient).same_visit == visit

    def test_a_visit_written_down_late_belongs_to_the_nearest_one(self) -> None:
        later, nearer = a_visit(at(12, 20), visit_id=1), a_visit(at(12, 10), visit_id=2)
        found = admission(somebody(monthly(), visits=(later, nearer)), NOON, STUDIO)
        assert found.same_visit == nearer

    def test_what_the_first_scan_has_used_up_refuses_no_second_scan(self) -> None:
        visit = a_visit(at(11, 50), membership_id=2)
        found = admission(somebody(a_pack(0), visits=(visit,), blocked_reason="since then"), NOON, STUDIO)
        assert found.refusals == ()
        words = [CheckInReason.ALREADY_IN, CheckInReason.BLOCKED, CheckInReason.LAST_PACK_VISIT]
        assert noticed(found) == words

    def test_a_visit_without_a_membership(self) -> None:
        visit = a_visit(at(11, 50), membership_id=None)
        found = admission(somebody(visits=(visit,)), NOON, STUDIO)
        assert (found.verdict, found.membership) == (Verdict.NOTICE, None)
