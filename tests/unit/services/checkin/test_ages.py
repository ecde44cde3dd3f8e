"""How old somebody is, and when the birthday is."""

from datetime import date

import pytest

from fitnesscrm_desktop.services.clients.rules import age_on, is_birthday
from tests.support.door import TODAY


@pytest.mark.parametrize(
    ("born", "day", "age", "birthday"),
    [
        (date(2008, 2, 29), date(2026, 2, 27), 17, False),
        (date(2008, 2, 29), date(2026, 2, 28), 18, True),
        (date(2008, 2, 29), date(2028, 2, 28), 19, False),
        (date(2008, 2, 29), date(2028, 2, 29), 20, True),
        (date(2026, 3, 4), TODAY, 0, False),
        (date(1990, 3, 5), TODAY, 35, False),
    ],
)
def test_ages_and_birthdays(born: date, day: date, age: int, birthday: bool) -> None:
    assert (age_on(born, day), is_birthday(born, day)) == (age, birthday)
