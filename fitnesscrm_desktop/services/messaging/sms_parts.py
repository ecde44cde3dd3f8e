"""How many parts a text message takes; the studio pays by the part. Pure functions."""

from __future__ import annotations

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")
"""These take the room of two."""
_ONE_GSM, _EACH_GSM = 160, 153
_ONE_WIDE, _EACH_WIDE = 70, 67
_WIDEST_SINGLE = 0xFFFF
"""Marks beyond it, such as most emoji, take the room of two."""


def is_plain(text: str) -> bool:
    """Whether the narrow alphabet of text messages has every character of *text*."""
    return all(each in _GSM or each in _GSM_TWICE for each in text)


def sms_parts(text: str) -> int:
    """In how many parts *text* goes out; at least one."""
    if is_plain(text):
        widths, one, each = [1 + (mark in _GSM_TWICE) for mark in text], _ONE_GSM, _EACH_GSM
    else:
        widths, one, each = [1 + (ord(mark) > _WIDEST_SINGLE) for mark in text], _ONE_WIDE, _EACH_WIDE
    if sum(widths) <= one:
        return 1
    parts, room = 1, each
    for width in widths:
        if width > room:
            parts, room = parts + 1, each
        room -= width
    return parts
