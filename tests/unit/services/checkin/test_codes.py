"""What a scanner sends."""

import pytest

from fitnesscrm_desktop.services.checkin.codes import Code, read_code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1001", Code("1001", 1001)),
        (" 10 01\r\n", Code("1001", 1001)),
        ("\x1d1001\t", Code("1001", 1001)),
        ("0001001", Code("0001001", 1001)),
        ("ab-12 c", Code("AB-12C", None)),
        ("\uff14\uff12", Code("\uff14\uff12", None)),
        ("-500", Code("-500", None)),
        ("99999999999999", Code("99999999999999", None)),
        ("a\x00b", Code("AB", None)),
        ("#0042", Code("#0042", 42)),
    ],
)
def test_noise_is_taken_off(raw: str, code: Code) -> None:
    assert read_code(raw) == code


@pytest.mark.parametrize("raw", ["", " \r\n", "x" * 81, "ß" * 41, " " * 5000 + "1", "x" * 10_000_000])
def test_nothing_and_too_much_are_no_codes(raw: str) -> None:
    assert read_code(raw) is None
