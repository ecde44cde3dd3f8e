"""By what somebody was found: only the beginning of a name may let in whom nobody has pointed at."""

from __future__ import annotations

import re
from enum import StrEnum

from fitnesscrm_desktop.services.checkin.results import ClientAtDoor
from fitnesscrm_desktop.services.clients.contact import digits_of, phone_words
from fitnesscrm_desktop.services.clients.finding import as_member_number
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.clients.results import ClientHit

_WORD_GAPS = re.compile(r"[\W_]+")


class FoundBy(StrEnum):
    """What of a client fits what was typed."""

    NUMBER = "number"
    CODE = "code"
    NAME = "name"
    PART_OF_NAME = "part_of_name"
    PHONE = "phone"
    EMAIL = "email"
    PART_OF_CODE = "part_of_code"


def is_like_a_code(text: str) -> bool:
    """Whether *text* is a number or a code rather than a name: who has no such code is nobody."""
    return any(letter.isdecimal() for letter in text)


def found_by(text: str, hit: ClientHit) -> FoundBy:
    """What of *hit* fits the typed *text*; the plainest reason counts."""
    words, name = fold(text).split(), fold(hit.name)
    beginnings = [*name.split(), *_WORD_GAPS.split(name)]
    if as_member_number("".join(words)) == hit.member_number:
        return FoundBy.NUMBER
    if words and all(any(each.startswith(word) for each in beginnings) for word in words):
        return FoundBy.NAME
    if words and all(word in name for word in words):
        return FoundBy.PART_OF_NAME
    if hit.email and all(word in fold(hit.email) for word in words):
        return FoundBy.EMAIL
    digits = digits_of(text)
    if digits and any(digits.removeprefix("00") in digits_of(way) for way in phone_words(hit.phone)):
        return FoundBy.PHONE
    return FoundBy.PART_OF_CODE


def may_go_in(text: str, hit: ClientHit) -> bool:
    """Whether Enter may let *hit* in without a look at the list: a name was typed, and begins so."""
    return not is_like_a_code(text) and found_by(text, hit) is FoundBy.NAME


def of_code(code: str, client: ClientAtDoor) -> FoundBy:
    """Whether *code*, which let *client* in, was the member number or a card."""
    is_number = as_member_number("".join(code.split())) == client.member_number
    return FoundBy.NUMBER if is_number else FoundBy.CODE
