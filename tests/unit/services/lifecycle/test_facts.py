"""Which days a debt was open on, and which of them count as overdue."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.lifecycle.facts import Debt, overdue_days, unsettled_days, used_up_days
from fitnesscrm_desktop.services.lifecycle.rules import Days
from tests.support.door import a_studio

D = date(2026, 3, 1)


def day(number: int) -> date:
    return D + timedelta(days=number)


def test_a_debt_is_open_until_the_day_it_is_paid() -> None:
    assert unsettled_days(100, day(0), [(day(3), 60), (day(5), 40)]) == (Days(day(0), day(4)),)
    assert unsettled_days(100, day(0), [(day(0), 100)]) == ()
    assert unsettled_days(100, day(0), []) == (Days(day(0), None),)


def test_a_refund_opens_it_again_and_leaves_the_past_alone() -> None:
    parts = [(day(1), 100), (day(9), -30), (day(12), 30)]
    assert unsettled_days(100, day(0), parts) == (Days(day(0), day(0)), Days(day(9), day(11)))


def test_a_reversed_charge_is_owed_no_longer() -> None:
    assert unsettled_days(100, day(0), [], reversed_on=day(4)) == (Days(day(0), day(3)),)
    paid_then_reversed = [(day(1), 100), (day(4), -100)]
    assert unsettled_days(100, day(0), paid_then_reversed, reversed_on=day(4)) == (Days(day(0), day(0)),)


def test_overdue_begins_after_the_grace() -> None:
    debt = Debt(day(2), (Days(day(0), None),))
    assert overdue_days([debt], grace_days=7) == (Days(day(10), None),)
    assert overdue_days([Debt(day(2), (Days(day(0), day(9)),))], grace_days=7) == ()
    assert debt.is_open


parts_of_payments = st.lists(st.tuples(st.integers(0, 40), st.integers(-50, 80)), max_size=6)


@given(st.integers(1, 100), parts_of_payments)
def test_open_days_are_those_on_which_too_little_was_settled(
    amount: int, parts: list[tuple[int, int]]
) -> None:
    dated = [(day(number), part) for number, part in sorted(parts, key=lambda part: part[0])]
    found = unsettled_days(amount, day(0), dated)
    for number in range(60):
        settled = sum(part for on, part in dated if on <= day(number))
        assert any(day(number) in days for days in found) is (settled < amount), number


def test_a_pack_is_empty_from_the_day_after_its_last_visit() -> None:
    studio = a_studio()
    at = [datetime(2026, 3, number, 12, tzinfo=UTC) for number in (1, 5, 9, 20)]
    entries = [(at[0], 2), (at[1], -1), (at[2], -1)]
    assert used_up_days(entries, studio) == (Days(date(2026, 3, 10), None),)
    assert used_up_days([*entries, (at[3], 10)], studio) == (Days(date(2026, 3, 10), date(2026, 3, 19)),)
