"""What a scanner sends, and what it means."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.clients.finding import CODE_LENGTH, as_member_number, normal_code
from fitnesscrm_desktop.services.core.errors import RuleBroken

_NOISE = 4
"""How many times as long as a code a scan may be, with blanks and line ends."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code without the noise around it; as a member number too, if it can be one."""

    text: str
    number: int | None


def read_code(raw: str) -> Code | None:
    """What *raw* stands for; None if nothing is left of it, or too much."""
    if len(raw) > _NOISE * CODE_LENGTH:
        return None
    try:
        text = normal_code(raw)
    except RuleBroken:
        return None
    return Code(text, as_member_number(text))
