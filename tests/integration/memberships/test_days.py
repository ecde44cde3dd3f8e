"""Freezing, resuming, extending, cancelling: each a dated fact, each can be taken back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.membership import MembershipFact, MembershipHold
from fitnesscrm_desktop.models.values import (
    CancelReason,
    CheckInReason,
    ClientStage,
    FactKind,
    MembershipState,
    Role,
)
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.lifecycle.refresh import standing_of
from fitnesscrm_desktop.services.memberships import queries
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import Till

TODAY = date(2026, 3, 4)
END = date(2026, 4, 3)


@pytest.fixture
def anna(till: Till) -> int:
    return till.client()


@pytest.fixture
def member(services: Services, owner: Actor, till: Till, anna: int) -> int:
    """Anna's membership, from today for a month."""
    return services.memberships.sell(owner, anna, till.plan().id).membership_id


def stage(services: Services, client_id: int, day: date) -> ClientStage:
    with services.core.read() as session:
        return standing_of(session, client_id, day).stage


def test_a_dated_freeze_moves_the_end_at_once(
    services: Services, owner: Actor, till: Till, anna: int, member: int
) -> None:
    till.pay(anna, 4900)
    done = services.memberships.freeze(owner, member, date(2026, 3, 10), date(2026, 3, 19), "holiday")
    assert (done.days, done.ends_on) == (10, END + timedelta(days=10))
    assert stage(services, anna, date(2026, 3, 9)) is ClientStage.ACTIVE
    assert stage(services, anna, date(2026, 3, 19)) is ClientStage.FROZEN
    assert stage(services, anna, date(2026, 3, 20)) is ClientStage.ACTIVE
    assert stage(services, anna, date(2026, 4, 14)) is ClientStage.EXPIRED


def test_an_open_freeze_adds_the_rested_days_when_it_ends(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, member: int
) -> None:
    done = services.memberships.freeze(owner, member)
    assert done.ends_on is None
    clock.advance(days=45)
    assert till.membership(member).state is MembershipState.FROZEN
    assert stage(services, anna, date(2026, 4, 18)) is ClientStage.FROZEN
    resumed = services.memberships.resume(owner, member)
    assert (resumed.days, resumed.ends_on) == (45, END + timedelta(days=45))
    assert till.membership(member).state is MembershipState.RUNNING


def test_waking_early_gives_back_only_what_was_rested(
    services: Services, owner: Actor, till: Till, clock: FakeClock, member: int
) -> None:
    services.memberships.freeze(owner, member, TODAY, date(2026, 3, 23))
    clock.advance(days=5)
    resumed = services.memberships.resume(owner, member)
    assert (resumed.days, resumed.ends_on) == (5, END + timedelta(days=5))


def test_a_freeze_that_has_not_begun_is_called_off(
    services: Services, owner: Actor, till: Till, member: int
) -> None:
    services.memberships.freeze(owner, member, date(2026, 3, 10), date(2026, 3, 19))
    services.memberships.resume(owner, member)
    view = till.membership(member)
    assert (view.ends_on, view.holds) == (END, ())
    assert [fact.kind for fact in view.facts] == [FactKind.SOLD, FactKind.FROZEN, FactKind.RESUMED]


def test_a_freeze_of_today_is_undone_without_a_trace_on_the_days(
    services: Services, owner: Actor, till: Till, member: int
) -> None:
    services.memberships.freeze(owner, member)
    assert services.memberships.resume(owner, member).ends_on == END


def test_two_freezes_do_not_overlap(services: Services, owner: Actor, till: Till, member: int) -> None:
    services.memberships.freeze(owner, member, date(2026, 3, 10), date(2026, 3, 19))
    for first, last in [(date(2026, 3, 19), None), (TODAY, date(2026, 3, 10)), (TODAY, None)]:
        with pytest.raises(RuleBroken, match="frozen on some of these days"):
            services.memberships.freeze(owner, member, first, last)
    services.memberships.freeze(owner, member, date(2026, 3, 20), date(2026, 3, 21))
    assert till.membership(member).ends_on == END + timedelta(days=12)


def test_a_cancelled_membership_is_not_frozen_any_more(
    services: Services, owner: Actor, clock: FakeClock, member: int
) -> None:
    services.memberships.freeze(owner, member)
    services.memberships.cancel(owner, member, TODAY + timedelta(days=1))
    clock.advance(days=3)
    for first in (None, TODAY):
        with pytest.raises(RuleBroken, match="is cancelled and cannot be frozen"):
            services.memberships.freeze(owner, member, first)


def test_days_it_was_used_on_are_not_frozen_afterwards(
    services: Services, owner: Actor, clock: FakeClock, anna: int, member: int
) -> None:
    services.checkin.check_in(owner, client_id=anna)
    clock.advance(days=3)
    with pytest.raises(RuleBroken, match="used on"):
        services.memberships.freeze(owner, member, TODAY)
    services.memberships.freeze(owner, member, date(2026, 3, 5))


