"""Days of memberships: no drift, nothing shortened, exactly the rested days added."""

import itertools
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.models.values import MembershipState, Period, PlanKind
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, Days, MembershipDays
from fitnesscrm_desktop.services.lifecycle.terms import LAST_DAY_OF_ALL, Term, shifted_terms
from fitnesscrm_desktop.services.memberships.rules import (
    LONGEST_EXTENSION,
    LONGEST_HOLD,
    PlanTerms,
    cancelling_day,
    due_day,
    due_day_moved,
    extended,
    first_days,
    goes_on,
    hold_to_resume,
    length,
    new_hold,
    pushed,
    resumed,
    starting_day,
    state_on,
    term_from,
)

TODAY = date(2026, 3, 4)
MONTHLY = PlanTerms(PlanKind.RECURRING, Period.MONTH)
STEPS = {
    Period.MONTH: relativedelta(months=1),
    Period.FOUR_WEEKS: relativedelta(days=28),
    Period.QUARTER: relativedelta(months=3),
    Period.YEAR: relativedelta(years=1),
}
days_of_life = st.dates(date(2000, 1, 1), date(2150, 1, 1))


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def member(first: int = -10, last: int = 20, **more: object) -> MembershipDays:
    return MembershipDays(PlanKind.RECURRING, day(first), day(last), **more)  # type: ignore[arg-type]


def renewed(plan: PlanTerms, first: date, times: int) -> list[Term]:
    run: list[Term] = []
    for _ in range(times):
        start = run[-1].to_day + ONE_DAY if run else first
        run.append(term_from(plan, start, run))
    return run


def test_the_end_of_january_comes_back() -> None:
    run = renewed(MONTHLY, date(2027, 1, 31), 4)
    assert [(term.from_day, term.to_day) for term in run] == [
        (date(2027, 1, 31), date(2027, 2, 27)),
        (date(2027, 2, 28), date(2027, 3, 30)),
        (date(2027, 3, 31), date(2027, 4, 29)),
        (date(2027, 4, 30), date(2027, 5, 30)),
    ]


def test_a_leap_year_has_its_day() -> None:
    run = renewed(MONTHLY, date(2028, 1, 31), 2)
    assert [term.to_day for term in run] == [date(2028, 2, 28), date(2028, 3, 30)]
    yearly = renewed(PlanTerms(PlanKind.RECURRING, Period.YEAR), date(2028, 2, 29), 4)
    assert yearly[0].to_day == date(2029, 2, 27)
    assert yearly[3].to_day == date(2032, 2, 28)


@given(st.sampled_from(Period), days_of_life, st.integers(1, 30))
def test_renewing_n_times_is_n_periods_from_the_anchor(period: Period, first: date, times: int) -> None:
    run = renewed(PlanTerms(PlanKind.RECURRING, period), first, times)
    assert run[-1].to_day + ONE_DAY == first + STEPS[period] * times


@given(st.sampled_from(Period), days_of_life, st.integers(1, 12))
def test_terms_follow_each_other_and_have_days(period: Period, first: date, times: int) -> None:
    run = renewed(PlanTerms(PlanKind.RECURRING, period), first, times)
    for earlier, later in itertools.pairwise(run):
        assert later.from_day == earlier.to_day + ONE_DAY
    assert all((term.to_day - term.from_day).days >= 27 for term in run)


@given(days_of_life, st.integers(1, 40))
def test_after_a_push_the_new_day_is_the_anchor(first: date, push: int) -> None:
    run = [term_from(MONTHLY, first)]
    moved = run[0].to_day + ONE_DAY + timedelta(days=push)
    assert term_from(MONTHLY, moved, run) == term_from(MONTHLY, moved)


@given(st.sampled_from([PlanKind.PACK, PlanKind.DAY, PlanKind.TRIAL]), days_of_life, st.integers(1, 400))
def test_other_plans_last_their_days(kind: PlanKind, first: date, days: int) -> None:
    term = term_from(PlanTerms(kind, days=days), first)
    assert (term.to_day - term.from_day).days + 1 == days


