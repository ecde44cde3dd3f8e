"""What the settings service takes and hands out besides the profile."""

from __future__ import annotations

from dataclasses import dataclass, field

from fitnesscrm_desktop.services.core.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class SetUp:
    """The answers of the first run, as typed."""

    studio_name: str
    country: str
    currency: str
    zone: str
    locale: str
    owner_name: str
    login: str
    password: str = field(repr=False)
    pin: str | None = field(default=None, repr=False)


class AlreadySetUp(RuleBroken):
    """There is staff already: another desk has answered the first questions."""

    def __init__(self) -> None:
        super().__init__("This studio has been set up already. Sign in instead.")