@pytest.mark.parametrize(
    "day", [date(2026, 3, 20), date(2025, 12, 31), date(1900, 1, 1), date(1, 1, 1), date(9999, 12, 31)]
)
def test_days_on_which_nobody_can_mean_to_resume(
    services: Services, owner: Actor, till: Till, member: int, day: date
) -> None:
    """It wakes by itself after its last day; and a freeze of long ago stays what it was."""
    services.memberships.freeze(owner, member, TODAY, date(2026, 3, 19))
    before = till.membership(member)
    with pytest.raises(RuleBroken) as broken:
        services.memberships.resume(owner, member, day)
    assert "on_day" in broken.value.fields
    assert till.membership(member) == before


def test_an_open_freeze_is_not_resumed_at_the_end_of_time(
    services: Services, owner: Actor, till: Till, member: int
) -> None:
    services.memberships.freeze(owner, member)
    before = till.membership(member)
    with pytest.raises(RuleBroken):
        services.memberships.resume(owner, member, date(9999, 12, 31))
    with pytest.raises(RuleBroken, match="two years ahead"):
        services.memberships.cancel(owner, member, date(9999, 12, 31))
    assert till.membership(member) == before


def test_resuming_what_is_not_frozen(services: Services, owner: Actor, member: int) -> None:
    with pytest.raises(RuleBroken, match="not frozen"):
        services.memberships.resume(owner, member)


def test_renewing_while_frozen_keeps_every_day(
    services: Services, owner: Actor, clock: FakeClock, member: int
) -> None:
    services.memberships.freeze(owner, member)
    clock.advance(days=40)
    services.memberships.renew(owner, member)
    assert services.memberships.resume(owner, member).ends_on == date(2026, 5, 3) + timedelta(days=40)


def test_an_extension_and_its_undo(services: Services, owner: Actor, till: Till, member: int) -> None:
    given = services.memberships.extend(owner, member, 7, "machine broken")
    assert given.ends_on == END + timedelta(days=7)
    taken = services.memberships.undo_extend(owner, member, given.fact_id)
    assert taken.ends_on == END
    facts = till.membership(member).facts
    assert [(fact.days, fact.undone) for fact in facts[1:]] == [(7, True), (-7, False)]
    with pytest.raises(RuleBroken, match="already"):
        services.memberships.undo_extend(owner, member, given.fact_id)
    for wrong in (taken.fact_id, facts[0].id, 999):
        with pytest.raises(NotFound):
            services.memberships.undo_extend(owner, member, wrong)


def test_the_same_key_extends_once(services: Services, owner: Actor, member: int) -> None:
    for _ in range(2):
        done = services.memberships.extend(owner, member, 7, key="k")
    assert done.ends_on == END + timedelta(days=7)
    with pytest.raises(RuleBroken, match="key"):
        services.memberships.renew(owner, member, key="k")


def test_an_extension_cures_an_ended_membership(
    services: Services, owner: Actor, till: Till, clock: FakeClock, member: int
) -> None:
    clock.advance(days=33)
    assert till.membership(member).state is MembershipState.ENDED
    services.memberships.extend(owner, member, 10)
    assert till.membership(member).state is MembershipState.RUNNING


@pytest.mark.parametrize("days", [0, -7, 367, 10**17])
def test_an_extension_nobody_can_mean(
    services: Services, owner: Actor, till: Till, member: int, days: int
) -> None:
    with pytest.raises(RuleBroken):
        services.memberships.extend(owner, member, days)
    assert till.membership(member).ends_on == END
    assert till.count(MembershipFact) == 1


def test_cancelling_and_taking_it_back(
    services: Services, owner: Actor, till: Till, anna: int, member: int
) -> None:
    till.pay(anna, 4900)
    done = services.memberships.cancel(owner, member, date(2026, 3, 20), CancelReason.PRICE, "too dear")
    assert done.ends_on == date(2026, 3, 19)
    assert stage(services, anna, date(2026, 3, 19)) is ClientStage.ACTIVE
    assert stage(services, anna, date(2026, 3, 20)) is ClientStage.CANCELLED
    with pytest.raises(RuleBroken, match="already"):
        services.memberships.cancel(owner, member)
    with pytest.raises(RuleBroken, match="cancelled"):
        services.memberships.extend(owner, member, 3)
    assert services.memberships.uncancel(owner, member).ends_on == END
    kinds = [fact.kind for fact in till.membership(member).facts]
    assert kinds == [FactKind.SOLD, FactKind.CANCELLED, FactKind.REINSTATED]
    with pytest.raises(RuleBroken, match="not cancelled"):
        services.memberships.uncancel(owner, member)


def test_what_was_charged_stays_charged(
    services: Services, owner: Actor, till: Till, anna: int, member: int
) -> None:
    services.memberships.cancel(owner, member)
    assert till.balance(anna) == 4900


