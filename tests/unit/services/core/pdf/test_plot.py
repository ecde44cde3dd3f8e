"""Round values at the axis, around whatever was measured."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.core.pdf.plot import MOST_TICKS, plain, ticks_of

values = st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), max_size=20)


@given(values)
def test_everything_lies_between_the_first_and_the_last_tick(measured: list[float]) -> None:
    ticks = ticks_of(measured)
    assert 2 <= len(ticks) <= MOST_TICKS + 2
    assert ticks == sorted(set(ticks))
    for value in measured:
        slack = 1e-6 * max(1.0, abs(value))
        assert ticks[0] - slack <= value <= ticks[-1] + slack


def test_ticks_are_round() -> None:
    assert ticks_of([77.0, 82.2]) == [76.0, 78.0, 80.0, 82.0, 84.0]
    assert ticks_of([0.8, 0.9]) == [0.8, 0.825, 0.85, 0.875, 0.9]


def test_one_value_has_room_around_it() -> None:
    ticks = ticks_of([80.0])
    assert ticks[0] < 80.0 < ticks[-1]


def test_values_are_written_as_the_studio_does() -> None:
    assert plain(82.5, ",") == "82,5"
    assert plain(80.0) == "80"
