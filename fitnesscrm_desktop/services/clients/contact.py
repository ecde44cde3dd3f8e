"""Phone numbers and e-mail addresses: as stored, and as they are looked for."""

from __future__ import annotations

import re
from functools import lru_cache

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line

PHONE_LENGTH = 40
EMAIL_LENGTH = 254
_FEWEST_DIGITS = 3
_COUNTRY_CODE_LENGTHS = (1, 2, 3)
_NUMBER_ONLY = re.compile(r"[+\d][\d\s()/.\u2010-\u2015-]*|\([\d\s()/.\u2010-\u2015-]*")
"""Words beside a number ("mornings only") would be read as letters on a dial."""

_PLAIN_LOCAL_PART = re.compile(r"(?=.{1,64}\Z)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
"""Nearly everybody's; the others are looked at closely."""


def normal_phone(text: str, country: str) -> str | None:
    """*text* as E.164 where it can be understood as a number of *country* (ISO code), else as typed.

    None when nothing was typed. Raises ``RuleBroken`` for what is no phone number at all.
    """
    typed = one_line(text, PHONE_LENGTH)
    if not typed:
        return None
    if sum(each.isdigit() for each in typed) < _FEWEST_DIGITS:
        raise RuleBroken("A phone number needs at least three digits.")
    return _understood(typed, country) or typed


def _understood(typed: str, country: str) -> str | None:
    import phonenumbers

    if not _NUMBER_ONLY.fullmatch(typed):
        return None
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def digits_of(text: str) -> str:
    """The digits of *text* in the form 0-9."""
    return "".join(str(int(each)) for each in text if each.isdecimal())


def phone_words(phone: str | None) -> list[str]:
    """What search should find *phone* by: with country code, and as dialled inside the country."""
    if not phone:
        return []
    if not phone.startswith("+") or not phone[1:].isdecimal():
        return [digits_of(phone)]
    return [phone, _national_digits(phone)]


def _national_digits(phone: str) -> str:
    """An E.164 number as dialled inside its country; empty if there is no such country."""
    for length in _COUNTRY_CODE_LENGTHS:
        prefix = _trunk_prefix(phone[1 : 1 + length])
        if prefix is not None:
            return prefix + phone[1 + length :]
    return ""


@lru_cache(maxsize=1024)
def _trunk_prefix(country_code: str) -> str | None:
    """What is dialled before a number inside the country with this calling code; None: there is none."""
    import phonenumbers

    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(country_code))
    if not regions:
        return None
    return phonenumbers.ndd_prefix_for_region(regions[0], strip_non_digits=True) or ""


def normal_email(text: str) -> str | None:
    """*text* as a usable e-mail address in lower case; None when nothing was typed.

    Raises ``RuleBroken`` when it cannot be one. Nobody is asked on the network.
    """
    typed = one_line(text, EMAIL_LENGTH)
    if not typed:
        return None
    local, _, domain = typed.rpartition("@")
    if _PLAIN_LOCAL_PART.fullmatch(local) and (known := _domain(domain)) is not None:
        return f"{local}@{known}".lower()
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(typed, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise RuleBroken(
            f"“{typed}” is not an e-mail address. It should look like name@example.com."
        ) from error


@lru_cache(maxsize=4096)
def _domain(domain: str) -> str | None:
    """*domain* as it is stored, checked once for all who have it; None: it cannot be one."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(f"a@{domain}", check_deliverability=False).domain
    except EmailNotValidError:
        return None


def shown_phone(phone: str | None) -> str:
    """A stored phone number as people read it: "+49 151 1058756"; empty for none."""
    if not phone or not phone.startswith("+") or not phone[1:].isdecimal():
        return phone or ""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return shown.replace("-", " ")