def test_words_that_are_too_long_change_nothing(
    services: Services, owner: Actor, till: Till, member: int
) -> None:
    before, long = till.membership(member), "x" * 201
    deeds: tuple[Callable[[], object], ...] = (
        lambda: services.memberships.freeze(owner, member, reason=long),
        lambda: services.memberships.extend(owner, member, 7, long),
        lambda: services.memberships.cancel(owner, member, note=long),
    )
    for deed in deeds:
        with pytest.raises(RuleBroken, match="longer than 200 characters"):
            deed()
    assert till.membership(member) == before


def test_nothing_for_trainers(services: Services, member: int, till: Till) -> None:
    trainer = an_actor(Role.TRAINER)
    deeds = services.memberships
    for deed in (deeds.freeze, deeds.resume, deeds.cancel, deeds.uncancel, deeds.renew):
        with pytest.raises(NotAllowed):
            deed(trainer, member)
    with pytest.raises(NotAllowed):
        deeds.extend(trainer, member, 3)
    assert till.count(MembershipHold) == 0


def test_who_ends_soon(services: Services, owner: Actor, till: Till, clock: FakeClock, member: int) -> None:
    bert = services.memberships.sell(owner, till.client("Bert"), 1)
    frozen = services.memberships.sell(owner, till.client("Cleo"), 1)
    left = services.memberships.sell(owner, till.client("Dora"), 1)
    services.memberships.freeze(owner, frozen.membership_id)
    services.memberships.cancel(owner, left.membership_id, date(2026, 4, 1))
    assert services.memberships.ending_soon(owner) == []
    clock.advance(days=26)
    services.memberships.renew(owner, bert.membership_id)
    found = services.memberships.ending_soon(owner)
    assert [(one.membership_id, one.days_left, one.renewal_price) for one in found] == [(member, 4, 4900)]
    clock.advance(days=6)
    assert services.memberships.ending_soon(owner) == []


def test_what_ends_soon_says_whether_its_plan_comes_again_after_a_gap(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, member: int
) -> None:
    def comes_again() -> list[tuple[int, bool]]:
        return [(one.membership_id, one.comes_again) for one in services.memberships.ending_soon(owner)]

    clock.advance(days=(END - TODAY).days)
    services.memberships.sell(owner, anna, till.plan(name="Sauna").id, END + timedelta(days=5))
    assert comes_again() == [(member, False)], "another plan"
    later = services.memberships.sell(owner, anna, 1, END + timedelta(days=5))
    assert comes_again() == [(member, True)]
    services.memberships.withdraw(owner, later.membership_id, later.fact_id)
    assert comes_again() == [(member, False)], "it was taken back"


def test_the_first_to_end_come_first_and_fill_the_list(
    services: Services, owner: Actor, till: Till, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = till.plan().id
    for name, later in (("Cleo", 7), ("Bert", 3), ("Dora", 0), ("Anna", 3), ("Emil", 8)):
        services.memberships.sell(owner, till.client(name), plan, TODAY + timedelta(days=later))
    clock.advance(days=(END - TODAY).days)

    def first_names() -> list[str]:
        return [one.client_name.split()[0] for one in services.memberships.ending_soon(owner)]

    assert first_names() == ["Dora", "Anna", "Bert", "Cleo"]
    monkeypatch.setattr(queries, "MOST_ENDING", 2)
    assert first_names() == ["Dora", "Anna"]


def test_a_clients_memberships_the_longest_first(
    services: Services, owner: Actor, till: Till, anna: int, member: int
) -> None:
    later = services.memberships.sell(owner, anna, 1, from_day=date(2026, 5, 1))
    views = services.memberships.of_client(owner, anna)
    assert [(view.id, view.state) for view in views] == [
        (later.membership_id, MembershipState.UPCOMING),
        (member, MembershipState.RUNNING),
    ]


def test_a_freeze_that_has_not_begun_is_called_off_and_said_so(
    services: Services, owner: Actor, till: Till, member: int
) -> None:
    services.memberships.freeze(owner, member, date(2026, 3, 10), date(2026, 3, 19))
    done = services.memberships.resume(owner, member)
    assert (done.called_off, done.ends_on) == (date(2026, 3, 10), END)
    services.memberships.freeze(owner, member, TODAY, date(2026, 3, 19))
    assert services.memberships.resume(owner, member, date(2026, 3, 6)).called_off is None


def test_who_rests_past_the_written_end_is_frozen_everywhere(
    services: Services, owner: Actor, till: Till, anna: int, member: int, clock: FakeClock
) -> None:
    plan_id = till.membership(member).plan_id
    till.pay(anna, 4900)
    services.memberships.freeze(owner, member)
    clock.advance(timedelta(days=60))
    found = services.checkin.check_in(owner, client_id=anna)
    assert found.words == (CheckInReason.FROZEN,)
    assert found.client is not None
    assert (found.client.ends_on, found.client.days_left) == (None, None)
    assert services.plans.get(owner, plan_id).members == 1
    with pytest.raises(Confirmable):
        services.memberships.sell(owner, anna, plan_id)
    services.memberships.resume(owner, member)
    assert services.checkin.check_in(owner, client_id=anna).visit_id is not None
