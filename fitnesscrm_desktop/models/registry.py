"""Imports every mapped class, so that ``Base.metadata`` is complete."""

from fitnesscrm_desktop.models import client, ledger, membership, staff, studio, visit
from fitnesscrm_desktop.models.base import Base

__all__ = ["Base", "client", "ledger", "membership", "staff", "studio", "visit"]
