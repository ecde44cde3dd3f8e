"""Age, birthdays and guardians, also of those born on 29 February."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.clients.rules import (
    age_on,
    birthday_in,
    births_with_birthday,
    check_born,
    check_consent_day,
    is_birthday,
    is_minor,
)
from fitnesscrm_desktop.services.core.errors import RuleBroken

TODAY = date(2026, 3, 4)
LEAP = date(2000, 2, 29)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("born", [None, date(1900, 1, 1), TODAY])
def test_anybody_alive_has_a_date_of_birth_that_is_possible(born: date | None) -> None:
    assert check_born(born, TODAY) == born


@pytest.mark.parametrize("born", [date(1899, 12, 31), TODAY + timedelta(days=1), date(2100, 1, 1)])
def test_other_dates_of_birth_are_refused(born: date) -> None:
    with pytest.raises(RuleBroken, match="between 1900 and today"):
        check_born(born, TODAY)


def test_nobody_has_agreed_tomorrow() -> None:
    assert check_consent_day(TODAY, TODAY) == TODAY
    with pytest.raises(RuleBroken, match="future"):
        check_consent_day(TODAY + timedelta(days=1), TODAY)


def test_who_was_born_on_29_february_has_a_birthday_every_year() -> None:
    assert birthday_in(2024, LEAP) == date(2024, 2, 29)
    assert birthday_in(2026, LEAP) == date(2026, 2, 28)
    assert is_birthday(LEAP, date(2026, 2, 28))
    assert not is_birthday(LEAP, date(2024, 2, 28))
    assert not is_birthday(LEAP, date(2026, 3, 1))
    assert not is_birthday(None, TODAY)
    assert not is_birthday(TODAY, TODAY)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 4), TODAY, 18),
        (date(2008, 3, 5), TODAY, 17),
        (LEAP, date(2018, 2, 27), 17),
        (LEAP, date(2018, 2, 28), 18),
        (TODAY, TODAY, 0),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_a_minor_becomes_an_adult_on_the_birthday() -> None:
    assert is_minor(date(2008, 3, 5), TODAY, 18)
    assert not is_minor(date(2008, 3, 4), TODAY, 18)
    assert not is_minor(None, TODAY, 18)


@given(days, days, st.integers(0, 20))
def test_births_with_a_birthday_are_those_whose_birthday_it_is(born: date, first: date, span: int) -> None:
    last = first + timedelta(days=span)
    theirs = any(is_birthday(born, first + timedelta(days=offset)) for offset in range(span + 1))
    assert (born in births_with_birthday(first, last)) == theirs
