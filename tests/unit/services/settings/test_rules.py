"""What each setting must be like."""

import pytest

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.settings.profile import StudioProfile
from fitnesscrm_desktop.services.settings.rules import LIMITS, SETTINGS, check_setting


def test_every_part_of_the_profile_can_be_set_except_what_the_program_keeps() -> None:
    assert set(StudioProfile.__slots__) - set(SETTINGS) == {"demo", "version"}
    assert set(SETTINGS) <= set(StudioProfile.__slots__)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("name", "  Studio\tEast ", "Studio East"),
        ("address", "Main St 1\r\nBerlin ", "Main St 1\nBerlin"),
        ("currency", " eur ", "EUR"),
        ("zone", "America/New_York", "America/New_York"),
        ("locale", "de-AT", "de_AT"),
        ("country", "at", "AT"),
        ("accent", "#ff8800", "#FF8800"),
        ("email", "", ""),
        ("email", "desk@studio.example.org", "desk@studio.example.org"),
        ("capacity", 1, 1),
        ("idle_lock_minutes", 0, 0),
    ],
)
def test_what_will_do(field: str, typed: object, kept: object) -> None:
    assert check_setting(field, typed) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("name", 5),
        ("currency", "XXE"),
        ("currency", "EURO"),
        ("currency", ""),
        ("zone", "Berlin"),
        ("zone", "../../etc/passwd"),
        ("zone", ""),
        ("zone", "\0"),
        ("locale", "xx_YY"),
        ("locale", ""),
        ("locale", "english"),
        ("country", "ZZZ"),
        ("country", "001"),
        ("accent", "red"),
        ("accent", "#12345"),
        ("accent", "#12345G"),
        ("email", "desk"),
        ("email", "a b@c.d"),
        ("capacity", 0),
        ("capacity", -1),
        ("capacity", 10**17),
        ("capacity", "60"),
        ("capacity", True),
        ("capacity", 60.0),
        ("grace_days", -1),
        ("version", 3),
        ("demo", True),
        ("logo", b""),
    ],
)
def test_what_will_not(field: str, typed: object) -> None:
    with pytest.raises(RuleBroken):
        check_setting(field, typed)


@pytest.mark.parametrize("field", LIMITS)
def test_limits_are_inclusive(field: str) -> None:
    least, most = LIMITS[field]
    assert (check_setting(field, least), check_setting(field, most)) == (least, most)
    for beyond in (least - 1, most + 1):
        with pytest.raises(RuleBroken, match=f"from {least} to {most}"):
            check_setting(field, beyond)
