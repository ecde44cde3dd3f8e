"""What is true of every verdict, whoever stands at the door."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.models.values import CheckInReason, PlanKind, Verdict
from fitnesscrm_desktop.services.checkin.reasons import sentence
from fitnesscrm_desktop.services.checkin.rules import (
    DoorFacts,
    MembershipFacts,
    VisitFacts,
    admission,
    overridden,
)
from fitnesscrm_desktop.services.lifecycle.rules import Days
from tests.support.door import STUDIO, TODAY, at

near_days = st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days))
moments = st.integers(-60 * 24 * 8, 60 * 24 * 8).map(lambda minutes: at(12) + timedelta(minutes=minutes))


@st.composite
def memberships(draw: st.DrawFn) -> MembershipFacts:
    first = TODAY + timedelta(days=draw(st.integers(-40, 5)))
    last = first + timedelta(days=draw(st.integers(0, 80)))
    rest = draw(st.none() | st.none() | st.builds(Days, near_days, st.none() | near_days))
    return MembershipFacts(
        id=draw(st.integers(1, 6)),
        plan=draw(st.sampled_from(["Monthly", "10 visits", ""])),
        kind=draw(st.sampled_from(PlanKind)),
        starts_on=first,
        ends_on=last,
        cancelled_on=draw(st.none() | st.none() | near_days),
        visits_left=draw(st.none() | st.integers(0, 3)),
        visits_per_week=draw(st.none() | st.integers(1, 3)),
        same_day_once=draw(st.booleans()),
        weekdays=draw(st.sampled_from([127, 127, 127, 0b1100000, 0])),
        from_minute=draw(st.sampled_from([0, 480])),
        to_minute=draw(st.sampled_from([960, 1440])),
        rest=rest,
    )


def _visit(visit_id: int, moment: datetime, membership_id: int | None) -> VisitFacts:
    return VisitFacts(visit_id, moment, STUDIO.day_of(moment), membership_id)


clients = st.builds(
    DoorFacts,
    born=st.none() | st.dates(date(1900, 1, 1), TODAY),
    guardian_agreed=st.booleans(),
    blocked_reason=st.sampled_from(["", "Threw a weight"]),
    archived=st.booleans(),
    balance=st.integers(-10_000, 10_000),
    oldest_due_on=st.none() | near_days,
    memberships=st.lists(memberships(), max_size=4, unique_by=lambda each: each.id).map(tuple),
    visits=st.lists(
        st.builds(_visit, st.integers(1, 99), moments, st.none() | st.integers(1, 6)), max_size=4
    ).map(tuple),
    medical_alert=st.sampled_from(["", "Asthma"]),
    pinned_notes=st.lists(st.just("Has our key"), max_size=2).map(tuple),
)


@given(clients, moments)
def test_a_verdict_has_reasons_and_an_admission_has_a_membership(facts: DoorFacts, now: datetime) -> None:
    found = admission(facts, now, STUDIO)
    day = STUDIO.day_of(now)
    assert (found.verdict is Verdict.REFUSED) == bool(found.refusals)
    assert (found.verdict is Verdict.ADMITTED) == (not found.refusals and not found.notices)
    if not found.refusals and found.same_visit is None:
        assert found.membership is not None
        assert found.membership.runs_on(day)


@given(clients, moments)
def test_only_a_pack_with_visits_left_is_spent(facts: DoorFacts, now: datetime) -> None:
    found = admission(facts, now, STUDIO)
    if found.spends:
        assert found.membership is not None
        assert found.membership.visits_left is not None
        assert found.membership.visits_left > 0


@given(clients, moments)
def test_a_pack_is_never_spent_while_another_membership_lets_in(facts: DoorFacts, now: datetime) -> None:
    found = admission(facts, now, STUDIO)
    if found.spends:
        for other in facts.memberships:
            if not other.counted:
                assert admission(facts, now, STUDIO, use=other.id).refusals


@given(clients, moments)
def test_a_scan_near_a_visit_never_makes_a_second_one(facts: DoorFacts, now: datetime) -> None:
    near = [each for each in facts.visits if abs(each.at - now) < timedelta(minutes=STUDIO.reentry_minutes)]
    found = admission(facts, now, STUDIO)
    assert (found.same_visit is not None) == bool(near)
    assert (CheckInReason.ALREADY_IN in [each.word for each in found.notices]) == bool(near)


@given(clients, moments)
def test_an_override_lets_everybody_in_and_hides_nothing(facts: DoorFacts, now: datetime) -> None:
    refused = admission(facts, now, STUDIO)
    found = overridden(refused, "because")
    assert found.verdict is Verdict.NOTICE
    told = [each.word for each in found.notices]
    assert told[0] is CheckInReason.OVERRIDDEN
    assert {each.word for each in refused.refusals} <= set(told)


@given(clients, moments)
def test_every_reason_can_be_said(facts: DoorFacts, now: datetime) -> None:
    found = admission(facts, now, STUDIO)
    for reason in (*found.refusals, *found.notices):
        assert sentence(reason, STUDIO.day_of(now), STUDIO).strip()


@given(clients, moments)
def test_the_order_in_which_memberships_were_found_does_not_matter(facts: DoorFacts, now: datetime) -> None:
    turned = DoorFacts(
        **{
            **{name: getattr(facts, name) for name in DoorFacts.__slots__},
            "memberships": facts.memberships[::-1],
        }
    )
    assert admission(turned, now, STUDIO) == admission(facts, now, STUDIO)
