"""Two places of one photo fall upon two places of another, whatever size and angle it has."""

import cmath
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.files.results import Points
from fitnesscrm_desktop.ui.files.alignment import (
    Laying,
    are_apart,
    centred,
    fitted,
    laid_upon,
    places_of,
    points_from,
    zoomed,
)

PLACES = st.complex_numbers(min_magnitude=0, max_magnitude=4000, allow_nan=False, allow_infinity=False)


@given(PLACES, PLACES, PLACES, PLACES)
def test_both_places_fall_upon_those_of_the_other(a: complex, b: complex, c: complex, d: complex) -> None:
    assume(abs(a - b) > 1)
    lies = laid_upon((a, b), (c, d))
    assert cmath.isclose(lies(a), c, rel_tol=1e-6, abs_tol=1e-3)
    assert cmath.isclose(lies(b), d, rel_tol=1e-6, abs_tol=1e-3)


def test_a_photo_that_is_half_as_large_and_turned_is_doubled_and_turned_back() -> None:
    lies = laid_upon((0j, 50j), (complex(10, 10), complex(110, 10)))
    assert lies.scale == pytest.approx(2)
    assert lies.angle == pytest.approx(-90)
    assert lies(25j) == pytest.approx(complex(60, 10))


@given(PLACES, PLACES, PLACES, PLACES, PLACES)
def test_the_way_back_leads_back(a: complex, b: complex, c: complex, d: complex, place: complex) -> None:
    assume(abs(a - b) > 1)
    assume(abs(c - d) > 1)
    lies = laid_upon((a, b), (c, d))
    assert cmath.isclose(lies.back()(lies(place)), place, rel_tol=1e-6, abs_tol=1e-2)
    both = lies.then(lies.back())
    assert cmath.isclose(both(place), place, rel_tol=1e-6, abs_tol=1e-2)


def test_one_after_the_other_is_the_same_as_both_together() -> None:
    first, second = Laying(2j, 3 + 1j), Laying(0.5 + 0j, -4j)
    assert first.then(second)(7 - 2j) == second(first(7 - 2j))


def test_without_places_they_are_as_high_as_each_other_and_centred() -> None:
    lies = centred((300, 400), (600, 1200))
    assert lies.scale == 3
    assert lies(complex(150, 200)) == complex(300, 600)
    assert lies(complex(150, 0)) == complex(300, 0)


def test_a_picture_is_fitted_into_the_middle_of_its_room() -> None:
    lies = fitted((400, 800), (1000, 400))
    assert lies(0j) == complex(400, 0)
    assert lies(complex(400, 800)) == complex(600, 400)


@given(PLACES, st.floats(min_value=0.1, max_value=20))
def test_zooming_leaves_the_place_under_the_mouse_where_it_was(still: complex, factor: float) -> None:
    view = Laying(1.5 + 0j, 20 - 30j)
    under = view.back()(still)
    nearer = zoomed(view, factor, still)
    assert cmath.isclose(nearer(under), still, rel_tol=1e-6, abs_tol=1e-3)
    assert math.isclose(nearer.scale, 1.5 * factor)


def test_places_are_kept_as_parts_of_the_picture_and_never_outside() -> None:
    points = points_from(complex(60, 90), complex(700, -5), 600, 900)
    assert points == Points(0.1, 0.1, 1.0, 0.0)
    assert places_of(Points(0.25, 0.5, 1.0, 0.0), 600, 900) == (complex(150, 450), complex(600, 0))


def test_places_upon_each_other_tell_no_direction() -> None:
    assert not are_apart(complex(5, 5), complex(5, 5), 600, 900)
    assert are_apart(complex(5, 5), complex(6, 5), 600, 900)
