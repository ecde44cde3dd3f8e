"""What the settings service takes and hands out besides the profile."""

from __future__ import annotations

from dataclasses import dataclass


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
    password: str
    pin: str | None = None