def test_a_day_pass_without_days_is_one_day() -> None:
    assert term_from(PlanTerms(PlanKind.DAY), TODAY) == Term(TODAY, TODAY)


def test_nothing_lasts_for_ever() -> None:
    with pytest.raises(RuleBroken):
        term_from(MONTHLY, LAST_DAY_OF_ALL)
    with pytest.raises(RuleBroken):
        pushed(LAST_DAY_OF_ALL, 1)


@pytest.mark.parametrize("asked", [day(-800), day(800), date(1900, 1, 1), date(2100, 1, 1)])
def test_a_start_far_away_is_a_slip_of_the_finger(asked: date) -> None:
    with pytest.raises(RuleBroken) as error:
        starting_day(asked, TODAY)
    assert "from_day" in error.value.fields


def test_a_start_is_today_unless_said() -> None:
    assert starting_day(None, TODAY) == TODAY
    assert starting_day(day(30), TODAY) == day(30)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (member(), True),
        (member(last=0), True),
        (member(last=-1), True),
        (member(last=-2), False),
        (member(cancelled_on=day(-3)), False),
        (member(holds=(Days(day(-5), None),)), True),
        (member(last=-4, holds=(Days(day(-5), None),)), True),
    ],
)
def test_what_a_renewal_joins_on_to(one: MembershipDays, expected: bool) -> None:
    assert goes_on(one, TODAY) is expected


def test_nothing_is_due_before_it_is_charged() -> None:
    assert due_day(day(5), TODAY) == day(5)
    assert due_day(day(-5), TODAY) == TODAY


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (member(), MembershipState.RUNNING),
        (member(first=1), MembershipState.UPCOMING),
        (member(last=-1), MembershipState.ENDED),
        (member(cancelled_on=TODAY), MembershipState.CANCELLED),
        (member(cancelled_on=day(1)), MembershipState.RUNNING),
        (member(holds=(Days(TODAY, TODAY),)), MembershipState.FROZEN),
        (member(last=-1, holds=(Days(day(-3), None),)), MembershipState.FROZEN),
    ],
)
def test_states(one: MembershipDays, state: MembershipState) -> None:
    assert state_on(one, TODAY) is state


def test_a_hold_starts_today_or_with_the_membership() -> None:
    assert new_hold(member(), None, None, TODAY) == Days(TODAY, None)
    assert new_hold(member(first=5), None, day(9), TODAY) == Days(day(5), day(9))


@pytest.mark.parametrize(
    ("one", "first", "last", "field"),
    [
        (member(), day(3), day(2), "to_day"),
        (member(first=-200), day(-100), None, "from_day"),
        (member(), TODAY, day(800), "to_day"),
        (member(holds=(Days(day(2), day(6)),)), TODAY, day(2), "from_day"),
        (member(holds=(Days(day(2), day(6)),)), TODAY, None, "from_day"),
        (member(holds=(Days(day(-2), None),)), day(5), day(6), "from_day"),
        (member(first=5), day(4), None, "from_day"),
        (member(), day(21), None, "from_day"),
        (member(cancelled_on=day(3)), day(3), None, "from_day"),
    ],
)
def test_a_hold_that_cannot_be(one: MembershipDays, first: date, last: date | None, field: str) -> None:
    with pytest.raises(RuleBroken) as error:
        new_hold(one, first, last, TODAY)
    assert field in error.value.fields


def test_holds_that_touch_do_not_overlap() -> None:
    one = member(holds=(Days(day(2), day(6)),))
    assert new_hold(one, day(7), day(8), TODAY) == Days(day(7), day(8))
    assert new_hold(one, TODAY, day(1), TODAY) == Days(TODAY, day(1))


@given(st.integers(0, 60), st.integers(0, 90))
def test_freeze_and_resume_add_exactly_the_rested_days(start: int, rest: int) -> None:
    end = day(100)
    hold = Days(day(start), None)
    rested = resumed(hold, day(start + rest))
    after = pushed(end, (length(rested) if rested else 0) - length(hold))
    assert (after - end).days == rest


