"""Where a client stands: the spans of a life agree with the question asked day by day."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.models.values import CancelReason, ClientStage, PlanKind, StageReason
from fitnesscrm_desktop.services.lifecycle.rules import (
    ONE_DAY,
    ClientFacts,
    Days,
    MembershipDays,
    Standing,
    spans,
    standing_on,
    two_plans_until,
)

D = date(2026, 3, 1)
PATIENCE = 20


def day(number: int) -> date:
    return D + timedelta(days=number)


def running(first: int = 0, last: int = 29, **more: object) -> MembershipDays:
    return MembershipDays(PlanKind.RECURRING, day(first), day(last), **more)  # type: ignore[arg-type]


def stage(facts: ClientFacts, number: int) -> ClientStage:
    return standing_on(facts, day(number), PATIENCE).stage


@st.composite
def some_days(draw: st.DrawFn) -> Days:
    first = draw(st.integers(-5, 60))
    length = draw(st.none() | st.integers(0, 15))
    return Days(day(first), None if length is None else day(first + length))


@st.composite
def memberships(draw: st.DrawFn) -> MembershipDays:
    first = draw(st.integers(-10, 60))
    cancelled = draw(st.none() | st.integers(first - 3, first + 45))
    return MembershipDays(
        kind=draw(st.sampled_from(PlanKind)),
        starts_on=day(first),
        ends_on=day(first + draw(st.integers(0, 40))),
        cancelled_on=None if cancelled is None else day(cancelled),
        cancel_reason=draw(st.none() | st.sampled_from(CancelReason)),
        holds=tuple(draw(st.lists(some_days(), max_size=2))),
        used_up=tuple(draw(st.lists(some_days(), max_size=1))),
    )


facts_of_a_life = st.builds(
    ClientFacts,
    known_since=st.integers(-20, 40).map(day),
    memberships=st.lists(memberships(), max_size=4),
    unpaid=st.lists(some_days(), max_size=2),
)


@given(facts_of_a_life)
def test_spans_say_what_every_single_day_says(facts: ClientFacts) -> None:
    life = spans(facts, PATIENCE)
    for number in range(-40, 200):
        here = [span for span in life if day(number) in Days(span.first, span.last)]
        if here:
            assert [span.standing for span in here] == [standing_on(facts, day(number), PATIENCE)]
        else:
            assert day(number) < life[0].first


@given(facts_of_a_life)
def test_spans_are_ordered_gapless_and_different(facts: ClientFacts) -> None:
    life = spans(facts, PATIENCE)
    assert life[-1].last is None
    for earlier, later in pairwise(life):
        assert earlier.last is not None
        assert earlier.first <= earlier.last
        assert earlier.last + ONE_DAY == later.first
        assert earlier.standing != later.standing


def test_a_life_from_lead_to_former() -> None:
    trial = MembershipDays(PlanKind.TRIAL, day(5), day(9))
    member = running(10, 30)
    life = spans(ClientFacts(day(0), [trial, member]), PATIENCE)
    assert [(span.standing.stage, span.first) for span in life] == [
        (ClientStage.LEAD, day(0)),
        (ClientStage.TRIAL, day(5)),
        (ClientStage.ACTIVE, day(10)),
        (ClientStage.EXPIRED, day(31)),
        (ClientStage.FORMER, day(31 + PATIENCE)),
    ]


def test_frozen_until_resumed_does_not_run_out() -> None:
    facts = ClientFacts(day(0), [running(holds=(Days(day(10), None),))])
    assert stage(facts, 9) is ClientStage.ACTIVE
    assert stage(facts, 10) is ClientStage.FROZEN
    assert stage(facts, 400) is ClientStage.FROZEN


def test_a_hold_after_the_end_keeps_nothing_alive() -> None:
    facts = ClientFacts(day(0), [running(last=5, holds=(Days(day(10), None),))])
    assert stage(facts, 6) is ClientStage.EXPIRED


def test_cancelling_a_frozen_membership_ends_it() -> None:
    one = running(holds=(Days(day(10), None),), cancelled_on=day(50), cancel_reason=CancelReason.BY_STUDIO)
    facts = ClientFacts(day(0), [one])
    assert stage(facts, 49) is ClientStage.FROZEN
    assert standing_on(facts, day(50), PATIENCE) == Standing(
        ClientStage.CANCELLED, StageReason.CANCELLED_BY_STUDIO
    )


def test_a_sale_that_was_taken_back_leaves_a_lead() -> None:
    facts = ClientFacts(day(0), [running(cancelled_on=day(0))])
    assert stage(facts, 0) is ClientStage.LEAD
    assert stage(facts, 100) is ClientStage.LEAD


def test_a_cancellation_after_the_end_changes_nothing() -> None:
    facts = ClientFacts(day(0), [running(last=10, cancelled_on=day(11))])
    assert standing_on(facts, day(11), PATIENCE).reason is StageReason.RAN_OUT


def test_overdue_while_the_membership_runs() -> None:
    facts = ClientFacts(day(0), [running()], unpaid=[Days(day(8), day(12))])
    assert [stage(facts, number) for number in (7, 8, 12, 13)] == [
        ClientStage.ACTIVE,
        ClientStage.OVERDUE,
        ClientStage.OVERDUE,
        ClientStage.ACTIVE,
    ]


def test_a_used_up_pack_is_over_before_its_last_day() -> None:
    pack = MembershipDays(PlanKind.PACK, day(0), day(90), used_up=(Days(day(30), None),))
    facts = ClientFacts(day(0), [pack])
    assert stage(facts, 29) is ClientStage.ACTIVE
    assert standing_on(facts, day(30), PATIENCE).reason is StageReason.USED_UP
    assert stage(facts, 30 + PATIENCE) is ClientStage.FORMER


def test_two_plans_may_run_until_the_second_longest_of_them_is_over() -> None:
    assert two_plans_until([]) is two_plans_until([(1, day(5)), (1, day(9))]) is None
    assert two_plans_until([(1, day(5)), (2, day(3)), (1, day(9)), (3, day(1))]) == day(3)
    assert two_plans_until([(1, day(5)), (2, None)]) == day(5), "nobody knows how long one that rests goes on"
    assert two_plans_until([(1, None), (2, None)]) == date.max
