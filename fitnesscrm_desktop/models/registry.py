"""Imports every mapped class, so that ``Base.metadata`` is complete."""

from fitnesscrm_desktop.models import (
    automation,
    client,
    job,
    ledger,
    membership,
    message,
    staff,
    studio,
    visit,
)
from fitnesscrm_desktop.models.base import Base

__all__ = [
    "Base",
    "automation",
    "client",
    "job",
    "ledger",
    "membership",
    "message",
    "staff",
    "studio",
    "visit",
]