@given(st.integers(0, 60), st.integers(1, 60), st.integers(-10, 90))
def test_waking_early_gives_back_only_what_was_rested(start: int, planned: int, wake: int) -> None:
    hold = Days(day(start), day(start + planned - 1))
    end = pushed(day(100), length(hold))
    rested = resumed(hold, day(wake))
    after = pushed(end, (length(rested) if rested else 0) - length(hold))
    assert (after - day(100)).days == max(0, min(planned, wake - start))


def test_which_hold_is_resumed() -> None:
    past, present, future = Days(day(-9), day(-5)), Days(day(-1), day(3)), Days(day(8), day(9))
    assert hold_to_resume([future, past, present], TODAY) == present
    assert hold_to_resume([future, past], TODAY) == future
    with pytest.raises(RuleBroken):
        hold_to_resume([past], TODAY)


@given(days_of_life, st.integers(1, LONGEST_EXTENSION))
def test_an_extension_only_ever_extends(end: date, days: int) -> None:
    assert (extended(end, days) - end).days == days


@pytest.mark.parametrize("days", [0, -7, LONGEST_EXTENSION + 1, True, 2.5, "7", float("nan")])
def test_an_extension_nobody_can_mean(days: object) -> None:
    with pytest.raises(RuleBroken) as error:
        extended(TODAY, days)
    assert "days" in error.value.fields


def test_a_cancellation_takes_effect_from_its_day() -> None:
    assert cancelling_day(member(), None, TODAY) == TODAY
    assert cancelling_day(member(), day(20), TODAY) == day(20)
    assert cancelling_day(member(holds=(Days(TODAY, None),)), day(90), TODAY) == day(90)


@pytest.mark.parametrize(
    ("one", "asked"),
    [
        (member(), day(21)),
        (member(last=-1), None),
        (member(cancelled_on=day(2)), day(1)),
        (member(first=-900), day(-800)),
    ],
)
def test_a_cancellation_that_cannot_be(one: MembershipDays, asked: date | None) -> None:
    with pytest.raises(RuleBroken):
        cancelling_day(one, asked, TODAY)


@given(st.integers(0, 29), st.integers(1, 60))
def test_a_rest_moves_every_term_that_follows_it_by_its_length(first: int, rest: int) -> None:
    terms = [Term(day(0), day(29)), Term(day(30), day(59)), Term(day(60), day(89))]
    moved = shifted_terms(terms, [Days(day(first), day(first + rest - 1))])
    assert moved == [
        Term(day(0), day(29 + rest)),
        Term(day(30 + rest), day(59 + rest)),
        Term(day(60 + rest), day(89 + rest)),
    ]


def test_a_term_added_after_the_rest_is_not_moved_twice() -> None:
    terms = [Term(day(0), day(29)), Term(day(50), day(79))]
    assert shifted_terms(terms, [Days(day(10), day(29))]) == [Term(day(0), day(49)), Term(day(50), day(79))]


def test_a_rest_without_an_end_puts_off_what_follows_for_ever() -> None:
    terms = [Term(day(0), day(29)), Term(day(30), day(59))]
    assert shifted_terms(terms, [Days(day(10), None)])[1].from_day > LAST_DAY_OF_ALL


@given(st.integers(0, 29), st.one_of(st.none(), st.integers(1, 60)))
def test_a_term_begins_on_a_day_of_this_life_however_long_the_rest(first: int, rest: int | None) -> None:
    terms = [Term(day(0), day(29)), Term(day(30), day(59))]
    hold = Days(day(first), None if rest is None else day(first + rest - 1))
    assert first_days(terms, [hold]) == [day(0), day(30 + (LONGEST_HOLD if rest is None else rest))]


@given(st.integers(-60, 60), st.integers(-60, 60))
def test_what_has_moved_is_due_when_the_term_begins_and_never_before_today(due: int, first: int) -> None:
    moved = due_day_moved(day(due), day(first), TODAY)
    assert moved >= day(first), "nothing is due before it begins"
    assert moved == day(due) or moved == max(day(first), TODAY)
    if due <= 0 and first <= due:
        assert moved == day(due), "what was due stays due"
    assert due_day_moved(moved, day(first), TODAY) == moved, "moving it twice moves it once"
