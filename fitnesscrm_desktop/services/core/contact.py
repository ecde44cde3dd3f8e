"""Phone numbers and e-mail addresses as they are stored, whoever they belong to."""

from __future__ import annotations

import re
from functools import lru_cache

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line

PHONE_LENGTH = 40
EMAIL_LENGTH = 254
_FEWEST_DIGITS = 3
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
