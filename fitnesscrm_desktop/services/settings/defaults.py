"""The settings a studio starts with, guessed from the PC until somebody says better."""

from __future__ import annotations

import locale
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.studio import MEMBER_NUMBERS, RECEIPT_NUMBERS, Counter, Studio

FALLBACK_LOCALE = "en_GB"
FALLBACK_CURRENCY = "EUR"


def add_default_studio(session: Session, now: datetime) -> None:
    """Give an empty database its studio row and counters, unless it has them."""
    if session.get(Studio, 1) is not None:
        return
    name = pc_locale()
    territory = name.split("_")[-1] if "_" in name else "GB"
    session.add(
        Studio(
            id=1,
            name="My studio",
            currency=currency_of(territory),
            zone=pc_zone(),
            locale=name,
            country=territory,
            created_at=now,
        )
    )
    session.add_all(Counter(name=counter, value=0) for counter in (MEMBER_NUMBERS, RECEIPT_NUMBERS))


def pc_locale() -> str:
    """The PC's locale as ``language_TERRITORY``."""
    name = locale.getlocale()[0] or ""
    known = "_" in name and name.replace("_", "").isalpha() and len(name) <= len("xxx_XX")
    return name if known else FALLBACK_LOCALE


def currency_of(territory: str) -> str:
    """The legal tender of a country (Unicode CLDR, through Babel)."""
    if territory == "GB" and pc_locale() == FALLBACK_LOCALE:
        return FALLBACK_CURRENCY
    from babel.numbers import get_territory_currencies

    tender = get_territory_currencies(territory)
    return str(tender[-1]) if tender else FALLBACK_CURRENCY


def pc_zone() -> str:
    """The PC's time zone as an IANA name; UTC if it does not say."""
    link = Path("/etc/localtime")
    resolved = link.resolve().as_posix() if link.exists() else ""
    for name in (os.environ.get("TZ", ""), resolved.partition("zoneinfo/")[2]):
        if name and _is_zone(name):
            return name
    return "UTC"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return name not in {"Etc/UTC", "localtime"}
