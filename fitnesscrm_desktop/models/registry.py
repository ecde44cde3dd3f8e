"""Imports every mapped class, so that ``Base.metadata`` is complete."""

from fitnesscrm_desktop.models import (
    assistant,
    automation,
    client,
    files,
    forms,
    job,
    ledger,
    membership,
    message,
    progress,
    staff,
    studio,
    visit,
)
from fitnesscrm_desktop.models.base import Base

__all__ = [
    "Base",
    "assistant",
    "automation",
    "client",
    "files",
    "forms",
    "job",
    "ledger",
    "membership",
    "message",
    "progress",
    "staff",
    "studio",
    "visit",
]
